import { printExpr } from '../../failures/print.js';
import { calledName } from '../../failures/shapes/calls.js';
import { missingTestBefore } from '../../failures/shapes/missing.js';
import { bare, functionsOf } from '../../failures/shapes/scope.js';
import { runsConcurrently } from '../../failures/shapes/shared.js';
import { isGuarded, isOfEntity, isOnTheWay, readState, writtenState } from '../../failures/shapes/shared-access.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr, eachPart, eachStmt, mentions, partsOf, someIn } from '../../failures/walk.js';
import type { AssignExpr, Expr, FunctionIr, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt } from '../draft.js';
import { defineRule } from '../rule.js';
import { createdOnOldAnswer } from './created-on-old-answer.js';

export const checkThenAct = defineRule({
  id: 'race/check-then-act',
  summary: 'Shared state is asked, a wait follows, and the state is written on the old answer.',
  severity: 'information',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report }) {
    if (isTest) return;
    for (const { fn, index } of functionsOf(file)) {
      if (!runsConcurrently(file, index)) continue;
      for (const { test, wait, write, state } of racesIn(file, index, fn)) {
        report(
          draftAt(
            file,
            index,
            write,
            `${state} is written on an answer from before the wait: two runs at once both find it missing and both go on. Keep the promise itself before waiting, or ask again after it.`,
            {
              ...(isFill(write) || isFlag(write) ? { severity: 'hint' as const } : {}),
              related: [relatedAt(file, test, 'It is asked here.'), relatedAt(file, wait, 'Here others run.')],
            },
          ),
        );
      }
      for (const { ask, test, create, isKnown } of createdOnOldAnswer(file, index, fn)) {
        report(
          draftAt(
            file,
            index,
            create,
            `${printExpr(create.callee)} creates what ${printExpr(ask.callee)} did not find before: two runs at once both find it missing and both create it. Let the store decide, with a unique key whose conflict is handled, an upsert, or for a file the flag wx.`,
            {
              ...(isKnown ? {} : { severity: 'hint' as const }),
              related: [
                relatedAt(file, ask, 'It is asked for here.'),
                relatedAt(file, test, 'Here it is taken to be missing.'),
              ],
            },
          ),
        );
      }
    }
  },
});

/** `started = true` behind the wait: both runs do the work. */
function isFlag(write: Expr): boolean {
  return write.kind === 'assign' && write.value.kind === 'literal' && write.value.value === true;
}

/** An entry that is filled: the work is done twice and nothing is lost, as long as loading changes nothing. */
function isFill(write: Expr): boolean {
  if (write.kind === 'assign' && write.target.kind === 'member' && isLoaded(write)) return true;
  return write.kind === 'call' ? write.args.length > 1 : write.kind === 'assign' && write.target.kind === 'index';
}

/** `this.cachedState = await this.loadState()`: a field that remembers what was read. */
function isLoaded({ target, value }: AssignExpr): boolean {
  const name = target.kind === 'member' ? target.property : '';
  const at = bare(value);
  const call = at.kind === 'await' ? bare(at.value) : at;
  if (call.kind !== 'call') return false;
  return (
    /cache|memo/i.test(name) ||
    /^(load|read|get|fetch|find|list|query|resolve|detect|compute|parse)(?=[A-Z_]|$)/.test(calledName(call))
  );
}

interface Race {
  readonly state: string;
  readonly test: Expr;
  readonly wait: Expr;
  readonly write: Expr;
}

interface Access {
  readonly expr: Expr;
  readonly state: string;
}

function racesIn(file: FileView, fn: number, { body }: FunctionIr): Race[] {
  if (isGuarded(file, fn)) return [];
  const reads: Access[] = [];
  const writes: Access[] = [];
  const waits: Expr[] = [];
  eachExpr(body, expr => {
    if (expr.kind === 'await') waits.push(expr);
    const written = writtenState(file, fn, expr);
    if (written !== undefined) writes.push({ expr, state: written });
    const read = readState(file, fn, expr);
    if (read !== undefined) reads.push({ expr, state: read });
  });
  const races: Race[] = [];
  const seen = new Set<string>();
  for (const write of writes) {
    if (seen.has(write.state)) continue;
    const holders = namesHolding(file, fn, body, write.state);
    const guard = missingTestBefore(
      body,
      write.expr,
      each => (each.kind === 'name' && holders.includes(each.name)) || readState(file, fn, each) === write.state,
    );
    if (guard === undefined || !comesFromWait(body, write.expr) || isOfEntity(file, fn, write.state)) continue;
    const between = waits.filter(
      wait => wait.start > guard.test.end && (wait.end <= write.expr.start || isPartOf(write.expr, wait)),
    );
    const wait = between.at(-1);
    if (wait === undefined || !isOnTheWay(body, wait, write.expr)) continue;
    // Asked again after the wait, or marked before it.
    const isAskedAgain = reads.some(
      read => read.state === write.state && read.expr.start > wait.end && read.expr.start < write.expr.start,
    );
    const isMarked = writes.some(
      each =>
        each !== write &&
        each.state === write.state &&
        each.expr.start > guard.test.start &&
        each.expr.end <= between[0]!.start,
    );
    if (isAskedAgain || isMarked) continue;
    seen.add(write.state);
    races.push({ state: write.state, test: guard.test, wait, write: write.expr });
  }
  return races;
}

/** What is written was waited for (`x = await f()`, or a local that holds it), or is a mark: `seen.add(k)`. */
function comesFromWait(body: readonly Stmt[], write: Expr): boolean {
  const value = write.kind === 'assign' ? write.value : write.kind === 'call' ? write.args[1] : undefined;
  if (value === undefined || isFlag(write)) return true;
  if (someIn(value, each => each.kind === 'await')) return true;
  let found = false;
  eachStmt(body, stmt => {
    if (stmt.kind !== 'let' || stmt.value === undefined || !someIn(stmt.value, each => each.kind === 'await')) return;
    eachPart(stmt.target, each => {
      found ||= each.kind === 'name' && mentions(value, each.name);
    });
  });
  return found;
}

/** Locals that were given the state: `const hit = cache.get(k)`. */
function namesHolding(file: FileView, fn: number, body: readonly Stmt[], state: string): readonly string[] {
  const names: string[] = [];
  eachStmt(body, stmt => {
    if (
      stmt.kind === 'let' &&
      stmt.target.kind === 'name' &&
      stmt.value &&
      readState(file, fn, bare(stmt.value)) === state
    )
      names.push(stmt.target.name);
  });
  return names;
}

function isPartOf(outer: Expr, inner: Expr): boolean {
  return outer === inner || partsOf(outer).some(part => isPartOf(part, inner));
}
