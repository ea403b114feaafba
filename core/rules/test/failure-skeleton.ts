import { printExpr } from '../../failures/print.js';
import { someDeep } from '../../failures/shapes/scope.js';
import type { TestCase } from '../../failures/shapes/tests.js';
import type { FileView } from '../../failures/view.js';
import { pathOf } from '../../failures/walk.js';
import type { CallExpr, Expr } from '../../syntax/ir/nodes.js';
import { replacing } from '../draft.js';
import type { Fix } from '../finding.js';
import type { FailureWay } from './untested-failure-mode.js';

/** Tests of failures behind the last test of the same list, each with the precondition to arrange. */
export function skeletonFix(
  file: FileView,
  test: TestCase,
  call: CallExpr,
  ways: readonly FailureWay[],
): readonly Fix[] {
  const style = styleOf(file);
  const runner = pathOf(test.call.callee)?.split('.')[0];
  if (style === undefined || runner === undefined || !isClosed(file, test, call)) return [];
  const isAsync = ways.some(({ mode }) => mode.channel === 'reject');
  const text = ways.map(way => `\n${skeleton(way, { file, call, runner, style, isAsync })}`).join('\n');
  const title = `Write ${ways.length === 1 ? 'a test' : 'tests'} of the failure${ways.length === 1 ? '' : 's'}`;
  return [replacing(file, test.call, title, text, 'statement-behind')];
}

interface Setting {
  readonly file: FileView;
  readonly call: CallExpr;
  readonly runner: string;
  readonly style: 'expect' | 'assert';
  readonly isAsync: boolean;
}

function skeleton(way: FailureWay, { file, call, runner, style, isAsync }: Setting): string {
  const { mode, when, text } = way;
  const called = printExpr(call);
  const name = printExpr(call.callee).replaceAll("'", "\\'");
  const title = `${name} fails${when === undefined ? '' : ` when ${when.replaceAll("'", "\\'")}`}`;
  const isNamed = mode.type !== '' && mode.type !== 'Error' && isInScope(file, mode.type);
  const message = text?.replaceAll("'", "\\'");
  const wanted = isNamed ? mode.type : message === undefined ? '' : `'${message}'`;
  const matched = isNamed ? mode.type : message === undefined ? '' : `{ message: '${message}' }`;
  const assertion =
    style === 'expect'
      ? isAsync
        ? `await expect(${called}).rejects.toThrow(${wanted})`
        : `expect(() => ${called}).toThrow(${wanted})`
      : isAsync
        ? `await assert.rejects(() => ${called}${matched === '' ? '' : `, ${matched}`})`
        : `assert.throws(() => ${called}${matched === '' ? '' : `, ${matched}`})`;
  const arrange = when === undefined ? 'the failure' : when;
  return `${runner}('${title}', ${isAsync ? 'async ' : ''}() => {\n  // TODO arrange: ${arrange}\n  ${assertion};\n});`;
}

/** The assertions that the file has at hand; those of chai need a plugin for promises and get no skeleton. */
function styleOf(file: FileView): Setting['style'] | undefined {
  const specifiers = file.facts.imports.map(({ specifier }) => specifier ?? '');
  if (specifiers.some(each => /^(chai|ava|tap|tape|uvu)/.test(each))) return undefined;
  if (file.binding(0, 'expect') !== undefined || specifiers.every(each => !/^(node:)?(test|assert)/.test(each)))
    return 'expect';
  return file.binding(0, 'assert') === undefined ? undefined : 'assert';
}

function isInScope(file: FileView, name: string): boolean {
  return /^(TypeError|RangeError|SyntaxError)$/.test(name) || file.binding(0, name) !== undefined;
}

/** The call says the same outside of its test: it uses nothing that the test declares, and can be written down. */
function isClosed(file: FileView, { index }: TestCase, call: CallExpr): boolean {
  const isLocal = (expr: Expr, fn: number): boolean => {
    if (expr.kind === 'object' || expr.kind === 'function' || expr.kind === 'class' || expr.kind === 'other')
      return true;
    if (expr.kind === 'jsx' || expr.kind === 'await' || expr.kind === 'cast' || expr.kind === 'pattern') return true;
    if (expr.kind !== 'name') return false;
    const bound = file.binding(fn, expr.name);
    return bound !== undefined && bound.kind !== 'import' && bound.fn !== 0;
  };
  return !someDeep(file.ir, index, call, isLocal);
}
