import type { CallExpr, Expr, FileIr, FunctionIr } from '../../syntax/ir/nodes.js';
import type { FailureView, FileView, FunctionRef } from '../view.js';
import { contentsOf, eachStmt, isWithin, pathOf } from '../walk.js';
import { bare, eachExprDeep, someInStmts } from './scope.js';
import { expectationOf, isAssertion, type TestCase, testsOf } from './tests.js';

/** A test that calls a function, itself or through a helper of the tests. */
export interface CallingTest {
  readonly file: FileView;
  readonly test: TestCase;
}

/** What is known of the tests of a function. */
export interface TestsOfFunction {
  /** Those that call it, by file and place. */
  readonly direct: readonly CallingTest[];
  /** Those that call what calls it. */
  readonly through: readonly CallingTest[];
  /** What helpers of the tests that call it assert about failures: `expectMissing(name)`. */
  readonly byHelpers: readonly FailureAssertion[];
}

/** How far helpers and callers in the project are followed. */
const HOPS = 3;

/** Finds the tests that a function runs in. */
export function testsThatCall(failures: FailureView, ref: FunctionRef): TestsOfFunction {
  const direct = new Map<string, CallingTest>();
  const through = new Map<string, CallingTest>();
  const byHelpers: FailureAssertion[] = [];
  const seen = new Set<string>();
  const visit = (at: FunctionRef, hops: number, isDirect: boolean): void => {
    for (const site of failures.callers(at)) {
      const key = `${site.path}#${site.index}`;
      if (seen.has(`${key} ${isDirect}`)) continue;
      seen.add(`${key} ${isDirect}`);
      const file = failures.file(site.path);
      if (file === undefined) continue;
      const ir = file.wholeIr();
      const tests = testsOf(file).filter(({ index }) => isWithin(ir, site.index, index));
      for (const test of tests) (isDirect ? direct : through).set(`${site.path}:${test.call.start}`, { file, test });
      if (tests.length === 0 && isDirect && site.index > 0 && isTestFile(file))
        byHelpers.push(...assertionsIn(file, site.index));
      if (tests.length === 0 && hops > 1 && site.index > 0) visit(site, hops - 1, isDirect && isTestFile(file));
    }
  };
  visit(ref, HOPS, true);
  const inOrder = (found: ReadonlyMap<string, CallingTest>): CallingTest[] =>
    [...found.values()].sort((a, b) =>
      a.file.path === b.file.path ? a.test.call.start - b.test.call.start : a.file.path < b.file.path ? -1 : 1,
    );
  return { direct: inOrder(direct), through: inOrder(through), byHelpers };
}

/** A file of tests by its name, or by the runner that it imports. */
export function isTestFile(file: FileView): boolean {
  return (
    file.isTest ||
    file.facts.imports.some(({ specifier }) =>
      /^(vitest|@jest\/globals|node:test|bun:test|mocha|chai|ava|tap|tape|uvu|@playwright\/test)$/.test(
        specifier ?? '',
      ),
    ) ||
    testsOf(file).length > 0
  );
}

const failureMatchers =
  /^(toThrow\w*|rejects|rejected|rejectedWith|throw|throws|throwsAsync|throwError|Throw|toReject\w*|toBeRejected\w*|fails)$/;

/** What a test asserts about failures. */
export interface FailureAssertion {
  /** The class that is asked for, where one is named. */
  readonly type: string | undefined;
  /** The text or pattern that is asked for. */
  readonly text: string | undefined;
}

/** Every assertion of a test that something fails, in whatever style it is written. */
export function failureAssertionsOf({ file, test }: CallingTest): readonly FailureAssertion[] {
  const { index, call } = test;
  const found = assertionsIn(file, index);
  return /\.fails\b/.test(pathOf(call.callee) ?? '') || isTitled(call) ? [unnamed, ...found] : found;
}

const unnamed: FailureAssertion = { type: undefined, text: undefined };

const known = new WeakMap<FunctionIr, readonly FailureAssertion[]>();

/** As above, of any function of a test file; found once for a text, since each function that its tests call asks. */
function assertionsIn(file: FileView, index: number): readonly FailureAssertion[] {
  const ir = file.wholeIr();
  const fn = ir.functions[index]!;
  const found = known.get(fn) ?? findAssertions(ir, index, fn);
  known.set(fn, found);
  return found;
}

function findAssertions(ir: FileIr, index: number, fn: FunctionIr): readonly FailureAssertion[] {
  const found: FailureAssertion[] = [];
  eachExprDeep(ir, index, fn.body, expr => {
    const asserted = assertionIn(expr);
    if (asserted) found.push(asserted);
  });
  // `try { … } catch (err) { expect(err)… }` and result objects whose failure is looked at.
  for (const inner of ir.functions.filter(each => fn.start <= each.start && each.end <= fn.end))
    eachStmt(inner.body, stmt => {
      if (stmt.kind === 'try' && stmt.handler) {
        const { body } = stmt.handler;
        if (someInStmts(ir, index, body, isAssertion) || contentsOf(stmt).blocks.length === 0) found.push(unnamed);
      }
    });
  return found;
}

