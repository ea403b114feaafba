import type { Expr, IfStmt, Place, Stmt } from '../../syntax/ir/nodes.js';
import { eachStmt } from '../walk.js';
import { alwaysLeaves } from './paths.js';
import { bare } from './scope.js';

/**
 * The test before a place that finds something missing: the place stands in its branch, or behind it where the other branch
 * leaves. `isMeant` tells the expressions that stand for the thing.
 */
export function missingTestBefore(
  body: readonly Stmt[],
  { start, end }: Place,
  isMeant: (expr: Expr) => boolean,
): IfStmt | undefined {
  let found: IfStmt | undefined;
  const isIn = (block: readonly Stmt[]): boolean => block.some(each => each.start <= start && end <= each.end);
  eachStmt(body, stmt => {
    if (stmt.kind !== 'if' || stmt.start > start || (stmt.test.start <= start && end <= stmt.test.end)) return;
    const finds = isIn(stmt.yes)
      ? impliesMissing(stmt.test, true, isMeant)
      : isIn(stmt.no) || (stmt.no.length === 0 && alwaysLeaves(stmt.yes))
        ? impliesMissing(stmt.test, false, isMeant)
        : false;
    if (finds) found = stmt;
  });
  return found;
}

/** Whether the thing is missing where a test comes out as `outcome`: `!x`, `x === undefined`, `rows.length === 0`. */
function impliesMissing(test: Expr, outcome: boolean, isMeant: (expr: Expr) => boolean): boolean {
  const at = bare(test);
  if (at.kind === 'unary' && at.op === '!') return impliesMissing(at.value, !outcome, isMeant);
  if (at.kind !== 'binary') return !outcome && isMeant(at);
  const { op, left, right } = at;
  if (op === (outcome ? '&&' : '||'))
    return impliesMissing(left, outcome, isMeant) || impliesMissing(right, outcome, isMeant);
  // A number is there from one on.
  if (!outcome && op === '>' && isZero(right)) return isMeant(bare(left));
  const compares = (isNothing(right) && isMeant(bare(left))) || (isNothing(left) && isMeant(bare(right)));
  return compares && (outcome ? /^={2,3}$/ : /^!={1,2}$/).test(op);
}

function isNothing(expr: Expr): boolean {
  return (
    (expr.kind === 'literal' && expr.value === null) ||
    (expr.kind === 'name' && expr.name === 'undefined') ||
    isZero(expr)
  );
}

function isZero(expr: Expr): boolean {
  return expr.kind === 'literal' && expr.value === 0;
}
