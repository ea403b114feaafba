import type { Expr } from '../../syntax/ir/nodes.js';
import type { ReturnOutcome } from '../contract.js';
import { printExpr } from '../print.js';
import { type Evaluation, holeAt, originAt } from './evaluation.js';
import { filtered, handedHole, isHole, type Modes, modesOf, noModes, onChannel, through, union } from './modes.js';

/** What calling a function fails with that is passed as a value. */
export interface FunctionFailures {
  /** At once. */
  readonly thrown: Modes;
  /** In the promise that it gives, on channel `throw` as awaiting it raises them. */
  readonly rejected: Modes;
  readonly returns: readonly ReturnOutcome[];
  /** It gives a promise. Where nothing is known of it, `false`. */
  readonly isAsync: boolean;
}

export function failuresOfFunction(value: Expr, run: Evaluation): FunctionFailures {
  const callee = run.linker.calledBy(run.unit, run.index, value, false);
  const none = { thrown: noModes, rejected: noModes, returns: [], isAsync: false };
  if (callee.kind === 'external' && callee.isTotal) return none;
  if (callee.kind === 'callback' && callee.parameter !== undefined) {
    const origin = originAt(run, value, 'hole', printExpr(value).slice(0, 60));
    const of = (channel: 'throw' | 'reject'): Modes => modesOf([handedHole(callee.parameter!, channel, origin)]);
    return { ...none, thrown: of('throw'), rejected: of('reject') };
  }
  if (callee.kind !== 'project') {
    const open = holeAt(run, value, printExpr(value).slice(0, 60));
    return { ...none, thrown: open, rejected: open };
  }
  let thrown: Modes = noModes;
  let rejected: Modes = noModes;
  const returns: ReturnOutcome[] = [];
  let isAsync = false;
  for (const target of callee.targets) {
    const contract = run.contractOf(target);
    if (!contract) continue;
    isAsync ||= contract.isAsync;
    const modes = [...contract.modes, ...contract.bugs];
    const seen = (channel: 'throw' | 'reject'): Modes =>
      through(modesOf(modes.filter(each => each.channel === channel)), contract.symbol);
    thrown = union(thrown, seen('throw'));
    rejected = union(rejected, onChannel(seen('reject'), 'throw'));
    if (!contract.closed) {
      const open = holeAt(run, value, printExpr(value).slice(0, 60), [contract.symbol]);
      if (contract.isAsync) rejected = union(rejected, open);
      else thrown = union(thrown, open);
    }
    returns.push(...contract.returns);
  }
  return { thrown, rejected, returns, isAsync };
}

/** `undefined` and `null`: no function is handed over. */
export function isNothing(value: Expr): boolean {
  return (value.kind === 'name' && value.name === 'undefined') || (value.kind === 'literal' && value.value === null);
}

export function onlyKnown(modes: Modes): Modes {
  return filtered(modes, each => !isHole(each));
}
