import type { Expr, FileIr, LoopStmt } from '../../syntax/ir/nodes.js';
import { eachExpr, eachPart, isWithin } from '../walk.js';

/** Names that a loop assigns, each once. */
export function assignedIn({ body, test, step }: LoopStmt): readonly string[] {
  const names = new Set<string>();
  const note = (expr: Expr): void => {
    if (expr.kind === 'assign') eachPart(expr.target, each => each.kind === 'name' && names.add(each.name));
    if (expr.kind === 'unary' && /(\+\+|--)$/.test(expr.op) && expr.value.kind === 'name') names.add(expr.value.name);
  };
  eachExpr(body, note);
  for (const each of [test, step]) if (each) eachPart(each, note);
  return [...names];
}

/** Whether functions within a function assign one of its names. */
export function isAssignedInside(ir: FileIr, fn: number, name: string): boolean {
  return ir.functions.some((inner, index) => {
    if (index === fn || !isWithin(ir, index, fn)) return false;
    let isAssigned = false;
    eachExpr(inner.body, expr => {
      isAssigned ||= expr.kind === 'assign' && expr.target.kind === 'name' && expr.target.name === name;
    });
    return isAssigned;
  });
}