/** A title that says that something fails: the test looks at it in its own way. */
function isTitled({ args: [title] }: CallExpr): boolean {
  const text = title?.kind === 'literal' ? String(title.value) : title?.kind === 'template' ? title.text : '';
  return (
    /\b(throws?|thrown|rejects?|rejected|fails?|failure|errors?|errored)\b/i.test(text) &&
    !/\b(not|never|without|no|doesn't|does not|avoid)\b/i.test(text)
  );
}

function assertionIn(expr: Expr): FailureAssertion | undefined {
  if (expr.kind === 'member' && /^(rejected|rejects|throw|throws)$/.test(expr.property) && isChain(expr))
    return { type: undefined, text: undefined };
  if (expr.kind !== 'call') return undefined;
  const path = pathOf(expr.callee) ?? '';
  const name = path.split('.').at(-1) ?? '';
  const expectation = expectationOf(expr);
  if (expectation !== undefined) {
    if (expectation.path.includes('not')) return undefined;
    const isFailure =
      expectation.path.some(each => failureMatchers.test(each)) ||
      (expectation.actual !== undefined && isFailureValue(expectation.actual)) ||
      asksForFailure(expectation.actual, expectation.path, expr);
    return isFailure ? named(expr) : undefined;
  }
  if (
    /^(assert|t|expect|test|should|chai\.assert)(\.\w+)*\.(throws|rejects|throwsAsync|isRejected|rejectedWith)$/.test(
      path,
    )
  )
    return named(expr);
  if (isChain(expr.callee) && failureMatchers.test(name)) return named(expr);
  // A helper that says what it expects: `expectFailure(…)`, `assertRejects(…)`.
  if (/^(assert|expect|should|catch|capture|get)\w*(Throw|Reject|Fail|Error)/.test(name)) return named(expr);
  if (/\.catch$/.test(path) || (expr.callee.kind === 'member' && expr.callee.property === 'catch'))
    return { type: undefined, text: undefined };
  return undefined;
}

/** `expect(…).to.…` and `value.should.…` of chai. */
function isChain(callee: Expr): boolean {
  for (let at: Expr = bare(callee); ; ) {
    if (at.kind === 'member') {
      if (at.property === 'should') return true;
      at = bare(at.object);
    } else if (at.kind === 'call') at = bare(at.callee);
    else return at.kind === 'name' && at.name === 'expect';
  }
}

/** `expect(result.ok).toBe(false)`, `expect(result.error)…`, `expect(result.success).toBeFalsy()`. */
function isFailureValue(actual: Expr): boolean {
  const at = bare(actual);
  return at.kind === 'member' && /^(error|err|reason|cause|failure|errors)$/.test(at.property);
}

function asksForFailure(actual: Expr | undefined, path: readonly string[], matcher: CallExpr): boolean {
  const at = actual && bare(actual);
  const [wanted] = matcher.args;
  const isFalse =
    path.includes('toBeFalsy') ||
    (wanted?.kind === 'literal' && wanted.value === false && /^to(Be|Equal|StrictEqual)$/.test(path.at(-1) ?? ''));
  if (at?.kind === 'member' && /^(ok|success|isOk|successful)$/.test(at.property)) return isFalse;
  // `expect(result).toEqual({ ok: false, … })`
  return (
    wanted?.kind === 'object' &&
    wanted.properties.some(
      ({ name, value }) =>
        (/^(ok|success)$/.test(name) && value.kind === 'literal' && value.value === false) ||
        /^(error|reason)$/.test(name),
    )
  );
}

/** The class and the text among the arguments of an assertion. */
function named({ args }: CallExpr): FailureAssertion {
  let type: string | undefined;
  let text: string | undefined;
  for (const arg of args) {
    const at = bare(arg);
    if (at.kind === 'name' && /^[A-Z]/.test(at.name)) type ??= at.name;
    if (at.kind === 'literal' && typeof at.value === 'string') text ??= at.value;
    if (at.kind === 'regex') text ??= at.text.replace(/^\/|\/\w*$/g, '');
    if (at.kind === 'template') text ??= at.text;
    if (at.kind === 'object')
      for (const { name, value } of at.properties) {
        if (name === 'name' && value.kind === 'literal') type ??= String(value.value);
        if (name === 'message' && value.kind === 'literal') text ??= String(value.value);
        if (name === 'message' && value.kind === 'regex') text ??= value.text.replace(/^\/|\/\w*$/g, '');
        if (name === 'instanceOf' && value.kind === 'name') type ??= value.name;
      }
    if (at.kind === 'call' && at.isNew && at.callee.kind === 'name') {
      type ??= at.callee.name;
      const [message] = at.args;
      if (message?.kind === 'literal' && typeof message.value === 'string') text ??= message.value;
    }
  }
  return { type, text };
}
