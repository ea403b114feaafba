import { expect, test } from 'vitest';
import { leaveOut } from '../../../core/fixes/leave-out.js';
import { applyEdits } from '../../../core/text/edit.js';

/** The text without the import of `'./x'`, against what stood there before. */
function without(before: string, text: string): string | undefined {
  const start = text.indexOf("'./x'");
  const edits = leaveOut('src/a.ts', text, { start, end: start + 5 }, before);
  return edits && applyEdits(text, edits);
}

const before = "import { b } from './b';\nexport const kept = b;\n";

test('an import goes with the new statements that are there for it, and with what hangs on those', () => {
  const text = `import { a } from './x';\n${before}/** New. */\nexport function use() {\n  return a();\n}\nuse();\nexport const other = 1;\n`;
  expect(without(before, text)).toBe(`${before}export const other = 1;\n`);
});

test('a property or key of that name is no use of it', () => {
  const text = `import { a } from './x';\n${before}export const other = { a: kept.a };\n`;
  expect(without(before, text)).toBe(`${before}export const other = { a: kept.a };\n`);
});

test.each([
  ['a statement that was there uses it now', before.replace('= b', '= b + a')],
  ['it is the default export', `${before}export default a;\n`],
  ['an export list passes it on', `${before}export { a };\n`],
  ['a pattern takes it apart', `${before}export const { c } = a;\n`],
])('nothing is offered where %s', (_, rest) => {
  expect(without(before, `import { a } from './x';\n${rest}`)).toBeUndefined();
});

test('line ends and a line that holds more are kept', () => {
  expect(without('', "import { a } from './x';\r\nexport const b = a;\r\nexport const c = 1;\r\n")).toBe(
    'export const c = 1;\r\n',
  );
  expect(without('', "import { a } from './x'; export const c = 1;\n")).toBe(' export const c = 1;\n');
});
