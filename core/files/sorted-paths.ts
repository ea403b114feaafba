import { compareText, type FilePath } from './paths.js';

/** The index of the first entry of a sorted list that is not before `path`. */
export function firstAtOrAfter<T>(sorted: readonly T[], path: FilePath, pathOf: (entry: T) => FilePath): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(pathOf(sorted[middle] as T), path) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Each moves all that comes after it. */
const fewChanges = 50;

/**
 * A sorted list with other entries for some paths, `undefined` for those that are gone. The list itself where nothing is
 * another; else a copy of it, of which only the entries near the changes are compared, as long as these are few.
 */
export function withEntries<T>(
  sorted: readonly T[],
  changes: ReadonlyMap<FilePath, T | undefined>,
  pathOf: (entry: T) => FilePath,
): readonly T[] {
  if (changes.size > fewChanges) return withMany(sorted, changes, pathOf);
  let next: T[] | undefined;
  for (const [path, entry] of changes) {
    const list = next ?? sorted;
    const at = firstAtOrAfter(list, path, pathOf);
    const found = list[at];
    const isThere = found !== undefined && pathOf(found) === path;
    if (entry === undefined && !isThere) continue;
    next ??= [...sorted];
    next.splice(at, isThere ? 1 : 0, ...(entry === undefined ? [] : [entry]));
  }
  return next ?? sorted;
}

function withMany<T>(
  sorted: readonly T[],
  changes: ReadonlyMap<FilePath, T | undefined>,
  pathOf: (entry: T) => FilePath,
): readonly T[] {
  const kept = sorted.filter(entry => !changes.has(pathOf(entry)));
  const entries = [...changes.values()].filter(entry => entry !== undefined);
  if (kept.length === sorted.length && entries.length === 0) return sorted;
  return [...kept, ...entries].sort((a, b) => compareText(pathOf(a), pathOf(b)));
}
