import type { CallExpr, Expr } from '../../syntax/ir/nodes.js';
import type { ReturnOutcome } from '../contract.js';
import { printExpr } from '../print.js';
import { type Evaluation, holeAt } from './evaluation.js';
import { failuresOfFunction, isNothing } from './function-values.js';
import { followHandler } from './handlers.js';
import { type Modes, noModes, union } from './modes.js';
import { type Path, unknownVal, type Val } from './values.js';

/** `.then`, `.catch` and `.finally`, and the steps of an async generator; `undefined` for other members. */
export function chain(call: CallExpr, property: string, receiver: Val, path: Path, run: Evaluation): Val | undefined {
  if (receiver.kind === 'promise' && /^(next|return|throw)$/.test(property)) return receiver;
  if (property !== 'then' && property !== 'catch' && property !== 'finally') return undefined;
  const promise = receiver.kind === 'promise' ? receiver : unknownPromise(call, property, receiver, run);
  if (!promise) return undefined;
  const [first, second] = call.args;
  if (property === 'finally') {
    // A finally that succeeds changes nothing; one that fails fails in place of what was.
    const { thrown, rejected } = first ? failuresOfFunction(first, run) : { thrown: noModes, rejected: noModes };
    return { ...promise, rejects: union(promise.rejects, union(thrown, rejected)) };
  }
  const onReject = given(property === 'catch' ? first : second);
  const onValue = property === 'then' ? given(first) : undefined;
  let rejects: Modes = promise.rejects;
  let value: Val = promise.value;
  let ofValue: Modes = noModes;
  const settler = onValue?.kind === 'name' ? path.vars.get(onValue.name) : undefined;
  if (onValue && settler?.kind !== 'settler') {
    const next = failuresOfFunction(onValue, run);
    ofValue = union(next.thrown, next.rejected);
    value = next.returns.length > 0 ? { kind: 'outcomes', outcomes: next.returns, start: call.start } : unknownVal;
  }
  if (onReject) {
    const handled = followHandler(onReject, promise.rejects, path, run);
    rejects = handled.rejects;
    if (handled.outcomes.length > 0) value = joinOutcomes(value, handled.outcomes, call);
  }
  rejects = union(rejects, ofValue);
  return { kind: 'promise', rejects, value };
}

function given(handler: Expr | undefined): Expr | undefined {
  return handler && isNothing(handler) ? undefined : handler;
}

/** Something of which nothing is known is a promise when failures are handled on it with a function. */
function unknownPromise(
  call: CallExpr,
  property: string,
  receiver: Val,
  run: Evaluation,
): Extract<Val, { kind: 'promise' }> | undefined {
  if (receiver.kind !== 'unknown' || call.callee.kind !== 'member') return undefined;
  if (property !== 'catch' && !call.args.some(arg => arg.kind === 'function')) return undefined;
  if (call.args.length > 2) return undefined;
  return { kind: 'promise', rejects: holeAt(run, call, printExpr(call.callee.object).slice(0, 80)), value: unknownVal };
}

function joinOutcomes(value: Val, handled: readonly ReturnOutcome[], call: CallExpr): Val {
  if (value.kind === 'response') return { ...value, instead: [...(value.instead ?? []), ...handled] };
  const normal: readonly ReturnOutcome[] =
    value.kind === 'outcomes'
      ? value.outcomes
      : [
          {
            start: call.start,
            end: call.end,
            value: 'other',
            tags: {},
            modes: [],
            handled: false,
            carriesError: false,
          },
        ];
  return { kind: 'outcomes', outcomes: [...normal, ...handled], start: call.start };
}
