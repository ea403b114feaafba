import { describe, expect, test } from 'vitest';
import { initialPolicy } from '../../../core/engine/initial-policy.js';
import type { Finding } from '../../../core/rules/finding.js';
import { openFiles } from '../../harness/check-files.js';
import { type Files, randomFrom, randomWorkspace } from './random-workspace.js';

const seed = Number(process.env.LINTEL_SEED ?? (process.env.LINTEL_SEQUENCES ? Date.now() % 1_000_000 : 20_261_121));
const workspaces = Number(process.env.LINTEL_SEQUENCES ?? 100);

/** What `lintel init` makes of files, and what `lintel check` on these files and what it wrote then says. */
async function afterInit(files: Files) {
  const made = await initialPolicy((await openFiles(files)).snapshot);
  const written = {
    ...files,
    'architecture.jsonc': made.policyText,
    'architecture/baseline.json': made.baselineText,
  };
  const { snapshot } = await openFiles(written);
  expect(snapshot.findings.map(said), made.policyText).toEqual(made.snapshot.findings.map(said));
  return { made, snapshot, said: snapshot.findings.map(said) };
}

function said({ rule, severity, path, message }: Finding): string {
  return `${severity} ${rule} ${path}: ${message}`;
}

test(`nothing fails after init in ${workspaces} random workspaces (LINTEL_SEED=${seed})`, async () => {
  for (let i = 0; i < workspaces; i++) {
    const { 'architecture.jsonc': _, ...files } = randomWorkspace(randomFrom(seed + i));
    const { said: findings, made } = await afterInit(files);
    // A suppression that suppresses nothing is a warning of its own, which no baseline may hold.
    const others = findings.filter(text => !text.startsWith('warning lintel/unused-suppression'));
    expect(others, `LINTEL_SEED=${seed + i}\n${made.policyText}`).toEqual([]);
  }
}, 300_000);

