import { calledName, globalName, receiverOf } from '../../failures/shapes/calls.js';
import { someStmt } from '../../failures/shapes/paths.js';
import { awaited, bare, functionAt, usesOf } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { callsOf } from '../../failures/walk.js';
import type { CallExpr, Expr, FunctionIr, TypeIr } from '../../syntax/ir/nodes.js';

/** A call that reads `value` of settled results whatever became of them, with the results it reads. */
export interface UncheckedRead {
  readonly call: CallExpr;
  readonly results: Expr;
}

/** Calls of `map` and its like on settled results whose function takes `value` and never asks for the status. */
export function uncheckedReads(file: FileView, index: number, fn: FunctionIr): readonly UncheckedRead[] {
  return callsOf(fn).flatMap(call => {
    if (!/^(map|flatMap|forEach)$/.test(calledName(call))) return [];
    const receiver = receiverOf(call);
    const reader = functionAt(file, call.args[0]);
    if (!receiver || !reader || !readsValueOnly(file, reader)) return [];
    const results = unfiltered(file, receiver);
    return results && isSettled(file, index, results, 0) ? [{ call, results }] : [];
  });
}

/** What a filter that looks at nothing leaves as it was; `undefined` behind any other filter. */
function unfiltered(file: FileView, expr: Expr): Expr | undefined {
  const inner = bare(expr);
  if (inner.kind !== 'call' || calledName(inner) !== 'filter') return expr;
  const test = functionAt(file, inner.args[0]);
  const receiver = receiverOf(inner);
  return test && test.fn.params.length === 0 && receiver ? unfiltered(file, receiver) : undefined;
}

/** The function reads `value` of its parameter, and nothing else of it. */
function readsValueOnly(file: FileView, { fn, index }: { readonly fn: FunctionIr; readonly index: number }): boolean {
  const target = fn.params[0]?.target;
  if (target?.kind === 'pattern' && !target.isArray) {
    const [only, ...rest] = target.elements;
    if (only?.property !== 'value' || rest.length > 0) return false;
    return only.target.kind !== 'name' || usesOf(file, index, fn.body, only.target.name).length > 0;
  }
  if (target?.kind !== 'name') return false;
  const uses = usesOf(file, index, fn.body, target.name);
  return (
    uses.length > 0 &&
    uses.every(
      ({ around: [outer], name }) => outer?.kind === 'member' && outer.object === name && outer.property === 'value',
    )
  );
}

/** `await Promise.allSettled(…)`, a name that holds it, the parameter of its `then`, or something declared as such results. */
function isSettled(file: FileView, fn: number, expr: Expr, depth: number): boolean {
  const inner = awaited(expr);
  if (inner.kind === 'call') return globalName(file, fn, inner) === 'Promise.allSettled';
  if (expr.kind === 'cast') return areResults(expr.type);
  if (inner.kind !== 'name' || depth > 3) return false;
  const bound = file.binding(fn, inner.name);
  if (bound?.kind === 'local') {
    if (bound.type) return areResults(bound.type);
    return bound.value !== undefined && isSettled(file, bound.fn, bound.value, depth + 1);
  }
  if (bound?.kind !== 'param' || bound.index > 0 || bound.path.length > 0) return false;
  // A block may declare the name anew.
  const isAnew = someStmt(
    file.ir.functions[bound.fn]?.body ?? [],
    stmt => stmt.kind === 'let' && stmt.target.kind === 'name' && stmt.target.name === inner.name,
  );
  return !isAnew && isThenOfSettled(file, bound.fn);
}

function areResults(type: TypeIr): boolean {
  if (type.kind === 'list') return isResult(type.element);
  return type.kind === 'ref' && /^(Readonly)?Array$/.test(type.name) && type.args.some(isResult);
}

function isResult(type: TypeIr): boolean {
  return type.kind === 'ref' && type.name === 'PromiseSettledResult';
}

/** The function is what `Promise.allSettled(…).then` is given. */
function isThenOfSettled(file: FileView, fn: number): boolean {
  const around = file.ir.functions[fn]?.parent ?? -1;
  const outer = file.ir.functions[around];
  return (
    outer !== undefined &&
    callsOf(outer).some(call => {
      const [first] = call.args;
      const receiver = calledName(call) === 'then' ? receiverOf(call) : undefined;
      if (first === undefined || receiver === undefined) return false;
      const made = bare(receiver);
      return (
        functionAt(file, first)?.index === fn &&
        made.kind === 'call' &&
        globalName(file, around, made) === 'Promise.allSettled'
      );
    })
  );
}
