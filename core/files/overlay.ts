import type { DirectoryEntry, FileStat, FileSystem } from './file-system.js';
import { basename, dirname, type FilePath, join } from './paths.js';
import { type FolderTree, folderTree, sortedEntries } from './tree.js';

const encoder = new TextEncoder();

/** What each overlay was made of, so that an overlay of an overlay can be laid over the same base. */
const layers = new WeakMap<FileSystem, { base: FileSystem; changes: ReadonlyMap<FilePath, string | undefined> }>();

/**
 * A file system with some texts replaced, added or (`undefined`) deleted: open buffers, proposed edits. A deleted folder
 * takes everything below it along, except what the changes themselves add. Stacked overlays are merged into one, so
 * reading costs the same at any height.
 */
export function overlayFileSystem(base: FileSystem, changes: ReadonlyMap<FilePath, string | undefined>): FileSystem {
  const below = layers.get(base);
  const ground = below?.base ?? base;
  const merged = below ? mergedChanges(below.changes, changes) : new Map(changes);
  const overlay = flatOverlay(ground, merged);
  layers.set(overlay, { base: ground, changes: merged });
  return overlay;
}

/** A later deletion of a folder also deletes what an earlier layer added below it. */
function mergedChanges(
  earlier: ReadonlyMap<FilePath, string | undefined>,
  later: ReadonlyMap<FilePath, string | undefined>,
): Map<FilePath, string | undefined> {
  const deleted = deletionsIn(later);
  const merged = new Map<FilePath, string | undefined>();
  for (const [path, text] of earlier) if (!isBelowAny(path, deleted)) merged.set(path, text);
  for (const [path, text] of later) merged.set(path, text);
  return merged;
}

function flatOverlay(base: FileSystem, changes: ReadonlyMap<FilePath, string | undefined>): FileSystem {
  const deleted = deletionsIn(changes);
  const encoded = new Map<FilePath, Uint8Array>();
  let addedFolders: FolderTree | undefined;
  const added = (): FolderTree => {
    addedFolders ??= folderTree(
      [...changes].filter(([, text]) => text !== undefined).map(([path]) => [path, 'file'] as const),
    );
    return addedFolders;
  };
  /** True when the base's answer about a path does not count: changed, deleted, or below something deleted or replaced. */
  const isHidden = (path: FilePath): boolean =>
    changes.has(path) || isBelowAny(path, deleted) || isBelowText(path, changes);

  const bytesOf = (path: FilePath, text: string): Uint8Array => {
    const known = encoded.get(path);
    if (known) return known;
    const bytes = encoder.encode(text);
    encoded.set(path, bytes);
    return bytes;
  };
  const stat = (path: FilePath): FileStat | undefined => {
    const text = changes.get(path);
    if (text !== undefined) return { kind: 'file', size: bytesOf(path, text).byteLength, mtimeMs: 0 };
    const own = isHidden(path) ? undefined : base.stat(path);
    if (own?.kind === 'directory' || !added().has(path)) return own;
    return { kind: 'directory', size: 0, mtimeMs: 0 };
  };
  const realPath = (path: FilePath): FilePath | undefined => {
    if (!stat(path)) return undefined;
    if (path === '' || base.stat(path)) return base.realPath(path);
    // New: but the folder it stands in may be reached through a link.
    const folder = realPath(dirname(path));
    return folder === undefined ? undefined : join(folder, basename(path));
  };
  return {
    root: base.root,
    readBytes(path) {
      const text = changes.get(path);
      if (text !== undefined) return bytesOf(path, text);
      return isHidden(path) ? undefined : base.readBytes(path);
    },
    stat,
    list(folder) {
      const own = isHidden(folder) ? [] : base.list(folder);
      if (changes.size === 0) return own;
      const entries = new Map<string, DirectoryEntry['kind']>();
      const prefix = folder === '' ? '' : `${folder}/`;
      for (const entry of own) if (!changes.has(prefix + entry.name)) entries.set(entry.name, entry.kind);
      for (const entry of added().get(folder) ?? []) if (!entries.has(entry.name)) entries.set(entry.name, entry.kind);
      return sortedEntries(entries);
    },
    realPath,
  };
}

function deletionsIn(changes: ReadonlyMap<FilePath, string | undefined>): ReadonlySet<FilePath> {
  const deleted = new Set<FilePath>();
  for (const [path, text] of changes) if (text === undefined) deleted.add(path);
  return deleted;
}

function isBelowAny(path: FilePath, folders: ReadonlySet<FilePath>): boolean {
  if (folders.size === 0) return false;
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    if (folders.has(path.slice(0, slash))) return true;
  }
  return false;
}

/** True when a folder above the path was replaced by a text. */
function isBelowText(path: FilePath, changes: ReadonlyMap<FilePath, string | undefined>): boolean {
  if (changes.size === 0) return false;
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    if (changes.get(path.slice(0, slash)) !== undefined) return true;
  }
  return false;
}
