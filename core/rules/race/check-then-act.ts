import { calledName } from '../../failures/shapes/calls.js';
import { alwaysLeaves } from '../../failures/shapes/paths.js';
import { bare, functionsOf } from '../../failures/shapes/scope.js';
import { runsConcurrently } from '../../failures/shapes/shared.js';
import { isOfEntity, isOnTheWay, locksItself, readState, writtenState } from '../../failures/shapes/shared-access.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr, eachPart, eachStmt, mentions, partsOf, someIn } from '../../failures/walk.js';
import type { AssignExpr, Expr, FunctionIr, IfStmt, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt } from '../draft.js';
import { defineRule } from '../rule.js';

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
  if (locksItself(file, fn, body)) return [];
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
    const guard = guardOf(file, fn, body, write);
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

/** The test before a write that finds the state missing: the write stands in its branch, or behind it where the other leaves. */
function guardOf(file: FileView, fn: number, body: readonly Stmt[], { expr, state }: Access): IfStmt | undefined {
  let found: IfStmt | undefined;
  const holders = namesHolding(file, fn, body, state);
  const isState = (each: Expr): boolean =>
    (each.kind === 'name' && holders.includes(each.name)) || readState(file, fn, each) === state;
  eachStmt(body, stmt => {
    if (stmt.kind !== 'if' || stmt.start > expr.start || isPartOfTest(stmt, expr)) return;
    const isIn = (block: readonly Stmt[]): boolean =>
      block.some(each => each.start <= expr.start && expr.end <= each.end);
    const finds = isIn(stmt.yes)
      ? impliesMissing(stmt.test, true, isState)
      : isIn(stmt.no) || (stmt.no.length === 0 && alwaysLeaves(stmt.yes))
        ? impliesMissing(stmt.test, false, isState)
        : false;
    if (finds) found = stmt;
  });
  return found;
}

/** Whether the state is missing where a test comes out as `outcome`. */
function impliesMissing(test: Expr, outcome: boolean, isState: (expr: Expr) => boolean): boolean {
  const at = bare(test);
  if (at.kind === 'unary' && at.op === '!') return impliesMissing(at.value, !outcome, isState);
  if (at.kind !== 'binary') return !outcome && isState(at);
  if (at.op === (outcome ? '&&' : '||'))
    return impliesMissing(at.left, outcome, isState) || impliesMissing(at.right, outcome, isState);
  const isNothing = (each: Expr): boolean =>
    (each.kind === 'literal' && each.value === null) || (each.kind === 'name' && each.name === 'undefined');
  const compares = (isNothing(at.right) && isState(bare(at.left))) || (isNothing(at.left) && isState(bare(at.right)));
  return compares && (outcome ? /^={2,3}$/ : /^!={1,2}$/).test(at.op);
}

function isPartOfTest({ test }: IfStmt, expr: Expr): boolean {
  return test.start <= expr.start && expr.end <= test.end;
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
