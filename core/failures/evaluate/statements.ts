import type { Expr, HandlerIr, Stmt, TryStmt } from '../../syntax/ir/nodes.js';
import type { AbstractValue, FailureMode, ReturnOutcome } from '../contract.js';
import { fieldValues } from '../link/class-parts.js';
import { printExpr } from '../print.js';
import { eachExpr } from '../walk.js';
import { assignedIn, isAssignedInside } from './assigned.js';
import { refine } from './conditions/refine.js';
import { memberTaken } from './conditions/variables.js';
import { discriminantNames, mappedClass } from './errors.js';
import { type Evaluation, raise } from './evaluation.js';
import { awaited, evaluateClass } from './expressions.js';
import { isNamedForItsWay } from './lexicon.js';
import { filtered, isHole, keyOf, type Modes, modesOf, noModes, union } from './modes.js';
import { neverReturns } from './never-returns.js';
import { evaluateAllOnce, evaluateOnce } from './once.js';
import { causes, outcome } from './outcomes.js';
import { modesOfThrown } from './thrown.js';
import { limited, type Path, unknownVal, type Val, withVar } from './values.js';

/** Runs the body of a function from a way into it: returns, throws and swallows are collected in the evaluation. */
export function evaluateBody(run: Evaluation, start: Path): void {
  const { ir } = run;
  let entered = start;
  for (const { value, fn } of fieldValues(run.unit.ir, ir, run.index))
    entered = evaluateOnce(value, entered, fn === run.index ? run : { ...run, index: fn }).path;
  const ends = runAll(ir.body, [entered], run);
  for (const path of ends) run.returns.push(outcome(ir.end, ir.end, { kind: 'literal', abstract: 'none' }, path));
}

function runAll(stmts: readonly Stmt[], paths: readonly Path[], run: Evaluation): readonly Path[] {
  let live = paths;
  for (const stmt of stmts) {
    if (live.length === 0) break;
    live = limited(
      live.flatMap(path => runOne(stmt, path, run)),
      union,
    );
  }
  return live;
}

function runOne(stmt: Stmt, path: Path, run: Evaluation): readonly Path[] {
  switch (stmt.kind) {
    case 'expression': {
      const { path: next } = evaluateOnce(stmt.value, path, run);
      return neverReturns(stmt.value, run) ? [] : [next];
    }
    case 'let': {
      if (!stmt.value) return [startsEmpty(stmt.target, path, run)];
      const { value, path: next } = evaluateOnce(stmt.value, path, run);
      return [bind(stmt.target, partOfError(stmt.value, next) ?? value, next)];
    }
    case 'return':
      if (!stmt.value)
        run.returns.push(outcome(stmt.start, stmt.end, { kind: 'literal', abstract: 'undefined' }, path));
      else returnValue(stmt.value, path, run);
      return [];
    case 'throw': {
      const { value, path: at } = evaluateOnce(stmt.value, path, run);
      raise(run, explained(modesOfThrown(stmt.value, value, at, run), at, run));
      return [];
    }
    case 'if': {
      const tested = evaluateOnce(stmt.test, path, run).path;
      const yes = refine(stmt.test, tested, true, run);
      const no = refine(stmt.test, tested, false, run);
      const [afterYes, afterNo] = [runAll(stmt.yes, yes, run), runAll(stmt.no, no, run)];
      const isBehind = afterYes.length > 0 && afterNo.length > 0;
      return [...afterYes, ...afterNo].map(each => {
        const over = isBehind ? each.shown.filter(shown => shown.channel === 'return') : each.over;
        return each.when === path.when && over.length === each.over.length ? each : { ...each, over, when: path.when };
      });
    }
    case 'block':
      if (stmt.label === '') return runAll(stmt.body, [path], run);
      return jumpingOut(run, () => runAll(stmt.body, [path], run));
    case 'try':
      return runTry(stmt, path, run);
    case 'loop': {
      const init = runAll(stmt.init, [path], run);
      const isEndless =
        (stmt.form === 'for' && !stmt.test) || (stmt.test?.kind === 'literal' && stmt.test.value === true);
      const after = jumpingOut(run, () =>
        init.flatMap(start => {
          const over = stmt.over && evaluateOnce(stmt.over, start, run);
          // Each step awaits what the iterator or the list gives.
          if (stmt.form === 'await-of' && over?.value.kind === 'promises') raise(run, over.value.rejects);
          else if (stmt.form === 'await-of' && over) awaited(over.value, run);
          const head = evaluateAllOnce(stmt.test ? [stmt.test] : [], over?.path ?? start, run);
          // Any round may be the one that is looked at: what the rounds assign is not known at the beginning of one.
          const round = assignedIn(stmt).reduce((at, name) => withVar(at, name, unknownVal), head);
          const entered =
            stmt.test && stmt.form !== 'do'
              ? refine(stmt.test, round, true, run)
              : [stmt.each ? bind(stmt.each, unknownVal, round) : round];
          const ends = runAll(stmt.body, entered, run);
          for (const end of ends) if (stmt.step) evaluateOnce(stmt.step, end, run);
          const left = ends.map(each => ({ ...each, when: path.when }));
          return isEndless ? [] : stmt.form === 'do' ? left : [head, ...left];
        }),
      );
      // Only `break` leaves a loop without end.
      return isEndless ? after.filter(each => !continued.has(each)) : after;
    }
    case 'switch': {
      const head = evaluateOnce(stmt.value, path, run).path;
      return jumpingOut(run, () => {
        let falling: readonly Path[] = [];
        const hasDefault = stmt.cases.some(each => !each.test);
        let rest: readonly Path[] = [head];
        for (const { test, body } of stmt.cases) {
          const equals: Expr | undefined = test && {
            kind: 'binary',
            start: test.start,
            end: test.end,
            op: '===',
            left: stmt.value,
            right: test,
          };
          const taken = equals ? rest.flatMap(each => refine(equals, each, true, run)) : rest;
          if (equals) rest = rest.flatMap(each => refine(equals, each, false, run));
          falling = runAll(body, limited([...falling, ...taken], union), run);
        }
        return hasDefault ? falling : [...falling, ...rest];
      });
    }
    case 'jump':
      run.jumps[0]?.push(stmt.isBreak || stmt.label !== '' ? path : goingOn(path));
      return [];
    case 'declare-function':
      return [path];
    case 'declare-class':
      return [evaluateClass(stmt, path, run)];
  }
}

