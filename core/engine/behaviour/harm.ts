import type { OptionFamily } from '../../failures/diff/behaviour.js';
import type { AffectedCaller, Change } from '../../failures/diff/changes.js';
import type { Severity } from '../../rules/finding.js';

/** How much a change harms, by what callers do: the loudest where one relies on what is gone. */
export function harmOf(change: Change, callers: readonly AffectedCaller[]): Severity {
  // A limit or a retry is worth a word where it is gone for good.
  if (change.movedTo !== undefined && change.kind === 'protection-lost' && isMild(change.family)) return 'hint';
  // Another function of the same change does it now: the reader sees it arrive there.
  if (change.movedTo !== undefined || change.copyOf !== undefined || change.isOfRemoved) return 'information';
  const hasCallers = callers.length > 0;
  const broken = callers.filter(each => each.isBroken);
  switch (change.kind) {
    case 'throw-to-value':
      if (broken.length > 0) return 'error';
      return 'information';
    case 'swallowed':
      if (change.isGuess) return 'information';
      if (broken.some(({ handling }) => handling === 'catches')) return 'error';
      return broken.length > 0 ? 'warning' : 'information';
    case 'handler-lost':
      if (change.isGuess) return 'information';
      return broken.length > 0 ? 'warning' : 'information';
    case 'value-to-throw':
      if (broken.length > 0) return 'error';
      return hasCallers ? 'warning' : 'information';
    case 'error-changed':
      return broken.length > 0 ? 'error' : 'information';
    case 'failure-lost':
      // Of a value somebody else may know better what it meant.
      if (change.error === '' && change.value !== 'undefined') return 'information';
      // Where it is swallowed now that is told; else it leaves in another way.
      if (change.error === 'caught' && change.guard === 'caught') return 'information';
      // What a stored function throws meets whoever calls that one.
      if (change.was?.isStored || change.isThrownStill) return 'information';
      // That it ends early no caller sees; what it lets through unasked may be seen by all.
      if (change.error === '' && !change.asksStatus && !guardsAccess(change.guard)) return 'information';
      return hasCallers ? 'warning' : 'information';
    case 'check-lost':
    case 'cause-dropped':
      return hasCallers ? 'warning' : 'information';
    case 'conflated':
      if (change.isNew) return 'information';
      return hasCallers && change.classes.length > 1 && !change.classes.includes('unknown') ? 'warning' : 'information';
    case 'await-lost':
      return change.isHandled || change.isOneOfMany ? 'information' : 'warning';
    case 'transaction-left':
      // A middleware may open it now: nothing in the function says so.
      return hasCallers ? 'warning' : 'information';
    case 'loop-entered':
      return change.effects.length > 0 && !change.isFixed ? 'warning' : 'information';
    case 'retry-gained':
      return change.isUnsafe ? 'warning' : 'information';
    case 'protection-lost':
      if (change.mayBeSpread || change.isOfLostCall) return 'information';
      if (change.family === 'transaction') return hasCallers ? 'warning' : 'information';
      return isMild(change.family) ? 'information' : 'warning';
    case 'guard-weakened':
      return 'information';
    case 'protection-gained':
      return 'hint';
    case 'failure-gained':
      // Where nobody is known to call, an event or a framework does: nothing says that it catches.
      if (!hasCallers) return change.classes.length === 0 ? 'information' : 'hint';
      return callers.some(({ handling }) => handling !== 'catches') ? 'information' : 'hint';
    case 'effect-gained':
    case 'effect-lost':
      return change.effect === 'clock' || change.effect === 'randomness' ? 'hint' : 'information';
  }
}

function isMild(family: OptionFamily): boolean {
  return family === 'retry' || family === 'limit';
}

/** A condition that asks whether something is safe or permitted. */
function guardsAccess(guard: string): boolean {
  return /(safe|valid|allow|permi(t|ssion)|authori[sz]|forbid|denied|trusted|secure|access)/i.test(guard);
}
