import type { FailureMode, Origin } from '../../failures/contract.js';
import { printExpr } from '../../failures/print.js';
import {
  type CallingTest,
  type FailureAssertion,
  failureAssertionsOf,
  isTestFile,
  type TestsOfFunction,
  testsThatCall,
} from '../../failures/shapes/failure-assertions.js';
import { ownName } from '../../failures/shapes/names.js';
import { eachExprDeep } from '../../failures/shapes/scope.js';
import { isOfTests } from '../../failures/shapes/settings.js';
import { testsOf } from '../../failures/shapes/tests.js';
import type { FailureView, FileView, FunctionRef } from '../../failures/view.js';
import { eachStmt } from '../../failures/walk.js';
import type { CallExpr, FunctionIr } from '../../syntax/ir/nodes.js';
import { draftAt } from '../draft.js';
import type { Related } from '../finding.js';
import { defineRule, type FailureContext } from '../rule.js';
import { counted, listOf } from '../wording.js';
import { checkEvidence } from './declared-evidence.js';
import { skeletonFix } from './failure-skeleton.js';

/** From here on a suite that never sees a failure is a happy-path suite. */
const TESTS = 2;
const WAYS = 2;
/** How many calls down a failure still counts as the function's own: checks that stand in a helper of it. */
const HELPERS = 1;

export const untestedFailureMode = defineRule({
  id: 'test/untested-failure-mode',
  summary: 'Tests call a function that fails in known ways, and none asserts that it does.',
  severity: 'information',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check(context) {
    if (!isTestFile(context.file)) {
      checkEvidence(context);
      return;
    }
    for (const target of testedFunctions(context.file)) checkFunction(context, target);
  },
});

/** A way in which a function fails, told by the statement that throws. */
export interface FailureWay {
  readonly mode: FailureMode;
  readonly origin: Origin;
  /** The condition under which it fails, as source text. */
  readonly when: string | undefined;
  /** The text it is thrown with, where that is a literal. */
  readonly text: string | undefined;
}

function testedFunctions(file: FileView): readonly FunctionRef[] {
  const found = new Map<string, FunctionRef>();
  eachExprDeep(file.ir, 0, file.ir.functions[0]?.body ?? [], (expr, fn) => {
    if (expr.kind !== 'call') return;
    const callee = file.callee(fn, expr);
    if (callee.kind !== 'project' || callee.targets.length !== 1) return;
    const [target] = callee.targets;
    if (target) found.set(`${target.path}#${target.index}`, target);
  });
  return [...found.values()];
}

/** Suites that run the program as a whole: a failure of one part is seldom theirs to provoke. */
const runsWhole = /(^|\/)[\w-]*(integration|perf|smoke|e2e)[\w-]*\//;

function checkFunction({ file, failures, report }: FailureContext, target: FunctionRef): void {
  const home = failures.file(target.path);
  const ir = home?.ir.functions[target.index];
  if (!home || !ir || ir.name.includes('~') || !(target.path === file.path || home.isExported(target.index))) return;
  // Beside the tests stand helpers of theirs, unless the whole project is this file.
  if (target.path === file.path ? importsProject(file) : isTestFile(home)) return;
  if (file.policy.integrationTests.some(({ covers }) => covers.matches(target.path))) return;
  const ways = waysOf(failures, target);
  if (ways.length === 0) return;
  const tests = testsThatCall(failures, target);
  const [first] = tests.direct;
  // Several files of tests: the first of them tells it.
  if (first === undefined || first.file.path !== file.path) return;
  const asserted = [...[...tests.direct, ...tests.through].flatMap(failureAssertionsOf), ...tests.byHelpers];
  const missing = unasserted(ways, asserted);
  if (missing.length === 0) return;
  const call = callIn(first, target);
  if (call === undefined) return;
  const isHappyPath =
    asserted.length === 0 &&
    tests.direct.filter(each => callsItself(each, target)).length >= TESTS &&
    missing.filter(way => isOwn(way.origin, target, ir) && isDecided(way)).length >= WAYS &&
    !isOfTests(target.path) &&
    !runsWhole.test(file.path) &&
    isSubject(tests, home, ir);
  const name = ownName(ir);
  report(
    draftAt(file, first.test.index, call, messageFor(name, tests, missing, asserted.length === 0), {
      span: { start: call.callee.start, end: call.callee.end },
      ...(isHappyPath ? { severity: 'warning' as const } : {}),
      related: missing.slice(0, 6).map(relatedTo),
      data: { function: name, ways: missing.map(({ mode, when }) => ({ class: mode.class, type: mode.type, when })) },
      // Called by a helper of the tests alone: what to write down is not seen.
      fixes: callsTarget(first, call, target) ? skeletonFix(file, first.test, call, missing) : [],
    }),
  );
}

