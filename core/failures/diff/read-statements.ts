import type { Expr, IfStmt, Stmt, TryStmt } from '../../syntax/ir/nodes.js';
import { alwaysLeaves, someStmt } from '../shapes/paths.js';
import { bare } from '../shapes/scope.js';
import { contentsOf } from '../walk.js';
import type { Use } from './behaviour.js';
import { throwsOn } from './call-facts.js';
import { alternativesOf, conditionText } from './conditions.js';
import type { Context } from './context.js';
import { exitOf, throwExit } from './exits.js';
import { asksStatus } from './options.js';
import { asked, noteAlternatives, noteTest } from './questions.js';
import { readFunction } from './read-functions.js';
import { attemptsOf, isFull, isReadElsewhere, protect, type Reading } from './reading.js';
import { isRejection, sentinelOf, shieldOf } from './shields.js';
import { isName, isWaitedFor, isWrittenOut, someExpr } from './value-facts.js';

export function readStmts(reading: Reading, stmts: readonly Stmt[], outer: Context): void {
  let context = outer;
  for (const stmt of stmts) {
    if (isFull(reading)) return;
    readStmt(reading, stmt, context);
    // What stands behind an `if` that always leaves is guarded by its opposite.
    if (stmt.kind === 'if' && stmt.no.length === 0 && alwaysLeaves(stmt.yes)) context = asked(stmt.test, false, outer);
  }
}

function readStmt(reading: Reading, stmt: Stmt, context: Context): void {
  switch (stmt.kind) {
    case 'expression':
      noteEnd(reading, stmt.value, context);
      reading.expression(stmt.value, context, 'floating');
      return;
    case 'let':
      if (stmt.value)
        reading.expression(stmt.value, context, stmt.target.kind === 'name' ? keptUse(stmt, context) : 'value');
      reading.expression(stmt.target, context, 'value');
      return;
    case 'return':
      readReturn(reading, stmt.value, stmt, context);
      return;
    case 'throw':
      reading.exits.push(throwExit(stmt.value, stmt, context));
      reading.expression(stmt.value, context, 'value');
      return;
    case 'if':
      // In a handler, a status that nothing leaves by only chooses what is said.
      if (context.inHandler && !leavesAnyhow(stmt)) {
        noteAlternatives(reading, stmt.test, context);
        reading.expression(stmt.test, context, 'value');
      } else noteTest(reading, stmt.test, context);
      readStmts(reading, stmt.yes, asked(stmt.test, true, onceIfItBreaks(stmt.yes, context)));
      readStmts(reading, stmt.no, asked(stmt.test, false, onceIfItBreaks(stmt.no, context)));
      return;
    case 'try':
      readTry(reading, stmt, context);
      return;
    case 'loop': {
      const isFixed = stmt.over !== undefined && isWrittenOut(context.file, context.fn, stmt.over);
      const inside = {
        ...context,
        loops: context.loops + 1,
        fixedLoops: context.fixedLoops + (isFixed ? 1 : 0),
        breaksLoop: !isFixed,
      };
      readStmts(reading, stmt.init, context);
      if (stmt.over) reading.expression(stmt.over, context, stmt.form === 'await-of' ? 'awaited' : 'value');
      if (stmt.test) {
        noteTest(reading, stmt.test, inside);
      }
      if (stmt.step) reading.expression(stmt.step, inside, 'value');
      readStmts(reading, stmt.body, inside);
      return;
    }
    case 'switch':
      noteTest(reading, stmt.value, context);
      for (const { test, body } of stmt.cases) {
        const key = test
          ? `${conditionText(context.file, context.fn, stmt.value)} == ${conditionText(context.file, context.fn, test)}`
          : 'default';
        readStmts(reading, body, { ...context, guards: [key], asksStatus: asksStatus(stmt.value), breaksLoop: false });
      }
      return;
    case 'declare-function':
      if (!isReadElsewhere(reading, stmt.index, context)) readFunction(reading, stmt.index, context);
      return;
    default: {
      const { exprs, blocks } = contentsOf(stmt);
      for (const expr of exprs) reading.expression(expr, context, 'value');
      for (const block of blocks) readStmts(reading, block, context);
    }
  }
}

