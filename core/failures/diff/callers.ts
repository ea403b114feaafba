import type { CallExpr, Expr, Stmt } from '../../syntax/ir/nodes.js';
import { eachExprDeep } from '../shapes/scope.js';
import type { FailureView, FileView, FunctionRef } from '../view.js';
import { contentsOf, eachExpr, eachStmt, pathOf, someIn } from '../walk.js';
import type { AffectedCaller, Change } from './changes.js';

/** Callers told of one function. */
const mostCallers = 50;
const longestPath = 6;

/** Who calls a function, tests left out, and whether a change breaks what they do about its failures. */
export function affectedCallers(
  view: FailureView,
  ref: FunctionRef,
  changes: readonly Change[],
): readonly AffectedCaller[] {
  const found: AffectedCaller[] = [];
  const seen = new Set<string>();
  // Who calls the member of a base class may get this one.
  const called = [ref, ...view.overridden(ref)];
  for (const site of called.flatMap(each => view.callers(each))) {
    const file = view.file(site.path);
    const fn = file?.ir.functions[site.index];
    if (!file || !fn || file.isTest) continue;
    eachExpr(fn.body, expr => {
      if (expr.kind !== 'call' || found.length >= mostCallers) return;
      const key = `${site.path} ${expr.start}`;
      if (seen.has(key) || !leadsTo(file, site.index, expr, called)) return;
      seen.add(key);
      const handling = handlingOf(file, site.index, expr);
      const isBroken = changes.some(change => breaks(change, handling, file, site.index, expr));
      found.push({
        caller: site,
        symbol: file.symbolOf(site.index),
        start: expr.start,
        end: expr.end,
        handling,
        isBroken,
        path: pathOutward(view, site),
      });
    });
  }
  return found.sort((a, b) => Number(b.isBroken) - Number(a.isBroken));
}

function leadsTo(file: FileView, fn: number, call: CallExpr, called: readonly FunctionRef[]): boolean {
  const isIt = (each: FunctionRef): boolean =>
    called.some(({ path, index }) => each.path === path && each.index === index);
  const callee = file.callee(fn, call);
  if (callee.kind === 'project' && callee.targets.some(isIt)) return true;
  return call.args.some(arg => {
    if (arg.kind !== 'name' && arg.kind !== 'member') return false;
    const value = file.functionValue(fn, arg);
    return value?.kind === 'project' && value.targets.some(isIt);
  });
}

/** What a caller does about failures: catches them, tests the result, uses it as it comes, or does not look. */
function handlingOf(file: FileView, fn: number, call: CallExpr): AffectedCaller['handling'] {
  const body = file.ir.functions[fn]?.body ?? [];
  if (handlerAround(body, call) !== undefined || isCaughtInChain(body, call)) return 'catches';
  const holder = holderOf(body, call);
  if (holder.isStatement) return 'ignores';
  if (holder.name === undefined) return holder.isTested ? 'tests' : 'uses';
  return isTested(file, fn, body, holder.name) ? 'tests' : 'uses';
}

/** The body of the handler whose `try` holds a call. */
export function handlerAround(body: readonly Stmt[], call: CallExpr): readonly Stmt[] | undefined {
  let found: readonly Stmt[] | undefined;
  eachStmt(body, stmt => {
    if (stmt.kind !== 'try' || !stmt.handler) return;
    const [first, last] = [stmt.block[0], stmt.block.at(-1)];
    if (first && last && first.start <= call.start && call.end <= last.end) found = stmt.handler.body;
  });
  return found;
}

function isCaughtInChain(body: readonly Stmt[], call: CallExpr): boolean {
  let found = false;
  eachExpr(body, expr => {
    if (expr.kind === 'call' && expr.callee.kind === 'member' && expr.callee.property === 'catch')
      found ||= someIn(expr.callee.object, each => each === call);
  });
  return found;
}

interface Holder {
  readonly name?: string;
  readonly isStatement: boolean;
  readonly isTested: boolean;
}

