import type { ChunkedArray } from '../../graph/chunked.js';

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

/** The lists after some members changed what they point at: `value` joins or leaves the lists of its targets. */
export function reverseAfter(
  lists: NumberLists,
  changes: readonly { readonly value: number; readonly before: Int32Array; readonly after: Int32Array }[],
): NumberLists {
  const edits = new Map<number, Set<number>>();
  const listOf = (target: number): Set<number> => {
    let list = edits.get(target);
    if (!list) {
      list = new Set(lists.get(target));
      edits.set(target, list);
    }
    return list;
  };
  for (const { value, before, after } of changes) {
    const { added, removed } = listDifference(before, after);
    for (const target of added) listOf(target).add(value);
    for (const target of removed) listOf(target).delete(value);
  }
  return edits.size === 0 ? lists : lists.withAll([...edits].map(([target, list]) => [target, sortedUnique(list)]));
}
