import type { CallExpr, Expr, HandlerIr, Stmt } from '../../syntax/ir/nodes.js';
import { alwaysLeaves } from '../shapes/paths.js';
import { bare } from '../shapes/scope.js';
import { eachExpr, eachStmt, pathOf, someIn } from '../walk.js';
import type { Shield } from './behaviour.js';

export const noShield: Shield = { level: 'open', to: '', at: -1 };

/** Names of functions that take a failure on to whoever asked. */
const passesOn = /^(reject|next|callback|cb|done|fail|abort|onError|handleError|captureException)$/;

/** How a call that gets the caught error ends: in a throw always, on some errors, or never; or it hands the error on. */
export type ThrowsOn = (call: CallExpr) => 'always' | 'sometimes' | 'never' | 'carries';

/** What a `catch` clause does with what it catches. */
export function shieldOf(handler: HandlerIr, block: readonly Stmt[], outer: Shield, throwsOn: ThrowsOn): Shield {
  const name = handler.param?.kind === 'name' ? handler.param.name : undefined;
  const shield = bodyShield(handler.body, name, handler.start, outer, throwsOn);
  if (shield.level !== 'swallowed' || shield.at !== handler.start) return shield;
  // The same call tried otherwise, for the same thing: what it fails with leaves still.
  const tried = returnedCalls(block);
  const names = namesIn(block);
  const triesAgain = returnedCalls(handler.body).some(
    call => tried.some(each => pathOf(each.callee) === pathOf(call.callee)) && call.args.some(arg => names(arg)),
  );
  return triesAgain ? { ...shield, level: 'partly', triesAgain } : shield;
}

/** Calls of what has a name whose result is returned. */
function returnedCalls(body: readonly Stmt[]): readonly CallExpr[] {
  const found: CallExpr[] = [];
  eachStmt(body, stmt => {
    const call = stmt.kind === 'return' ? calledIn(stmt) : undefined;
    if (call && pathOf(call.callee) !== undefined) found.push(call);
  });
  return found;
}

/** Whether an expression mentions a name that statements hand to a call or ask for. */
function namesIn(body: readonly Stmt[]): (expr: Expr) => boolean {
  const names = new Set<string>();
  const note = (expr: Expr): void => {
    someIn(expr, each => {
      if (each.kind === 'name') names.add(each.name);
      return false;
    });
  };
  eachExpr(body, expr => {
    if (expr.kind === 'call') expr.args.forEach(note);
  });
  eachStmt(body, stmt => {
    if (stmt.kind === 'switch') note(stmt.value);
    if (stmt.kind === 'if') note(stmt.test);
  });
  return expr => someIn(expr, each => each.kind === 'name' && names.has(each.name));
}

/** What statements that got an error do with it. */
export function bodyShield(
  body: readonly Stmt[],
  name: string | undefined,
  at: number,
  outer: Shield,
  throwsOn: ThrowsOn,
): Shield {
  const throws = leavesByThrow(body, throwsOn);
  if (throws === 'always') return outer;
  const inner: Shield = { level: levelOf(body, name, throws, throwsOn), to: insteadOf(body), at };
  return strength[inner.level] >= strength[outer.level] || outer.level === 'open' ? inner : outer;
}

export const strength: Readonly<Record<Shield['level'], number>> = { open: 0, carried: 1, partly: 2, swallowed: 3 };

function levelOf(
  body: readonly Stmt[],
  name: string | undefined,
  throws: 'sometimes' | 'never',
  throwsOn: ThrowsOn,
): Shield['level'] {
  if (throws === 'sometimes') return 'partly';
  let level: Shield['level'] = 'swallowed';
  const carries = (expr: Expr): boolean =>
    name !== undefined && someIn(expr, each => each.kind === 'name' && each.name === name);
  eachStmt(body, stmt => {
    if (stmt.kind !== 'return' || !stmt.value) return;
    if (isFailureValue(stmt.value) || (!isLog(stmt.value) && carries(stmt.value))) level = 'carried';
  });
  eachExpr(body, expr => {
    if (expr.kind === 'assign' && carries(expr.value)) level = 'carried';
    if (expr.kind !== 'call') return;
    const called = bare(expr.callee);
    const last = called.kind === 'member' ? called.property : called.kind === 'name' ? called.name : '';
    if (throwsOn(expr) === 'carries') level = 'carried';
    if (passesOn.test(last) || /^process\.(exit|abort)$/.test(pathOf(called) ?? '')) level = 'carried';
    if (
      (last === 'push' || /^(set|on|emit|dispatch|show|report).*(Error|Failure|Toast)/i.test(last)) &&
      expr.args.some(carries)
    )
      level = 'carried';
    if (last === 'emit' && expr.args.some(carries)) level = 'carried';
  });
  return level;
}

