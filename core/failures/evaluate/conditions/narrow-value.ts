import type { FailureMode, ReturnOutcome } from '../../contract.js';
import type { Evaluation } from '../evaluation.js';
import { mode } from '../modes.js';
import { type Path, unknownVal, type Val, withVar } from '../values.js';

/** Narrows a variable to the outcomes that fit; what failed on the way there is shown. */
export function narrowValue(
  name: string,
  value: Val,
  path: Path,
  fits: (each: ReturnOutcome) => boolean,
  sense: boolean,
  run: Evaluation,
): readonly Path[] {
  if (value.kind === 'outcomes') {
    const left = value.outcomes.filter(fits);
    if (left.length === 0) return [];
    const isAllFailed = left.every(each => each.modes.length > 0);
    const shown = isAllFailed ? left.flatMap(each => each.modes) : [];
    return [{ ...withVar(path, name, { ...value, outcomes: left }), shown: [...path.shown, ...shown] }];
  }
  if (value.kind === 'lookup') {
    if (sense) return [withVar(path, name, unknownVal)];
    return [
      {
        ...withVar(path, name, { kind: 'literal', abstract: value.missing }),
        shown: [...path.shown, missOf(value, run)],
      },
    ];
  }
  if (value.kind === 'literal') {
    const truth = value.value === undefined ? truthOf({ value: value.abstract }) : Boolean(value.value);
    return truth === undefined || truth === sense ? [path] : [];
  }
  if (value.kind === 'object' || value.kind === 'response') return sense ? [path] : [];
  return [path];
}

function missOf(value: Extract<Val, { kind: 'lookup' }>, run: Evaluation): FailureMode {
  const origin = {
    path: run.unit.path,
    start: value.start,
    end: value.end,
    kind: 'model' as const,
    text: `${value.text} finds nothing`,
    via: [],
  };
  return mode({
    class: 'absent',
    channel: 'return',
    type: '',
    discriminants: {},
    confidence: 'proved',
    origins: [origin],
  });
}

/** Whether a value of that look is true in a condition; `undefined` for either. */
export function truthOf(outcome: Pick<ReturnOutcome, 'value'>): boolean | undefined {
  switch (outcome.value) {
    case 'null':
    case 'undefined':
    case 'none':
    case 'false':
      return false;
    case 'true':
    case 'object':
      return true;
    default:
      return undefined;
  }
}
