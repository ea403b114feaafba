import { describe, expect, test } from 'vitest';
import { linterVerdicts } from '../../../core/resolve/linters/verdicts.js';
import { floatingPromise } from '../../../core/rules/async/floating-promise.js';
import { openFiles } from '../../harness/check-files.js';

const rule = floatingPromise.scope === 'failure' && floatingPromise.delegated;
if (!rule) throw new Error('async/floating-promise is delegated');

const id = '@typescript-eslint/no-floating-promises';
const verdict = (path: string, text: string, file = 'src/a.ts') => linterVerdicts([{ path, text }], rule)(file);
const json = (value: unknown) => JSON.stringify(value);

describe('configurations as data', () => {
  test.each([
    ['nothing', '.eslintrc.json', '{}', 'silent'],
    ['the rule', '.eslintrc.json', json({ rules: { [id]: 'error' } }), 'enables'],
    ['the rule with options', '.eslintrc', json({ rules: { [id]: ['warn', { ignoreVoid: true }] } }), 'enables'],
    ['the rule by number', '.eslintrc.json', json({ rules: { [id]: 2 } }), 'enables'],
    [
      'off',
      '.eslintrc.json',
      json({ extends: 'plugin:@typescript-eslint/recommended-type-checked', rules: { [id]: 0 } }),
      'silent',
    ],
    [
      'a preset',
      '.eslintrc.yml',
      'extends:\n  - plugin:@typescript-eslint/recommended-requiring-type-checking\n',
      'enables',
    ],
    [
      'presets without it',
      '.eslintrc.json',
      json({
        extends: [
          'eslint:recommended',
          'plugin:react/recommended',
          'prettier',
          'next/core-web-vitals',
          'plugin:@typescript-eslint/recommended',
        ],
      }),
      'silent',
    ],
    ['somebody’s preset', '.eslintrc.json', json({ extends: ['@acme/eslint-config'] }), 'undecidable'],
    [
      'somebody’s preset and the rule',
      '.eslintrc.json',
      json({ extends: ['@acme/eslint-config'], rules: { [id]: 'error' } }),
      'enables',
    ],
    [
      'an override for other files',
      '.eslintrc.json',
      json({ overrides: [{ files: ['*.js'], rules: { [id]: 'error' } }] }),
      'silent',
    ],
    [
      'an override for these files',
      '.eslintrc.json',
      json({ overrides: [{ files: ['*.ts'], rules: { [id]: 'error' } }] }),
      'enables',
    ],
    [
      'an override that spares them',
      '.eslintrc.json',
      json({ rules: { [id]: 'error' }, overrides: [{ files: 'src/**', rules: { [id]: 'off' } }] }),
      'silent',
    ],
    ['a file that cannot be read', '.eslintrc.json', '[', 'undecidable'],
    ['a manifest', 'package.json', json({ eslintConfig: { rules: { [id]: 'error' } } }), 'enables'],
    ['Biome without it', 'biome.json', json({ linter: { rules: { recommended: true } } }), 'silent'],
    [
      'Biome with it',
      'biome.jsonc',
      `{ "linter": { "rules": { "nursery": { "noFloatingPromises": { "level": "warn" } } } } } // x`,
      'enables',
    ],
    [
      'Biome off',
      'biome.json',
      json({ linter: { enabled: false, rules: { nursery: { noFloatingPromises: 'error' } } } }),
      'silent',
    ],
    [
      'Biome for other files',
      'biome.json',
      json({ overrides: [{ includes: ['test/**'], linter: { rules: { nursery: { noFloatingPromises: 'on' } } } }] }),
      'silent',
    ],
    ['oxlint', '.oxlintrc.json', json({ rules: { 'typescript/no-floating-promises': 'error' } }), 'enables'],
    ['oxlint, allowed', '.oxlintrc.json', json({ rules: { 'typescript/no-floating-promises': 'allow' } }), 'silent'],
    ['oxlint with types', '.oxlintrc.json', json({ options: { typeAware: true } }), 'enables'],
  ])('%s', (_, path, text, expected) => {
    expect(verdict(path, text)).toBe(expected);
  });
});

