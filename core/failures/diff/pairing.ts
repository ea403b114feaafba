/** Items of two sides that were found to be the same, and what is left of each. */
export interface Paired<T> {
  readonly pairs: readonly (readonly [base: T, head: T])[];
  readonly lost: readonly T[];
  readonly gained: readonly T[];
}

/** Pairs the items of two lists by keys, the strictest first; each item once, in order. */
export function pairUp<T>(base: readonly T[], head: readonly T[], keys: readonly ((item: T) => string)[]): Paired<T> {
  const pairs: [T, T][] = [];
  let lost = base;
  let gained = head;
  for (const key of keys) {
    if (lost.length === 0 || gained.length === 0) break;
    const byKey = new Map<string, T[]>();
    for (const item of gained) {
      const name = key(item);
      const list = byKey.get(name);
      if (list) list.push(item);
      else byKey.set(name, [item]);
    }
    const taken = new Set<T>();
    const rest: T[] = [];
    for (const item of lost) {
      const found = byKey.get(key(item))?.shift();
      if (found === undefined) {
        rest.push(item);
        continue;
      }
      taken.add(found);
      pairs.push([item, found]);
    }
    lost = rest;
    gained = gained.filter(item => !taken.has(item));
  }
  return { pairs, lost, gained };
}
