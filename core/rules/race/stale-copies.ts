import { bare } from '../../failures/shapes/scope.js';
import { isGuarded, isOfEntity, isOnTheWay, readState, writtenState } from '../../failures/shapes/shared-access.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr, eachPart, eachStmt, someIn } from '../../failures/walk.js';
import type { Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';

/** Shared state that is written with what was read of it before a wait. */
export interface StaleWrite {
  readonly state: string;
  readonly read: Expr;
  readonly wait: Expr;
  readonly write: Expr;
}

interface Copy {
  readonly name: string;
  /** The local is the old value changed already: `{ ...state, n }`, `state + 1`. */
  readonly isChanged: boolean;
  readonly state: string;
  readonly read: Expr;
}

/** `const n = state[k]; …await…; state[k] = n + more`, and the same in one expression: `m.set(k, m.get(k) + (await f()))`. */
export function staleWrites(file: FileView, fn: number, { body }: FunctionIr): readonly StaleWrite[] {
  if (isGuarded(file, fn)) return [];
  const copies = copiesIn(file, fn, body);
  const waits: Expr[] = [];
  eachExpr(body, expr => {
    if (expr.kind === 'await') waits.push(expr);
  });
  const found: StaleWrite[] = [];
  eachExpr(body, write => {
    const state = writtenState(file, fn, write);
    const value = writtenValue(write);
    if (state === undefined || value === undefined || isOfEntity(file, fn, state)) return;
    const read =
      readWithin(file, fn, value, state) ?? copies.find(each => each.state === state && isCounted(value, each))?.read;
    if (read === undefined) return;
    const wait = waits.find(
      each => each.start >= read.end && each.end <= write.end && !isInside(read, each) && isOnTheWay(body, each, write),
    );
    if (wait === undefined || isAskedAgain(file, fn, body, state, wait, write)) return;
    found.push({ state, read, wait, write });
  });
  return found;
}

function writtenValue(write: Expr): Expr | undefined {
  if (write.kind === 'assign') return write.value;
  return write.kind === 'call' ? write.args[1] : undefined;
}

/** Locals that were given the state, or something computed of it. */
function copiesIn(file: FileView, fn: number, body: readonly Stmt[]): readonly Copy[] {
  const copies: Copy[] = [];
  eachStmt(body, stmt => {
    if (stmt.kind !== 'let' || stmt.target.kind !== 'name' || stmt.value === undefined) return;
    const { target, value } = stmt;
    eachPart(value, part => {
      const state = readState(file, fn, part);
      if (state !== undefined && !isWaitedFor(part, value))
        copies.push({ name: target.name, isChanged: changes(value, each => each === part), state, read: part });
    });
  });
  return copies;
}

/** The new value is the old one changed: the copy is part of a sum, a spread or a list in it. */
function isCounted(value: Expr, { name, isChanged }: Copy): boolean {
  const at = bare(value);
  return at.kind === 'name'
    ? at.name === name && isChanged
    : changes(at, each => each.kind === 'name' && each.name === name);
}

/** Arithmetic, or an object or list that spreads: what holds the part is the part with a difference. */
function changes(value: Expr, isPart: (expr: Expr) => boolean): boolean {
  return someIn(value, each => {
    if (each.kind === 'object')
      return each.properties.some(({ name, value: own }) => name === '...' && someIn(own, isPart));
    const isChange = each.kind === 'spread' || (each.kind === 'binary' && /^([-+*/|&^]|<<)$/.test(each.op));
    return isChange && someIn(each, isPart);
  });
}

/** The state itself is read in the new value, before a wait that the value holds. */
function readWithin(file: FileView, fn: number, value: Expr, state: string): Expr | undefined {
  if (!someIn(value, each => each.kind === 'await')) return undefined;
  let found: Expr | undefined;
  eachPart(value, part => {
    if (found === undefined && !isWaitedFor(part, value) && readState(file, fn, part) === state) found = part;
  });
  return found;
}

/** The part only goes into what is waited for: `await refresh(state)`. */
function isWaitedFor(part: Expr, whole: Expr): boolean {
  return someIn(whole, each => each.kind === 'await' && isInside(part, each));
}

/** Between the wait and the write the state is read anew. */
function isAskedAgain(
  file: FileView,
  fn: number,
  body: readonly Stmt[],
  state: string,
  wait: Expr,
  write: Expr,
): boolean {
  const target = write.kind === 'assign' ? write.target : undefined;
  let found = false;
  eachExpr(body, each => {
    if (each.start < wait.end || each.end > write.end || (target && (each === target || isInside(each, target))))
      return;
    found ||= readState(file, fn, each) === state;
  });
  return found;
}

function isInside(inner: Expr, outer: Expr): boolean {
  return inner !== outer && outer.start <= inner.start && inner.end <= outer.end;
}
