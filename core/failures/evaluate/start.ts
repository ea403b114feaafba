import type { CallExpr, FunctionIr } from '../../syntax/ir/nodes.js';
import { eachExpr } from '../walk.js';
import { evaluateCall } from './calls.js';
import { type Evaluation, within } from './evaluation.js';
import { type Path, startPath, withVar } from './values.js';

/** The way into a function: a callback of `fetch(…).then` starts with the answer as its parameter. */
export function startOf(run: Evaluation): Path {
  const { ir, unit } = run;
  const param = ir.params[0]?.target;
  if (ir.form !== 'arrow' && ir.form !== 'function') return startPath;
  if (param === undefined || ir.parent < 0) return startPath;
  const asked = promiseOf(run);
  if (asked === undefined) return startPath;
  const { value } = evaluateCall(asked, startPath, within(run, unit, ir.parent));
  if (value.kind !== 'promise' || value.value.kind !== 'response') return startPath;
  if (param.kind === 'name') return withVar(startPath, param.name, value.value);
  if (param.kind !== 'pattern') return startPath;
  let start = startPath;
  for (const { property, target } of param.elements)
    if (target.kind === 'name' && /^(ok|status|statusCode)$/.test(property))
      start = withVar(start, target.name, { ...value.value, member: property });
  return start;
}

const awaitedBy = new WeakMap<FunctionIr, ReadonlyMap<number, CallExpr>>();

/** The call whose promise `.then(function)` waits for. */
function promiseOf({ unit, ir, index }: Evaluation): CallExpr | undefined {
  const parent = unit.ir.functions[ir.parent];
  if (parent === undefined) return undefined;
  const found = awaitedBy.get(parent) ?? callbacksOf(parent);
  awaitedBy.set(parent, found);
  return found.get(index);
}

/** Functions that stand in `call().then(function)`, by their index. */
function callbacksOf(parent: FunctionIr): ReadonlyMap<number, CallExpr> {
  const found = new Map<number, CallExpr>();
  eachExpr(parent.body, expr => {
    if (expr.kind !== 'call' || expr.callee.kind !== 'member' || expr.callee.property !== 'then') return;
    const [first] = expr.args;
    if (first?.kind === 'function' && expr.callee.object.kind === 'call') found.set(first.index, expr.callee.object);
  });
  return found;
}
