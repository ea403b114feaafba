import type { FilePath } from '../../files/paths.js';
import type { CallTrait, Exit, Protection } from './behaviour.js';
import type { Change } from './changes.js';
import { hasMessage } from './error-facts.js';
import { statusOf } from './options.js';

/** What a function does that it did not do before. */
export interface Gained {
  readonly exits: readonly Exit[];
  readonly calls: readonly CallTrait[];
  readonly protections: readonly Protection[];
}

/** By what is done: the functions of the head that are new to it. */
export type Arrivals = ReadonlyMap<string, readonly Place[]>;

interface Place {
  readonly path: FilePath;
  readonly symbol: string;
}

/** What is new in each function, named as people name it. */
export function arrivalsOf(
  functions: readonly { readonly path: FilePath; readonly symbol: string; readonly gained: Gained }[],
): Arrivals {
  const found = new Map<string, Place[]>();
  for (const { path, symbol, gained } of functions)
    for (const key of keysOf(gained)) found.set(key, [...(found.get(key) ?? []), { path, symbol }]);
  return found;
}

/** A change whose lost trait is new in another function says so: it went there. */
export function withMove(change: Change, { path, symbol }: Place, arrivals: Arrivals): Change {
  const there = keysOfLost(change)
    .flatMap(key => arrivals.get(key) ?? [])
    .find(each => each.symbol !== symbol || each.path !== path);
  if (there === undefined) return change;
  const file = there.path.slice(there.path.lastIndexOf('/') + 1);
  const name = there.symbol || 'the module';
  return { ...change, movedTo: there.path === path ? name : there.symbol === '' ? file : `${name} in ${file}` };
}

function keysOf({ exits, calls, protections }: Gained): readonly string[] {
  const ways = exits.flatMap(({ how, value, guards, detail }) => [
    ...guards.flatMap(guard => wayKey(how, value, guard) ?? []),
    ...madeKey(detail),
  ]);
  const checks = calls.filter(({ isCheck }) => isCheck).map(({ text }) => `check ${text}`);
  return [...ways, ...checks, ...protections.map(({ family, text, detail }) => protectionKey(family, text, detail))];
}

function keysOfLost(change: Change): readonly string[] {
  switch (change.kind) {
    case 'failure-lost': {
      if (change.asksStatus) return [protectionKey('status', '', statusOf(change.guard))];
      const how = change.error === '' ? 'return' : 'throw';
      const key = wayKey(how, change.error || change.value, change.guard);
      return [...(key === undefined ? [] : [key]), ...madeKey(change.detail)];
    }
    case 'check-lost':
      return [`check ${change.call}`];
    case 'protection-lost':
      return [protectionKey(change.family, change.text, change.detail)];
    default:
      return [];
  }
}

/** An error by its message, where it has one of its own. */
function madeKey(detail: string): readonly string[] {
  return hasMessage(detail) ? [`made ${detail}`] : [];
}

function protectionKey(family: Protection['family'], text: string, detail: string): string {
  return `${family} ${text} ${detail}`;
}

/** A way out by its condition; `undefined` where the condition could be that of any function. */
function wayKey(how: Exit['how'], value: string, guard: string): string | undefined {
  return /[.(]\w{2}|\w{4}/.test(guard.replace(/caught|default/, '')) ? `${how} ${value} ${guard}` : undefined;
}