/** A call of a function that always throws is a way out: which error leaves, that function says. */
function noteEnd(reading: Reading, written: Expr, context: Context): void {
  const value = bare(written);
  const call = value.kind === 'await' ? bare(value.value) : value;
  if (call.kind !== 'call' || context.guards.length === 0 || throwsOn(reading.side, context)(call) !== 'always') return;
  const detail = call.args.map(arg => conditionText(context.file, context.fn, arg)).join();
  reading.exits.push(exitOf('throw', '$', call, context, undefined, detail));
}

/** What ends the loop around it happens once. */
function onceIfItBreaks(block: readonly Stmt[], context: Context): Context {
  const last = block.at(-1);
  const breaks = context.breaksLoop && last?.kind === 'jump' && last.isBreak && last.label === '';
  return breaks ? { ...context, loops: context.loops - 1, breaksLoop: false } : context;
}

/** Some way through an `if` ends in a `throw` or a `return`. */
function leavesAnyhow({ yes, no }: IfStmt): boolean {
  return [yes, no].some(block => someStmt(block, each => each.kind === 'throw' || each.kind === 'return'));
}

function readTry(reading: Reading, stmt: TryStmt, context: Context): void {
  const isRetried = context.isRetried || attemptsOf(reading, context).has(stmt);
  if (isRetried && !context.isRetried) protect(reading, context, 'retry', stmt, 'a loop');
  const shield = stmt.handler
    ? shieldOf(stmt.handler, stmt.block, context.shield, throwsOn(reading.side, context))
    : context.shield;
  readStmts(reading, stmt.block, { ...context, shield, isRetried, inTry: true });
  if (stmt.handler)
    readStmts(reading, stmt.handler.body, {
      ...context,
      caught: stmt.handler.param?.kind === 'name' ? stmt.handler.param.name : undefined,
      inHandler: true,
      inTry: context.inTry || stmt.final !== undefined,
      guards: ['caught'],
    });
  if (stmt.final) readStmts(reading, stmt.final, context);
}

function readReturn(reading: Reading, value: Expr | undefined, at: Stmt | Expr, context: Context): void {
  const inner = value && bare(value);
  if (inner?.kind === 'conditional') {
    noteTest(reading, inner.test, context);
    readReturn(reading, inner.yes, inner.yes, asked(inner.test, true, context));
    readReturn(reading, inner.no, inner.no, asked(inner.test, false, context));
    return;
  }
  if (inner && isRejection(inner) && inner.kind === 'call') {
    const [error] = inner.args;
    if (error) reading.exits.push(throwExit(error, at, context));
    for (const arg of inner.args) reading.expression(arg, context, 'value');
    return;
  }
  const sentinel = sentinelOf(inner);
  if (sentinel !== undefined) reading.exits.push(exitOf('return', sentinel, at, context, undefined));
  else if (inner?.kind === 'binary' && (inner.op === '??' || inner.op === '||')) {
    const instead = sentinelOf(inner.right);
    const missing = { ...context, guards: alternativesOf(context.file, context.fn, inner.left, false) };
    if (instead !== undefined) reading.exits.push(exitOf('return', instead, at, missing, undefined));
  }
  if (value) reading.expression(value, context, 'returned');
}

function keptUse(stmt: Stmt & { kind: 'let' }, context: Context): Use {
  if (stmt.value && bare(stmt.value).kind === 'await') return 'value';
  if (stmt.target.kind !== 'name') return 'value';
  const { name } = stmt.target;
  const body = context.file.ir.functions[context.fn]?.body ?? [];
  if (someExpr(context.file, body, each => each.kind === 'await' && isName(bare(each.value), name))) return 'awaited';
  return isWaitedFor(context.file, body, name) ? 'handed' : 'kept';
}
