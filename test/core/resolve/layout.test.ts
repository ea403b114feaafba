import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readLayout } from '../../../core/resolve/layout.js';
import { plainPackages } from '../../../core/resolve/workspaces.js';
import { filesOf, inputOf, nearest, type Tree, workspace } from './fixture.js';

const layoutOf = (tree: Tree) => workspace(tree).layout;

describe('workspace packages', () => {
  const packages = {
    'packages/a/package.json': { name: 'a' },
    'packages/b/package.json': { name: '@s/b' },
    'packages/deep/c/package.json': { name: 'c' },
    'tools/t/package.json': { name: 't' },
    'fixtures/f/package.json': { name: 'f' },
  };
  const names = (tree: Tree) => [...layoutOf({ ...packages, ...tree }).workspacePackages.keys()];

  test.each<[string, Tree, string[]]>([
    ['npm, a list', { 'package.json': { workspaces: ['packages/*'] } }, ['@s/b', 'a']],
    [
      'Yarn, an object',
      { 'package.json': { workspaces: { packages: ['./packages/**/', 'tools/t'] } } },
      ['@s/b', 'a', 'c', 't'],
    ],
    ['negations', { 'package.json': { workspaces: ['packages/**', '!packages/a'] } }, ['@s/b', 'c']],
    ['the root itself', { 'package.json': { name: 'root', workspaces: ['tools/*'] } }, ['root', 't']],
    [
      'pnpm with comments, quotes and a catalog',
      {
        'pnpm-workspace.yaml':
          '# all\npackages:\n  - "packages/*" # these\n  - tools/**\n  - "!**/t"\ncatalog:\n  react: ^19\n',
      },
      ['@s/b', 'a'],
    ],
    ['pnpm, a flow list', { 'pnpm-workspace.yaml': 'packages: [packages/**]\n' }, ['@s/b', 'a', 'c']],
    ['Lerna', { 'lerna.json': { packages: ['packages/*'] } }, ['@s/b', 'a']],
    ['Rush', { 'rush.json': '{ "projects": [ { "projectFolder": "tools/t" } ] /* more */ }' }, ['t']],
    ['a nested workspace', { 'packages/deep/package.json': { workspaces: ['*'] } }, ['c']],
    ['linked by workspace:', { 'package.json': { dependencies: { t: 'workspace:*' } } }, ['t']],
    ['linked by file:', { 'fixtures/package.json': { devDependencies: { f: 'file:./f' } } }, ['f']],
    ['a link to another name', { 'package.json': { dependencies: { other: 'file:fixtures/f' } } }, []],
    ['none', { 'package.json': { name: 'lonely' } }, []],
  ])('%s', (_, tree, expected) => expect(names(tree)).toEqual(expected));

  test.each([
    ['packages:\n- a\n- "b/*" # c\n\n  # d\n- \'!x\'\nother:\n  - y\n', ['a', 'b/*', '!x']],
    ['catalog:\n  packages: 1\n', []],
    ['packages:\n  - true\n', undefined],
    ['packages:\n  - a: b\n', undefined],
    ['packages:\n  - "a\\x41"\n', undefined],
    ['packages: &p\n  - a\n', undefined],
    ['"packages":\n  - a\n', undefined],
    ['packages:\n  - a\n---\npackages:\n  - b\n', undefined],
    ['packages:\n  - >\n    a\n', undefined],
  ])('what is usual is read without a YAML parser, and as it would: %j', (text, expected) => {
    expect(plainPackages(text)).toEqual(expected);
    if (expected !== undefined) expect((parse(text) as { packages?: string[] }).packages ?? []).toEqual(expected);
  });

  test('YAML that cannot be read is a problem of its file', () => {
    const { problems, workspacePackages } = layoutOf({ ...packages, 'pnpm-workspace.yaml': 'packages: [\n - x: {' });
    expect(problems.map(problem => problem.path)).toEqual(['pnpm-workspace.yaml']);
    expect(problems[0]?.message).toMatch(/^Not valid YAML: .* The workspace's packages are unknown\.$/);
    expect(workspacePackages.size).toBe(0);
  });
});

describe('manifests', () => {
  const layout = layoutOf({
    'package.json': {
      name: 'root',
      private: true,
      devDependencies: { a: '1', both: '1' },
      dependencies: { both: '1' },
    },
    'packages/a/package.json': {
      name: 'a',
      exports: './x.ts',
      peerDependencies: { p: '*' },
      optionalDependencies: { p: '1' },
    },
    'packages/a/esm/package.json': { type: 'module' },
    'broken/package.json': '{ "name": "half", "dependencies": { "x": ',
    'list/package.json': '[]',
    'odd/package.json': { name: 7, dependencies: 'no', bin: { a: 1, b: './b.js' }, workspaces: 'packages/*' },
    'odd/b.ts': '',
  });
  test('govern the files below, a bare { "type": "module" } declares nothing', () => {
    expect(layout.manifestOf('packages/a/esm/x.js')?.path).toBe('packages/a/package.json');
    expect(layout.manifestOf('packages/z/x.js')?.path).toBe('package.json');
    expect(layout.manifestsAbove('packages/a/esm/x.js').map(manifest => manifest.path)).toEqual([
      'packages/a/esm/package.json',
      'packages/a/package.json',
      'package.json',
    ]);
  });
  test('give each dependency its strongest field', () => {
    const root = layout.manifestOf('x.ts');
    expect(root?.dependencies.get('both')).toBe('dependencies');
    expect(root?.dependencies.get('a')).toBe('devDependencies');
    expect(root?.isPrivate).toBe(true);
    expect(layout.manifestOf('packages/a/x.ts')?.dependencies.get('p')).toBe('optionalDependencies');
    expect(layout.manifestOf('packages/a/x.ts')?.hasExports).toBe(true);
  });
  test('that are broken are reported and count as empty', () => {
    expect(layout.problems).toEqual([
      { path: 'broken/package.json', message: 'Not valid JSON at 1:42 (value expected).' },
      { path: 'list/package.json', message: 'The file must hold a JSON object.' },
    ]);
    expect(layout.manifests.map(manifest => manifest.path)).toContain('broken/package.json');
    expect(layout.manifests.find(manifest => manifest.path === 'odd/package.json')).toMatchObject({
      dependencies: new Map(),
      entryFiles: ['odd/b.ts'],
    });
  });
  test('with comments are read and reported', () => {
    const { problems, manifests } = layoutOf({ 'package.json': '{ // why\n "name": "x" }' });
    expect(manifests[0]?.name).toBe('x');
    expect(problems).toEqual([{ path: 'package.json', message: 'Comments are not permitted here.' }]);
  });
  test('with a byte order mark are fine', () => {
    expect(layoutOf({ 'package.json': '\uFEFF{ "name": "x" }' }).problems).toEqual([]);
  });
});

describe('entry files', () => {
  const entries = (manifest: object, files: readonly string[]) => {
    const tree: Record<string, string | object> = { 'package.json': manifest };
    for (const path of files) tree[path] = '';
    return layoutOf(tree).manifests[0]?.entryFiles;
  };
  test('are the sources of all fields and conditions', () => {
    expect(
      entries(
        {
          main: './dist/index.cjs',
          module: 'dist/index.js',
          bin: { run: './dist/cli.js' },
          exports: {
            '.': [{ types: './dist/index.d.ts' }, './dist/index.js'],
            './web': { browser: './dist/web.js' },
            './no': null,
          },
        },
        ['src/index.ts', 'src/cli.ts', 'src/web.ts', 'src/inner.ts'],
      ),
    ).toEqual(['src/cli.ts', 'src/index.ts', 'src/web.ts']);
  });
  test('are all files of a pattern, built or not', () => {
    const files = ['src/index.ts', 'src/api/a.ts', 'src/api/b/index.ts', 'src/api/style.css', 'src/other.ts'];
    expect(entries({ exports: { './api/*': './dist/api/*.js' } }, files)).toEqual([
      'src/api/a.ts',
      'src/api/b/index.ts',
    ]);
    expect(entries({ exports: { './api/*': './src/api/*.ts' } }, files)).toEqual([
      'src/api/a.ts',
      'src/api/b/index.ts',
    ]);
  });
  test('are the index where nothing else is said, and none that are not there', () => {
    expect(entries({}, ['index.js'])).toEqual(['index.js']);
    expect(entries({ main: './gone.js' }, ['index.js'])).toEqual([]);
  });
});

describe('the tsconfig of a file', () => {
  const of = (tree: Tree, path: string, settings = nearest) => workspace(tree, settings).layout.projectOf(path)?.config;
  test('is the nearest, tsconfig.json before jsconfig.json', () => {
    const tree = { 'tsconfig.json': {}, 'a/jsconfig.json': {}, 'b/tsconfig.json': {}, 'b/jsconfig.json': {} };
    expect(of(tree, 'x.ts')).toBe('tsconfig.json');
    expect(of(tree, 'a/deep/x.js')).toBe('a/jsconfig.json');
    expect(of(tree, 'b/x.ts')).toBe('b/tsconfig.json');
  });
  test('is the referenced one that includes it', () => {
    const tree = {
      'tsconfig.json': { files: [], references: [{ path: './tsconfig.app.json' }, { path: './tsconfig.node.json' }] },
      'tsconfig.app.json': { include: ['src'], exclude: ['src/**/*.test.ts'], references: [{ path: 'tests' }] },
      'tsconfig.node.json': { include: ['vite.config.ts'], references: [{ path: '.' }] },
      'tests/tsconfig.json': { include: ['../src/**/*.test.ts'] },
    };
    expect(of(tree, 'src/a.ts')).toBe('tsconfig.app.json');
    expect(of(tree, 'src/a.test.ts')).toBe('tests/tsconfig.json');
    expect(of(tree, 'src/App.vue')).toBe('tsconfig.app.json');
    expect(of(tree, 'vite.config.ts')).toBe('tsconfig.node.json');
    expect(of(tree, 'elsewhere.ts')).toBe('tsconfig.json');
  });
  test('is the one of the policy for all files', () => {
    const tree = { 'a/tsconfig.json': {}, 'tsconfig.lint.json': { compilerOptions: { isolatedModules: true } } };
    const settings = { ...nearest, tsconfig: './tsconfig.lint.json' };
    expect(of(tree, 'a/x.ts', settings)).toBe('tsconfig.lint.json');
    const { problems } = readLayout(filesOf(tree), inputOf(Object.keys(tree)), { ...nearest, tsconfig: 'nope.json' });
    expect(problems).toEqual([{ path: 'nope.json', message: 'The tsconfig that the policy names is not there.' }]);
  });
  test('is none without any', () => expect(of({}, 'a.ts')).toBeUndefined());
});
