import { describe, expect, test } from 'vitest';
import { editsFor } from '../../../core/fixes/edits-for.js';
import { applyEdits } from '../../../core/text/edit.js';

function typed(text: string, names?: readonly string[], path = 'src/a.ts'): string | undefined {
  const at = { start: text.indexOf(`'./x'`), end: text.indexOf(`'./x'`) + 5 };
  const intent = { kind: 'import-type', ...(names && { names }) } as const;
  const edits = editsFor({ title: '', safe: true, path, at, intent }, text);
  return edits && applyEdits(text, edits);
}

describe('the whole import', () => {
  test.each([
    [`import { A } from './x';`, `import type { A } from './x';`],
    [`import A from './x'`, `import type A from './x'`],
    [`import * as ns from './x'`, `import type * as ns from './x'`],
    [`import { type A, B } from './x';`, `import type { A, B } from './x';`],
    [`import { type A as C } from './x';`, `import type { A as C } from './x';`],
    [`import A, { B } from './x';`, `import type A from './x';\nimport type { B } from './x';`],
    [`import A, * as ns from './x';`, `import type A from './x';\nimport type * as ns from './x';`],
    [`export { A } from './x';`, `export type { A } from './x';`],
    [`export * from './x';`, `export type * from './x';`],
    [`export * as ns from './x';`, `export type * as ns from './x';`],
    [`import a = require('./x');`, `import type a = require('./x');`],
    [
      `// keep\nimport {\n  A, // one\n  type B,\n} from './x'; // here`,
      `// keep\nimport type {\n  A, // one\n  B,\n} from './x'; // here`,
    ],
  ])('%s', (before, after) => {
    expect(typed(before)).toBe(after);
  });
});

describe('some names', () => {
  test.each([
    [`import { A, b } from './x';`, ['A'], `import { type A, b } from './x';`],
    [`import { A, B } from './x';`, ['A', 'B'], `import type { A, B } from './x';`],
    [`import D, { b } from './x';`, ['default'], `import type D from './x';\nimport { b } from './x';`],
    [`import d, { B } from './x';`, ['B'], `import d, { type B } from './x';`],
    [`import d, * as ns from './x';`, ['*'], `import d from './x';\nimport type * as ns from './x';`],
    [`export { A, b } from './x';`, ['A'], `export { type A, b } from './x';`],
  ])('%s %s', (before, names, after) => {
    expect(typed(before, names)).toBe(after);
  });
});

describe('nothing to do', () => {
  test.each([
    `import type { A } from './x';`,
    `import './x';`,
    `const a = require('./x');`,
    `import { type A, b } from './y'; import './x';`,
  ])('%s', text => {
    expect(typed(text)).toBeUndefined();
  });

  test('a name that is not there', () => {
    expect(typed(`import { a } from './x';`, ['gone'])).toBeUndefined();
  });

  test('a component, whose script is no file of its own', () => {
    expect(typed(`<script>import { A } from './x';</script>`, undefined, 'src/a.vue')).toBeUndefined();
  });
});

test('JSX and decorators parse as they do in a .tsx file', () => {
  const text = `import { A } from './x';\nexport const page = <b title="x">{(a: A) => a}</b>;`;
  expect(typed(text, undefined, 'src/a.tsx')).toBe(text.replace('import {', 'import type {'));
});
