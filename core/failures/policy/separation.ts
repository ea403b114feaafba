import type { FailureBoundary, FailurePolicy } from '../../policy/failures/failure-policy.js';
import type { FailureClass } from '../classes.js';
import type { FailureMode } from '../contract.js';
import type { FileView } from '../view.js';
import { boundariesAround } from './boundaries.js';

/** Two classes that a boundary wants told apart. */
export interface MergedPair {
  readonly boundary: FailureBoundary;
  readonly pair: readonly [FailureClass, FailureClass];
}

/** The first pair of a boundary around a function whose two classes are both among those given. */
export function mergedPair(
  file: FileView,
  fn: number,
  policy: FailurePolicy,
  classes: ReadonlySet<string>,
): MergedPair | undefined {
  if (classes.size < 2) return undefined;
  for (const boundary of boundariesAround(file, fn, policy))
    for (const pair of boundary.mustDistinguish)
      if (pair[0] !== pair[1] && classes.has(pair[0]) && classes.has(pair[1])) return { boundary, pair };
  return undefined;
}

/** Pairs of a boundary that leave with equal observation: the same channel, type and discriminants. */
export function inseparable(
  modes: readonly FailureMode[],
  { mustDistinguish }: FailureBoundary,
): readonly (readonly [FailureMode, FailureMode])[] {
  return mustDistinguish.flatMap(([one, other]) => {
    for (const a of modes.filter(mode => mode.class === one))
      for (const b of modes.filter(mode => mode.class === other))
        if (one !== other && observed(a) === observed(b)) return [[a, b] as const];
    return [];
  });
}

/** What a caller can test of a failure. */
function observed({ channel, type, typeSymbol, discriminants }: FailureMode): string {
  const tests = Object.entries(discriminants).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([channel, typeSymbol ?? type, tests]);
}
