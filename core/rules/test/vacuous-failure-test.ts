import { printExpr } from '../../failures/print.js';
import { someStmt } from '../../failures/shapes/paths.js';
import { bare, functionAt, someInStmts } from '../../failures/shapes/scope.js';
import { type Expectation, expectationOf, isAssertion, type TestCase, testsOf } from '../../failures/shapes/tests.js';
import type { FailureView, FileView } from '../../failures/view.js';
import { eachStmt, pathOf } from '../../failures/walk.js';
import type { Expr, FunctionIr, Place, Stmt, TryStmt, TypeIr } from '../../syntax/ir/nodes.js';
import { draftAt, replacing } from '../draft.js';
import { defineRule, type FailureContext } from '../rule.js';

export const vacuousFailureTest = defineRule({
  id: 'test/vacuous-failure-test',
  summary: 'A test of a failure passes when nothing fails.',
  severity: 'error',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check(context) {
    if (!context.isTest) return;
    for (const each of testsOf(context.file)) {
      checkHandlers(context, each);
      checkChains(context, each);
      for (const fn of functionsIn(context.file, each)) checkExpectations(context, each, fn);
    }
  },
});

/** The test and the functions written in it. */
function functionsIn({ ir }: FileView, { fn, index }: TestCase): readonly number[] {
  return ir.functions.flatMap((each, at) =>
    at === index || (fn.start <= each.start && each.end <= fn.end) ? [at] : [],
  );
}

/** `try { call(); } catch (e) { expect(e)… }`: without a failure nothing is asserted. */
function checkHandlers({ file, report }: FailureContext, { fn, index }: TestCase): void {
  const has = (stmts: readonly Stmt[], test: (expr: Expr) => boolean): boolean =>
    someInStmts(file.ir, index, stmts, test);
  if (has(fn.body, isCountOfAssertions)) return;
  eachStmt(fn.body, stmt => {
    if (stmt.kind !== 'try' || stmt.handler === undefined || !has(stmt.handler.body, isClaim)) return;
    if (endsInside(file, fn, index, stmt.handler)) return;
    if (has(stmt.block, isAssertion) || throwsOnPurpose(stmt) || leavesEarly(stmt.block)) return;
    if (isAssertedLater(file, index, fn.body, stmt)) return;
    const call = lastCall(stmt.block);
    if (call === undefined || isExpectedBefore(file, index, fn.body, stmt, printExpr(call))) return;
    report(
      draftAt(
        file,
        index,
        call,
        `The test passes when ${printExpr(call)} does not fail: its assertions stand in the handler only. Write expect(…).toThrow or await expect(…).rejects instead.`,
      ),
    );
  });
}

/** `await call().catch(e => expect(e)…)`, and nothing else is asserted: without a failure the handler never runs. */
function checkChains({ file, report }: FailureContext, { fn, index }: TestCase): void {
  if (someInStmts(file.ir, index, fn.body, isCountOfAssertions)) return;
  for (const stmt of fn.body) {
    if (stmt.kind !== 'expression' && stmt.kind !== 'return') continue;
    const chain = stmt.value && linksOf(stmt.value);
    if (!chain || chain.links.length === 0) continue;
    const asserting = chain.links.filter(({ args }) => args.some(arg => hasIn(arg, isClaim)));
    const isElsewhere = someInStmts(
      file.ir,
      index,
      fn.body,
      each => isAssertion(each) && !asserting.some(({ start, end }) => start <= each.start && each.end <= end),
    );
    // A step that throws or asserts by itself runs where nothing failed.
    const isGuarded = chain.links.some(
      ({ name, args }) => name === 'then' && args[0] !== undefined && endsTest(file, args[0]),
    );
    if (asserting.length === 0 || asserting.some(({ name }) => name !== 'catch') || isElsewhere || isGuarded) continue;
    if (chain.links.some(link => link.name === 'catch' && endsInside(file, fn, index, link))) continue;
    report(
      draftAt(
        file,
        index,
        chain.start,
        `The test passes when ${printExpr(chain.start)} does not fail: its assertions stand in catch only. Write await expect(…).rejects instead.`,
      ),
    );
  }

  function hasIn(arg: Expr, test: (expr: Expr) => boolean): boolean {
    const callback = functionAt(file, arg);
    return callback !== undefined && someInStmts(file.ir, callback.index, callback.fn.body, test);
  }
}

/** An assertion about the failure; `fail()` in a handler says that there must be none. */
function isClaim(expr: Expr): boolean {
  return isAssertion(expr) && !(expr.kind === 'call' && /(^|\.)(fail|unreachable)$/.test(pathOf(expr.callee) ?? ''));
}

