import type { CallExpr, Expr, FileIr, FunctionIr } from '../../syntax/ir/nodes.js';
import type { FileView } from '../view.js';
import { eachExpr, pathOf } from '../walk.js';
import { bare, functionAt, functionsOf } from './scope.js';

/** A test: `test('…', () => { … })`, also `it.only`, `test.each(…)('…', …)`. */
export interface TestCase {
  readonly call: CallExpr;
  readonly fn: FunctionIr;
  readonly index: number;
}

const known = new WeakMap<FileIr, readonly TestCase[]>();

/** The tests of a file that are written with `test` or `it`; found once for a text, since each function that they call asks. */
export function testsOf(file: FileView): readonly TestCase[] {
  const ir = file.wholeIr();
  const before = known.get(ir);
  if (before) return before;
  const found: TestCase[] = [];
  for (const { fn } of functionsOf({ ir }))
    eachExpr(fn.body, expr => {
      if (expr.kind !== 'call' || !isTestCallee(expr.callee)) return;
      const body = expr.args
        .slice(1)
        .map(each => functionAt({ ir }, each))
        .find(each => each !== undefined);
      if (body) found.push({ call: expr, ...body });
    });
  known.set(ir, found);
  return found;
}

function isTestCallee(callee: Expr): boolean {
  const at = bare(callee);
  if (at.kind === 'call') return /\.each$/.test(pathOf(at.callee) ?? '') && isTestCallee(at.callee);
  return /^(t\.|tap\.|Deno\.)?(test|it|specify|fit)(\.(only|concurrent|sequential|each|fails|serial))*$/.test(
    pathOf(at) ?? '',
  );
}

/** `expect(actual)` with the members and calls behind it, outermost last: `['rejects', 'toBeInstanceOf']`. */
export interface Expectation {
  readonly root: CallExpr;
  readonly actual: Expr | undefined;
  readonly path: readonly string[];
  /** The outermost call, `undefined` for an `expect(…)` that asserts nothing. */
  readonly matcher: CallExpr | undefined;
}

/** The expectation that an expression is, `undefined` for anything else. */
export function expectationOf(expr: Expr): Expectation | undefined {
  const path: string[] = [];
  let at = bare(expr);
  const matcher = at.kind === 'call' ? at : undefined;
  for (;;) {
    if (at.kind === 'call' && at.callee.kind === 'name' && at.callee.name === 'expect')
      return { root: at, actual: at.args[0], path: path.reverse(), matcher: at === matcher ? undefined : matcher };
    if (at.kind === 'call') at = bare(at.callee);
    else if (at.kind === 'member') {
      path.push(at.property);
      at = bare(at.object);
    } else return undefined;
  }
}

/** Whether a call asserts or fails the test by its name: `expect…`, `assert…`, `fail`, `t.throws`. */
export function isAssertion(expr: Expr): boolean {
  if (expr.kind !== 'call') return false;
  const path = pathOf(expr.callee) ?? '';
  return expectationOf(expr) !== undefined || /(^|\.)(assert\w*|fail|expect\w*|should|unreachable)(\.|$)/i.test(path);
}