/** In how many ways a function fails by itself, and how many of them no test of the workspace asserts. */
export function testedWays(
  failures: FailureView,
  target: FunctionRef,
): { readonly all: number; readonly untested: number } {
  const ways = waysOf(failures, target);
  if (ways.length === 0) return { all: 0, untested: 0 };
  const { direct, through, byHelpers } = testsThatCall(failures, target);
  const untested = unasserted(ways, [...[...direct, ...through].flatMap(failureAssertionsOf), ...byHelpers]);
  return { all: ways.length, untested: untested.length };
}

/** It is thrown in the function itself: what only a helper throws is tested with the helper. */
function isOwn(origin: Origin, { path }: FunctionRef, ir: FunctionIr): boolean {
  return origin.path === path && ir.start <= origin.start && origin.end <= ir.end;
}

/** Thrown under a condition, with a text or a class of its own: the author decided on it. What arrives from elsewhere is handed on. */
function isDecided({ when, text, mode, origin }: FailureWay): boolean {
  const isNamed = !/^(Error)?$/.test(mode.type);
  return /\bnew \w/.test(origin.text) && (isNamed || (when !== undefined && text !== undefined));
}

/** The test calls the function by itself, or by a helper that does no more: not a harness that runs half of the program. */
function callsItself({ file, test }: CallingTest, target: FunctionRef): boolean {
  const called = calledIn(file, test.index);
  if (called.some(each => isSame(each, target))) return true;
  return called.some(({ path, index }) => {
    if (path !== file.path) return false;
    const inner = calledIn(file, index);
    return inner.length > 0 && inner.every(each => isSame(each, target));
  });
}

/** The functions of the project that a function of a test file calls, those nested in it included. */
function calledIn(file: FileView, index: number): readonly FunctionRef[] {
  const found: FunctionRef[] = [];
  eachExprDeep(file.ir, index, file.ir.functions[index]?.body ?? [], (expr, fn) => {
    if (expr.kind !== 'call') return;
    const callee = file.callee(fn, expr);
    if (callee.kind === 'project') found.push(...callee.targets);
  });
  return found;
}

function isSame(a: FunctionRef, b: FunctionRef): boolean {
  return a.path === b.path && a.index === b.index;
}

