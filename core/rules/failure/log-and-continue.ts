import { isSelected } from '../../failures/policy/function-names.js';
import { calledName } from '../../failures/shapes/calls.js';
import { statementsBehind } from '../../failures/shapes/paths.js';
import { eachExpr, mentions, pathOf } from '../../failures/walk.js';
import type { Expr, Stmt, TryStmt } from '../../syntax/ir/nodes.js';
import { defineRule } from '../rule.js';
import { callsIn, handlersOf, isCleanup, isReport, isShownToUser } from './handlers.js';
import { nameOf, originsOf } from './wording.js';

export const logAndContinue = defineRule({
  id: 'failure/log-and-continue',
  summary: 'A failure is logged, and what follows relies on what failed.',
  severity: 'hint',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report, path }) {
    if (isTest) return;
    for (const { fn, statement, handler: clause, caught } of handlersOf(file)) {
      if ((caught.modes.length === 0 && !caught.open) || !onlyReports(clause.body)) continue;
      if (isSelected(file.policy.bestEffort, file, fn)) continue;
      if (isCleanup(statement.block) || callsIn(statement.block).every(isReport)) continue;
      const after = statementsBehind(file.ir.functions[fn]?.body ?? [], statement);
      if (after.length === 0 || after[0]?.kind === 'try') continue;
      const subject = sharedSubject(statement, after);
      const claim = subject ? undefined : claimedSuccess(after);
      const reason = subject ?? claim ?? readsAssigned(statement, after);
      if (!reason) continue;
      report({
        path,
        span: { start: clause.start, end: clause.end },
        message: `${nameOf(file, fn)} only logs this failure and goes on with ${reason.name}, as if it had worked. Throw it on with its cause, or return here.`,
        symbol: file.symbolOf(fn),
        site: `log and go on with ${reason.name}`,
        severity: subject || claim ? 'information' : 'hint',
        handler: clause,
        related: [
          { path, span: { start: reason.start, end: reason.end }, message: 'What follows relies on it here.' },
          ...originsOf(caught.modes),
        ],
      });
    }
  },
});

/** Logging, telemetry and nothing else; the user is not told either. */
function onlyReports(body: readonly Stmt[]): boolean {
  if (body.length === 0) return false;
  return body.every(stmt => {
    if (stmt.kind !== 'expression') return false;
    const value = stmt.value.kind === 'await' ? stmt.value.value : stmt.value;
    return value.kind === 'call' && isReport(value) && !isShownToUser(value);
  });
}

interface Reason {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A later effect on what the failed effect was about: `save(order)` failed, `publish(order.id)` follows. */
function sharedSubject({ block }: TryStmt, after: readonly Stmt[]): Reason | undefined {
  const tried = new Set(
    callsIn(block)
      .filter(call => !isReport(call))
      .flatMap(call => call.args.flatMap(roots)),
  );
  for (const stmt of after) {
    if (stmt.kind !== 'expression') continue;
    const call = stmt.value.kind === 'await' ? stmt.value.value : stmt.value;
    if (call.kind !== 'call' || isReport(call)) continue;
    const name = call.args.flatMap(roots).find(each => tried.has(each));
    if (name !== undefined) return { name, start: stmt.start, end: stmt.end };
  }
  return undefined;
}

const successNames =
  /^(is)?(saved|sent|done|success(ful)?|succeeded|submitted|completed?|uploaded|synced|paid|deleted|created|updated)$/i;

/** It is said to have worked: `saved.value = true`, `this.sent = true`, `setSaved(true)`, `toast.success(…)`. */
function claimedSuccess(after: readonly Stmt[]): Reason | undefined {
  for (const { start, end, ...stmt } of after) {
    if (stmt.kind !== 'expression') continue;
    const value = stmt.value.kind === 'await' ? stmt.value.value : stmt.value;
    if (value.kind === 'assign' && value.op === '=' && isTrue(value.value)) {
      const name = (pathOf(value.target) ?? '').split('.').find(each => successNames.test(each));
      if (name !== undefined) return { name: `${name} = true`, start, end };
    }
    if (value.kind !== 'call') continue;
    const called = calledName(value);
    const set = /^set([A-Z]\w*)$/.exec(called)?.[1];
    if (set !== undefined && successNames.test(set) && isTrue(value.args[0]))
      return { name: `${called}(true)`, start, end };
    if (called === 'success' && /toast|notif|message|snackbar/i.test(pathOf(value.callee) ?? ''))
      return { name: pathOf(value.callee) ?? called, start, end };
  }
  return undefined;
}

function isTrue(value: Expr | undefined): boolean {
  return value?.kind === 'literal' && value.value === true;
}

function roots(expr: Expr): string[] {
  if (expr.kind === 'name') return expr.name === 'undefined' ? [] : [expr.name];
  return expr.kind === 'member' ? roots(expr.object) : [];
}

/** A variable that only the block assigns is read afterwards. */
function readsAssigned({ block }: TryStmt, after: readonly Stmt[]): Reason | undefined {
  const assigned = new Set<string>();
  eachExpr(block, expr => {
    if (expr.kind === 'assign' && expr.target.kind === 'name') assigned.add(expr.target.name);
  });
  for (const name of assigned) {
    let place: Reason | undefined;
    eachExpr(after, expr => {
      const isGuarded = expr.kind === 'unary' || expr.kind === 'binary' || expr.kind === 'conditional';
      if (!place && expr.kind === 'call' && expr.args.some(arg => mentions(arg, name)) && !isGuarded)
        place = { name, start: expr.start, end: expr.end };
    });
    const isTested = after.some(stmt => stmt.kind === 'if' && mentions(stmt.test, name));
    if (place && !isTested) return place;
  }
  return undefined;
}
