import type { FailureClass } from '../classes.js';
import type { FailureContract } from '../contract.js';
import type { FunctionRef } from '../view.js';
import type { CallTrait, Spot } from './behaviour.js';
import type { Change } from './changes.js';
import type { Side } from './context.js';

/** Failure classes that a new call brings, and values that stand for more failures than before. */
export function classChanges(
  told: readonly Change[],
  pair: { readonly base: FunctionRef; readonly head: FunctionRef },
  gained: readonly CallTrait[],
  { base, head }: { readonly base: Side; readonly head: Side },
): readonly Change[] {
  const [before, now] = [base.view.contractOf(pair.base), head.view.contractOf(pair.head)];
  if (!before || !now) return [];
  const known = thrownClasses(before);
  const fresh = [...thrownClasses(now)].filter(each => !known.has(each) && each !== 'unknown');
  const changes: Change[] = [];
  const open = gained.filter(call => call.isOwn && !call.isTotal && call.shield.level !== 'swallowed');
  const brings = ({ targets }: CallTrait): boolean =>
    targets.some(each => head.view.contractOf(each)?.modes.some(mode => fresh.includes(mode.class)));
  // A function of the workspace whose contract has none of it did not bring it.
  const by = open.find(brings) ?? open.find(({ targets }) => targets.length === 0);
  if (fresh.length > 0 && by && !told.some(({ kind }) => kind === 'value-to-throw' || kind === 'failure-gained'))
    changes.push({ kind: 'failure-gained', classes: fresh, by: by.text, spot: by, was: undefined });
  const isTold = told.some(({ kind }) => kind === 'swallowed' || kind === 'throw-to-value');
  if (!isTold && now.conflations.length > before.conflations.length && told.length > 0) {
    const last = now.conflations.at(-1)!;
    const spot: Spot = {
      path: pair.head.path,
      fn: pair.head.index,
      start: last.start,
      end: last.end,
      isOwn: true,
      isStored: false,
    };
    const classes = [...new Set(last.modes.map(each => each.class))].sort();
    // What fails like that only since the change, callers never told apart.
    const failed = new Set([...before.modes, ...before.swallows.flatMap(({ modes }) => modes)].map(each => each.class));
    const isNew = !classes.some(each => failed.has(each));
    changes.push({ kind: 'conflated', classes, value: last.value, isNew, spot, was: undefined });
  }
  return changes;
}

function thrownClasses({ modes }: FailureContract): ReadonlySet<FailureClass> {
  return new Set(modes.filter(({ channel }) => channel !== 'return').map(each => each.class));
}
