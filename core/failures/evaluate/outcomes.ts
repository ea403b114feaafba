import type { AbstractValue, FailureMode, ReturnOutcome } from '../contract.js';
import { abstractOf, type Path, type Val } from './values.js';

/** What a function gives on one way, with the failures that led there. */
export function outcome(start: number, end: number, value: Val, path: Path): ReturnOutcome {
  const abstract = abstractOf(value);
  const carriesError =
    value.kind === 'error' || value.kind === 'made-error' || (value.kind === 'object' && value.carriesError);
  return {
    start,
    end,
    value: abstract,
    tags: value.kind === 'object' ? value.tags : {},
    modes: causes(path, abstract),
    handled: path.handled !== undefined,
    carriesError,
    ...(path.when === undefined ? {} : { when: path.when }),
  };
}

/** Which failures lead to a value that is returned here: what a handler took, or, for a sentinel, what tests have shown. */
export function causes(path: Path, value: AbstractValue): readonly FailureMode[] {
  if (path.handled) return [...path.handled.values()];
  if (value === 'object' || value === 'literal') return path.shown.filter(each => !path.over.includes(each));
  const isSentinel =
    value === 'null' || value === 'undefined' || value === 'false' || value === 'empty' || value === 'none';
  return isSentinel ? path.shown : [];
}
