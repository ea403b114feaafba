import type { Expr, Stmt } from '../../syntax/ir/nodes.js';
import { constantOf } from '../shapes/calls.js';
import { bare, eachExprDeep } from '../shapes/scope.js';
import type { FileView } from '../view.js';
import { contentsOf, partsOf, pathOf, someIn } from '../walk.js';

export function isNothing(value: Expr): boolean {
  return (value.kind === 'name' && value.name === 'undefined') || (value.kind === 'literal' && value.value === null);
}

/** `AbortSignal.timeout(1000)`: a timeout and no signal of somebody else. */
export function isTimer(written: Expr): boolean {
  const value = bare(written);
  return value.kind === 'call' && pathOf(value.callee) === 'AbortSignal.timeout';
}

export function isName(expr: Expr, name: string): boolean {
  return expr.kind === 'name' && expr.name === name;
}

/** Some expression of statements, functions in them included. */
export function someExpr(file: FileView, body: readonly Stmt[], test: (expr: Expr) => boolean): boolean {
  let found = false;
  eachExprDeep(file.ir, 0, body, expr => {
    found ||= test(expr);
  });
  return found;
}

/** A list that is written out: a loop over it has as many rounds as the code says. */
export function isWrittenOut(file: FileView, fn: number, list: Expr): boolean {
  const value = constantOf(file, fn, list);
  return value.kind === 'array' && value.elements.every(each => each.kind !== 'spread');
}

/** Somebody waits for what a name holds, returns it or hands it on. */
export function isWaitedFor(file: FileView, body: readonly Stmt[], name: string): boolean {
  const named = (expr: Expr): boolean => expr.kind === 'name' && expr.name === name;
  const inExpr = (expr: Expr): boolean => {
    if (expr.kind === 'await' && named(bare(expr.value))) return true;
    if (expr.kind === 'call' && expr.args.some(arg => someIn(arg, named))) return true;
    if (expr.kind === 'call' && expr.callee.kind === 'member' && named(expr.callee.object))
      if (/^(then|catch|finally)$/.test(expr.callee.property)) return true;
    if (expr.kind === 'assign' && someIn(expr.value, named)) return true;
    if (expr.kind === 'object' && expr.properties.some(({ value }) => named(value))) return true;
    if (expr.kind === 'function') return inStmts(file.ir.functions[expr.index]?.body ?? []);
    return partsOf(expr).some(inExpr);
  };
  const inStmts = (stmts: readonly Stmt[]): boolean =>
    stmts.some(stmt => {
      if (stmt.kind === 'return' && stmt.value && named(bare(stmt.value))) return true;
      if (stmt.kind === 'declare-function') return inStmts(file.ir.functions[stmt.index]?.body ?? []);
      const { exprs, blocks } = contentsOf(stmt);
      return exprs.some(inExpr) || blocks.some(inStmts);
    });
  return inStmts(body);
}
