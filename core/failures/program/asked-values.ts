import type { CallExpr, Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import { builtinErrors } from '../evaluate/lexicon.js';
import type { Linker, Unit } from '../link/linker.js';
import { typeOfExpr } from '../link/static-types.js';
import { eachExpr, eachStmt, pathOf } from '../walk.js';

/**
 * Expressions whose types decide what a file fails with, where declarations do not tell: errors whose bases a package
 * declares, thrown values, and what calls of packages give that is looked at as a result or not at all. Few in each file.
 */
export function askedValues(unit: Unit, linker: Linker): readonly Expr[] {
  return unit.ir.functions.flatMap((fn, index) => [
    ...errorsOf(unit, index, fn, linker),
    ...resultsOf(unit, index, fn, linker),
  ]);
}

const errorName = /(Error|Exception|Failure|Fault|Rejection)$/;

function errorsOf(unit: Unit, index: number, { body }: FunctionIr, linker: Linker): readonly Expr[] {
  const found = new Set<Expr>();
  const thrown = (value: Expr): void => {
    if (value.kind === 'conditional') for (const each of [value.yes, value.no]) thrown(each);
    else if (value.kind === 'binary' && /^(\|\||\?\?)$/.test(value.op))
      for (const each of [value.left, value.right]) thrown(each);
    else if (value.kind === 'call' && value.isNew) {
      if (hasBasesElsewhere(unit, index, value, linker)) found.add(value);
    } else if (/^(call|member|name)$/.test(value.kind) && typeOfExpr(unit, index, value, linker) === undefined) {
      const bound = value.kind === 'name' ? unit.scopes.lookup(index, value.name) : undefined;
      // What a handler caught is known from what it handles, and is `unknown` to a checker.
      if (bound?.kind !== 'caught') found.add(value);
    }
  };
  eachStmt(body, stmt => {
    if (stmt.kind === 'throw') thrown(stmt.value);
  });
  eachExpr(body, expr => {
    if (expr.kind !== 'call' || !expr.isNew || !errorName.test(pathOf(expr.callee) ?? '')) return;
    if (hasBasesElsewhere(unit, index, expr, linker)) found.add(expr);
  });
  return [...found];
}

/** The class, or the last of its bases that the workspace declares, extends what a package declares. */
function hasBasesElsewhere(unit: Unit, index: number, made: CallExpr, linker: Linker): boolean {
  const type = typeOfExpr(unit, index, made, linker);
  if (type?.kind === 'external') return type.package !== 'lib';
  if (type?.kind !== 'class') return type === undefined && !((pathOf(made.callee) ?? '') in builtinErrors);
  const last = linker.lineage(type.path, type.index).at(-1);
  const base = last?.unit.ir.classes[last.index]?.extends;
  return base !== undefined && !((pathOf(base) ?? '') in builtinErrors);
}

/** Members by which results say whether something failed. */
const telling = /^(ok|success|isOk|isErr|isSuccess|isError|valid|failed|_tag|_unsafeUnwrap|_unsafeUnwrapErr)$/;

function resultsOf(unit: Unit, index: number, fn: FunctionIr, linker: Linker): readonly Expr[] {
  const found: Expr[] = [];
  const add = (value: Expr): void => {
    const call = value.kind === 'await' ? value.value : value;
    if (call.kind !== 'call' || call.isNew || call.args.some(each => each.kind === 'function')) return;
    const callee = linker.callee(unit, index, call);
    if (callee.kind !== 'external' || callee.package === 'lib' || callee.model || callee.isTotal) return;
    found.push(value);
  };
  let asked: ReadonlySet<string> | undefined;
  eachStmt(fn.body, stmt => {
    const value = givenBy(stmt);
    if (!value) return;
    if (stmt.kind === 'let') {
      const { target } = stmt;
      asked ??= namesAsked(fn.body);
      if (target.kind === 'name' ? !asked.has(target.name) : !takesApart(target)) return;
    }
    add(value);
  });
  return found;
}

function givenBy(stmt: Stmt): Expr | undefined {
  return stmt.kind === 'expression' || stmt.kind === 'return' || stmt.kind === 'let' ? stmt.value : undefined;
}

/** Variables of which such a member is read. */
function namesAsked(body: readonly Stmt[]): ReadonlySet<string> {
  const names = new Set<string>();
  eachExpr(body, expr => {
    if (expr.kind === 'member' && telling.test(expr.property) && expr.object.kind === 'name')
      names.add(expr.object.name);
  });
  return names;
}

function takesApart(target: Expr): boolean {
  return target.kind === 'pattern' && target.elements.some(({ property }) => telling.test(property));
}
