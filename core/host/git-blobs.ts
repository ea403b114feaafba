import type { RevisionResult } from '../files/host.js';
import { explainFailure } from './git-messages.js';
import { runGit } from './git-process.js';

/** File contents by their object id, read once and kept. */
export interface BlobReader {
  has(id: string): boolean;
  get(id: string): Uint8Array | undefined;
  /** Fails when any of them, now or earlier, could not be read. `size` in bytes, where known. */
  load(blobs: Iterable<{ readonly id: string; readonly size: number | undefined }>): RevisionResult<undefined>;
}

/** One run of git delivers at most about this much, so that memory holds one batch twice and not the whole history. */
const batchBytes = 64 << 20;

/** Reads blobs with `git cat-file --batch`, many in one process. `missing` are known not to be in the clone. */
export function blobReader(root: string, missing: readonly string[] = []): BlobReader {
  const contents = new Map<string, Uint8Array>();
  /** Why a blob could not be read: kept, so that it is not asked for again with every file. */
  const failures = new Map<string, string>();
  const notInClone = explainFailure(root, 'missing from the partial clone');
  for (const id of missing) failures.set(id, notInClone);

  const loadBatch = (ids: readonly string[]): void => {
    const read = runGit(root, ['cat-file', '--batch', '--buffer'], { input: `${ids.join('\n')}\n` });
    if (read.ok) parseBatch(read.output, ids, contents);
    const message = read.ok ? notInClone : explainFailure(root, read.error);
    for (const id of ids) if (!contents.has(id)) failures.set(id, message);
  };
  return {
    has: id => contents.has(id) || failures.has(id),
    get: id => contents.get(id),
    load(blobs) {
      const wanted = new Map<string, number>();
      for (const { id, size } of blobs) wanted.set(id, size ?? 0);
      let batch: string[] = [];
      let bytes = 0;
      for (const [id, size] of wanted) {
        if (contents.has(id) || failures.has(id)) continue;
        batch.push(id);
        bytes += size;
        if (bytes <= batchBytes) continue;
        loadBatch(batch);
        batch = [];
        bytes = 0;
      }
      if (batch.length > 0) loadBatch(batch);
      for (const id of wanted.keys()) {
        const message = failures.get(id);
        if (message !== undefined) return { ok: false, message };
      }
      return { ok: true, value: undefined };
    },
  };
}

/** Reads `id type size LF bytes LF` records, which come in the order asked, and `id missing LF`. */
function parseBatch(output: Buffer, ids: readonly string[], contents: Map<string, Uint8Array>): void {
  let at = 0;
  for (const id of ids) {
    const lineEnd = output.indexOf(10, at);
    if (lineEnd < 0) return;
    const [, type, size = ''] = output.toString('latin1', at, lineEnd).split(' ');
    at = lineEnd + 1;
    if (type !== 'blob') continue;
    const end = at + Number.parseInt(size, 10);
    // Copied, so that one kept file does not keep the whole batch in memory.
    contents.set(id, Buffer.from(output.subarray(at, end)));
    at = end + 1;
  }
}
