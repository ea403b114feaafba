import { describe, expect, test } from 'vitest';
import { editsFor } from '../../../core/fixes/edits-for.js';
import type { FixIntent } from '../../../core/rules/finding.js';
import { applyEdits } from '../../../core/text/edit.js';

/** The text after a fix at the specifier `at` (as written, quotes included). */
function fixed(text: string, at: string, intent: FixIntent, path = 'src/a.ts'): string | undefined {
  const start = text.indexOf(at);
  expect(start, `${at} stands in the text`).toBeGreaterThanOrEqual(0);
  const edits = editsFor({ title: '', safe: false, path, at: { start, end: start + at.length }, intent }, text);
  return edits && applyEdits(text, edits);
}

const to = (specifier: string, ...names: string[]): FixIntent =>
  names.length === 0 ? { kind: 'change-specifier', specifier } : { kind: 'change-specifier', specifier, names };

describe('another specifier for the whole import', () => {
  test.each([
    [`import { a } from './x.js';`, `'./x.js'`, `import { a } from './y.js';`],
    [`import { a } from "./x.js"`, `"./x.js"`, `import { a } from "./y.js"`],
    ['const a = await import(`./x.js`);', '`./x.js`', 'const a = await import(`./y.js`);'],
    [`vi.mock('./x.js', () => ({}));`, `'./x.js'`, `vi.mock('./y.js', () => ({}));`],
    [`type T = import('./x.js').T;`, `'./x.js'`, `type T = import('./y.js').T;`],
    [
      `import data from './x.js' with { type: 'json' };`,
      `'./x.js'`,
      `import data from './y.js' with { type: 'json' };`,
    ],
  ])('%s', (before, at, after) => {
    expect(fixed(before, at, to('./y.js'))).toBe(after);
  });

  test('in a component, where only the text counts', () => {
    const text = `<script>\nimport { a } from './x.js';\n</script>`;
    expect(fixed(text, `'./x.js'`, to('./y.js'), 'src/a.vue')).toBe(`<script>\nimport { a } from './y.js';\n</script>`);
  });

  test('not where no plain string stands', () => {
    expect(fixed('import(name)', 'name', to('./y.js'))).toBeUndefined();
  });

  test('a quote in the specifier is escaped', () => {
    expect(fixed(`import './x'`, `'./x'`, to(`./it's`))).toBe(`import './it\\'s'`);
  });
});

describe('some names move, the rest stays', () => {
  test('to an import of their own', () => {
    expect(fixed(`import { a, b } from './x.js';\nuse(a);`, `'./x.js'`, to('./y.js', 'b'))).toBe(
      `import { a } from './x.js';\nimport { b } from './y.js';\nuse(a);`,
    );
  });

  test('to an import that is there', () => {
    const text = `import { a, b } from './x.js';\nimport { c } from './y.js';\n`;
    expect(fixed(text, `'./x.js'`, to('./y.js', 'a'))).toBe(
      `import { b } from './x.js';\nimport { c, a } from './y.js';\n`,
    );
  });

  test('not to an import of types alone', () => {
    const text = `import { a, b } from './x.js';\nimport type { C } from './y.js';\n`;
    expect(fixed(text, `'./x.js'`, to('./y.js', 'a'))).toBe(
      `import { b } from './x.js';\nimport { a } from './y.js';\nimport type { C } from './y.js';\n`,
    );
  });

  test('with their local names, marks and the keyword of the statement', () => {
    expect(fixed(`import { a as one, type B, c } from './x.js'`, `'./x.js'`, to('./y.js', 'a', 'B'))).toBe(
      `import { c } from './x.js'\nimport { a as one, type B } from './y.js'`,
    );
    expect(fixed(`import type { A, B } from "./x"`, `"./x"`, to('./y', 'A'))).toBe(
      `import type { B } from "./x"\nimport type { A } from "./y"`,
    );
  });

  test('the default import leaves, the names stay', () => {
    expect(fixed(`import d, { a } from './x.js';`, `'./x.js'`, to('./y.js', 'default'))).toBe(
      `import { a } from './x.js';\nimport d from './y.js';`,
    );
  });

  test('the names leave, the default import stays', () => {
    expect(fixed(`import d, { a } from './x.js';`, `'./x.js'`, to('./y.js', 'a'))).toBe(
      `import d from './x.js';\nimport { a } from './y.js';`,
    );
  });

  test('all names leave: the specifier alone changes', () => {
    expect(fixed(`import { a, b } from './x.js';`, `'./x.js'`, to('./y.js', 'a', 'b'))).toBe(
      `import { a, b } from './y.js';`,
    );
  });

  test('of a re-export', () => {
    expect(fixed(`export { a, b as c } from './x.js';`, `'./x.js'`, to('./y.js', 'b'))).toBe(
      `export { a } from './x.js';\nexport { b as c } from './y.js';`,
    );
  });

  test('layout and comments of the rest are kept, those of the moved name go', () => {
    const text = [
      `import {`,
      `  first, // stays first`,
      `  // about moved`,
      `  moved, // and this`,
      `  /* third */ third,`,
      `} from './x.js'; // the store`,
      ``,
    ].join('\r\n');
    expect(fixed(text, `'./x.js'`, to('./y.js', 'moved'))).toBe(
      [
        `import {`,
        `  first, // stays first`,
        `  /* third */ third,`,
        `} from './x.js'; // the store`,
        `import { moved } from './y.js';`,
        ``,
      ].join('\r\n'),
    );
  });

  test('the last of several lines leaves, the trailing comma stays', () => {
    expect(fixed(`import {\n  a,\n  b,\n} from './x.js';`, `'./x.js'`, to('./y.js', 'b'))).toBe(
      `import {\n  a,\n} from './x.js';\nimport { b } from './y.js';`,
    );
  });

  test('another statement on the line keeps its place', () => {
    expect(fixed(`import { a, b } from './x.js'; run();`, `'./x.js'`, to('./y.js', 'b'))).toBe(
      `import { a } from './x.js';\nimport { b } from './y.js'; run();`,
    );
  });

  test('nothing to do where the names are not there, or it is no statement', () => {
    expect(fixed(`import { a } from './x.js';`, `'./x.js'`, to('./y.js', 'gone'))).toBeUndefined();
    expect(fixed(`import('./x.js')`, `'./x.js'`, to('./y.js', 'a'))).toBeUndefined();
    expect(fixed(`import * as ns from './x.js'`, `'./x.js'`, to('./y.js', 'a'))).toBeUndefined();
  });

  test('a text that does not parse elsewhere is no obstacle', () => {
    expect(fixed(`import { a, b } from './x.js';\nconst = ;`, `'./x.js'`, to('./y.js', 'b'))).toBe(
      `import { a } from './x.js';\nimport { b } from './y.js';\nconst = ;`,
    );
  });
});

describe('replace', () => {
  test('a span that the text still has', () => {
    const intent = { kind: 'replace', span: { start: 9, end: 10 }, text: 'b' } as const;
    expect(fixed(`import { a } from './x'`, `'./x'`, intent)).toBe(`import { b } from './x'`);
  });

  test('not past the end', () => {
    expect(fixed(`'./x'`, `'./x'`, { kind: 'replace', span: { start: 9, end: 10 }, text: 'b' })).toBeUndefined();
  });
});