/** `E.left(…)`, `err(…)`, `Result.fail(…)`: a value that its type makes callers look at. */
function isFailureValue(value: Expr): boolean {
  const inner = bare(value);
  const call = inner.kind === 'await' ? bare(inner.value) : inner;
  return call.kind === 'call' && /(^|\.)(left|err|Err|failure|Failure|fail|Left)$/.test(pathOf(call.callee) ?? '');
}

function isLog(expr: Expr): boolean {
  return expr.kind === 'call' && /(^|\.)(console|log|logger|Logger)\./.test(`${pathOf(expr.callee) ?? ''}.`);
}

/** Whether every way through statements ends in a `throw`, some, or none. */
function leavesByThrow(body: readonly Stmt[], throwsOn: ThrowsOn): 'always' | 'sometimes' | 'never' {
  let some = false;
  let returns = false;
  let ends = alwaysLeaves(body);
  eachStmt(body, stmt => {
    const called = calledIn(stmt);
    const handed = called ? throwsOn(called) : 'never';
    some ||= stmt.kind === 'throw' || (stmt.kind === 'return' && isRejection(stmt.value));
    some ||= handed === 'always' || handed === 'sometimes';
    if (handed === 'always' && stmt === body.at(-1)) ends = true;
    returns ||= (stmt.kind === 'return' && !isRejection(stmt.value) && handed !== 'always') || stmt.kind === 'jump';
  });
  if (!some) return 'never';
  return !returns && ends ? 'always' : 'sometimes';
}

/** The call that is all of a statement. */
function calledIn(stmt: Stmt): CallExpr | undefined {
  if (stmt.kind !== 'expression' && stmt.kind !== 'return') return undefined;
  const value = stmt.value && bare(stmt.value);
  const inner = value?.kind === 'await' ? bare(value.value) : value;
  return inner?.kind === 'call' ? inner : undefined;
}

export function isRejection(value: Expr | undefined): boolean {
  return value?.kind === 'call' && pathOf(value.callee) === 'Promise.reject';
}

/** What stands in for the result. */
function insteadOf(body: readonly Stmt[]): string {
  let found = 'nothing';
  eachStmt(body, stmt => {
    if (stmt.kind === 'return') found = sentinelOf(stmt.value) ?? 'a value';
    if (stmt.kind === 'jump' && !stmt.isBreak && found === 'nothing') found = 'the next round';
  });
  return found;
}

/** A value that says nothing but "no result". */
export function sentinelOf(value: Expr | undefined): string | undefined {
  if (value === undefined) return 'undefined';
  const inner = bare(value);
  switch (inner.kind) {
    case 'await':
      return sentinelOf(inner.value);
    case 'literal':
      if (inner.value === null) return 'null';
      if (inner.value === false || inner.value === true) return String(inner.value);
      if (inner.value === '' || inner.value === 0) return 'empty';
      return undefined;
    case 'name':
      return inner.name === 'undefined' ? 'undefined' : undefined;
    case 'unary':
      if (inner.op === 'void') return 'undefined';
      return inner.op === '-' && inner.value.kind === 'literal' ? '-1' : undefined;
    case 'array':
      return inner.elements.length === 0 ? 'empty' : undefined;
    case 'object': {
      if (inner.properties.length === 0) return 'empty';
      const says = inner.properties.find(each => /^(ok|success|valid|isValid)$/.test(each.name));
      return says?.value.kind === 'literal' && says.value.value === false ? `{ ${says.name}: false }` : undefined;
    }
    case 'call':
      return pathOf(inner.callee) === 'Promise.resolve' ? sentinelOf(inner.args[0]) : undefined;
    default:
      return undefined;
  }
}
