import { expect, test } from 'vitest';
import { parseRulePage } from '../harness/rule-page.js';

const fence = '```';
const page = `# arch/some-rule

Words.

## How to fix

${fence}ts src/only-shown.ts
export {};
${fence}

## Reported

${fence}ts src/shared.ts
export const shared = 1;
${fence}

### First

${fence}ts src/a.ts
# no heading
${fence}

${fence}ts src/a.ts fixed
fixed
${fence}

${fence}ts src/a.ts base
before
${fence}

### Second

${fence}ts src/shared.ts
export const other = 2;
${fence}

~~~md docs/read.md
${fence}
~~~

## Not reported

${fence}ts
no path, no file
${fence}

${fence}ts src/quiet.ts repeat=3
x
^ drawn once
${fence}
`;

test('sections, cases and their files', () => {
  const { title, sections, cases } = parseRulePage(page);
  expect(title).toBe('arch/some-rule');
  expect(sections).toEqual(['How to fix', 'Reported', 'Not reported']);
  expect(cases.map(({ name, expects }) => [name, expects])).toEqual([
    ['Reported: First', 'findings'],
    ['Reported: Second', 'findings'],
    ['Not reported', 'nothing'],
  ]);
  const [first, second, quiet] = cases;
  expect(Object.fromEntries(first!.files)).toEqual({
    'src/shared.ts': 'export const shared = 1;\n',
    'src/a.ts': '# no heading\n',
  });
  expect([...first!.fixed]).toEqual([['src/a.ts', 'fixed\n']]);
  expect([...first!.base]).toEqual([['src/a.ts', 'before\n']]);
  expect(second!.files.get('src/shared.ts')).toBe('export const other = 2;\n');
  expect(second!.files.get('docs/read.md')).toBe('```\n');
  expect([...second!.fixed]).toEqual([]);
  expect(quiet!.files.get('src/quiet.ts')).toBe('x\n^ drawn once\nx\nx\n');
});

test('a page with CRLF reads the same', () => {
  expect(parseRulePage(page.replaceAll('\n', '\r\n'))).toEqual(parseRulePage(page));
});

test('a block without an end is a mistake in the page', () => {
  expect(() => parseRulePage(`## Reported\n\n${fence}ts src/a.ts\nx\n`)).toThrow('line 3');
});
