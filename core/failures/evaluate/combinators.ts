import type { CallExpr } from '../../syntax/ir/nodes.js';
import { printExpr } from '../print.js';
import { type Evaluation, originAt } from './evaluation.js';
import { failuresOfFunction } from './function-values.js';
import { isOpen, type Modes, mode, modesOf, noModes, union } from './modes.js';
import { modesOfThrown } from './thrown.js';
import { type Path, unknownVal, type Val } from './values.js';

const combinators = /^(Promise\.(all|allSettled|any|race|resolve|try)|Array\.fromAsync)$/;

export function isCombinator(call: CallExpr): boolean {
  return combinators.test(printExpr(call.callee));
}

/** What the functions that make one promise of several give; `undefined` for other functions. */
export function combinator(name: string, call: CallExpr, args: readonly Val[], run: Evaluation): Val | undefined {
  if (!combinators.test(name)) return undefined;
  const [first = unknownVal] = args;
  const rejects = first.kind === 'promises' || first.kind === 'promise' ? first.rejects : noModes;
  const promise = (of: Modes, value: Val = unknownVal): Val => ({ kind: 'promise', rejects: of, value });
  switch (name) {
    case 'Promise.allSettled':
      return promise(noModes);
    case 'Promise.any':
      return promise(rejects.size === 0 ? noModes : noneSucceeded(call, rejects, run));
    case 'Promise.try': {
      const [fn] = call.args;
      if (!fn) return promise(noModes);
      const { thrown, rejected } = failuresOfFunction(fn, run);
      return promise(union(thrown, rejected));
    }
    case 'Promise.resolve':
      return promise(rejects, first.kind === 'promise' ? first.value : first);
    default:
      return promise(rejects);
  }
}

/** `Promise.any` rejects with one error for all; that something is not known stays so. */
function noneSucceeded(call: CallExpr, rejects: Modes, run: Evaluation): Modes {
  const failures = new Set([...rejects.values()].map(each => each.class));
  const [only = 'unknown'] = failures;
  const aggregate = mode({
    class: failures.size === 1 ? only : 'unknown',
    type: 'AggregateError',
    confidence: 'proved',
    origins: [originAt(run, call, 'reject', printExpr(call.callee))],
  });
  return isOpen(rejects)
    ? modesOf([aggregate, ...rejects.values()].filter(each => each === aggregate || each.key.startsWith('hole')))
    : modesOf([aggregate]);
}

export function rejectWith(call: CallExpr, arg: Val | undefined, path: Path, run: Evaluation): Val {
  const [written] = call.args;
  const modes = written && arg ? modesOfThrown(written, arg, path, run) : noReason(call, run);
  return { kind: 'promise', rejects: modes, value: unknownVal };
}

/** `reject()`: with `undefined`. */
export function noReason(call: CallExpr, run: Evaluation): Modes {
  const origin = originAt(run, call, 'reject', printExpr(call).slice(0, 80));
  return modesOf([mode({ class: 'unknown', type: 'undefined', confidence: 'proved', origins: [origin] })]);
}