describe('configurations in code are read, never run', () => {
  const flat = (body: string, imports = `import tseslint from 'typescript-eslint';`) =>
    `${imports}\nexport default tseslint.config(${body});\nthrow new Error('this must not run');`;
  test.each([
    ['the rule', flat(`{ rules: { '${id}': 'error' } }`), 'enables'],
    [
      'the rule for some files, off for others',
      flat(`{ rules: { "${id}": ["error"] } }, { rules: { '${id}': 'off' } }`),
      'enables',
    ],
    ['off after a preset', flat(`tseslint.configs.recommendedTypeChecked, { rules: { '${id}': 'off' } }`), 'silent'],
    ['a preset', flat('...tseslint.configs.strictTypeChecked'), 'enables'],
    ['a preset without it', flat('tseslint.configs.recommended'), 'silent'],
    [
      'a preset in a comment',
      flat('/* recommendedTypeChecked */ tseslint.configs.recommended // strictTypeChecked'),
      'silent',
    ],
    ['the rule in a comment', flat(`{ rules: {\n// '${id}': 'error',\n } }`), 'silent'],
    [
      'plugins alone',
      flat(
        'react, hooks',
        `import react from 'eslint-plugin-react';\nimport globals from 'globals';\nimport js from '@eslint/js';\nimport tseslint from 'typescript-eslint';`,
      ),
      'silent',
    ],
    ['somebody’s configuration', flat('acme', `import acme from '@acme/eslint-config';`), 'undecidable'],
    ['another file', flat('base', `import base from './eslint.base.js';`), 'undecidable'],
    ['a whole configuration that has it', flat('love', `import love from 'eslint-config-love';`), 'enables'],
  ])('%s', (_, text, expected) => {
    expect(verdict('eslint.config.mjs', text)).toBe(expected);
  });

  test('CommonJS', () => {
    expect(
      verdict('.eslintrc.cjs', `module.exports = { extends: ['plugin:@typescript-eslint/strict-type-checked'] };`),
    ).toBe('enables');
    expect(verdict('.eslintrc.js', `module.exports = { extends: ['@acme/base'] };`)).toBe('undecidable');
  });
});

test('the nearest configuration of a linter counts, and one linter is enough', () => {
  const configs = [
    { path: '.eslintrc.json', text: json({ rules: { [id]: 'error' } }) },
    { path: 'packages/a/.eslintrc.json', text: '{}' },
    { path: 'packages/b/biome.json', text: '{}' },
    { path: 'packages/c/eslint.config.js', text: `import x from '@acme/x'; export default x;` },
  ];
  const of = linterVerdicts(configs, rule);
  expect(['src/a.ts', 'packages/a/x.ts', 'packages/b/x.ts', 'packages/c/d/x.ts'].map(of)).toEqual([
    'enables',
    'silent',
    'enables',
    'undecidable',
  ]);
});

test('what a configuration extends in the repository is followed, circles included', () => {
  const root = { path: '.oxlintrc.json', text: json({ rules: { 'typescript/no-floating-promises': 'error' } }) };
  const of = (...configs: { path: string; text: string }[]) => linterVerdicts(configs, rule)('server/a.ts');
  expect(of(root, { path: 'server/.oxlintrc.json', text: json({ extends: ['../.oxlintrc.json'] }) })).toBe('enables');
  expect(of({ path: 'server/.oxlintrc.json', text: json({ extends: ['../gone.json'] }) })).toBe('undecidable');
  expect(of({ path: 'server/.eslintrc.json', text: json({ extends: './.eslintrc.json' }) })).toBe('undecidable');
  const biome = { path: 'biome.json', text: json({ linter: { rules: { nursery: { noFloatingPromises: 'error' } } } }) };
  expect(of(biome, { path: 'server/biome.json', text: json({ extends: '//' }) })).toBe('enables');
});

describe('in a workspace', () => {
  const source = `export class Down extends Error {}
export async function store(key: string): Promise<void> { if (key === '') throw new Down(key); }
export function run(): void { store('1'); }`;
  const told = async (files: Record<string, string>) => {
    const workspace = await openFiles({ 'src/a.ts': source, ...files });
    const of = () => [
      workspace.snapshot.findings.filter(each => each.rule === 'async/floating-promise').length,
      workspace.snapshot.run().coverage.notChecked.filter(each => each.why === 'linter-undecidable'),
    ];
    return { workspace, of };
  };

  test('it follows the configuration as it is edited', async () => {
    const { workspace, of } = await told({});
    expect(of()).toEqual([1, []]);
    await workspace.apply([{ path: '.eslintrc.json', text: json({ rules: { [id]: 'error' } }) }]);
    expect(of()).toEqual([0, []]);
    await workspace.apply([{ path: '.eslintrc.json', text: json({ extends: '@acme/base' }) }]);
    expect(of()).toEqual([0, [{ what: 'async/floating-promise', count: 1, why: 'linter-undecidable' }]]);
    await workspace.apply([{ path: '.eslintrc.json', text: undefined }]);
    expect(of()).toEqual([1, []]);
  });

  test('the policy decides over it', async () => {
    const eslint = { '.eslintrc.json': json({ extends: '@acme/base' }) };
    const policy = (delegated: string) => ({ 'architecture.jsonc': json({ failures: { delegated } }) });
    expect((await told({ ...eslint, ...policy('on') })).of()).toEqual([1, []]);
    expect((await told(policy('off'))).of()).toEqual([0, []]);
  });
});
