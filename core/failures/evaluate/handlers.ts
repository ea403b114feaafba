import type { Expr } from '../../syntax/ir/nodes.js';
import type { ReturnOutcome } from '../contract.js';
import { type Evaluation, within } from './evaluation.js';
import { failuresOfFunction } from './function-values.js';
import { type Modes, noModes, union, withoutHanded } from './modes.js';
import { type Path, startPath, withVar } from './values.js';

/** What a function passed to `.catch` or as second argument of `.then` makes of failures. */
export function followHandler(
  handler: Expr,
  rejects: Modes,
  path: Path,
  run: Evaluation,
): { rejects: Modes; outcomes: readonly ReturnOutcome[] } {
  if (handler.kind === 'literal' || (handler.kind === 'name' && handler.name === 'undefined'))
    return { rejects, outcomes: [] };
  const settler = handler.kind === 'name' ? path.vars.get(handler.name) : undefined;
  if (settler?.kind === 'settler') {
    // `p.catch(reject)`: what p rejects with goes on in the promise that is being made.
    if (settler.rejects) settler.into.modes = union(settler.into.modes, rejects);
    return { rejects: noModes, outcomes: [] };
  }
  const index = handler.kind === 'function' ? handler.index : localFunction(handler, run);
  const ir = index === undefined ? undefined : run.unit.ir.functions[index];
  // A handler that stands elsewhere takes every failure; what it throws itself is known by its contract, or not at all.
  if (index === undefined || !ir || run.depth > 3) {
    const { thrown, rejected } = failuresOfFunction(handler, run);
    return { rejects: union(thrown, rejected), outcomes: [] };
  }
  const param = ir.params[0]?.target;
  let start: Path = { ...startPath, vars: path.vars, handled: rejects, caught: undefined };
  if (param?.kind === 'name')
    start = { ...withVar(start, param.name, { kind: 'error', modes: rejects }), caught: param.name };
  const { swallows, holes, caught } = run;
  const inner: Evaluation = { ...within(run, run.unit, index), swallows, holes, caught };
  run.evaluateBody(inner, start);
  const rejected = withoutHanded(union(inner.sinks[0]!.modes, inner.outside.modes));
  const outcomes = inner.returns.map(each => ({ ...each, handled: true }));
  const left = new Set(rejected.keys());
  const kept = [...rejects.values()].filter(each => !left.has(each.key));
  if (outcomes.length > 0 && kept.length > 0)
    run.swallows.push({
      start: handler.start,
      end: handler.end,
      modes: kept,
      to: outcomes.every(each => each.value === 'none' || each.value === 'undefined') ? 'nothing' : 'sentinel',
      ...(outcomes[0] && { value: outcomes[0].value }),
    });
  return { rejects: rejected, outcomes };
}

function localFunction(handler: Expr, run: Evaluation): number | undefined {
  const callee = run.linker.calledBy(run.unit, run.index, handler, false);
  if (callee.kind !== 'project') return undefined;
  const [target] = callee.targets;
  return target?.path === run.unit.path ? target.index : undefined;
}