function importsProject(file: FileView): boolean {
  return file.facts.imports.some(({ specifier, typeOnly }) => !typeOnly && /^(\.{1,2}|[~@#])\//.test(specifier ?? ''));
}

/** The tests are about the function: by the names of the files, by their titles, or because most of them call it. */
function isSubject({ direct }: TestsOfFunction, home: FileView, ir: FunctionIr): boolean {
  const [first] = direct;
  if (first === undefined) return false;
  const { file } = first;
  if (file.path === home.path || stemOf(file.path) === stemOf(home.path)) return true;
  const tests = testsOf(file);
  if (direct.filter(each => each.file.path === file.path).length * 2 > tests.length) return true;
  const names = ir.name.split('.').filter(each => each.length > 3);
  return tests.some(({ call: { args } }) => {
    const [title] = args;
    return title?.kind === 'literal' && names.some(name => String(title.value).includes(name));
  });
}

/** `payment` of `src/Payment.test.ts`. */
function stemOf(path: string): string {
  return (path.split('/').at(-1) ?? '')
    .split('.')[0]!
    .toLowerCase()
    .replace(/[-_](test|spec)$/, '');
}

/** What the project throws in the function or in what it calls; a bug of the caller is nothing to test for. */
function waysOf(failures: FailureView, target: FunctionRef): readonly FailureWay[] {
  const { modes = [] } = failures.contractOf(target) ?? {};
  const found = new Map<string, FailureWay>();
  for (const mode of modes) {
    // Of what is handed on as it comes nothing can be asserted but that it fails.
    if (mode.class === 'unknown' && mode.type === '') continue;
    if (mode.class === 'bug' || failures.file(target.path)?.policy.crashOnly.has(mode.class)) continue;
    for (const origin of mode.origins) {
      if ((origin.kind !== 'throw' && origin.kind !== 'reject') || origin.via.length > HELPERS) continue;
      const home = failures.file(origin.path);
      if (home === undefined || isTestFile(home) !== isTestFile(failures.file(target.path) ?? home)) continue;
      found.set(`${origin.path}:${origin.start}`, { mode, origin, ...detailsOf(home, origin, mode) });
    }
  }
  // One way that only a helper has is tested with the helper.
  if ([...found.values()].every(({ origin }) => origin.via.length > 0) && found.size < WAYS) return [];
  return [...found.values()].sort((a, b) =>
    a.origin.path === b.origin.path ? a.origin.start - b.origin.start : a.origin.path < b.origin.path ? -1 : 1,
  );
}

/** The innermost condition around a throw, and the text it is thrown with. */
function detailsOf(file: FileView, { start, end }: Origin, mode: FailureMode): Pick<FailureWay, 'when' | 'text'> {
  let when = mode.when;
  let text: string | undefined;
  for (const fn of file.ir.functions) {
    if (fn.start > start || fn.end < end) continue;
    eachStmt(fn.body, stmt => {
      const isIn = (at: { readonly start: number; readonly end: number }): boolean =>
        at.start <= start && end <= at.end;
      if (stmt.kind === 'if' && stmt.yes.some(isIn)) when = printExpr(stmt.test);
      if (stmt.kind === 'if' && stmt.no.some(isIn)) when = `not ${printExpr(stmt.test)}`;
      if (stmt.kind === 'throw' && isIn(stmt) && stmt.value.kind === 'call') {
        const [message] = stmt.value.args;
        text = message?.kind === 'literal' && typeof message.value === 'string' ? message.value : undefined;
      }
    });
  }
  return { when, text };
}

/** Ways that no assertion can be about. One that names neither class nor text may be about any. */
function unasserted(ways: readonly FailureWay[], asserted: readonly FailureAssertion[]): readonly FailureWay[] {
  if (asserted.some(({ type, text }) => (type === undefined || type === 'Error') && text === undefined)) return [];
  return ways.filter(way => !asserted.some(each => isAbout(each, way)));
}

function isAbout({ type, text }: FailureAssertion, { mode, origin, text: thrown }: FailureWay): boolean {
  if (type !== undefined && type !== 'Error') return type === mode.type || !origin.text.includes('new ');
  if (text === undefined) return true;
  if (thrown === undefined) return true;
  const [word = ''] = text.split(/[.*+?^$(){}|[\]\\]/).filter(each => each.length > 2);
  return thrown.toLowerCase().includes(word.toLowerCase());
}

function callsTarget({ file, test }: CallingTest, call: CallExpr, target: FunctionRef): boolean {
  let found = false;
  eachExprDeep(file.ir, test.index, test.fn.body, (expr, fn) => {
    if (expr !== call) return;
    const callee = file.callee(fn, call);
    found = callee.kind === 'project' && callee.targets.some(each => isSame(each, target));
  });
  return found;
}

/** The first call of the function in a test, else of what leads to it. */
function callIn({ file, test }: CallingTest, target: FunctionRef): CallExpr | undefined {
  let found: CallExpr | undefined;
  let fallback: CallExpr | undefined;
  eachExprDeep(file.ir, test.index, test.fn.body, (expr, fn) => {
    if (expr.kind !== 'call' || found !== undefined) return;
    const callee = file.callee(fn, expr);
    if (callee.kind !== 'project') return;
    fallback ??= expr;
    if (callee.targets.some(each => each.path === target.path && each.index === target.index)) found = expr;
  });
  return found ?? fallback;
}

function messageFor(
  name: string,
  { direct }: TestsOfFunction,
  missing: readonly FailureWay[],
  isHappyPath: boolean,
): string {
  const ways = listOf(missing.map(wordsFor));
  const who = direct.length === 1 ? 'One test calls' : `${direct.length} tests call`;
  const what = isHappyPath
    ? `none asserts that it fails, although it does in ${counted(missing.length, 'way')}: ${ways}`
    : `none asserts this: ${ways}`;
  return `${who} ${name}, and ${what}. A change that loses ${missing.length === 1 ? 'the failure' : 'one of them'} passes. Assert each with what leads to it.`;
}

function wordsFor({ mode, when, text, origin }: FailureWay): string {
  const what = text === undefined ? mode.type || origin.text : `'${text}'`;
  return when === undefined ? what : `${what} when ${when}`;
}

function relatedTo(way: FailureWay): Related {
  const { path, start, end } = way.origin;
  return { path, span: { start, end }, message: `Not asserted: ${wordsFor(way)}.` };
}