/** `done()` stands in the handler alone: without a failure the test never ends, and the runner fails it. */
function endsInside(file: FileView, { params, body }: FunctionIr, index: number, at: Place): boolean {
  const [done] = params;
  if (done?.target.kind !== 'name') return false;
  const { name } = done.target;
  const isEnd = (expr: Expr): boolean =>
    expr.kind === 'name' && expr.name === name ? true : expr.kind === 'call' && pathOf(expr.callee) === name;
  const isIn = (expr: Expr): boolean => at.start <= expr.start && expr.end <= at.end;
  return (
    someInStmts(file.ir, index, body, each => isEnd(each) && isIn(each)) &&
    !someInStmts(file.ir, index, body, each => isEnd(each) && !isIn(each))
  );
}

function endsTest(file: FileView, arg: Expr): boolean {
  const callback = functionAt(file, arg);
  if (callback === undefined) return true;
  return (
    someStmt(callback.fn.body, stmt => stmt.kind === 'throw') ||
    someInStmts(file.ir, callback.index, callback.fn.body, each => isAssertion(each) || each.kind === 'call')
  );
}

/** The calls of `then`, `catch` and `finally` on something, outermost first. */
function linksOf(
  value: Expr,
):
  | { readonly start: Expr; readonly links: { name: string; args: readonly Expr[]; start: number; end: number }[] }
  | undefined {
  const links: { name: string; args: readonly Expr[]; start: number; end: number }[] = [];
  let at = bare(value);
  if (at.kind === 'await') at = bare(at.value);
  while (at.kind === 'call' && at.callee.kind === 'member' && /^(then|catch|finally)$/.test(at.callee.property)) {
    links.push({ name: at.callee.property, args: at.args, start: at.callee.object.end, end: at.end });
    at = bare(at.callee.object);
  }
  return at.kind === 'call' || at.kind === 'name' ? { start: at, links } : undefined;
}

/** The same call is expected to fail before: `expect(() => f()).toThrow(X); try { f(); } catch (e) { … }`. */
function isExpectedBefore(
  file: FileView,
  fn: number,
  body: readonly Stmt[],
  { start }: TryStmt,
  call: string,
): boolean {
  return someInStmts(file.ir, fn, body, (expr, at) => {
    if (expr.end > start) return false;
    const found = expectationOf(expr);
    if (found?.actual === undefined || found.path.includes('not')) return false;
    if (!found.path.some(each => /^(rejects|toThrow\w*|throws?)$/.test(each))) return false;
    const thunk = functionAt(file, bare(found.actual));
    const asked = thunk ? lastCall(thunk.fn.body) : bare(found.actual);
    return asked !== undefined && at >= 0 && printExpr(asked) === call;
  });
}

function isCountOfAssertions(expr: Expr): boolean {
  return (
    expr.kind === 'call' &&
    /^(expect|t|assert)\.(assertions|hasAssertions|plan|expect)$/.test(pathOf(expr.callee) ?? '')
  );
}

function throwsOnPurpose({ block }: TryStmt): boolean {
  return block.some(stmt => stmt.kind === 'throw');
}

function leavesEarly(block: readonly Stmt[]): boolean {
  let found = false;
  eachStmt(block, stmt => {
    found ||= stmt.kind === 'return' || stmt.kind === 'throw';
  });
  return found;
}

/** What follows asserts something too, or the test returns from the handler and fails behind it. */
function isAssertedLater(file: FileView, fn: number, body: readonly Stmt[], at: TryStmt): boolean {
  if (someStmt(body, stmt => stmt.kind === 'throw' && stmt.start >= at.end)) return true;
  if (someInStmts(file.ir, fn, at.final ?? [], isAssertion)) return true;
  return someInStmts(file.ir, fn, body, each => each.start >= at.end && isAssertion(each));
}

function lastCall(block: readonly Stmt[]): Expr | undefined {
  const last = block.at(-1);
  if (last?.kind !== 'expression' && last?.kind !== 'let' && last?.kind !== 'return') return undefined;
  const value = last.value && bare(last.value);
  const call = value?.kind === 'await' ? bare(value.value) : value;
  return call?.kind === 'call' ? call : undefined;
}

function checkExpectations(context: FailureContext, { index: test }: TestCase, fn: number): void {
  const { file } = context;
  const body = file.ir.functions[fn]!.body;
  eachStmt(body, stmt => {
    if (stmt.kind !== 'expression') return;
    for (const value of droppedIn(stmt.value)) checkExpectation(context, test, fn, value);
  });
}

