import type { Span } from '../text/span.js';
import type { AbstractValue, FailureContract, FailureMode, ReturnOutcome } from './contract.js';
import { HOLE, keyOf } from './evaluate/modes.js';

/** A failure that leaves as a value: the caller sees the value, and no longer the failure that led to it. */
export interface ReturnedMode {
  /** On channel `return`; its origins are those of the failure. */
  readonly mode: FailureMode;
  /** Keys of the failures that it stands for. */
  readonly of: readonly string[];
  readonly value: AbstractValue;
  /** Where the value is returned. */
  readonly span: Span;
}

/** The values of a contract that stand for failures, as modes, by key. */
export function returnedModes({ returns }: FailureContract): ReadonlyMap<string, ReturnedMode> {
  const found = new Map<string, ReturnedMode>();
  for (const outcome of returns) {
    for (const each of outcome.modes) {
      if (each.key === HOLE) continue;
      const mode = asReturned(each, outcome);
      const known = found.get(mode.key);
      if (known) found.set(mode.key, joined(known, each));
      else
        found.set(mode.key, {
          mode,
          of: [each.key],
          value: seenValue(outcome),
          span: { start: outcome.start, end: outcome.end },
        });
    }
  }
  return found;
}

/** What a caller sees of a returned value; nothing returned is `undefined`. */
export function seenValue({ value }: ReturnOutcome): AbstractValue {
  return value === 'none' ? 'undefined' : value;
}

function asReturned(failure: FailureMode, outcome: ReturnOutcome): FailureMode {
  const { typeSymbol, when: _, ...rest } = failure;
  const value = seenValue(outcome);
  // A result that carries the error lets the caller test what the error could be tested for.
  const type = outcome.carriesError ? failure.type : value;
  const discriminants = {
    ...(outcome.carriesError ? failure.discriminants : {}),
    ...outcome.tags,
    ...(value !== 'object' && value !== 'other' && { value }),
  };
  const when = outcome.when ?? failure.when;
  return {
    ...rest,
    key: keyOf(failure.class, 'return', type, discriminants),
    channel: 'return',
    type,
    ...(outcome.carriesError && typeSymbol !== undefined && { typeSymbol }),
    discriminants,
    ...(when !== undefined && { when }),
  };
}

function joined(known: ReturnedMode, failure: FailureMode): ReturnedMode {
  const { when: _, ...mode } = known.mode;
  const isNew = (origin: FailureMode['origins'][number]) =>
    !mode.origins.some(each => each.path === origin.path && each.start === origin.start);
  return {
    ...known,
    of: [...known.of, failure.key],
    mode: { ...mode, origins: [...mode.origins, ...failure.origins.filter(isNew)] },
  };
}
