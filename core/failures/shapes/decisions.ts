import type { Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import { printExpr } from '../print.js';
import type { FileView } from '../view.js';
import { eachPart, eachStmt, someIn } from '../walk.js';
import { bucketing } from './buckets.js';
import { calledName } from './calls.js';
import { bare, eachExprDeep } from './scope.js';

/** A choice in the code that needs a reason, with the question it leaves. */
export interface Decision {
  readonly at: Expr;
  readonly kind: 'bucket' | 'window' | 'tie' | 'default' | 'order' | 'drop' | 'threshold';
  readonly question: string;
}

/** The decisions of a function and the functions in it, in order, one for each place. */
export function decisionsOf(file: FileView, index: number, fn: FunctionIr): Decision[] {
  const found = new Map<string, Decision>();
  const add = (decision: Decision): void => {
    const key = `${decision.kind} ${decision.question}`;
    if (!found.has(key)) found.set(key, decision);
  };
  // Where a loop ends is seldom a decision that needs a reason.
  const ends: Expr[] = [];
  for (const at of [
    fn,
    ...file.ir.functions.filter(each => fn.start <= each.start && each.end <= fn.end && each !== fn),
  ])
    eachStmt(at.body, stmt => {
      if (stmt.kind === 'loop' && stmt.test) ends.push(stmt.test);
    });
  eachExprDeep(file.ir, index, fn.body, (expr, at) => {
    if (ends.some(each => each.start <= expr.start && expr.end <= each.end)) return;
    const decision = bucket(file, at, expr) ?? window(expr) ?? order(file, expr) ?? threshold(expr);
    if (decision) add(decision);
    for (const each of defaults(expr)) add(each);
  });
  for (const at of [
    fn,
    ...file.ir.functions.filter(each => fn.start <= each.start && each.end <= fn.end && each !== fn),
  ])
    for (const each of ties(at.body)) add(each);
  return [...found.values()].sort((a, b) => a.at.start - b.at.start);
}

function numberIn(expr: Expr | undefined): number | undefined {
  const at = expr && bare(expr);
  return at?.kind === 'literal' && typeof at.value === 'number' && Math.abs(at.value) > 2 ? at.value : undefined;
}

/** A bucketing of values, or a remainder. */
function bucket(file: FileView, fn: number, expr: Expr): Decision | undefined {
  const cut = bucketing(file, fn, expr);
  if (cut !== undefined)
    return {
      at: expr,
      kind: 'bucket',
      question: `why ${cut}? what happens to two values on either side of a boundary in ${printExpr(expr)}?`,
    };
  const size = expr.kind === 'binary' && expr.op === '%' ? numberIn(expr.right) : undefined;
  return size === undefined || size === 10 || size === 100
    ? undefined
    : { at: expr, kind: 'bucket', question: `why modulo ${size}?` };
}

/** `slice(0, 50)`, `take(50)`. */
function window(expr: Expr): Decision | undefined {
  if (expr.kind !== 'call' || !/^(slice|substring|take|limit|splice)$/.test(calledName(expr))) return undefined;
  const size = numberIn(expr.args.at(-1));
  return size === undefined || size < 5
    ? undefined
    : { at: expr, kind: 'window', question: `why ${Math.abs(size)} in ${calledName(expr)}? what becomes of the rest?` };
}

/** A comparator with more than one key. */
function order(file: FileView, expr: Expr): Decision | undefined {
  if (expr.kind !== 'call' || !/^(sort|toSorted|orderBy|sortBy)$/.test(calledName(expr))) return undefined;
  const [given] = expr.args;
  const comparator = given?.kind === 'function' ? file.ir.functions[given.index] : undefined;
  if (comparator === undefined) return undefined;
  let keys = 0;
  eachStmt(comparator.body, stmt => {
    if (stmt.kind === 'return' && stmt.value) keys = Math.max(keys, alternatives(stmt.value));
  });
  return keys < 2
    ? undefined
    : { at: expr, kind: 'order', question: `why this order of ${keys} keys, and is it total?` };
}

function alternatives(expr: Expr): number {
  const at = bare(expr);
  return at.kind === 'binary' && at.op === '||' ? alternatives(at.left) + alternatives(at.right) : 1;
}

/** `score > 0.43`: a limit between two treatments, not the end of a loop or the length of a list. */
function threshold(expr: Expr): Decision | undefined {
  if (expr.kind !== 'binary' || !/^[<>]=?$/.test(expr.op)) return undefined;
  const limit =
    numberIn(expr.right) ?? (fraction(expr.right) ? (bare(expr.right) as { value: number }).value : undefined);
  if (
    limit === undefined ||
    someIn(expr.left, each => each.kind === 'member' && /^(length|size|status|statusCode|code)$/.test(each.property))
  )
    return undefined;
  return {
    at: expr,
    kind: 'threshold',
    question: `why ${limit} in ${printExpr(expr)}? what holds for exactly ${limit}?`,
  };
}

function fraction(expr: Expr): boolean {
  const at = bare(expr);
  return at.kind === 'literal' && typeof at.value === 'number' && !Number.isInteger(at.value);
}

/** `?? 0` and `|| ''` that stand in for missing data in a key, an order or an amount. */
function defaults(expr: Expr): readonly Decision[] {
  const holders: Expr[] =
    expr.kind === 'template'
      ? [...expr.parts]
      : expr.kind === 'binary' && /^([-+*/%]|[<>]=?)$/.test(expr.op)
        ? [expr.left, expr.right]
        : expr.kind === 'call' && /^(localeCompare|get|set|has|add)$/.test(calledName(expr))
          ? [expr.callee, ...expr.args]
          : [];
  return holders.flatMap(holder => {
    const found: Decision[] = [];
    eachPart(holder, each => {
      if (each.kind !== 'binary' || (each.op !== '??' && each.op !== '||')) return;
      const fallback = bare(each.right);
      if (fallback.kind !== 'literal' || (fallback.value !== 0 && fallback.value !== '')) return;
      const member = bare(each.left);
      const what = member.kind === 'member' ? member.property : printExpr(member);
      found.push({
        at: each,
        kind: 'default',
        question: `what does a missing ${what} mean, that it counts as ${fallback.value === 0 ? '0' : "''"}?`,
      });
    });
    return found;
  });
}

/** `if (!best || a > best)`: which of two equal ones is kept. */
function ties(body: readonly Stmt[]): readonly Decision[] {
  const found: Decision[] = [];
  eachStmt(body, stmt => {
    if (stmt.kind !== 'if') return;
    const test = bare(stmt.test);
    if (test.kind !== 'binary' || test.op !== '||') return;
    const compared = bare(test.right);
    const asksMissing = bare(test.left);
    const isMissing =
      (asksMissing.kind === 'unary' && asksMissing.op === '!') ||
      (asksMissing.kind === 'binary' && /^={2,3}$/.test(asksMissing.op));
    if (isMissing && compared.kind === 'binary' && /^[<>]=?$/.test(compared.op) && setsSomething(stmt.yes))
      found.push({
        at: compared,
        kind: 'tie',
        question: `which of two equal ones is kept by ${compared.op}, and why?`,
      });
  });
  return found;
}

function setsSomething(stmts: readonly Stmt[]): boolean {
  return stmts.some(
    stmt =>
      stmt.kind === 'expression' &&
      (stmt.value.kind === 'assign' || (stmt.value.kind === 'call' && /^(set|push|add)$/.test(calledName(stmt.value)))),
  );
}