/** Paths that a `continue` ends. */
const continued = new WeakSet<Path>();

function goingOn(path: Path): Path {
  const left = { ...path };
  continued.add(left);
  return left;
}

function jumpingOut(run: Evaluation, body: () => readonly Path[]): readonly Path[] {
  run.jumps.unshift([]);
  const ends = body();
  const jumped = run.jumps.shift() ?? [];
  return [...ends, ...jumped];
}

/** `let found;` holds nothing until it is assigned, which functions inside may do at any time. */
function startsEmpty(target: Expr, path: Path, { unit, index }: Evaluation): Path {
  if (target.kind !== 'name' || isAssignedInside(unit.ir, index, target.name)) return path;
  return withVar(path, target.name, { kind: 'literal', abstract: 'undefined' });
}

/** `const code = err.code`. */
function partOfError(value: Expr, path: Path): Val | undefined {
  const taken = value.kind === 'member' ? memberTaken(value, path) : undefined;
  return taken?.member !== undefined && discriminantNames.includes(taken.member) ? taken : undefined;
}

function bind(target: Expr, value: Val, path: Path): Path {
  if (target.kind === 'name') return withVar(path, target.name, value);
  if (target.kind !== 'pattern') return path;
  let next = path;
  for (const element of target.elements) {
    const isAsked =
      (value.kind === 'response' && /^(ok|status|statusCode|body)$/.test(element.property)) ||
      (value.kind === 'error' && value.member === undefined && discriminantNames.includes(element.property));
    next = bind(element.target, isAsked ? { ...value, member: element.property } : unknownVal, next);
  }
  return next;
}

/** `return cond ? a : b` and `return a ?? b` are returned apart, each on its own way. */
function returnValue(expr: Expr, path: Path, run: Evaluation): void {
  if (expr.kind === 'conditional') {
    const tested = evaluateOnce(expr.test, path, run).path;
    for (const each of refine(expr.test, tested, true, run)) returnValue(expr.yes, each, run);
    for (const each of refine(expr.test, tested, false, run)) returnValue(expr.no, each, run);
    return;
  }
  const { value, path: next } = evaluateOnce(expr, path, run);
  if (value.kind === 'promise' && neverReturns({ kind: 'await', start: expr.start, end: expr.end, value: expr }, run)) {
    run.outside.modes = union(run.outside.modes, value.rejects);
    return;
  }
  if (!neverReturns(expr, run)) settle(expr, value, next, run);
}

function settle(expr: Expr, value: Val, path: Path, run: Evaluation): void {
  if (value.kind === 'promise') {
    // Without `await` the rejection passes by the handlers of this function.
    run.outside.modes = union(run.outside.modes, value.rejects);
    settle(expr, value.value, path, run);
    return;
  }
  if (value.kind === 'promises') run.outside.modes = union(run.outside.modes, value.rejects);
  if (value.kind === 'outcomes') {
    for (const each of value.outcomes) {
      const modes = each.modes.length > 0 || path.handled === undefined ? each.modes : causes(path, each.value);
      run.returns.push({
        ...each,
        ...(value.isHere ? {} : { start: expr.start, end: expr.end }),
        modes,
        handled: each.handled || path.handled !== undefined,
      });
    }
    return;
  }
  if (value.kind === 'response' && value.instead !== undefined) {
    const { instead, ...answer } = value;
    settle(expr, answer, path, run);
    settle(expr, { kind: 'outcomes', outcomes: instead, start: value.start }, path, run);
    return;
  }
  if (value.kind === 'lookup') {
    const [found, missed] = [
      outcome(expr.start, expr.end, unknownVal, path),
      outcome(expr.start, expr.end, { kind: 'literal', abstract: value.missing }, path),
    ];
    run.returns.push(found, missed);
    return;
  }
  run.returns.push(outcome(expr.start, expr.end, value, path));
}

