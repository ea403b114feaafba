import type { CallExpr, Expr, Stmt } from '../../syntax/ir/nodes.js';
import { printExpr } from '../print.js';
import type { FileView } from '../view.js';
import { callsOf, eachStmt, isWithin } from '../walk.js';
import { calledName, modelOf, receiverOf } from './calls.js';
import { alwaysLeaves } from './paths.js';
import { bare, functionsOf } from './scope.js';
import { sharedPath } from './shared.js';

/** `state = …`, `state[k] = …`, `state.set(k, …)`, `state.add(k)`; giving up (`undefined`, `null`, `false`) is no claim. */
export function writtenState(file: FileView, fn: number, expr: Expr): string | undefined {
  if (expr.kind === 'assign' && (expr.op === '=' || expr.op === '??=')) {
    const value = bare(expr.value);
    const isFlag = value.kind === 'literal' && value.value === true;
    if (
      (value.kind === 'literal' && !isFlag) ||
      (value.kind === 'name' && value.name === 'undefined') ||
      expr.op === '??='
    )
      return undefined;
    if (expr.target.kind === 'index') return stateOf(file, fn, expr.target.object, expr.target.index);
    return expr.target.kind === 'pattern' ? undefined : sharedPath(file, fn, expr.target);
  }
  if (expr.kind !== 'call' || !/^(set|add)$/.test(calledName(expr)) || expr.args.length === 0) return undefined;
  const receiver = receiverOf(expr);
  return receiver && stateOf(file, fn, receiver, expr.args[0]!);
}

/** `state`, `state[k]`, `state.get(k)`, `state.has(k)`. */
export function readState(file: FileView, fn: number, expr: Expr): string | undefined {
  if (expr.kind === 'index') return stateOf(file, fn, expr.object, expr.index);
  if (expr.kind === 'call' && /^(get|has)$/.test(calledName(expr)) && expr.args.length === 1) {
    const receiver = receiverOf(expr);
    return receiver && stateOf(file, fn, receiver, expr.args[0]!);
  }
  return expr.kind === 'name' || expr.kind === 'member' ? sharedPath(file, fn, expr) : undefined;
}

function stateOf(file: FileView, fn: number, holder: Expr, key: Expr): string | undefined {
  const path = sharedPath(file, fn, holder);
  if (path === undefined) return undefined;
  const type = file.typeOf(fn, holder);
  const isStore = type?.kind === 'external' && type.package !== 'lib';
  return isStore ? undefined : `${path}[${printExpr(key)}]`;
}

/** A field of a class that extends another: often a record that each request loads for itself. */
export function isOfEntity(file: FileView, fn: number, state: string): boolean {
  if (!state.startsWith('this.') || state.endsWith(']')) return false;
  const owner = file.typeOf(fn, { kind: 'this', start: 0, end: 0 });
  return owner?.kind !== 'class' || owner.path !== file.path || file.ir.classes[owner.index]?.extends !== undefined;
}

/** The wait stands in the same list of statements as the write or in one around it, so that the write follows it. */
export function isOnTheWay(body: readonly Stmt[], wait: Expr, write: Expr): boolean {
  const holds = (stmt: Stmt, at: Expr): boolean => stmt.start <= at.start && at.end <= stmt.end;
  let isSide = false;
  eachStmt(body, stmt => {
    if (
      stmt.kind === 'if' &&
      holds(stmt, wait) &&
      !holds(stmt, write) &&
      alwaysLeaves(stmt.yes.some(each => holds(each, wait)) ? stmt.yes : stmt.no)
    )
      isSide = true;
    if (
      stmt.kind === 'if' &&
      holds(stmt, wait) &&
      holds(stmt, write) &&
      stmt.yes.some(each => holds(each, wait)) !== stmt.yes.some(each => holds(each, write))
    )
      isSide ||= !(stmt.test.start <= wait.start && wait.end <= stmt.test.end);
  });
  return !isSide;
}

/** `registerLocked`: whoever calls it holds a lock. */
function isNamedForLock(file: FileView, fn: number): boolean {
  return /(Locked|Exclusive|Serially|InQueue)$/.test(file.ir.functions[fn]?.name ?? '');
}

/**
 * Takes a lock or begins a transaction somewhere, is named for one, or stands inside a function that is handed to a lock,
 * a transaction or a queue of one.
 */
export function isGuarded(file: FileView, fn: number): boolean {
  if (isNamedForLock(file, fn)) return true;
  return functionsOf(file).some(({ fn: outer, index }) =>
    index === fn
      ? callsOf(outer).some(call => guards(file, fn, call))
      : isWithin(file.ir, fn, index) &&
        callsOf(outer).some(
          call =>
            guards(file, index, call) &&
            call.args.some(arg => arg.kind === 'function' && isWithin(file.ir, fn, arg.index)),
        ),
  );
}

const guardWords =
  /^(acquire\w*|lock\w*|withLock|synchronized|runExclusive|mutex|exclusive|atomic|serialize|setnx|tx|trx|\$?transaction|withTransaction|runInTransaction)$/i;

/** A lock or a transaction by name or model. */
function guards(file: FileView, fn: number, call: CallExpr): boolean {
  return guardWords.test(calledName(call)) || (modelOf(file, fn, call)?.marks.includes('transaction') ?? false);
}
