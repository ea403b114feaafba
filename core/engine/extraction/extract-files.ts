import type { FileSystem } from '../../files/file-system.js';
import { contentHash } from '../../files/hash.js';
import type { FilePath } from '../../files/paths.js';
import { unpackHot } from '../../syntax/pack.js';
import { dialectOf } from '../../syntax/parser.js';
import type { FileRecord } from '../analysis/state.js';
import type { FactsCache } from './facts-cache.js';
import type { FrontEnd, PackedFacts, SourceRequest } from './front-end.js';

/** A batch holds about this many bytes of source: some 20 ms of parsing. */
const BATCH_BYTES = 256 * 1024;

/** Batches on their way at once: enough that no worker waits, few enough that their texts do not pile up. */
const BATCHES_UNDER_WAY = 4;

export interface ExtractionInput {
  readonly fs: FileSystem;
  readonly paths: readonly FilePath[];
  readonly frontEnd: FrontEnd;
  readonly cache: FactsCache;
  /** Called with each record as it is there, in no particular order; `undefined` for a file that cannot be read. */
  onRecord(path: FilePath, record: FileRecord | undefined): void;
  readonly signal?: AbortSignal;
}

/** Reads files and extracts their facts, from the cache where their content was seen before. */
export async function extractFiles(input: ExtractionInput): Promise<void> {
  const { fs, frontEnd, cache, onRecord, signal } = input;
  const underWay = new Set<Promise<unknown>>();
  const failures: unknown[] = [];
  let batch: (SourceRequest & { hash: string })[] = [];
  let bytesInBatch = 0;
  let sinceYield = 0;

  const send = async (): Promise<void> => {
    const requests = batch;
    batch = [];
    bytesInBatch = 0;
    if (requests.length === 0) return;
    const answer = frontEnd.extract(requests).then(results => {
      for (const [i, packed] of results.entries()) {
        const { path, dialect, hash } = requests[i]!;
        cache.put(hash, dialect, packed);
        const record = recordOf(path, dialect, hash, packed);
        if (!record) throw new Error(`the facts of ${path} do not survive packing`);
        onRecord(path, record);
      }
    });
    const settled = answer.catch(error => failures.push(error)).finally(() => underWay.delete(settled));
    underWay.add(settled);
    if (underWay.size >= BATCHES_UNDER_WAY) await Promise.race(underWay);
  };

  try {
    for (const path of input.paths) {
      signal?.throwIfAborted();
      if (failures.length > 0) break;
      const dialect = dialectOf(path);
      const bytes = dialect && fs.readBytes(path);
      if (!bytes || !dialect) {
        onRecord(path, undefined);
        continue;
      }
      const hash = contentHash(bytes);
      const packed = cache.get(hash, dialect);
      const known = packed && recordOf(path, dialect, hash, packed);
      if (known) onRecord(path, known);
      else {
        batch.push({ path, dialect, bytes, hash });
        bytesInBatch += bytes.byteLength;
      }
      sinceYield += bytes.byteLength;
      if (bytesInBatch >= BATCH_BYTES) await send();
      else if (sinceYield >= BATCH_BYTES) await yieldToEvents();
      if (sinceYield >= BATCH_BYTES) sinceYield = 0;
    }
    await send();
  } finally {
    // Also after an error or a cancellation: nothing may call back once this function has returned.
    await Promise.all(underWay);
  }
  if (failures.length > 0) throw failures[0];
}

/** `undefined` when the packed facts are damaged: then the file is extracted anew. */
function recordOf(
  path: FilePath,
  dialect: FileRecord['dialect'],
  hash: string,
  { hot, cold, ir, unreadable }: PackedFacts,
): FileRecord | undefined {
  const facts = unpackHot(hot);
  return facts && { path, dialect, hash, facts, cold, ir, ...(unreadable && { unreadable }) };
}

function yieldToEvents(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
