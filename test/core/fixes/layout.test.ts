import { describe, expect, test } from 'vitest';
import { laidOut } from '../../../core/fixes/layout.js';
import type { Placement } from '../../../core/rules/finding.js';
import { applyEdits } from '../../../core/text/edit.js';

/** The source with `text` put where `«` and `»` stand in it. */
function put(marked: string, text: string, placed?: Placement): string {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const source = marked.replace('«', '').replace('»', '');
  return applyEdits(source, laidOut(source, { span: { start, end }, text, ...(placed && { placed }) }));
}

describe('an item of a list', () => {
  test.each([
    ['f(a«»)', 'f(a, x)'],
    ['f(«»)', 'f(x)'],
    ['f((a«)»)', 'f((a), x)'],
    ['f(a«, »)', 'f(a, x, )'],
    ['f(a« /* why, (so) */»)', 'f(a, x /* why, (so) */)'],
    ['  f(\n    a«\n  »)', '  f(\n    a,\n    x\n  )'],
    ['  f(\n    a«,\n  »)', '  f(\n    a,\n    x,\n  )'],
    ['\tf(\r\n\t\ta« // why (so)\r\n\t»)', '\tf(\r\n\t\ta,\r\n\t\tx // why (so)\r\n\t)'],
  ])('goes last: %j', (source, expected) => expect(put(source, 'x', 'last-item')).toBe(expected));

  test.each([
    ['f({«»})', 'f({ x })'],
    ['f({«» })', 'f({ x })'],
    ['f({«» a })', 'f({ x, a })'],
    ['f({«»a})', 'f({x, a})'],
    ['f({«»\n    a,\n  })', 'f({\n    x,\n    a,\n  })'],
    ['f({«»\r\n\ta\r\n})', 'f({\r\n\tx,\r\n\ta\r\n})'],
  ])('goes first: %j', (source, expected) => expect(put(source, 'x', 'first-item')).toBe(expected));
});

describe('a statement', () => {
  test.each([
    ['  const «a = f()»;\n  g();', '  const a = f();\n  x;\n  g();'],
    ['\tconst «a = f()»; // why\r\n\tg();', '\tconst a = f(); // why\r\n\tx;\r\n\tg();'],
    ['  const «a = f(\n    1,\n  )»;\n\n  g();', '  const a = f(\n    1,\n  );\n  x;\n\n  g();'],
    ['{ const «a = f()»; g(); }\n', '{ const a = f(); x; g(); }\n'],
    ['  const «a = f()»\n  g()\n', '  const a = f()\n  x\n  g()\n'],
  ])('goes behind another: %j', (source, expected) => expect(put(source, 'x;', 'statement-behind')).toBe(expected));

  test.each([
    ['  «»g();\n', '  x;\n  g();\n'],
    ['  const «»a = f();\n', '  x;\n  const a = f();\n'],
    ['() => { «»g(); };\n', '() => { x; g(); };\n'],
    ['\t«»g()\r\n', '\tx\r\n\tg()\r\n'],
  ])('goes before another: %j', (source, expected) => expect(put(source, 'x;', 'statement-before')).toBe(expected));

  test('a comment takes a line of its own', () =>
    expect(put('  catch { «return»; }\n', '// so', 'statement-before')).toBe('  catch { \n    // so\n    return; }\n'));
});

test.each([
  ['  try { f(); } «»\n', '  try { f(); } catch (e) {\n    throw e;\n  }\n'],
  ['\ttry {\r\n\t\tf();\r\n\t} «»\r\n', '\ttry {\r\n\t\tf();\r\n\t} catch (e) {\r\n\t\tthrow e;\r\n\t}\r\n'],
  ['if (a) {\n    try { f(); } «»\n}\n', 'if (a) {\n    try { f(); } catch (e) {\n        throw e;\n    }\n}\n'],
  [
    'f(() => {\n    try { f() } «»\n}) // four',
    'f(() => {\n    try { f() } catch (e) {\n        throw e\n    }\n}) // four',
  ],
])('lines stand as deep as where they begin: %j', (source, expected) =>
  expect(put(source, 'catch (e) {\n  throw e;\n}')).toBe(expected),
);

test('strings have the quotes of the file', () => {
  const source = 'import a from "a";\n';
  expect(put(`${source}«»`, `new Error('it failed')`)).toBe(`${source}new Error("it failed")`);
  expect(put(`${source}«»`, `'say "no"' + 'it\\'s' + 'x'`)).toBe(`${source}'say "no"' + 'it\\'s' + "x"`);
});

test('a body goes one level deeper, unless a text of several lines would go with it', () => {
  const body = '  «f();\n\n  g({\n    a,\n  });»\n';
  expect(put(body, '', 'indented')).toBe('  f();\n\n    g({\n      a,\n    });\n');
  const text = '  «f(`a\n  b`);\n  g();»\n';
  expect(put(text, '', 'indented')).toBe('  f(`a\n  b`);\n  g();\n');
});

test('statements may stand apart by an empty line', () =>
  expect(put('\t«f()»;\n', '\ng(() => {\n  h();\n});\n\ni();', 'statement-behind')).toBe(
    '\tf();\n\n\tg(() => {\n\t\th();\n\t});\n\n\ti();\n',
  ));
