import { describe, expect, test } from 'vitest';
import type { Finding } from '../../core/rules/finding.js';
import { checkFiles } from '../harness/check-files.js';

const policyOf = (...cycles: readonly object[]): string =>
  JSON.stringify({ modules: [{ id: 'app', path: 'src' }], cycles });

async function cyclesIn(files: Record<string, string>): Promise<readonly Finding[]> {
  const { findings } = await checkFiles(files);
  expect(findings.filter(({ rule }) => rule !== 'arch/cycle')).toEqual([]);
  return findings;
}

const shape = (findings: readonly Finding[]) =>
  findings.map(({ data, severity }) => [data?.kind, severity, data?.members]);

describe('an eager cycle inside a larger deferred one', () => {
  const files = {
    'src/a.ts': `import { b } from './b.js';\nexport const a = () => b;`,
    'src/b.ts': `import { a } from './a.js';\nimport { c } from './c.js';\nexport const b = () => [a, c];`,
    'src/c.ts': `export const c = () => import('./a.js');`,
  };

  test('each is told once, by the rule that it needs', async () => {
    const policy = policyOf(
      { scope: 'file', kinds: ['eager'], severity: 'error' },
      { scope: 'file', kinds: ['deferred'], severity: 'information' },
    );
    expect(shape(await cyclesIn({ ...files, 'architecture.jsonc': policy }))).toEqual([
      ['eager', 'error', ['src/a.ts', 'src/b.ts']],
      ['deferred', 'information', ['src/a.ts', 'src/b.ts', 'src/c.ts']],
    ]);
  });

  test('the larger one is cut where the smaller one is not', async () => {
    const policy = policyOf(
      { scope: 'file', kinds: ['eager'] },
      { scope: 'file', kinds: ['deferred'], severity: 'information' },
    );
    const [, deferred] = await cyclesIn({ ...files, 'architecture.jsonc': policy });
    expect(deferred?.data?.cut).toMatchObject({ from: 'src/b.ts', to: 'src/c.ts' });
  });

  test('one rule for both kinds tells the whole once', async () => {
    const policy = policyOf({ scope: 'file', kinds: ['value'] });
    expect(shape(await cyclesIn({ ...files, 'architecture.jsonc': policy }))).toEqual([
      ['deferred', 'error', ['src/a.ts', 'src/b.ts', 'src/c.ts']],
    ]);
  });

  test('off is off, and the order of the rules makes no difference', async () => {
    const policy = policyOf(
      { scope: 'file', kinds: ['deferred'], severity: 'information' },
      { scope: 'file', kinds: ['eager'], severity: 'off' },
    );
    expect(shape(await cyclesIn({ ...files, 'architecture.jsonc': policy }))).toEqual([
      ['deferred', 'information', ['src/a.ts', 'src/b.ts', 'src/c.ts']],
    ]);
  });
});

test('an eager cycle is none of a rule for deferred ones', async () => {
  const policy = policyOf({ scope: 'file', kinds: ['deferred'] });
  const files = {
    'src/a.ts': `import { b } from './b.js';\nexport const a = () => b;`,
    'src/b.ts': `import { a } from './a.js';\nexport const b = () => a;`,
  };
  expect(await cyclesIn({ ...files, 'architecture.jsonc': policy })).toEqual([]);
});

test('mocks close no cycle', async () => {
  const files = {
    'package.json': '{ "name": "x", "devDependencies": { "vitest": "4.0.0" } }',
    'src/a.test.ts': `import { vi } from 'vitest';\nimport { help } from './help.test.js';\nvi.mock('./help.test.js');\nhelp();`,
    'src/help.test.ts': `import { vi } from 'vitest';\nvi.mock('./a.test.js');\nexport const help = () => 1;`,
  };
  expect(await cyclesIn(files)).toEqual([]);
});

test('packages, with the import to cut', async () => {
  const manifest = (name: string, other: string) =>
    JSON.stringify({ name, exports: './src/index.ts', dependencies: { [other]: 'workspace:*' } });
  const files = {
    'package.json': '{ "name": "root", "private": true, "workspaces": ["packages/*"] }',
    'packages/one/package.json': manifest('one', 'two'),
    'packages/two/package.json': manifest('two', 'one'),
    'packages/one/src/index.ts': `export const one = 1;\nexport const more = 2;`,
    'packages/one/src/use.ts': `import { two } from 'two';\nexport const use = two;`,
    'packages/two/src/index.ts': `export { two } from './two.js';`,
    'packages/two/src/two.ts': `export const two = 2;`,
    'packages/two/src/use.ts': `import { more, one } from 'one';\nexport const use = one + more;`,
    'architecture.jsonc': JSON.stringify({ cycles: [{ scope: 'package', kinds: ['value'] }] }),
  };
  const [found, ...rest] = await cyclesIn(files);
  expect(rest).toEqual([]);
  expect(found).toMatchObject({
    path: 'packages/one/src/use.ts',
    data: { scope: 'package', kind: 'eager', members: ['one', 'two'], cut: { from: 'one', to: 'two', line: 1 } },
  });
  expect(found?.related.map(({ path }) => path)).toEqual(['packages/two/src/use.ts']);
});

test('the same text gives the same finding whatever lies around it', async () => {
  const files = {
    'src/a.ts': `import { b } from './b.js';\nexport const a = () => b;`,
    'src/b.ts': `import { a } from './a.js';\nexport const b = () => a;`,
  };
  const alone = await cyclesIn(files);
  const among = await cyclesIn({ 'src/0.ts': 'export {};', ...files, 'src/z.ts': `import './a.js';` });
  expect(among).toEqual(alone);
});
