import type { Expr, FileIr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import { callsOf, eachExpr, eachPart, eachStmt, isWithin } from '../walk.js';

/** What other files see of the bodies of a file. */
export interface SeenInBodies {
  /** By function: what it makes of `this` as a constructor, and the values it may return, with what it keeps them in. */
  readonly told: readonly (readonly unknown[])[];
  /** Functions that promises of other files may be made with: those look at all of it, places included. */
  readonly executors: string;
}

export function seenInBodies(ir: FileIr): SeenInBodies {
  const executors = ir.functions.filter((fn, index) => isExecutor(ir, fn, index));
  const isPart = ({ start, end }: FunctionIr): boolean =>
    executors.some(around => around.start <= start && end <= around.end);
  return {
    told: ir.functions.map((fn, index) => [
      madeBy(fn),
      returnedBy(fn),
      index === 0 ? assignedNames(fn) : [],
      ...(isGuard(fn) ? [fn.body] : []),
    ]),
    executors: executors.length === 0 ? '' : JSON.stringify(ir.functions.filter(isPart)),
  };
}

/** `this.code = 'X'` and `super(message)` of a constructor: fields and discriminants of what it makes. */
function madeBy({ form, body }: FunctionIr): readonly Expr[] {
  if (form !== 'constructor') return [];
  return body.flatMap(stmt => {
    const value = stmt.kind === 'expression' ? stmt.value : undefined;
    const isTold =
      (value?.kind === 'assign' && value.target.kind === 'member' && value.target.object.kind === 'this') ||
      (value?.kind === 'call' && value.callee.kind === 'super');
    return value && isTold ? [value] : [];
  });
}

/** What may be an object whose members are called, and the variables that it is kept in on its way. */
function returnedBy({ body }: FunctionIr): readonly unknown[] {
  const values: Expr[] = [];
  const kept: Extract<Stmt, { kind: 'let' }>[] = [];
  eachStmt(body, stmt => {
    if (stmt.kind === 'return' && stmt.value && mayBeObject(stmt.value)) values.push(stmt.value);
    if (stmt.kind === 'let' && stmt.value && mayBeObject(stmt.value)) kept.push(stmt);
  });
  if (values.length === 0) return [];
  const names = new Set(values.flatMap(namesIn));
  const told: Stmt[] = [];
  for (let before = -1; before < told.length; ) {
    before = told.length;
    for (const stmt of kept) {
      if (told.includes(stmt) || !namesIn(stmt.target).some(name => names.has(name))) continue;
      told.push(stmt);
      for (const name of namesIn(stmt.value!)) names.add(name);
    }
  }
  return [values, told, assignedNames({ body }).filter(name => names.has(name))];
}

function mayBeObject({ kind }: Expr): boolean {
  return /^(object|cast|await|name|member|index|call)$/.test(kind);
}

function namesIn(expr: Expr): readonly string[] {
  const names: string[] = [];
  eachPart(expr, each => each.kind === 'name' && names.push(each.name));
  return names;
}

function assignedNames({ body }: Pick<FunctionIr, 'body'>): readonly string[] {
  const names = new Set<string>();
  eachExpr(body, expr => {
    if (expr.kind === 'assign') for (const name of namesIn(expr.target)) names.add(name);
    if (expr.kind === 'unary' && expr.op.includes('++') && expr.value.kind === 'name') names.add(expr.value.name);
  });
  return [...names].sort();
}

/** A function that asks and answers: handlers elsewhere tell failures apart by it. */
function isGuard({ parent, owner, isAsync, isGenerator, params, body }: FunctionIr): boolean {
  if (isAsync || isGenerator || params.length === 0 || (parent !== 0 && owner < 0) || body.length > 8) return false;
  return (
    body.some(({ kind }) => kind === 'return') && body.every(({ kind }) => /^(return|if|let|expression)$/.test(kind))
  );
}

/** A function that others can name and whose parameters are called: `resolve`, `reject`. */
function isExecutor(ir: FileIr, { parent, owner, form, params }: FunctionIr, index: number): boolean {
  if (params.length === 0 || params.length > 2 || parent !== 0 || owner >= 0) return false;
  if (form !== 'function' && form !== 'arrow') return false;
  const names = new Set(params.flatMap(({ target }) => (target.kind === 'name' ? [target.name] : [])));
  return ir.functions.some(
    (inner, at) =>
      isWithin(ir, at, index) && callsOf(inner).some(({ callee }) => callee.kind === 'name' && names.has(callee.name)),
  );
}
