import type { Expr, FileIr, FunctionIr, NameExpr, Stmt } from '../../syntax/ir/nodes.js';
import type { Binding, FileView } from '../view.js';
import { contentsOf, partsOf } from '../walk.js';

/** A mention of a name, with what stands around it. */
export interface Use {
  readonly name: NameExpr;
  /** The expressions around it, innermost first; functions that capture it are among them. */
  readonly around: readonly Expr[];
  /** Index of the function whose body holds it. */
  readonly fn: number;
  /** The statement it stands in. */
  readonly stmt: Stmt;
}

/** Calls back for every list of statements in a body, the outermost first, nested functions left out. */
export function eachBlock(stmts: readonly Stmt[], visit: (block: readonly Stmt[]) => void): void {
  visit(stmts);
  for (const stmt of stmts) for (const block of contentsOf(stmt).blocks) eachBlock(block, visit);
}

/** Mentions of a name that `fn` sees, in statements of it and in the functions nested there that do not bind it anew. */
export function usesOf(file: FileView, fn: number, stmts: readonly Stmt[], name: string): Use[] {
  const uses: Use[] = [];
  const bound = boundIn(file.binding(fn, name));
  const inExpr = (expr: Expr, around: readonly Expr[], at: number, stmt: Stmt): void => {
    if (expr.kind === 'name' && expr.name === name) uses.push({ name: expr, around, fn: at, stmt });
    if (expr.kind === 'function') inFunction(expr.index, [expr, ...around], stmt);
    if (expr.kind === 'pattern') {
      for (const { target, fallback } of expr.elements) {
        inExpr(target, [expr, ...around], at, stmt);
        if (fallback) inExpr(fallback, [expr, ...around], at, stmt);
      }
      return;
    }
    for (const part of partsOf(expr)) inExpr(part, [expr, ...around], at, stmt);
  };
  const inFunction = (index: number, around: readonly Expr[], stmt: Stmt): void => {
    const inner = file.ir.functions[index];
    if (inner === undefined || boundIn(file.binding(index, name)) !== bound) return;
    for (const { fallback } of inner.params) if (fallback) inExpr(fallback, around, index, stmt);
    inStmts(inner.body, around, index);
  };
  const inStmts = (block: readonly Stmt[], around: readonly Expr[], at: number): void => {
    for (const stmt of block) {
      if (stmt.kind === 'declare-function') inFunction(stmt.index, around, stmt);
      const { exprs, blocks } = contentsOf(stmt);
      for (const expr of exprs) inExpr(expr, around, at, stmt);
      for (const each of blocks) inStmts(each, around, at);
    }
  };
  inStmts(stmts, [], fn);
  return uses;
}

/** Calls back for every expression of statements and of the functions nested in them, with the function it stands in. */
export function eachExprDeep(
  ir: FileIr,
  fn: number,
  stmts: readonly Stmt[],
  visit: (expr: Expr, fn: number) => void,
): void {
  for (const stmt of stmts) {
    if (stmt.kind === 'declare-function') {
      const inner = ir.functions[stmt.index];
      if (inner) eachExprDeep(ir, stmt.index, inner.body, visit);
    }
    const { exprs, blocks } = contentsOf(stmt);
    for (const expr of exprs) eachPartDeep(ir, fn, expr, visit);
    for (const block of blocks) eachExprDeep(ir, fn, block, visit);
  }
}

/** As `eachExprDeep`, for one expression. */
export function eachPartDeep(ir: FileIr, fn: number, expr: Expr, visit: (expr: Expr, fn: number) => void): void {
  visit(expr, fn);
  if (expr.kind === 'function') {
    const inner = ir.functions[expr.index];
    if (inner) eachExprDeep(ir, expr.index, inner.body, visit);
  }
  for (const part of partsOf(expr)) eachPartDeep(ir, fn, part, visit);
}

/** Whether some expression, nested functions included, satisfies a test. */
export function someDeep(ir: FileIr, fn: number, expr: Expr, test: (expr: Expr, fn: number) => boolean): boolean {
  let found = false;
  eachPartDeep(ir, fn, expr, (each, at) => {
    found ||= test(each, at);
  });
  return found;
}

/** Whether some expression of statements, nested functions included, satisfies a test. */
export function someInStmts(
  ir: FileIr,
  fn: number,
  stmts: readonly Stmt[],
  test: (expr: Expr, fn: number) => boolean,
): boolean {
  let found = false;
  eachExprDeep(ir, fn, stmts, (each, at) => {
    found ||= test(each, at);
  });
  return found;
}

/** An expression without casts. */
export function bare(expr: Expr): Expr {
  return expr.kind === 'cast' ? bare(expr.value) : expr;
}

/** What is awaited; the expression itself where nothing is. */
export function awaited(expr: Expr): Expr {
  const inner = bare(expr);
  return inner.kind === 'await' ? bare(inner.value) : inner;
}

interface PlacedFunction {
  readonly fn: FunctionIr;
  readonly index: number;
}

const withBody = new WeakMap<FileIr, readonly PlacedFunction[]>();

/** The functions of a file that have a body, with their indices. */
export function functionsOf({ ir }: Pick<FileView, 'ir'>): readonly PlacedFunction[] {
  const known = withBody.get(ir) ?? ir.functions.flatMap((fn, index) => (fn.hasBody ? [{ fn, index }] : []));
  withBody.set(ir, known);
  return known;
}

/** The function of an expression that is one, written here. */
export function functionAt(
  file: Pick<FileView, 'ir'>,
  expr: Expr | undefined,
): { readonly fn: FunctionIr; readonly index: number } | undefined {
  const inner = expr && bare(expr);
  if (inner?.kind !== 'function') return undefined;
  const fn = file.ir.functions[inner.index];
  return fn && { fn, index: inner.index };
}

/** Index of the function that binds a name: 0 for imports, -1 for globals. */
export function boundIn(binding: Binding | undefined): number {
  return binding === undefined ? -1 : binding.kind === 'import' ? 0 : binding.fn;
}
