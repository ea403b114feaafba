import type { Expr, Stmt } from '../../syntax/ir/nodes.js';
import type { FailureMode } from '../contract.js';
import { declaredClass } from '../symbols.js';
import type { FailureView, FileView } from '../view.js';
import { contentsOf } from '../walk.js';
import { alwaysLeaves } from './paths.js';
import { bare } from './scope.js';

/** Names that are known to hold an `Error` at a place, because a test on the way said so. */
export type KnownErrors = ReadonlySet<string>;

const builtin =
  /^(Error|TypeError|RangeError|SyntaxError|ReferenceError|EvalError|URIError|AggregateError|DOMException)$/;

/**
 * Walks the statements of a function and tells, for each expression that stands in one, which names `instanceof` has shown
 * to be errors there.
 */
export function eachExprWithErrors(
  stmts: readonly Stmt[],
  isErrorClass: (callee: Expr) => boolean,
  visit: (expr: Expr, known: KnownErrors) => void,
  known: KnownErrors = new Set(),
): void {
  let here = known;
  for (const stmt of stmts) {
    const { exprs, blocks } = contentsOf(stmt);
    for (const expr of exprs) inExpr(expr, isErrorClass, visit, here);
    if (stmt.kind === 'if') {
      const yes = shown(stmt.test, true, isErrorClass);
      const no = shown(stmt.test, false, isErrorClass);
      eachExprWithErrors(stmt.yes, isErrorClass, visit, union(here, yes));
      eachExprWithErrors(stmt.no, isErrorClass, visit, union(here, no));
      if (alwaysLeaves(stmt.yes)) here = union(here, no);
    } else for (const block of blocks) eachExprWithErrors(block, isErrorClass, visit, here);
  }
}

function inExpr(
  expr: Expr,
  isErrorClass: (callee: Expr) => boolean,
  visit: (expr: Expr, known: KnownErrors) => void,
  known: KnownErrors,
): void {
  visit(expr, known);
  const into = (part: Expr, also: readonly string[] = []): void =>
    inExpr(part, isErrorClass, visit, union(known, also));
  switch (expr.kind) {
    case 'conditional':
      into(expr.test);
      into(expr.yes, shown(expr.test, true, isErrorClass));
      into(expr.no, shown(expr.test, false, isErrorClass));
      return;
    case 'binary':
      into(expr.left);
      into(
        expr.right,
        expr.op === '&&'
          ? shown(expr.left, true, isErrorClass)
          : expr.op === '||'
            ? shown(expr.left, false, isErrorClass)
            : [],
      );
      return;
    default:
      for (const part of partsInOrder(expr)) into(part);
  }
}

function partsInOrder(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'call':
      return [expr.callee, ...expr.args];
    case 'member':
      return [expr.object];
    case 'object':
      return expr.properties.map(property => property.value);
    case 'array':
      return expr.elements;
    case 'await':
    case 'spread':
    case 'unary':
    case 'cast':
      return [expr.value];
    case 'assign':
      return [expr.target, expr.value];
    case 'template':
    case 'other':
      return expr.parts;
    default:
      return [];
  }
}

/** Names that a test shows to be errors where it comes out as `outcome`. */
function shown(test: Expr, outcome: boolean, isErrorClass: (callee: Expr) => boolean): readonly string[] {
  const expr = bare(test);
  if (expr.kind === 'unary' && expr.op === '!') return shown(expr.value, !outcome, isErrorClass);
  if (expr.kind !== 'binary') return [];
  if (expr.op === (outcome ? '&&' : '||'))
    return [...shown(expr.left, outcome, isErrorClass), ...shown(expr.right, outcome, isErrorClass)];
  const isTest = outcome && expr.op === 'instanceof' && expr.left.kind === 'name' && isErrorClass(expr.right);
  return isTest && expr.left.kind === 'name' ? [expr.left.name] : [];
}

function union(known: KnownErrors, also: readonly string[]): KnownErrors {
  return also.length === 0 ? known : new Set([...known, ...also]);
}

/** Whether an expression names a class of errors that JSON would print as `{}`: none of its classes has a `toJSON`. */
export function isOpaqueErrorClass(
  failures: FailureView,
  file: FileView,
  fn: number,
  callee: Expr,
  depth = 0,
): boolean {
  const named = bare(callee);
  if (named.kind !== 'name' || depth > 8) return false;
  const bound = file.binding(fn, named.name);
  if (bound === undefined) return builtin.test(named.name);
  const type = file.typeOf(fn, named);
  if (type?.kind !== 'constructor') return false;
  return isOpaqueInstance(failures, type, depth);
}

/** As `isOpaqueErrorClass`, for a class of the workspace. */
export function isOpaqueInstance(
  failures: FailureView,
  { path, index }: { readonly path: string; readonly index: number },
  depth = 0,
): boolean {
  const home = failures.file(path);
  const cls = home?.ir.classes[index];
  if (home === undefined || cls?.extends === undefined) return false;
  if (cls.methods.some(({ name }) => name === 'toJSON' || name === 'get:toJSON')) return false;
  return isOpaqueErrorClass(failures, home, 0, cls.extends, depth + 1);
}

/** As `isOpaqueErrorClass`, for what a failure throws: a built-in error without a code, or a class of the workspace. */
export function isOpaqueMode(
  failures: FailureView,
  { type, typeSymbol, package: from, discriminants }: FailureMode,
): boolean {
  if (typeSymbol === undefined)
    return from === undefined && builtin.test(type) && Object.keys(discriminants).length === 0;
  const own = declaredClass(typeSymbol, path => failures.file(path)?.ir);
  return own !== undefined && isOpaqueInstance(failures, own);
}

/** Whether a value is an error as its declaration says: `new Error()`, a parameter `: Error`, a field of that type. */
export function isDeclaredError(failures: FailureView, file: FileView, fn: number, value: Expr): boolean {
  const type = file.typeOf(fn, value);
  if (type?.kind === 'class') return isOpaqueInstance(failures, type);
  if (type?.kind === 'external') return type.package === 'lib' && builtin.test(type.name);
  return type?.kind === 'written' && type.type.kind === 'ref' && builtin.test(type.type.name);
}
