import type { RevisionResult } from '../files/host.js';
import { explainFailure } from './git-messages.js';
import { runGit } from './git-process.js';

/** File contents by their object id, read once and kept. */
export interface BlobReader {
  has(id: string): boolean;
  get(id: string): Uint8Array | undefined;
  /** `size` in bytes. */
  load(blobs: Iterable<{ readonly id: string; readonly size: number }>): RevisionResult<undefined>;
}

/** One run of git delivers at most about this much, so that memory holds one batch twice and not the whole history. */
const batchBytes = 64 << 20;

/** Reads blobs with `git cat-file --batch`, many in one process. */
export function blobReader(root: string): BlobReader {
  const contents = new Map<string, Uint8Array | undefined>();
  const loadBatch = (ids: readonly string[]): RevisionResult<undefined> => {
    const read = runGit(root, ['cat-file', '--batch', '--buffer'], { input: `${ids.join('\n')}\n` });
    // Marked as missing, so that an unreadable history is not asked again file by file.
    if (!read.ok) {
      for (const id of ids) contents.set(id, undefined);
      return { ok: false, message: explainFailure(root, read.error) };
    }
    const missing = parseBatch(read.output, ids, contents);
    if (missing === 0) return { ok: true, value: undefined };
    return { ok: false, message: explainFailure(root, 'objects are missing (partial clone)') };
  };
  return {
    has: id => contents.has(id),
    get: id => contents.get(id),
    load(blobs) {
      let ids = new Set<string>();
      let bytes = 0;
      let problem: RevisionResult<undefined> | undefined;
      const flush = (): void => {
        if (ids.size === 0) return;
        const outcome = loadBatch([...ids]);
        if (!outcome.ok) problem ??= outcome;
        ids = new Set();
        bytes = 0;
      };
      for (const { id, size } of blobs) {
        if (contents.has(id)) continue;
        ids.add(id);
        bytes += size;
        if (bytes > batchBytes) flush();
      }
      flush();
      return problem ?? { ok: true, value: undefined };
    },
  };
}

/** Reads `id type size LF bytes LF` records, which come in the order asked, and `id missing LF`. */
function parseBatch(output: Buffer, ids: readonly string[], contents: Map<string, Uint8Array | undefined>): number {
  let at = 0;
  let missing = 0;
  for (const id of ids) {
    const lineEnd = output.indexOf(10, at);
    const [, type, size = ''] = lineEnd < 0 ? [] : output.toString('latin1', at, lineEnd).split(' ');
    at = lineEnd < 0 ? output.length : lineEnd + 1;
    if (type !== 'blob') {
      contents.set(id, undefined);
      missing++;
      continue;
    }
    const end = at + Number.parseInt(size, 10);
    // Copied, so that one kept file does not keep the whole batch in memory.
    contents.set(id, Buffer.from(output.subarray(at, end)));
    at = end + 1;
  }
  return missing;
}
