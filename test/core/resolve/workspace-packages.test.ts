import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { diskFileSystem } from '../../../core/files/disk.js';
import { type Tree, workspace, workspaceOver } from './fixture.js';

const root = { 'package.json': { private: true, workspaces: ['packages/*'] }, '.gitignore': 'dist\n' };
const built = (name: string, more: object = {}) => ({
  name,
  exports: { '.': { types: './dist/index.d.ts', import: './dist/index.js' }, './*': './dist/*.js' },
  ...more,
});

describe('a package of the workspace, nothing installed and nothing built', () => {
  test('is its source', () => {
    const { ask } = workspace({
      ...root,
      'packages/a/package.json': built('@x/a'),
      'packages/a/src/index.ts': '',
      'packages/a/src/deep/thing.ts': '',
      'packages/a/src/folder/index.ts': '',
      'packages/b/main.ts': '',
    });
    expect(ask('packages/b/main.ts', '@x/a')).toBe('packages/a/src/index.ts');
    expect(ask('packages/b/main.ts', '@x/a/deep/thing')).toBe('packages/a/src/deep/thing.ts');
    expect(ask('packages/b/main.ts', '@x/a/folder')).toBe('packages/a/src/folder/index.ts');
  });

  test.each(['', '!', '.', '*a'.repeat(40), '+(a|+(b))*', 'x'.repeat(70_000)])(
    'beside a workspace glob that no matcher takes: %.20j',
    glob => {
      const { ask } = workspace({
        ...root,
        'package.json': { private: true, workspaces: ['packages/*', glob] },
        'packages/a/package.json': built('@x/a'),
        'packages/a/src/index.ts': '',
        'packages/b/main.ts': '',
      });
      expect(ask('packages/b/main.ts', '@x/a')).toBe('packages/a/src/index.ts');
    },
  );

  test('is closed where exports does not open it', () => {
    const { ask } = workspace({
      ...root,
      'packages/a/package.json': { name: 'a', exports: { '.': './src/index.ts', './secret': null } },
      'packages/a/src/index.ts': '',
      'packages/a/src/internal.ts': '',
      'packages/a/secret.ts': '',
      'main.ts': '',
    });
    expect(ask('main.ts', 'a/src/internal')).toBe(
      '? The package a does not export \'./src/internal\' (see "exports" in packages/a/package.json). Without "exports" it would be packages/a/src/internal.ts.',
    );
    expect(ask('main.ts', 'a/secret')).toContain('Without "exports" it would be packages/a/secret.ts');
    expect(ask('main.ts', 'a/none')).toBe(
      '? The package a does not export \'./none\' (see "exports" in packages/a/package.json).',
    );
  });

  test.each<[string, object, Tree, string]>([
    ['main in dist', { main: 'dist/index.js' }, { 'src/index.ts': '' }, 'src/index.ts'],
    ['main without extension', { main: './lib/main' }, { 'src/main.ts': '' }, 'src/main.ts'],
    [
      'types before main',
      { main: 'index.js', types: 'src/api.ts' },
      { 'src/api.ts': '', 'index.js': '' },
      'src/api.ts',
    ],
    ['no field at all', {}, { 'index.ts': '' }, 'index.ts'],
    ['no field, source folder', {}, { 'src/index.tsx': '' }, 'src/index.tsx'],
    ['exports as a string', { exports: './dist/index.mjs' }, { 'src/index.mts': '' }, 'src/index.mts'],
    ['a bundle named freely', { exports: { import: './dist/a.esm.js' } }, { 'src/index.ts': '' }, 'src/index.ts'],
    ['esm and cjs side by side', { main: './dist/cjs/x.cjs' }, { 'src/x.cts': '' }, 'src/x.cts'],
    [
      'the first target is gone',
      { exports: { types: './gone.d.ts', default: './real.ts' } },
      { 'real.ts': '' },
      'real.ts',
    ],
    ['a list of targets', { exports: ['./no.js', './yes.js'] }, { 'yes.ts': '' }, 'yes.ts'],
    [
      'publishConfig is for publishing',
      { exports: './src/dev.ts', publishConfig: { exports: './dist/x.js' } },
      { 'src/dev.ts': '', 'src/x.ts': '' },
      'src/dev.ts',
    ],
  ])('entry: %s', (_, manifest, files, expected) => {
    const tree: Record<string, string | object> = {
      ...root,
      'packages/a/package.json': { name: 'a', ...manifest },
      'm.ts': '',
    };
    for (const [path, text] of Object.entries(files)) tree[`packages/a/${path}`] = text;
    expect(workspace(tree).ask('m.ts', 'a')).toBe(`packages/a/${expected}`);
  });

  test('outDir and rootDir lead back where no convention would', () => {
    const { ask } = workspace({
      ...root,
      'packages/a/package.json': { name: 'a', exports: './target/api/index.js' },
      'packages/a/tsconfig.json': { compilerOptions: { outDir: 'target', rootDir: 'code' } },
      'packages/a/code/api/index.ts': '',
      'm.ts': '',
    });
    expect(ask('m.ts', 'a')).toBe('packages/a/code/api/index.ts');
  });

  test('what is offered but has neither file nor source is absent when ignored, else unresolved', () => {
    const { ask } = workspace({
      ...root,
      'packages/a/package.json': { name: 'a', exports: { './gen': './dist/gen.js', './lost': './lost.js' } },
      'm.ts': '',
    });
    expect(ask('m.ts', 'a/gen')).toBe('absent packages/a/dist/gen.ts');
    expect(ask('m.ts', 'a/lost')).toBe(
      "? Cannot find module 'a/lost'. packages/a/package.json leads it to packages/a/lost.js, but neither that file nor a source for it is there.",
    );
  });

  test('conditions choose: import or require, the tsconfig’s own, or those of the policy', () => {
    const tree = {
      ...root,
      'packages/a/package.json': {
        name: 'a',
        exports: { custom: './custom.ts', import: './esm.ts', require: './cjs.ts', browser: './web.ts' },
      },
      'packages/a/custom.ts': '',
      'packages/a/esm.ts': '',
      'packages/a/cjs.ts': '',
      'packages/a/web.ts': '',
      'm.ts': '',
      'c/tsconfig.json': { compilerOptions: { customConditions: ['custom'] } },
      'c/m.ts': '',
    };
    const { ask } = workspace(tree);
    expect(ask('m.ts', 'a')).toBe('packages/a/esm.ts');
    expect(ask('m.ts', 'a', { mode: 'require' })).toBe('packages/a/cjs.ts');
    expect(ask('c/m.ts', 'a')).toBe('packages/a/custom.ts');
    expect(workspace(tree, { conditions: ['browser'] }).ask('m.ts', 'a')).toBe('packages/a/web.ts');
  });

  test('the package may import itself by name', () => {
    const { ask } = workspace({ 'package.json': built('me'), 'src/index.ts': '', 'src/x.ts': '', 'test/t.ts': '' });
    expect(ask('test/t.ts', 'me')).toBe('src/index.ts');
    expect(ask('test/t.ts', 'me/x')).toBe('src/x.ts');
  });
});

