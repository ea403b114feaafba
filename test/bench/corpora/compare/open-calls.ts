import { contentsOf, eachPart } from '../../../../core/failures/walk.js';
import type { CallExpr, Stmt } from '../../../../core/syntax/ir/nodes.js';

/** Calls of statements that no handler stands around, nested functions left out. */
export function callsOutsideTry(stmts: readonly Stmt[]): readonly CallExpr[] {
  return stmts.flatMap(stmt => {
    if (stmt.kind === 'try' && stmt.handler) return callsOutsideTry([...stmt.handler.body, ...(stmt.final ?? [])]);
    const calls: CallExpr[] = [];
    const { exprs, blocks } = contentsOf(stmt);
    for (const expr of exprs)
      eachPart(expr, each => {
        if (each.kind === 'call') calls.push(each);
      });
    return [...calls, ...blocks.flatMap(callsOutsideTry)];
  });
}
