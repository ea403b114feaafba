import { printExpr } from '../../failures/print.js';
import { calledName } from '../../failures/shapes/calls.js';
import { bare, eachExprDeep } from '../../failures/shapes/scope.js';
import { expectationOf, isAssertion, type TestCase, testsOf } from '../../failures/shapes/tests.js';
import type { FileView } from '../../failures/view.js';
import { eachStmt, pathOf, someIn } from '../../failures/walk.js';
import type { CallExpr, Expr } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt } from '../draft.js';
import { defineRule, type FailureContext } from '../rule.js';

export const mockEchoAssertion = defineRule({
  id: 'test/mock-echo-assertion',
  summary: 'A test asserts what its own stub was told to return.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check(context) {
    if (!context.isTest) return;
    for (const each of testsOf(context.file)) checkTest(context, each);
  },
});

interface Calls {
  /** Calls of stubs by the test itself. */
  readonly ofStubs: readonly CallExpr[];
  readonly expectations: readonly CallExpr[];
  /** Whether anything else is called that may be what is tested. */
  readonly reachesOthers: boolean;
}

function checkTest({ file, report }: FailureContext, test: TestCase): void {
  const stubs = stubsOf(file, test);
  if (stubs.size === 0) return;
  const { ofStubs, expectations, reachesOthers } = callsIn(file, test, stubs);
  const [first] = ofStubs;
  const [asserted] = expectations;
  if (first === undefined || asserted === undefined || reachesOthers) return;
  report(
    draftAt(
      file,
      test.index,
      asserted,
      `This asserts what the stub ${printExpr(first.callee)} was told to give: nothing of the project runs in the test, so it cannot fail. Call what uses the stub.`,
      { related: [relatedAt(file, first, 'The test calls its own stub here.')] },
    ),
  );
}

/** Names that hold a stub, or an object of stubs, made in the test or in what stands around it. */
function stubsOf(file: FileView, { fn }: TestCase): ReadonlySet<string> {
  const found = new Set<string>();
  const bodies = [fn.body];
  for (let at = file.ir.functions[fn.parent]; at; at = file.ir.functions[at.parent]) bodies.push(at.body);
  eachStmt(bodies.flat(), stmt => {
    if (stmt.kind !== 'let' || stmt.target.kind !== 'name' || stmt.value === undefined) return;
    const value = bare(stmt.value);
    const isStub =
      isMade(value) ||
      (value.kind === 'object' &&
        value.properties.length > 0 &&
        value.properties.every(property => isMade(bare(property.value))));
    if (isStub && !file.ir.functions.some(other => other.name === (stmt.target as { name: string }).name))
      found.add((stmt.target as { name: string }).name);
  });
  return found;
}

/** `vi.fn()`, `jest.fn()`, `sinon.stub()`, `mock.fn()`, configured or not. */
function isMade(expr: Expr): boolean {
  let at = expr;
  while (at.kind === 'call' && at.callee.kind === 'member' && isConfiguration(at.callee.property))
    at = bare(at.callee.object);
  return (
    at.kind === 'call' &&
    /^(vi|jest|mock|sinon|t\.mock)\.(fn|stub|fake)$/.test(pathOf(at.callee) ?? '') &&
    at.args.every(arg => arg.kind !== 'name')
  );
}

function isConfiguration(name: string): boolean {
  return /^(mock\w+|returns|resolves|rejects|throws|callsFake|onCall|onFirstCall|withArgs)$/.test(name);
}

function callsIn(file: FileView, { fn, index }: TestCase, stubs: ReadonlySet<string>): Calls {
  const ofStubs: CallExpr[] = [];
  const expectations: CallExpr[] = [];
  let reachesOthers = false;
  const inner = new Set<Expr>();
  eachExprDeep(file.ir, index, fn.body, expr => {
    if (expr.kind === 'other' || expr.kind === 'jsx' || expr.kind === 'class') reachesOthers = true;
    // A stub that is handed on is used by somebody.
    if (
      (expr.kind === 'call' || expr.kind === 'object' || expr.kind === 'array') &&
      !inner.has(expr) &&
      !isAssertion(expr) &&
      handsOn(expr, stubs)
    )
      reachesOthers = true;
    if (expr.kind !== 'call' || inner.has(expr)) return;
    const expectation = expectationOf(expr);
    if (expectation !== undefined) {
      expectations.push(expr);
      for (
        let at: Expr = expr;
        at.kind === 'call' || at.kind === 'member';
        at = at.kind === 'call' ? bare(at.callee) : bare(at.object)
      )
        inner.add(at);
      return;
    }
    const root = pathOf(expr.callee)?.split('.')[0] ?? '';
    if (stubs.has(root) && !isConfiguration(calledName(expr))) ofStubs.push(expr);
    else if (!isHarmless(expr, stubs)) reachesOthers = true;
  });
  return { ofStubs, expectations, reachesOthers };
}

function handsOn(expr: Expr, stubs: ReadonlySet<string>): boolean {
  const parts =
    expr.kind === 'call'
      ? expr.args
      : expr.kind === 'object'
        ? expr.properties.map(each => each.value)
        : expr.kind === 'array'
          ? expr.elements
          : [];
  return (
    parts.some(part => part.kind === 'name' && stubs.has(part.name)) ||
    parts.some(
      part =>
        part.kind === 'member' &&
        someIn(part, each => each.kind === 'name' && stubs.has(each.name)) &&
        expr.kind === 'call',
    )
  );
}

/** The name that a chain of calls and members starts at. */
function rootName(expr: Expr): string {
  let at = bare(expr);
  while (at.kind === 'call' || at.kind === 'member') at = bare(at.kind === 'call' ? at.callee : at.object);
  return at.kind === 'name' ? at.name : '';
}

/** Making and configuring stubs, matchers and plain built-ins. */
function isHarmless(expr: CallExpr, stubs: ReadonlySet<string>): boolean {
  if (isMade(expr)) return true;
  const path = pathOf(expr.callee) ?? '';
  if (stubs.has(rootName(expr)) && isConfiguration(calledName(expr))) return true;
  return /^(expect|vi|jest|sinon|mock)\b/.test(path) || (expr.isNew && /^(Error|Date|Map|Set)$/.test(path));
}