describe('build output that is there', () => {
  const tree = {
    ...root,
    'packages/a/package.json': built('a'),
    'packages/a/src/index.ts': '',
    'packages/a/dist/index.d.ts': '',
    'packages/a/dist/index.js': '',
    'packages/b/lib/hand.js': '',
    'packages/b/src/hand.ts': '',
    'packages/b/package.json': { name: 'b' },
    'm.ts': '',
  };
  test('is led back to source, also when named by path', () => {
    const { ask } = workspace(tree);
    expect(ask('m.ts', 'a')).toBe('packages/a/src/index.ts');
    expect(ask('m.ts', './packages/a/dist/index.js')).toBe('packages/a/src/index.ts');
  });
  test('a folder called lib that git keeps is no output', () => {
    expect(workspace(tree).ask('m.ts', './packages/b/lib/hand')).toBe('packages/b/lib/hand.js');
  });
});

describe('which package a name means', () => {
  test('the nearest of several, in nested workspaces', () => {
    const { ask } = workspace({
      'one/package.json': { workspaces: ['*'] },
      'one/app/package.json': { name: 'app' },
      'one/app/index.ts': '',
      'two/package.json': { workspaces: ['*'] },
      'two/app/package.json': { name: 'app' },
      'two/app/index.ts': '',
      'two/web/m.ts': '',
      'one/web/m.ts': '',
    });
    expect(ask('two/web/m.ts', 'app')).toBe('two/app/index.ts');
    expect(ask('one/web/m.ts', 'app')).toBe('one/app/index.ts');
  });

  test('a template outside the workspace takes its dependencies from the registry', () => {
    const { ask } = workspace({
      ...root,
      'packages/a/package.json': { name: 'a' },
      'packages/a/index.ts': '',
      'packages/b/package.json': { name: 'b', dependencies: { a: '^1.0.0' } },
      'packages/b/m.ts': '',
      'templates/t/package.json': { name: 't', dependencies: { a: 'latest' } },
      'templates/t/m.ts': '',
      'templates/linked/package.json': { name: 'l', dependencies: { a: 'file:../../packages/a' } },
      'templates/linked/m.ts': '',
      'packages/other/package.json': { name: 'o', dependencies: { a: 'npm:other@1' } },
      'packages/other/m.ts': '',
    });
    expect(ask('packages/b/m.ts', 'a')).toBe('packages/a/index.ts');
    expect(ask('templates/t/m.ts', 'a')).toBe('missing a');
    expect(ask('templates/linked/m.ts', 'a')).toBe('packages/a/index.ts');
    expect(ask('packages/other/m.ts', 'a')).toBe('missing a');
  });

  test('a package that is really installed is not the workspace’s', () => {
    const { ask } = workspace({
      ...root,
      'packages/a/package.json': { name: 'a' },
      'packages/a/index.ts': '',
      'packages/b/node_modules/a/package.json': { name: 'a' },
      'packages/b/m.ts': '',
      'packages/c/m.ts': '',
    });
    expect(ask('packages/b/m.ts', 'a')).toBe('installed a');
    expect(ask('packages/c/m.ts', 'a')).toBe('packages/a/index.ts');
  });
});