/** What a statement drops: itself, or what it hands to a promise that it drops. */
function droppedIn(value: Expr): readonly Expr[] {
  const expr = bare(value);
  if (expr.kind === 'array') return expr.elements.flatMap(droppedIn);
  if (expr.kind !== 'call' || !/^Promise\./.test(pathOf(expr.callee) ?? '')) return [expr];
  return expr.args.flatMap(droppedIn);
}

function checkExpectation(context: FailureContext, test: number, fn: number, value: Expr): void {
  const isAwaited = value.kind === 'await';
  const found = expectationOf(isAwaited ? value.value : value);
  if (found?.matcher === undefined) return;
  if (!isAwaited && (found.path[0] === 'rejects' || found.path[0] === 'resolves')) unawaited(context, test, fn, found);
  else if (
    /^toThrow(Error)?$/.test(found.path.at(-1) ?? '') &&
    !found.path.includes('rejects') &&
    !found.path.includes('resolves')
  )
    checkThrow(context, fn, found);
}

function unawaited(
  { file, report }: FailureContext,
  test: number,
  fn: number,
  { matcher, path, root }: Expectation,
): void {
  const isAsync = file.ir.functions[fn]!.isAsync;
  report(
    draftAt(
      file,
      test,
      matcher!,
      `Nobody waits for this assertion: expect(…).${path[0]} gives a promise, and the test passes before it is settled. Await it.`,
      {
        span: { start: root.start, end: matcher!.end },
        fixes: isAsync ? [replacing(file, { start: root.start, end: root.start }, 'Await it', 'await ')] : [],
      },
    ),
  );
}

/** `expect(asyncFn).toThrow()`, `expect(call()).toThrow()`, and `toThrow()` that any of several failures satisfies. */
function checkThrow(
  { file, failures, report }: FailureContext,
  fn: number,
  { actual, matcher, root, path }: Expectation,
): void {
  if (actual === undefined || matcher === undefined) return;
  const value = bare(actual);
  const thunk = functionAt(file, value);
  const targets = thunk ? [thunk.fn] : targetsOf(failures, file, fn, value);
  if (targets.length > 0 && targets.every(each => each.isAsync && !each.isGenerator)) {
    report(
      draftAt(
        file,
        fn,
        actual,
        `An async function never throws, it rejects: ${path.includes('not') ? 'this passes whatever happens' : 'this can only fail'}. Await expect(…).${path.includes('not') ? 'resolves' : 'rejects'} on its promise.`,
        {
          span: { start: root.start, end: matcher.end },
        },
      ),
    );
    return;
  }
  if (value.kind === 'call' && !value.isNew && isCallResult(failures, file, fn, value) && !path.includes('not')) {
    report(
      draftAt(
        file,
        fn,
        value,
        `${printExpr(value)} runs before expect sees anything: a throw of it fails the test, its value cannot throw. Hand over () => ${printExpr(value)}.`,
        {
          fixes: [replacing(file, { start: value.start, end: value.start }, 'Hand over a function', '() => ')],
        },
      ),
    );
  }
}

/** The functions that a value may be: none when one of them is not seen. */
function targetsOf(failures: FailureView, file: FileView, fn: number, value: Expr): readonly FunctionIr[] {
  const callee = value.kind === 'name' || value.kind === 'member' ? file.functionValue(fn, value) : undefined;
  if (callee?.kind !== 'project') return [];
  const found = callee.targets.flatMap(({ path, index }) => failures.file(path)?.ir.functions[index] ?? []);
  return found.length === callee.targets.length ? found : [];
}

/** The value of a call of the project that gives no function. */
function isCallResult(failures: FailureView, file: FileView, fn: number, value: Expr): boolean {
  if (value.kind !== 'call') return false;
  const callee = file.callee(fn, value);
  if (callee.kind !== 'project') return false;
  return (
    callee.targets.length > 0 &&
    callee.targets.every(({ path, index }) => {
      const target = failures.file(path)?.ir.functions[index];
      if (target === undefined || target.isAsync) return false;
      return target.hasBody ? givesNoFunction(target.body) : isPlain(target.returns);
    })
  );
}

function isPlain(type: TypeIr | undefined): boolean {
  return type?.kind === 'ref' && /^(void|number|string|boolean|undefined|bigint)$/.test(type.name);
}

function givesNoFunction(body: readonly Stmt[]): boolean {
  let plain = true;
  eachStmt(body, stmt => {
    if (stmt.kind !== 'return' || stmt.value === undefined) return;
    plain &&=
      stmt.value.kind === 'literal' ||
      stmt.value.kind === 'binary' ||
      stmt.value.kind === 'template' ||
      stmt.value.kind === 'object' ||
      stmt.value.kind === 'array';
  });
  return plain;
}
