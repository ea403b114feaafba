const chunkBits = 8;
const chunkSize = 1 << chunkBits;
const chunkMask = chunkSize - 1;

/**
 * A persistent vector: `set` answers a new one that shares every chunk of 256 entries but the changed, so that
 * snapshots of a large workspace differ by little. Reads cost two array accesses. Indices are 0-based integers.
 */
export interface ChunkedArray<T> {
  /** One more than the highest index ever set. */
  readonly length: number;
  /** The entry, `undefined` where none was set. */
  get(index: number): T | undefined;
  /** A new array with the entry replaced, or this one when it holds the very same value already. */
  set(index: number, value: T | undefined): ChunkedArray<T>;
  /** `set` for many entries, each touched chunk copied once; of two entries for one index the later holds. */
  withAll(entries: Iterable<readonly [index: number, value: T | undefined]>): ChunkedArray<T>;
  /** The indices at which another array holds another value (`===`), ascending; shared chunks are passed over whole. */
  differences(other: ChunkedArray<T>): readonly number[];
}

/** A chunked array of the given values. */
export function chunkedArray<T>(values: readonly (T | undefined)[] = []): ChunkedArray<T> {
  const chunks: Chunk<T>[] = [];
  for (let at = 0; at < values.length; at += chunkSize) chunks.push(values.slice(at, at + chunkSize));
  return overChunks(chunks, values.length);
}

type Chunk<T> = readonly (T | undefined)[];

const chunksOf = new WeakMap<object, readonly Chunk<unknown>[]>();

function overChunks<T>(chunks: readonly Chunk<T>[], length: number): ChunkedArray<T> {
  const array: ChunkedArray<T> = {
    length,
    get: index => chunks[index >> chunkBits]?.[index & chunkMask],
    set: (index, value) => array.withAll([[index, value]]),
    withAll: entries => {
      const copied = new Map<number, (T | undefined)[]>();
      let newLength = length;
      for (const [index, value] of entries) {
        const at = index >> chunkBits;
        const current = copied.get(at) ?? chunks[at];
        if (index < newLength && current?.[index & chunkMask] === value) continue;
        const chunk = copied.get(at) ?? (current ? [...current] : []);
        // Holes would turn the chunk into a slow dictionary array.
        while (chunk.length <= (index & chunkMask)) chunk.push(undefined);
        chunk[index & chunkMask] = value;
        copied.set(at, chunk);
        newLength = Math.max(newLength, index + 1);
      }
      if (copied.size === 0) return array;
      const next = [...chunks];
      const last = (newLength - 1) >> chunkBits;
      while (next.length <= last) next.push([]);
      for (const [at, chunk] of copied) next[at] = chunk;
      return overChunks(next, newLength);
    },
    differences: other => {
      const others = chunksOf.get(other) ?? [];
      const found: number[] = [];
      for (let at = 0; at < Math.max(chunks.length, others.length); at++) {
        if (chunks[at] === others[at]) continue;
        for (let i = 0; i < chunkSize; i++) if (chunks[at]?.[i] !== others[at]?.[i]) found.push((at << chunkBits) | i);
      }
      return found;
    },
  };
  chunksOf.set(array, chunks);
  return array;
}
