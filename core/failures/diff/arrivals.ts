import type { CallTrait, Exit, Protection } from './behaviour.js';
import type { Change } from './changes.js';

/** What a function does that it did not do before. */
export interface Gained {
  readonly exits: readonly Exit[];
  readonly calls: readonly CallTrait[];
  readonly protections: readonly Protection[];
}

/** By what is done: the functions of the head that are new to it. */
export type Arrivals = ReadonlyMap<string, ReadonlySet<string>>;

/** What is new in each function, named as people name it. */
export function arrivalsOf(functions: readonly { readonly symbol: string; readonly gained: Gained }[]): Arrivals {
  const found = new Map<string, Set<string>>();
  for (const { symbol, gained } of functions)
    for (const key of keysOf(gained)) found.set(key, (found.get(key) ?? new Set()).add(symbol));
  return found;
}

/** A change whose lost trait is new in another function says so: it went there. */
export function withMove(change: Change, symbol: string, arrivals: Arrivals): Change {
  const key = keyOfLost(change);
  const there = key === undefined ? undefined : [...(arrivals.get(key) ?? [])].find(each => each !== symbol);
  return there === undefined ? change : { ...change, movedTo: there };
}

function keysOf({ exits, calls, protections }: Gained): readonly string[] {
  const ways = exits.flatMap(({ how, value, guards }) => guards.flatMap(guard => wayKey(how, value, guard) ?? []));
  const checks = calls.filter(({ isCheck }) => isCheck).map(({ text }) => `check ${text}`);
  return [...ways, ...checks, ...protections.map(({ family, text }) => protectionKey(family, text))];
}

function keyOfLost(change: Change): string | undefined {
  switch (change.kind) {
    case 'failure-lost':
      if (change.asksStatus) return protectionKey('status', '');
      return change.error === ''
        ? wayKey('return', change.value, change.guard)
        : wayKey('throw', change.error, change.guard);
    case 'check-lost':
      return `check ${change.call}`;
    case 'protection-lost':
      return protectionKey(change.family, change.text);
    default:
      return undefined;
  }
}

function protectionKey(family: Protection['family'], text: string): string {
  return `${family} ${text}`;
}

/** A way out by its condition; `undefined` where the condition could be that of any function. */
function wayKey(how: Exit['how'], value: string, guard: string): string | undefined {
  return /[.(]\w{2}|\w{4}/.test(guard.replace(/caught|default/, '')) ? `${how} ${value} ${guard}` : undefined;
}