/** Where the result of a call goes. */
function holderOf(body: readonly Stmt[], call: CallExpr): Holder {
  const isIt = (expr: Expr | undefined): boolean => {
    if (!expr) return false;
    return expr === call || ((expr.kind === 'await' || expr.kind === 'cast') && isIt(expr.value));
  };
  let holder: Holder = { isStatement: false, isTested: false };
  eachStmt(body, stmt => {
    if (stmt.kind === 'expression' && isIt(stmt.value)) holder = { isStatement: true, isTested: false };
    if (stmt.kind === 'let' && isIt(stmt.value) && stmt.target.kind === 'name')
      holder = { name: stmt.target.name, isStatement: false, isTested: false };
    if (stmt.kind === 'if' && someIn(stmt.test, each => each === call)) holder = { isStatement: false, isTested: true };
  });
  eachExpr(body, expr => {
    if (expr.kind === 'binary' && /^(\?\?|\|\||&&)$/.test(expr.op) && isIt(expr.left))
      holder = { isStatement: false, isTested: true };
    if (expr.kind === 'member' && expr.optional && isIt(expr.object)) holder = { isStatement: false, isTested: true };
  });
  return holder;
}

/** Somebody asks whether the name holds anything. */
function isTested(file: FileView, fn: number, body: readonly Stmt[], name: string): boolean {
  const isName = (expr: Expr): boolean => expr.kind === 'name' && expr.name === name;
  const asks = (test: Expr): boolean => {
    if (isName(test)) return true;
    if (test.kind === 'unary') return asks(test.value);
    if (test.kind === 'binary') return asks(test.left) || asks(test.right);
    return test.kind === 'member' && test.property === 'length' && isName(test.object);
  };
  let found = false;
  const inStmts = (stmts: readonly Stmt[]): void => {
    for (const stmt of stmts) {
      if (stmt.kind === 'if' || stmt.kind === 'loop') found ||= stmt.test !== undefined && asks(stmt.test);
      for (const block of contentsOf(stmt).blocks) inStmts(block);
    }
  };
  inStmts(body);
  eachExprDeep(file.ir, fn, body, expr => {
    if (expr.kind === 'conditional') found ||= asks(expr.test);
    if (expr.kind === 'binary' && /^(\?\?|\|\||&&)$/.test(expr.op)) found ||= asks(expr.left);
    if (expr.kind === 'member' && expr.optional) found ||= isName(expr.object);
  });
  return found;
}

/** Whether a change takes from a caller what it relies on. */
function breaks(
  change: Change,
  handling: AffectedCaller['handling'],
  file: FileView,
  fn: number,
  call: CallExpr,
): boolean {
  switch (change.kind) {
    case 'throw-to-value':
    case 'swallowed':
      return handling !== 'tests';
    case 'failure-lost':
      return handling === 'catches';
    case 'value-to-throw':
      return handling === 'tests';
    case 'handler-lost':
      return handling !== 'catches';
    case 'await-lost':
      return true;
    case 'error-changed': {
      const handler = handlerAround(file.ir.functions[fn]?.body ?? [], call);
      const name = change.from.split(' ')[0]!;
      let mentioned = false;
      if (handler)
        eachExpr(handler, expr => {
          mentioned ||= pathOf(expr) === name;
        });
      return mentioned;
    }
    default:
      return false;
  }
}

/** The way from a caller outward, to where nobody calls. */
function pathOutward(view: FailureView, start: FunctionRef): readonly string[] {
  const path: string[] = [];
  const seen = new Set<string>();
  for (let at: FunctionRef | undefined = start; at && path.length < longestPath; ) {
    const key = `${at.path}#${at.index}`;
    if (seen.has(key)) break;
    seen.add(key);
    path.push(`${at.path}#${view.file(at.path)?.symbolOf(at.index) ?? ''}`);
    at = view.callers(at).find(site => view.file(site.path)?.isTest === false);
  }
  return path;
}