/** `count` files in a folder, each importing the given ones. */
function many(folder: string, count: number, imports: readonly string[] = []): Files {
  const lines = imports.map((path, i) => `import { v as v${i} } from '${path}';\nexport const u${i} = v${i};\n`);
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${folder}/f${i}.ts`, `${lines.join('')}export const v = ${i};\n`]),
  );
}

const manifest = { 'package.json': '{ "name": "app" }' };

describe('nothing at all is said after init', () => {
  test('of a single file', async () => {
    const { said: findings, snapshot } = await afterInit({ 'index.ts': 'export const a = 1;\n' });
    expect(findings).toEqual([]);
    expect(snapshot.policy.modules.map(({ id }) => id)).toEqual(['root']);
  });
  test('of no file', async () => {
    expect((await afterInit({})).said).toEqual([]);
    expect((await afterInit(manifest)).said).toEqual([]);
  });
  test('of JavaScript alone, CommonJS too', async () => {
    const files = {
      ...manifest,
      'index.js': `const a = require('./lib/a.cjs');\nmodule.exports = a;\n`,
      'lib/a.cjs': `exports.a = require('./b.mjs');\n`,
      'lib/b.mjs': `export const b = import('../bin/cli.js');\n`,
      'bin/cli.js': `#!/usr/bin/env node\nrequire('../index.js');\n`,
    };
    expect((await afterInit(files)).said).toEqual([]);
  });
  test('of files at the root alone', async () => {
    const files = {
      ...manifest,
      'a.ts': `import { b } from './b.js';\nexport const a = b;\n`,
      'b.ts': `import { a } from './a.js';\nexport const b = () => a;\n`,
      'a.test.ts': `import { a } from './a.js';\na();\n`,
      '.eslintrc.cjs': 'module.exports = {};\n',
    };
    const { said: findings, made } = await afterInit(files);
    expect(findings).toEqual([]);
    expect(made.refused.map(({ finding }) => finding.rule)).toEqual(['arch/cycle']);
  });
  test('of sixty packages that use each other, some of one kind', async () => {
    const files: Files = { 'package.json': '{ "name": "all", "private": true, "workspaces": ["packages/*"] }' };
    for (let i = 0; i < 60; i++) {
      const name = i % 3 === 0 ? `plugin-p${i}` : `p${i}`;
      const uses = [i + 1, i + 7].filter(n => n < 60 && n % 3 !== 0);
      const dependencies = Object.fromEntries(uses.map(n => [`@acme/p${n}`, '*']));
      files[`packages/${name}/package.json`] = JSON.stringify({
        name: `@acme/${name}`,
        exports: './src/f0.ts',
        dependencies,
      });
      Object.assign(
        files,
        many(
          `packages/${name}/src`,
          3,
          uses.map(n => `@acme/p${n}`),
        ),
      );
    }
    const { said: findings, snapshot, made } = await afterInit(files);
    expect(findings).toEqual([]);
    expect(snapshot.policy.modules).toHaveLength(60);
    expect(made.policyText).toContain('plugin-{name}');
  });
  test('of modules that are all in one cycle', async () => {
    const names = ['orders', 'billing', 'catalog', 'search', 'users'];
    const files = Object.assign(
      { ...manifest },
      ...names.map((name, i) => many(`src/${name}`, 4, [`../${names[(i + 1) % names.length]}/f${i % 4}.js`])),
    ) as Files;
    const { said: findings, made } = await afterInit(files);
    expect(findings).toEqual([]);
    expect(made.refused.some(({ finding }) => finding.rule === 'arch/cycle' && finding.data?.scope === 'module')).toBe(
      true,
    );
  });
  test('of a file that is too large, since the policy names it', async () => {
    const files = {
      ...manifest,
      ...many('src/a', 2),
      'src/a/data.ts': `export const data = '${'x'.repeat(1_100_000)}';\n`,
    };
    const { said: findings, made } = await afterInit(files);
    expect(findings).toEqual([]);
    expect(made.policyText).toContain('"exclude": ["src/a/data.ts"]');
  });
  test('of tests that reach into other modules and into support', async () => {
    const files = {
      ...manifest,
      ...many('src/orders', 4, ['../billing/index.js']),
      ...many('src/billing', 4),
      'src/billing/index.ts': `export { v } from './f0.js';\n`,
      'src/orders/place.test.ts': `import { v } from '../billing/f3.js';\nimport { make } from '../../test/make.js';\nmake(v);\n`,
      'src/billing/charge.test.ts': `import { v } from '../orders/f1.js';\nimport { make } from '../../test/make.js';\nmake(v);\n`,
      'test/make.ts': `import { v } from '../src/orders/f0.js';\nexport const make = (n: number) => n + v;\n`,
    };
    const { said: findings, made, snapshot } = await afterInit(files);
    expect(findings).toEqual([]);
    expect(made.refused.map(({ finding }) => `${finding.rule} ${finding.path}`)).toEqual([
      'arch/dependency-not-allowed src/billing/charge.test.ts',
      'arch/deep-import src/orders/place.test.ts',
    ]);
    const text = `import { make } from '../../test/make.js';\nimport { v } from './f2.js';\nmake(v);\n`;
    expect((await snapshot.with([{ path: 'src/orders/more.test.ts', text }])).findings).toEqual([]);
  });
});

test('an import that the policy does not permit is found, in production code and in tests', async () => {
  const files = {
    ...manifest,
    ...many('src/ui', 4, ['../services/f0.js']),
    ...many('src/services', 4, ['../domain/f0.js']),
    ...many('src/domain', 4),
  };
  const { snapshot } = await afterInit(files);
  for (const path of ['src/domain/f9.ts', 'src/domain/f9.test.ts']) {
    const text = `import { v } from '../ui/f0.js';\nexport const up = v;\n`;
    const { findings } = await snapshot.with([{ path, text }]);
    const rules = findings.filter(finding => finding.path === path).map(({ rule, severity }) => [rule, severity]);
    expect(rules.filter(([rule]) => rule !== 'arch/cycle')).toEqual([['arch/layer-order', 'error']]);
  }
});
