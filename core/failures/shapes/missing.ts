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

/** Whether the thing must be missing where a test comes out as `outcome`: `!x`, `x === undefined`, `rows.length === 0`. */
function impliesMissing(test: Expr, outcome: boolean, isMeant: (expr: Expr) => boolean): boolean {
  const at = bare(test);
  if (at.kind === 'unary' && at.op === '!') return impliesMissing(at.value, !outcome, isMeant);
  if (at.kind === 'binary' && at.op === (outcome ? '&&' : '||'))
    return impliesMissing(at.left, outcome, isMeant) || impliesMissing(at.right, outcome, isMeant);
  return outcomeWhenMissing(at, isMeant) === outcome;
}

/**
 * How a test comes out for a thing that is missing, where nothing else decides it: true of `!x`, `x === null` and
 * `!x || x.isClosed`, false of `x`, `x !== undefined` and `x && x.isOpen`.
 */
export function outcomeWhenMissing(test: Expr, isMeant: (expr: Expr) => boolean): boolean | undefined {
  const at = bare(test);
  if (isMeant(at)) return false;
  if (at.kind === 'unary' && at.op === '!') {
    const inner = outcomeWhenMissing(at.value, isMeant);
    return inner === undefined ? undefined : !inner;
  }
  if (at.kind !== 'binary') return undefined;
  const { op, left, right } = at;
  if (op === '||' || op === '&&') {
    const deciding = op === '||';
    const sides = [outcomeWhenMissing(left, isMeant), outcomeWhenMissing(right, isMeant)];
    if (sides.includes(deciding)) return deciding;
    return sides.includes(undefined) ? undefined : !deciding;
  }
  // A number is there from one on.
  if (op === '>' && isZero(right) && isMeant(bare(left))) return false;
  const compares = (isNothing(right) && isMeant(bare(left))) || (isNothing(left) && isMeant(bare(right)));
  if (!compares) return undefined;
  return /^={2,3}$/.test(op) ? true : /^!={1,2}$/.test(op) ? false : undefined;
}

function isNothing(expr: Expr): boolean {
  return (
    (expr.kind === 'literal' && (expr.value === null || expr.value === false)) ||
    (expr.kind === 'name' && expr.name === 'undefined') ||
    isZero(expr)
  );
}

function isZero(expr: Expr): boolean {
  return expr.kind === 'literal' && expr.value === 0;
}
