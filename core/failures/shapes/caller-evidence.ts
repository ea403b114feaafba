import type { FilePath } from '../../files/paths.js';
import type { CallExpr, Expr, Stmt } from '../../syntax/ir/nodes.js';
import type { Span } from '../../text/span.js';
import type { FailureView, FileView, FunctionRef } from '../view.js';
import { eachExpr, eachStmt, pathOf } from '../walk.js';
import { effectOf } from './calls.js';
import { outcomeWhenMissing } from './missing.js';
import { alwaysLeaves } from './paths.js';
import { eachBlock } from './scope.js';

/** What code says about the thing it asked for, where it may only have failed. */
export type Assertion = 'absent' | 'denied' | 'created' | 'conflict';

/** Where a caller decides what a sentinel means. */
export interface CallerEvidence {
  readonly path: FilePath;
  readonly span: Span;
  readonly message: string;
  readonly asserts: Assertion;
}

/** Callers that branch on the sentinel and assert something: render "not found", answer 404 or 401, create what is missing. */
export function callerEvidence(failures: FailureView, ref: FunctionRef): CallerEvidence[] {
  const found: CallerEvidence[] = [];
  for (const site of failures.callers(ref)) {
    const file = failures.file(site.path);
    if (!file || file.isTest) continue;
    for (const evidence of inFunction(file, site.index, ref)) {
      if (!found.some(each => each.path === evidence.path && each.span.start === evidence.span.start))
        found.push(evidence);
    }
  }
  return found.slice(0, 8);
}

function inFunction(file: FileView, fn: number, ref: FunctionRef): CallerEvidence[] {
  const ir = file.ir.functions[fn];
  if (!ir) return [];
  const names = new Set<string>();
  const isMeant = (expr: Expr | undefined): boolean => {
    const call = expr && callIn(expr);
    if (!call) return false;
    const callee = file.callee(fn, call);
    return (
      callee.kind === 'project' && callee.targets.some(target => target.path === ref.path && target.index === ref.index)
    );
  };
  eachStmt(ir.body, stmt => {
    if (stmt.kind === 'let' && stmt.target.kind === 'name' && isMeant(stmt.value)) names.add(stmt.target.name);
  });
  eachExpr(ir.body, expr => {
    if (expr.kind === 'assign' && expr.target.kind === 'name' && isMeant(expr.value)) names.add(expr.target.name);
  });
  return evidenceIn(file, fn, expr => (expr.kind === 'name' && names.has(expr.name)) || isMeant(expr));
}

/** Where a function branches on a value and asserts something where it is missing; `isSubject` tells the expressions that are it. */
export function evidenceIn(file: FileView, fn: number, isSubject: (expr: Expr) => boolean): CallerEvidence[] {
  const ir = file.ir.functions[fn]!;
  const inserts = (call: CallExpr): boolean => effectOf(file, fn, call) === 'write-non-idempotent';
  const found: CallerEvidence[] = [];
  const take = ({ start, end }: Expr, whenMissing: readonly Stmt[]): void => {
    const asserts = assertionOf(whenMissing, inserts);
    if (asserts)
      found.push({ path: file.path, span: { start, end }, message: evidenceText(file, fn, asserts), asserts });
  };
  eachBlock(ir.body, block => {
    block.forEach((stmt, i) => {
      if (stmt.kind !== 'if') return;
      const isYes = outcomeWhenMissing(stmt.test, isSubject);
      if (isYes === true) take(stmt.test, stmt.yes);
      else if (isYes === false && stmt.no.length > 0) take(stmt.test, stmt.no);
      // `if (user) return user; return createUser();`: what stands behind is for the one that is missing.
      else if (isYes === false && alwaysLeaves(stmt.yes)) take(stmt.test, endOf(block.slice(i + 1)));
    });
  });
  eachExpr(ir.body, expr => {
    if (expr.kind === 'conditional') {
      const isYes = outcomeWhenMissing(expr.test, isSubject);
      if (isYes !== undefined) take(expr.test, asBranch(isYes ? expr.yes : expr.no));
    } else if (expr.kind === 'binary' && (expr.op === '??' || expr.op === '||') && isSubject(expr.left))
      take(expr, asBranch(expr.right));
  });
  return found;
}

function asBranch(value: Expr): Stmt[] {
  return [{ kind: 'expression', start: value.start, end: value.end, value }];
}

/** What a block comes to: its last statement, where that leaves it or does something. */
function endOf(stmts: readonly Stmt[]): readonly Stmt[] {
  const last = stmts.at(-1);
  return last && /^(return|throw|expression)$/.test(last.kind) ? [last] : [];
}

function evidenceText(file: FileView, fn: number, asserts: Assertion): string {
  const written = file.ir.functions[fn]?.name || 'The module';
  const name = written.includes('~') ? 'This caller' : written;
  const reads = {
    absent: 'takes the value for "not there"',
    denied: 'takes the value for "not allowed"',
    created: 'creates what it takes to be missing',
    conflict: 'takes the value for "already there"',
  }[asserts];
  return `${name} ${reads}.`;
}

function callIn(expr: Expr): CallExpr | undefined {
  if (expr.kind === 'await' || expr.kind === 'cast') return callIn(expr.value);
  return expr.kind === 'call' ? expr : undefined;
}

/** What statements assert about the thing that was asked for; `inserts` tells calls that put something into a store. */
export function assertionOf(
  stmts: readonly Stmt[],
  inserts: (call: CallExpr) => boolean = () => false,
): Assertion | undefined {
  let found: Assertion | undefined;
  eachExpr(stmts, expr => {
    found ??= assertionIn(expr, inserts);
  });
  return found;
}

function assertionIn(expr: Expr, inserts: (call: CallExpr) => boolean): Assertion | undefined {
  if (expr.kind === 'literal') {
    if (expr.value === 404) return 'absent';
    if (expr.value === 401 || expr.value === 403) return 'denied';
    if (expr.value === 409) return 'conflict';
    return typeof expr.value === 'string' ? textAssertion(expr.value) : undefined;
  }
  if (expr.kind === 'template') return textAssertion(expr.text);
  if (expr.kind === 'jsx') return /NotFound|Missing|Empty404/.test(expr.tag) ? 'absent' : undefined;
  if (expr.kind !== 'call') return undefined;
  const name = (pathOf(expr.callee) ?? '').split('.').at(-1) ?? '';
  if (/not_?found|renderMissing|missing/i.test(name)) return 'absent';
  if (/unauthori[sz]ed|forbidden|signOut|logout|denied/i.test(name)) return 'denied';
  return /^(create|insert|register|add|save|provision|seed|signUp)([A-Z]|$)/.test(name) || inserts(expr)
    ? 'created'
    : undefined;
}

function textAssertion(text: string): Assertion | undefined {
  if (/\b(not found|does not exist|doesn't exist|no such|unknown (user|id|account))\b/i.test(text)) return 'absent';
  if (/\b(unauthori[sz]ed|forbidden|not allowed|access denied)\b/i.test(text)) return 'denied';
  return /\b(already (exists|taken|registered|in use|there)|is taken|duplicate)\b/i.test(text) ? 'conflict' : undefined;
}
