import type { FailureView, FunctionRef } from '../view.js';
import type { Change } from './changes.js';
import { type MatchedFunction, refKey } from './match.js';
import { isWithin, namedAround } from './symbols.js';

/** The changes by the innermost function with a name that they stand in, as the head has it. */
export function byFunction(
  changes: readonly Change[],
  pair: MatchedFunction,
  base: FailureView,
  head: FailureView,
): ReadonlyMap<FunctionRef, readonly Change[]> {
  const file = head.file(pair.head.path)!;
  const unit = namedAround(file.symbolOf(pair.head.index));
  const found = new Map<string, { ref: FunctionRef; changes: Change[] }>();
  for (const change of changes) {
    const { spot, was } = change;
    const symbol =
      spot && spot.path === file.path
        ? namedAround(file.symbolOf(spot.fn))
        : was && was.path === pair.base.path
          ? namedAround(base.file(was.path)?.symbolOf(was.fn) ?? '')
          : unit;
    const inner = isWithin(symbol, unit) ? file.ir.functions.findIndex(fn => fn.name === symbol) : -1;
    const ref = inner > 0 ? { path: file.path, index: inner } : pair.head;
    const entry = found.get(refKey(ref)) ?? { ref, changes: [] };
    const isOfRemoved = spot === undefined && symbol !== unit && isWithin(symbol, unit) && inner < 0;
    entry.changes.push(isOfRemoved ? { ...change, isOfRemoved } : change);
    found.set(refKey(ref), entry);
  }
  return new Map([...found.values()].map(entry => [entry.ref, entry.changes]));
}
