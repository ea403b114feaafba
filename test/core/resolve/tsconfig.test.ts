// biome-ignore-all lint/suspicious/noTemplateCurlyInString: tsconfigs write ${configDir} that way.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Tree, workspace } from './fixture.js';
import { byOurs, byTypeScript } from './oracle/configs.js';

/** Both readings of every tsconfig of a tree; `files` are what include globs choose from. */
function readings(tree: Tree) {
  const { fs, layout } = workspace(tree);
  const files = Object.keys(tree).filter(path => !path.endsWith('.json'));
  return Object.keys(tree)
    .filter(path => /[tj]sconfig[^/]*\.json$/.test(path) && layout.config(path) !== undefined)
    .map(path => ({
      path,
      ours: byOurs(layout.config(path)!, files),
      theirs: byTypeScript(fs, path, files),
    }));
}

describe('a tsconfig is read as TypeScript reads it', () => {
  const files = {
    'src/a.ts': '',
    'src/a.js': '',
    'src/b.tsx': '',
    'src/deep/c.mts': '',
    'src/deep/d.d.ts': '',
    'src/.hidden/e.ts': '',
    'src/lib.min.js': '',
    'src/x.test.ts': '',
    'node_modules/p/f.ts': '',
    'dist/out.js': '',
    'dist/out.d.ts': '',
    'other/y.cts': '',
    'root.ts': '',
  };
  const compilerOptions = {
    outDir: './dist',
    rootDir: 'src',
    baseUrl: '.',
    paths: { '@/*': ['./src/*', '${configDir}/gen/*'], '~': ['../up.ts'] },
    rootDirs: ['src', '../gen'],
    customConditions: ['dev'],
    moduleSuffixes: ['.ios', ''],
  };
  test.each<[string, Tree]>([
    ['nothing said', { 'tsconfig.json': {} }],
    ['all paths', { 'tsconfig.json': { compilerOptions } }],
    ['comments and trailing commas', { 'tsconfig.json': '{ /* x */ "include": ["src",], // y\n }' }],
    ['globs', { 'tsconfig.json': { include: ['src/**/*.ts', 'o?her/*', '**/d*'], exclude: ['**/*.test.ts', 'dist'] } }],
    ['a folder name', { 'tsconfig.json': { include: ['src/deep', './other/'] } }],
    ['hidden and vendored folders named', { 'tsconfig.json': { include: ['src/.hidden/*', 'node_modules/p/*'] } }],
    ['minified files', { 'tsconfig.json': { compilerOptions: { allowJs: true }, include: ['src/*'] } }],
    ['a minified file named', { 'tsconfig.json': { compilerOptions: { allowJs: true }, include: ['src/*.min.js'] } }],
    ['files only', { 'tsconfig.json': { files: ['src/a.ts', './root.ts'] } }],
    ['files and include', { 'tsconfig.json': { files: ['root.ts'], include: ['other'] } }],
    ['outDir is left out by itself', { 'tsconfig.json': { compilerOptions: { outDir: 'dist', allowJs: true } } }],
    [
      'outDir comes back when exclude is written',
      { 'tsconfig.json': { compilerOptions: { outDir: 'dist' }, exclude: [] } },
    ],
    ['jsconfig', { 'jsconfig.json': { include: ['src'] } }],
    ['checkJs brings allowJs', { 'tsconfig.json': { compilerOptions: { checkJs: true } } }],
    ['isolated by verbatimModuleSyntax', { 'tsconfig.json': { compilerOptions: { verbatimModuleSyntax: true } } }],
    ['node16 keeps JSON out', { 'tsconfig.json': { compilerOptions: { module: 'Node16' } } }],
    ['nodenext takes it in', { 'tsconfig.json': { compilerOptions: { module: 'NodeNext' } } }],
    [
      'node10 by its old name',
      { 'tsconfig.json': { compilerOptions: { moduleResolution: 'Node', module: 'CommonJS' } } },
    ],
    ['AMD is classic', { 'tsconfig.json': { compilerOptions: { module: 'amd' } } }],
    ['wrong types are not taken', { 'tsconfig.json': { compilerOptions: { allowJs: 'yes', outDir: 3, paths: [] } } }],
    [
      'extends, overriding and taking away',
      {
        'base/tsconfig.base.json': {
          compilerOptions: { ...compilerOptions, allowJs: true },
          include: ['../src'],
          exclude: ['x'],
        },
        'tsconfig.json': { extends: './base/tsconfig.base', compilerOptions: { outDir: null, rootDirs: null } },
      },
    ],
    [
      'several extends, the later one wins',
      {
        'a.json': { compilerOptions: { paths: { a: ['./a'] }, outDir: 'a' }, include: ['src'] },
        'nested/b.json': { compilerOptions: { paths: { b: ['./b'] }, module: 'nodenext' }, files: ['../root.ts'] },
        'tsconfig.json': { extends: ['./a.json', './nested/b.json'] },
      },
    ],
    [
      'a chain with ${configDir}',
      {
        'one/tsconfig.json': {
          compilerOptions: { outDir: '${configDir}/dist', paths: { x: ['${configDir}/x'] } },
          include: ['${configDir}/src'],
        },
        'tsconfig.json': { extends: './one/tsconfig.json' },
      },
    ],
    [
      'a package, by exports, by file, by its tsconfig field, by folder',
      {
        'node_modules/@c/e/package.json': { name: '@c/e', exports: { './strict': './s.json' } },
        'node_modules/@c/e/s.json': { compilerOptions: { module: 'nodenext' } },
        'node_modules/f/tsconfig.json': { compilerOptions: { isolatedModules: true } },
        'node_modules/f/package.json': { name: 'f' },
        'node_modules/g/base.json': { compilerOptions: { allowJs: true } },
        'node_modules/g/package.json': { name: 'g', tsconfig: './base.json' },
        'tsconfig.json': { extends: ['@c/e/strict', 'f', 'g', 'f/tsconfig.json'] },
        'a/tsconfig.json': { extends: 'g/base' },
      },
    ],
  ])('%s', (_, tree) => {
    const all = readings({ ...files, ...tree });
    expect(all.length).toBeGreaterThan(0);
    for (const { ours, theirs } of all) expect(ours).toEqual(theirs);
  });

  test('whatever the globs', () => {
    const part = fc.constantFrom(
      'src',
      'deep',
      '*',
      '**',
      '*.ts',
      'a*',
      '?.ts',
      '.hidden',
      '*.test.*',
      'x.test.ts',
      '..',
      'dist',
    );
    const glob = fc.array(part, { minLength: 1, maxLength: 4 }).map(parts => parts.join('/'));
    const config = fc.record(
      { include: fc.array(glob, { maxLength: 3 }), exclude: fc.array(glob, { maxLength: 3 }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(config, tsconfig => {
        // TypeScript refuses `**` before `..`, and takes the spec out; nobody writes that.
        const specs = [...(tsconfig.include ?? []), ...(tsconfig.exclude ?? [])];
        fc.pre(!specs.some(spec => /\*\*\/(?:.*\/)?\.\./.test(spec) || /[*?][^/]*\/\.\./.test(spec)));
        for (const { ours, theirs } of readings({ ...files, 'tsconfig.json': tsconfig })) {
          expect(ours.files).toEqual(theirs.files);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('a tsconfig that is wrong is reported and used as far as it goes', () => {
  const problems = (tree: Tree) => workspace(tree).layout.problems.map(({ path, message }) => `${path}: ${message}`);
  test.each<[string, Tree, string]>([
    [
      'a missing base',
      { 'tsconfig.json': { extends: './gone.json' } },
      'tsconfig.json: "extends": "./gone.json" names no file. The options it would give are missing.',
    ],
    [
      'a base that is not installed',
      { 'tsconfig.json': { extends: '@tsconfig/node20/tsconfig.json' } },
      'tsconfig.json: "extends": "@tsconfig/node20/tsconfig.json" needs the package @tsconfig/node20, which is not installed. The options it would give are missing.',
    ],
    [
      'a reference to nothing',
      { 'tsconfig.json': { references: [{ path: './gone' }, 7, {}] } },
      'tsconfig.json: "references" names "./gone", where there is no tsconfig.',
    ],
    [
      'a circle',
      { 'tsconfig.json': { extends: './b.json' }, 'b.json': { extends: './tsconfig.json' } },
      'tsconfig.json: "extends" leads in a circle: tsconfig.json → b.json → tsconfig.json.',
    ],
    [
      'no JSON',
      { 'tsconfig.json': '{ "include": [' },
      'tsconfig.json: Not valid JSON at 1:15 (close bracket expected).',
    ],
    ['no object', { 'tsconfig.json': '"x"' }, 'tsconfig.json: The file must hold a JSON object.'],
  ])('%s', (_, tree, expected) => expect(problems(tree)).toEqual([expected]));

  test('a broken one still gives its options', () => {
    const { layout } = workspace({
      'tsconfig.json': '{ "compilerOptions": { "isolatedModules": true }, "include": ["src" ',
      'src/a.ts': '',
    });
    expect(layout.projectOf('src/a.ts')?.emit.isolatedModules).toBe(true);
  });
  test('a package of the workspace counts as installed', () => {
    const { layout } = workspace({
      'package.json': { workspaces: ['config'] },
      'config/package.json': { name: '@x/config' },
      'config/base.json': { compilerOptions: { verbatimModuleSyntax: true } },
      'tsconfig.json': { extends: '@x/config/base.json' },
    });
    expect(layout.problems).toEqual([]);
    expect(layout.projectOf('a.ts')?.emit.verbatimModuleSyntax).toBe(true);
  });
});

test('the JSX factory is a value unless JSX is compiled without it', () => {
  const factory = (compilerOptions: object) =>
    workspace({ 'tsconfig.json': { compilerOptions } }).layout.projectOf('a.tsx')?.emit.jsxFactory;
  expect(factory({ jsx: 'react' })).toBe('React');
  expect(factory({ jsx: 'react', jsxFactory: 'h.create' })).toBe('h');
  expect(factory({ jsx: 'react', reactNamespace: 'Preact' })).toBe('Preact');
  expect(factory({ jsx: 'preserve' })).toBe('React');
  expect(factory({ jsx: 'react-jsx' })).toBeUndefined();
  expect(factory({ jsx: 'preserve', jsxImportSource: 'preact' })).toBeUndefined();
});

describe('what a tsconfig extends and is not there', () => {
  const problemsOf = (tree: Tree) => workspace(tree).layout.problems.map(({ path, kind }) => [path, kind]);
  test.each<[string, Tree, unknown]>([
    ['written by a framework', { 'a/tsconfig.json': { extends: './.nuxt/tsconfig.json' } }, 'generated'],
    [
      'the same from a folder below',
      { 'a/server/tsconfig.json': { extends: '../.nuxt/tsconfig.server.json' } },
      'generated',
    ],
    ['ignored by git', { '.gitignore': '/out\n', 'tsconfig.json': { extends: './out/base' } }, 'generated'],
    [
      'of a declared package',
      { 'package.json': { devDependencies: { '@tsconfig/esm': '1' } }, 'tsconfig.json': { extends: '@tsconfig/esm' } },
      'not-installed',
    ],
    ['that it refers to', { 'tsconfig.json': { references: [{ path: './.nuxt/tsconfig.app.json' }] } }, 'generated'],
    ['a reference that is misspelt', { 'tsconfig.json': { references: [{ path: './pakages' }] } }, undefined],
    ['a path into node_modules', { 'tsconfig.json': { extends: './node_modules/x/tsconfig.json' } }, 'not-installed'],
    [
      'of a package that nobody declares',
      { 'package.json': {}, 'tsconfig.json': { extends: '@tsconfig/esm' } },
      undefined,
    ],
    ['misspelt', { 'tsconfig.json': { extends: './tsconfig.bse.json' } }, undefined],
  ])('%s', (_, tree, kind) => {
    const [config] = Object.keys(tree).filter(path => path.endsWith('tsconfig.json'));
    expect(problemsOf(tree)).toEqual([[config, kind]]);
  });
});
