import type { FileStat } from '../files/file-system.js';
import type { RevisionFileSystem, RevisionResult } from '../files/host.js';
import { dirname, type FilePath } from '../files/paths.js';
import { folderTree } from '../files/tree.js';
import { type BlobReader, blobReader } from './git-blobs.js';
import { followLinks } from './git-links.js';
import { explainFailure } from './git-messages.js';
import { runGit } from './git-process.js';

interface Entry {
  readonly kind: 'file' | 'symlink';
  readonly id: string;
  /** In bytes; undefined where git could not tell without the content. */
  readonly size: number | undefined;
}

/** Files of at most this size come along when a neighbour is read unannounced. */
const maxNeighbourSize = 1_048_576;

/** The files of a commit below the workspace root; see `Revisions.fileSystemAt`. */
export function commitFileSystem(root: string, commit: string): RevisionResult<RevisionFileSystem> {
  const sized = runGit(root, ['ls-tree', '-r', '-z', '-l', commit]);
  if (sized.ok) return { ok: true, value: fileSystemOf(root, parseTree(sized.output), blobReader(root)) };
  // A partial clone lacks contents, and their sizes with them; names it always has.
  const named = runGit(root, ['ls-tree', '-r', '-z', commit]);
  if (!named.ok) return { ok: false, message: explainFailure(root, sized.error) };
  return {
    ok: true,
    value: fileSystemOf(root, parseTree(named.output), blobReader(root, missingObjects(root, commit))),
  };
}

/** Asked for one of these, git would try to fetch it and end without answering for the others. */
function missingObjects(root: string, commit: string): readonly string[] {
  const walked = runGit(root, ['rev-list', '--objects', '--no-object-names', '--no-walk', '--missing=print', commit]);
  if (!walked.ok) return [];
  const lines = walked.output.toString('latin1').split('\n');
  return lines.filter(line => line.startsWith('?')).map(line => line.slice(1));
}

/** Reads `mode type id [size] TAB path NUL` records; submodules are no files. */
function parseTree(output: Buffer): ReadonlyMap<FilePath, Entry> {
  const entries = new Map<FilePath, Entry>();
  for (const record of output.toString('utf8').split('\0')) {
    const tab = record.indexOf('\t');
    if (tab < 0) continue;
    const [mode = '', type, id = '', size] = record.slice(0, tab).split(/ +/);
    if (type !== 'blob') continue;
    entries.set(record.slice(tab + 1), {
      kind: mode === '120000' ? 'symlink' : 'file',
      id,
      size: size === undefined ? undefined : Number.parseInt(size, 10),
    });
  }
  return entries;
}

function fileSystemOf(root: string, entries: ReadonlyMap<FilePath, Entry>, blobs: BlobReader): RevisionFileSystem {
  const tree = folderTree([...entries].map(([path, { kind }]) => [path, kind] as const));
  const hasLinks = [...entries.values()].some(entry => entry.kind === 'symlink');

  const bytesAt = (path: FilePath): Uint8Array | undefined => {
    const entry = entries.get(path);
    if (!entry) return undefined;
    if (!blobs.has(entry.id)) blobs.load(neighboursOf(path, entry));
    return blobs.get(entry.id);
  };
  /** Whoever reads one file of a folder reads more of it; whoever reads one `package.json` reads them all. */
  const neighboursOf = (path: FilePath, entry: Entry): readonly Entry[] => {
    const folder = dirname(path);
    const name = path.slice(path.lastIndexOf('/'));
    const wanted = [entry];
    for (const [other, candidate] of entries) {
      if ((candidate.size ?? 0) > maxNeighbourSize || blobs.has(candidate.id)) continue;
      if (dirname(other) === folder || other.endsWith(name)) wanted.push(candidate);
    }
    return wanted;
  };
  const realPath = (path: FilePath): FilePath | undefined => {
    if (!hasLinks || entries.get(path)?.kind === 'file') return entries.has(path) || tree.has(path) ? path : undefined;
    const real = followLinks(path, link => {
      if (entries.get(link)?.kind !== 'symlink') return undefined;
      const target = bytesAt(link);
      return target && Buffer.from(target).toString('utf8');
    });
    return real !== undefined && (entries.has(real) || tree.has(real)) ? real : undefined;
  };
  const stat = (path: FilePath): FileStat | undefined => {
    const real = realPath(path);
    if (real === undefined) return undefined;
    const entry = entries.get(real);
    if (!entry) return { kind: 'directory', size: 0, mtimeMs: 0 };
    const size = entry.size ?? bytesAt(real)?.byteLength;
    return size === undefined ? undefined : { kind: 'file', size, mtimeMs: 0 };
  };
  return {
    root,
    readBytes(path) {
      const real = realPath(path);
      return real === undefined ? undefined : bytesAt(real);
    },
    stat,
    list(folder) {
      const real = realPath(folder);
      return (real !== undefined && tree.get(real)) || [];
    },
    realPath,
    prefetch(paths) {
      const wanted: Entry[] = [];
      for (const path of paths) {
        const real = realPath(path);
        const entry = real === undefined ? undefined : entries.get(real);
        if (entry) wanted.push(entry);
      }
      return blobs.load(wanted);
    },
  };
}