/** An error whose type says nothing of its own takes its class from the test that guards it: a status, a code. */
function explained(modes: Modes, path: Path, run: Evaluation): Modes {
  const tests = path.shown.filter(each => each.type === 'HTTP');
  const guarded = [...modes.values()].flatMap((each): FailureMode[] => {
    const withWhen = path.when === undefined || each.when !== undefined ? each : { ...each, when: path.when };
    if (isHole(each) || tests.length === 0 || !(each.class === 'unknown' || isAnyAnswer(each, run))) return [withWhen];
    return tests.map(test => ({
      ...withWhen,
      class: test.class,
      retryable: test.retryable,
      key: keyOf(test.class, each.channel, each.typeSymbol ?? each.type, each.discriminants),
      origins: [...each.origins, ...test.origins].slice(0, 4),
    }));
  });
  return modesOf(guarded);
}

/** `HttpError`, `ApiError`: named for the way it came, not for what was answered. */
function isAnyAnswer({ class: failure, type, discriminants }: FailureMode, { classes }: Evaluation): boolean {
  if (failure !== 'upstream' || mappedClass([type], discriminants, classes) !== undefined) return false;
  return isNamedForItsWay(type);
}

function runTry(stmt: TryStmt, path: Path, run: Evaluation): readonly Path[] {
  const { handler, final } = stmt;
  const mark = run.returns.length;
  const outer = { modes: noModes as Modes };
  if (final) run.sinks.unshift(outer);
  const sink = { modes: noModes as Modes };
  if (handler) run.sinks.unshift(sink);
  const ends = runAll(stmt.block, [path], run);
  if (handler) run.sinks.shift();
  const handled = handler ? runHandler(handler, path, sink.modes, run) : [];
  const after = [...ends, ...handled];
  if (!final) return after;
  run.sinks.shift();
  const pending = run.returns.splice(mark);
  const last = runAll(final, after.length > 0 ? after : [path], run);
  // A `finally` that ends by itself on every way takes what was thrown and returned before it.
  if (last.length > 0) {
    run.returns.splice(mark, 0, ...pending);
    raise(run, outer.modes);
  }
  return after.length > 0 ? last : [];
}

function runHandler(handler: HandlerIr, path: Path, modes: Modes, run: Evaluation): readonly Path[] {
  const name = handler.param?.kind === 'name' ? handler.param.name : undefined;
  // Nothing is known to fail: the handler is looked at all the same, for what it throws and returns.
  let start: Path = {
    // Variables keep what they had before the block: the failing call stood before the assignment.
    ...path,
    handled: path.handled ? union(path.handled, modes) : modes,
    caught: name,
  };
  if (name !== undefined) start = withVar(start, name, { kind: 'error', modes });
  const thrown = { modes: noModes as Modes };
  const before = run.returns.length;
  run.sinks.unshift(thrown);
  const ends = runAll(handler.body, [start], run);
  run.sinks.shift();
  raise(run, thrown.modes);
  const returns = run.returns.slice(before);
  const kept = [
    ...ends.flatMap(end => [...(end.handled?.values() ?? [])]),
    ...returns.flatMap(each => (each.carriesError ? [] : each.modes)),
  ];
  const completes = ends.length > 0 || returns.some(each => !each.carriesError);
  const leaves = new Set([...thrown.modes.keys()]);
  const translated = thrown.modes.size > 0 && !completes;
  run.caught.push({ start: handler.start, modes, leaves: translated ? new Set(modes.keys()) : leaves });
  if (completes) {
    const stay = filtered(modesOf(kept), each => modes.has(each.key));
    if (stay.size > 0)
      run.swallows.push({
        start: handler.start,
        end: handler.end,
        modes: [...stay.values()],
        ...ending(handler, returns),
      });
  }
  return ends.map(end => ({ ...end, caught: path.caught, when: path.when }));
}

function ending(
  handler: HandlerIr,
  returns: readonly ReturnOutcome[],
): { to: 'nothing' | 'log' | 'sentinel' | 'success' | 'other'; value?: AbstractValue } {
  const [first] = returns;
  if (first) {
    if (first.tags.ok === true || first.tags.success === true) return { to: 'success', value: first.value };
    const isSentinel = first.value !== 'other' && first.value !== 'object';
    return { to: isSentinel ? 'sentinel' : 'other', value: first.value };
  }
  if (handler.body.length === 0) return { to: 'nothing' };
  let logs = false;
  eachExpr(handler.body, expr => {
    if (expr.kind === 'call' && /^(console|log|logger|.*\.log(ger)?)\b/.test(printExpr(expr.callee))) logs = true;
  });
  return { to: logs ? 'log' : 'other' };
}