describe('links on the disk', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lintel-links-')));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const paths = ['ws/package.json', 'ws/packages/a/package.json'];
  write('ws/package.json', '{}');
  write('ws/packages/a/package.json', '{ "name": "unlisted", "main": "x.ts" }');
  write('ws/packages/a/x.ts', '');
  write('ws/node_modules/.pnpm/p@1/node_modules/p/package.json', '{ "name": "p" }');
  write('elsewhere/q/package.json', '{ "name": "q" }');
  write('ws/real/y.ts', '');
  write('ws/m.ts', '');
  write('node_modules/above/package.json', '{}');
  symlinkSync(join(folder, 'ws/packages/a'), join(folder, 'ws/node_modules/unlisted'));
  symlinkSync(join(folder, 'ws/node_modules/.pnpm/p@1/node_modules/p'), join(folder, 'ws/node_modules/p'));
  symlinkSync(join(folder, 'elsewhere/q'), join(folder, 'ws/node_modules/q'));
  symlinkSync(join(folder, 'ws/real'), join(folder, 'ws/alias'));
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'ws/out'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const { ask } = workspaceOver(
    diskFileSystem(join(folder, 'ws')),
    paths.map(path => path.slice('ws/'.length)),
  );

  test('lead to the workspace’s own files under their real path', () => {
    expect(ask('m.ts', 'unlisted')).toBe('packages/a/x.ts');
    expect(ask('m.ts', './alias/y')).toBe('real/y.ts');
  });
  test('of pnpm are packages', () => expect(ask('m.ts', 'p')).toBe('installed p'));
  test('out of the workspace are packages in node_modules and nothing elsewhere', () => {
    expect(ask('m.ts', 'q')).toBe('installed q');
    expect(ask('m.ts', './out/q/package.json')).toBe(
      "? 'out/q/package.json' is a link that leads out of the workspace.",
    );
  });
  test('node_modules above the root count', () => expect(ask('m.ts', 'above')).toBe('installed above'));
});

describe('entries that only a build lays out', () => {
  const manifest = {
    name: 'ui',
    exports: {
      '.': { development: './dist/dev/index.js', default: './dist/index.js' },
      './*': { types: './dist/types/ui/*.d.ts' },
      './index.css': { development: './dist/dev/index.css', production: './dist/prod/index.css' },
      './closed.css': null,
    },
  };
  const tree = {
    '.gitignore': 'dist\n',
    'package.json': { workspaces: ['ui', 'app'] },
    'ui/package.json': manifest,
    'ui/src/index.ts': '',
    'ui/state.ts': '',
    'app/package.json': { name: 'app', dependencies: { ui: '*' } },
    'app/a.ts': '',
  };
  test('are known to be unknown', () => {
    const { layout } = workspace(tree);
    expect(layout.workspacePackages.get('ui')?.hasUnknownEntries).toBe(true);
    const { '.': main } = manifest.exports;
    const plain = workspace({
      ...tree,
      'ui/package.json': { name: 'ui', exports: { '.': main, './x.css': './x.css' } },
    });
    expect(plain.layout.workspacePackages.get('ui')?.hasUnknownEntries).toBe(false);
  });
  test('a style sheet counts under conditions of bundlers', () => {
    const { ask } = workspace(tree);
    expect(ask('app/a.ts', 'ui/index.css')).toBe('absent ui/dist/dev/index.css');
    expect(ask('app/a.ts', 'ui/closed.css')).toMatch(/^\? The package ui does not export/);
  });
});
