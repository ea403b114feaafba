import type { CallExpr, Expr, FileIr, FunctionIr, Stmt } from '../syntax/ir/nodes.js';

/** Sub-expressions of an expression in the order of evaluation; functions and classes are leaves. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'template':
    case 'other':
      return expr.parts;
    case 'member':
      return [expr.object];
    case 'index':
      return [expr.object, expr.index];
    case 'call':
      return [expr.callee, ...expr.args];
    case 'await':
    case 'spread':
    case 'unary':
    case 'cast':
      return [expr.value];
    case 'yield':
      return expr.value ? [expr.value] : [];
    case 'object':
      return expr.properties.map(property => property.value);
    case 'array':
      return expr.elements;
    case 'binary':
      return [expr.left, expr.right];
    case 'assign':
      return [expr.target, expr.value];
    case 'conditional':
      return [expr.test, expr.yes, expr.no];
    case 'pattern':
      return expr.elements.flatMap(({ target, fallback }) => (fallback ? [target, fallback] : [target]));
    case 'jsx':
      return [...expr.attributes.map(attribute => attribute.value), ...expr.children];
    default:
      return [];
  }
}

/** Expressions that stand directly in a statement, and the statements in it. */
export function contentsOf(stmt: Stmt): {
  readonly exprs: readonly Expr[];
  readonly blocks: readonly (readonly Stmt[])[];
} {
  switch (stmt.kind) {
    case 'expression':
    case 'throw':
      return { exprs: [stmt.value], blocks: [] };
    case 'let':
      return { exprs: stmt.value ? [stmt.value, stmt.target] : [stmt.target], blocks: [] };
    case 'return':
      return { exprs: stmt.value ? [stmt.value] : [], blocks: [] };
    case 'if':
      return { exprs: [stmt.test], blocks: [stmt.yes, stmt.no] };
    case 'try':
      return {
        exprs: [],
        blocks: [stmt.block, ...(stmt.handler ? [stmt.handler.body] : []), ...(stmt.final ? [stmt.final] : [])],
      };
    case 'loop': {
      const exprs = [stmt.over, stmt.each, stmt.test, stmt.step].filter(each => each !== undefined);
      return { exprs, blocks: [stmt.init, stmt.body] };
    }
    case 'switch':
      return {
        exprs: [stmt.value, ...stmt.cases.flatMap(({ test }) => (test ? [test] : []))],
        blocks: stmt.cases.map(each => each.body),
      };
    case 'block':
      return { exprs: [], blocks: [stmt.body] };
    default:
      return { exprs: [], blocks: [] };
  }
}

/** Calls back for every expression in statements, outer before inner, without entering nested functions. */
export function eachExpr(stmts: readonly Stmt[], visit: (expr: Expr) => void): void {
  for (const stmt of stmts) {
    const { exprs, blocks } = contentsOf(stmt);
    for (const expr of exprs) eachPart(expr, visit);
    for (const block of blocks) eachExpr(block, visit);
  }
}

/** An expression and all in it, outer before inner. */
export function eachPart(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr);
  // What most expressions are, without a list of their parts.
  switch (expr.kind) {
    case 'name':
    case 'literal':
    case 'this':
      return;
    case 'member':
      eachPart(expr.object, visit);
      return;
    case 'call':
      eachPart(expr.callee, visit);
      for (const arg of expr.args) eachPart(arg, visit);
      return;
    case 'binary':
      eachPart(expr.left, visit);
      eachPart(expr.right, visit);
      return;
    default:
      for (const part of partsOf(expr)) eachPart(part, visit);
  }
}

/** Calls back for every statement, outer before inner. */
export function eachStmt(stmts: readonly Stmt[], visit: (stmt: Stmt) => void): void {
  for (const stmt of stmts) {
    visit(stmt);
    for (const block of contentsOf(stmt).blocks) eachStmt(block, visit);
  }
}

/** The calls of a function's own body and parameters, nested functions left out. */
export function callsOf(fn: FunctionIr): CallExpr[] {
  const calls: CallExpr[] = [];
  const take = (expr: Expr): void => {
    if (expr.kind === 'call') calls.push(expr);
  };
  for (const { fallback } of fn.params) if (fallback) eachPart(fallback, take);
  eachExpr(fn.body, take);
  return calls;
}

/** Whether some part of an expression satisfies a test. */
export function someIn(expr: Expr, test: (expr: Expr) => boolean): boolean {
  return test(expr) || partsOf(expr).some(part => someIn(part, test));
}

/** Whether a name is mentioned. */
export function mentions(expr: Expr, name: string): boolean {
  return someIn(expr, each => each.kind === 'name' && each.name === name);
}

/** The dotted path of `a.b.c`; `this` is a segment. `undefined` for anything else. */
export function pathOf(expr: Expr): string | undefined {
  switch (expr.kind) {
    case 'name':
      return expr.name;
    case 'this':
      return 'this';
    case 'super':
      return 'super';
    case 'member': {
      const object = pathOf(expr.object);
      return object === undefined ? undefined : `${object}.${expr.property}`;
    }
    case 'cast':
    case 'await':
      return pathOf(expr.value);
    default:
      return undefined;
  }
}

/** Whether a function stands in another, at any depth, or is it. */
export function isWithin(ir: FileIr, inner: number, outer: number): boolean {
  for (let at = inner; at >= 0; at = ir.functions[at]?.parent ?? -1) if (at === outer) return true;
  return false;
}
