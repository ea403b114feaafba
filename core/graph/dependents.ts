import type { FilePath } from '../files/paths.js';
import { compareText } from '../files/paths.js';
import type { Edge } from './edge.js';

/**
 * The files a file points at, for reverse edges: of any kind, generated files that are not there yet included, each once,
 * sorted.
 */
export function targetPaths(edges: readonly Edge[]): readonly FilePath[] {
  const paths = new Set<FilePath>();
  for (const { target } of edges) if (target.kind === 'file' || target.kind === 'absent') paths.add(target.path);
  return [...paths].sort(compareText);
}

/** One file's change of targets: both lists sorted and without repetition, as `targetPaths` and numberings give them. */
export interface TargetChange<T> {
  readonly from: T;
  readonly before: readonly T[];
  readonly after: readonly T[];
}

/**
 * The reverse edges that change with the targets of some files: for each target gained or lost its new dependents, sorted.
 * Nothing is mutated: the caller puts the lists into its next snapshot. Cost is that of the changed targets alone.
 */
export function changedDependents<T extends string | number>(
  dependentsOf: (target: T) => readonly T[],
  changes: readonly TargetChange<T>[],
): ReadonlyMap<T, readonly T[]> {
  const changed = new Map<T, readonly T[]>();
  const current = (target: T) => changed.get(target) ?? dependentsOf(target);
  for (const { from, before, after } of changes) {
    for (const target of missingFrom(before, after)) changed.set(target, withoutSorted(current(target), from));
    for (const target of missingFrom(after, before)) changed.set(target, withSorted(current(target), from));
  }
  return changed;
}

/** The entries of a sorted list that another sorted list lacks. */
function missingFrom<T extends string | number>(list: readonly T[], other: readonly T[]): readonly T[] {
  const missing: T[] = [];
  let j = 0;
  for (const entry of list) {
    while (j < other.length && (other[j] as T) < entry) j++;
    if (other[j] !== entry) missing.push(entry);
  }
  return missing;
}

function withSorted<T extends string | number>(list: readonly T[], entry: T): readonly T[] {
  const at = placeOf(list, entry);
  return list[at] === entry ? list : [...list.slice(0, at), entry, ...list.slice(at)];
}

function withoutSorted<T extends string | number>(list: readonly T[], entry: T): readonly T[] {
  const at = placeOf(list, entry);
  return list[at] === entry ? [...list.slice(0, at), ...list.slice(at + 1)] : list;
}

function placeOf<T extends string | number>(list: readonly T[], entry: T): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as T) < entry) low = middle + 1;
    else high = middle;
  }
  return low;
}
