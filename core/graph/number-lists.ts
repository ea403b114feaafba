import type { ChunkedArray } from './chunked.js';

/** Numbers by number, immutable: who imports a file, who read its surface. Each list is sorted and free of duplicates. */
export type NumberLists = ChunkedArray<Int32Array>;

/** The difference between two sorted lists without duplicates. */
export function listDifference(before: Int32Array, after: Int32Array): { added: number[]; removed: number[] } {
  const added: number[] = [];
  const removed: number[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const a = i < before.length ? before[i]! : Number.POSITIVE_INFINITY;
    const b = j < after.length ? after[j]! : Number.POSITIVE_INFINITY;
    if (a === b) {
      i++;
      j++;
    } else if (a < b) {
      removed.push(a);
      i++;
    } else {
      added.push(b);
      j++;
    }
  }
  return { added, removed };
}

/** Sorted, each number once. */
export function sortedUnique(numbers: Iterable<number>): Int32Array {
  return Int32Array.from(new Set(numbers)).sort();
}

/** What a member points at before and after a change, nothing where it is not there. */
export interface ListChange {
  readonly value: number;
  readonly before: Int32Array;
  readonly after: Int32Array;
}

/** A list without numbers. */
export const noNumbers = new Int32Array(0);

/** The lists after some members changed what they point at: `value` joins or leaves the lists of its targets. */
export function reverseAfter(lists: NumberLists, changes: readonly ListChange[]): NumberLists {
  const edits = new Map<number, Map<number, boolean>>();
  const editsOf = (target: number): Map<number, boolean> => {
    let own = edits.get(target);
    if (!own) {
      own = new Map();
      edits.set(target, own);
    }
    return own;
  };
  for (const { value, before, after } of changes) {
    if (before === after) continue;
    const { added, removed } = listDifference(before, after);
    for (const target of removed) editsOf(target).set(value, false);
    for (const target of added) editsOf(target).set(value, true);
  }
  if (edits.size === 0) return lists;
  return lists.withAll([...edits].map(([target, own]) => [target, edited(lists.get(target) ?? noNumbers, own)]));
}

/** A sorted list with some numbers in it and others not: one pass, since the list of a file that all import is long. */
function edited(list: Int32Array, edits: ReadonlyMap<number, boolean>): Int32Array {
  const added = [...edits].flatMap(([number, isIn]) => (isIn ? [number] : [])).sort((a, b) => a - b);
  const merged = new Int32Array(list.length + added.length);
  let size = 0;
  let next = 0;
  for (const number of list) {
    while (next < added.length && added[next]! < number) merged[size++] = added[next++]!;
    if (!edits.has(number)) merged[size++] = number;
  }
  while (next < added.length) merged[size++] = added[next++]!;
  return size === merged.length ? merged : merged.slice(0, size);
}
