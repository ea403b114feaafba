import type { Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import { printExpr } from '../print.js';
import type { FileView } from '../view.js';
import { eachStmt, mentions, partsOf, someIn } from '../walk.js';
import { calledName } from './calls.js';
import { bare, eachExprDeep } from './scope.js';

/**
 * The size, as written, of the buckets that an expression sorts values into: `Math.floor(t / 3600)`, `(t / 3600) | 0`,
 * `~~(t / 3600)`, `t - (t % 3600)`. Sizes that only change a unit (10, 100, 1000) are none, nor is a constant that somebody
 * documented.
 */
export function bucketing(file: FileView, fn: number, expr: Expr): string | undefined {
  const cut = divided(expr) ?? withoutRemainder(expr);
  return cut && sizeOf(file, fn, cut);
}

/** What a value is divided by before its fraction is dropped. */
function divided(expr: Expr): Expr | undefined {
  let inner: Expr | undefined;
  if (expr.kind === 'call' && /^(Math\.(floor|ceil|round|trunc)|(Number\.)?parseInt)$/.test(printExpr(expr.callee)))
    inner = expr.args[0];
  else if (expr.kind === 'binary' && /^(\||>>|>>>)$/.test(expr.op) && isZero(expr.right)) inner = expr.left;
  else if (expr.kind === 'unary' && expr.op === '~') {
    const again = bare(expr.value);
    inner = again.kind === 'unary' && again.op === '~' ? again.value : undefined;
  }
  const quotient = inner && bare(inner);
  return quotient?.kind === 'binary' && quotient.op === '/' ? quotient.right : undefined;
}

/** `t - (t % size)`. */
function withoutRemainder(expr: Expr): Expr | undefined {
  if (expr.kind !== 'binary' || expr.op !== '-') return undefined;
  const rest = bare(expr.right);
  return rest.kind === 'binary' && rest.op === '%' && printExpr(rest.left) === printExpr(expr.left)
    ? rest.right
    : undefined;
}

function isZero(expr: Expr): boolean {
  const at = bare(expr);
  return at.kind === 'literal' && at.value === 0;
}

function sizeOf(file: FileView, fn: number, expr: Expr): string | undefined {
  const size = numberOf(file, fn, expr);
  if (size === undefined || size <= 2 || size === 10 || size === 100 || size === 1000) return undefined;
  return printExpr(expr) === String(size) ? String(size) : `${printExpr(expr)} (${size})`;
}

/** The value of a number, a product of numbers, or a constant of them without a comment. */
function numberOf(file: FileView, fn: number, expr: Expr, hops = 3): number | undefined {
  const at = bare(expr);
  if (at.kind === 'literal') return typeof at.value === 'number' ? at.value : undefined;
  if (at.kind === 'binary' && at.op === '*') {
    const [left, right] = [numberOf(file, fn, at.left, hops), numberOf(file, fn, at.right, hops)];
    return left === undefined || right === undefined ? undefined : left * right;
  }
  if (at.kind !== 'name' || hops === 0) return undefined;
  const bound = file.binding(fn, at.name);
  if (bound?.kind !== 'local' || bound.isReassigned || bound.value === undefined) return undefined;
  return isCommented(file, bound.value) ? undefined : numberOf(file, bound.fn, bound.value, hops - 1);
}

/** A comment on the line before a constant, or behind it. */
function isCommented(file: FileView, { start, end }: Expr): boolean {
  return file.ir.comments.some(
    comment => (comment.end <= start && start - comment.end < 80) || (comment.start >= end && comment.start - end < 12),
  );
}

const keyNames = /(key|bucket|slot|window|(^|[a-z])[Bb]in$|group|interval|partition|period|chunk)/i;
const timeNames = /^(ts|t|time|timestamp|at|date|when)$/;

/**
 * Whether a bucket decides what counts as the same: it stands in a key, in the index of a collection, in the field that
 * events are put together by, or takes the place of the time itself. What is only shown to people does not.
 */
export function isGroupingKey(file: FileView, index: number, fn: FunctionIr, bucket: Expr): boolean {
  const holders = new Set<string>();
  const inside = file.ir.functions.filter(each => fn.start <= each.start && each.end <= fn.end);
  const isHeld = (expr: Expr): boolean => holds(expr, bucket) || [...holders].some(name => mentions(expr, name));
  let isKey = false;
  for (const { body } of inside)
    eachStmt(body, (stmt: Stmt) => {
      if (stmt.kind !== 'let' || stmt.target.kind !== 'name' || !stmt.value || !isHeld(stmt.value)) return;
      if (stmt.value.kind === 'function') return;
      holders.add(stmt.target.name);
      isKey ||= keyNames.test(stmt.target.name);
    });
  eachExprDeep(file.ir, index, fn.body, expr => {
    if (expr.kind === 'index') isKey ||= isHeld(expr.index);
    if (expr.kind === 'object')
      isKey ||= expr.properties.some(
        ({ name, value }) =>
          (keyNames.test(name) || timeNames.test(name)) && value.kind !== 'function' && isHeld(value),
      );
    if (expr.kind === 'assign' && expr.target.kind === 'member')
      isKey ||= (keyNames.test(expr.target.property) || timeNames.test(expr.target.property)) && isHeld(expr.value);
    if (expr.kind !== 'call') return;
    if (/^(get|set|has|add|delete)$/.test(calledName(expr)) && expr.callee.kind === 'member')
      isKey ||= expr.args.slice(0, 1).some(isHeld);
    if (/^(groupBy|countBy|keyBy|uniqBy|partition|indexBy)$/.test(calledName(expr)))
      isKey ||= expr.args.some(arg => arg.start <= bucket.start && bucket.end <= arg.end);
  });
  return isKey;
}

function holds(expr: Expr, bucket: Expr): boolean {
  return expr === bucket || someIn(expr, each => each === bucket) || partsOf(expr).some(part => part === bucket);
}
