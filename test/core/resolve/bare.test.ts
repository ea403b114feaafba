import { describe, expect, test } from 'vitest';
import { workspace } from './fixture.js';

describe('paths', () => {
  const tree = {
    'tsconfig.json': {
      compilerOptions: {
        paths: { '@/*': ['./src/*'], '@/deep/*': ['./deep/*'], exact: ['./src/exact.ts'], '*': ['./types/*'] },
      },
    },
    'src/a.ts': '',
    'src/exact.ts': '',
    'src/ui/index.ts': '',
    'src/x.css': '',
    'deep/y.ts': '',
    'types/untyped.d.ts': '',
    'outside/b.ts': '',
  };
  const { ask } = workspace(tree);
  test('the longest prefix wins, an exact key before all', () => {
    expect(ask('src/a.ts', '@/ui')).toBe('src/ui/index.ts');
    expect(ask('src/a.ts', '@/deep/y')).toBe('deep/y.ts');
    expect(ask('src/a.ts', 'exact')).toBe('src/exact.ts');
    expect(ask('src/a.ts', '@/x.css')).toBe('src/x.css');
    expect(ask('src/a.ts', 'untyped')).toBe('types/untyped.d.ts');
  });
  test('hold for files outside include as well', () => {
    expect(ask('outside/b.ts', '@/ui')).toBe('src/ui/index.ts');
  });
  test('an alias without a file is not mistaken for a package, and a package not for an alias', () => {
    expect(ask('src/a.ts', '@/nope')).toBe(
      '? Cannot find module \'@/nope\'. "paths" leads "@/*" to src/nope, where there is no such file.',
    );
    expect(ask('src/a.ts', 'react')).toBe('missing react');
  });
  test('an alias may stand for a package that is not installed', () => {
    const { ask: inner } = workspace({
      'tsconfig.json': { compilerOptions: { paths: { react: ['./node_modules/@types/react'], 'lib/*': ['./gen/*'] } } },
      'package.json': { dependencies: { lib: '1' } },
      'a.ts': '',
    });
    expect(inner('a.ts', 'react')).toBe('missing react');
    expect(inner('a.ts', 'lib/x')).toBe('missing lib /x');
  });
  test('an alias may lead to what a tool writes', () => {
    const { ask: inner } = workspace({
      '.gitignore': '.astro\n',
      'tsconfig.json': { compilerOptions: { paths: { '#gen/*': ['./.astro/*'] } } },
      'a.ts': '',
    });
    expect(inner('a.ts', '#gen/types')).toBe('absent .astro/types.ts');
  });
});

test('baseUrl makes folders of the project importable by name', () => {
  const { ask } = workspace({
    'tsconfig.json': { compilerOptions: { baseUrl: './src' } },
    'src/util/index.ts': '',
    'src/a.ts': '',
  });
  expect(ask('src/a.ts', 'util')).toBe('src/util/index.ts');
  expect(ask('src/a.ts', 'lodash')).toBe('missing lodash');
});

describe('built-ins and modules that are no files', () => {
  const { ask } = workspace({
    'package.json': { dependencies: { vite: '7', astro: '5' } },
    'a.ts': '',
    'plain/package.json': { name: 'plain' },
  });
  test.each([
    ['fs', 'built-in node:fs'],
    ['node:fs', 'built-in node:fs'],
    ['fs/promises', 'built-in node:fs/promises'],
    ['node:test/reporters', 'built-in node:test/reporters'],
    ['node:sqlite', 'built-in node:sqlite'],
    ['bun:test', 'built-in bun:test'],
    ['cloudflare:workers', 'built-in cloudflare:workers'],
    ['astro:content', 'built-in astro:content'],
    ['virtual:icons/x', 'built-in virtual:icons /x'],
    ['data:text/javascript,1', 'built-in data:'],
    ['npm:chalk@5.1.0/x', 'missing chalk /x'],
    ['npm:@scope/a@^1', 'missing @scope/a'],
    ['jsr:@std/path@1', 'missing jsr:@std/path'],
    ['https://esm.sh/react@18', 'missing https://esm.sh /react@18'],
    ['test', 'missing test'],
    ['punycode/', 'missing punycode'],
  ])('%s', (specifier, expected) => expect(ask('a.ts', specifier)).toBe(expected));

  test('stay unresolved where nothing could provide them', () => {
    const { ask: bare } = workspace({ 'package.json': {}, 'a.ts': '' });
    expect(bare('a.ts', 'virtual:x')).toMatch(/^\? No package declared .* 'virtual:…'/);
    expect(bare('a.ts', 'astro:content')).toMatch(/^\?/);
    expect(bare('a.ts', '$app/stores')).toMatch(/^\? .*No package can have that name/);
    expect(bare('a.ts', '~/x')).toMatch(/^\?/);
    expect(bare('a.ts', '@/x')).toMatch(/^\?/);
  });
});

describe('packages from outside', () => {
  const { ask } = workspace({
    'package.json': { dependencies: { here: '1', gone: '1' } },
    'node_modules/here/package.json': { name: 'here' },
    'node_modules/@s/p/package.json': {},
    'node_modules/@types/typed/index.d.ts': '',
    'node_modules/@types/s__typed/index.d.ts': '',
    'packages/a/node_modules/own/package.json': {},
    'packages/a/x.ts': '',
    'x.ts': '',
  });
  test('are installed when a node_modules above the importer has them', () => {
    expect(ask('x.ts', 'here')).toBe('installed here');
    expect(ask('x.ts', 'here/sub/x.js')).toBe('installed here /sub/x.js');
    expect(ask('x.ts', '@s/p/y')).toBe('installed @s/p /y');
    expect(ask('packages/a/x.ts', 'own')).toBe('installed own');
    expect(ask('x.ts', 'own')).toBe('missing own');
    expect(ask('x.ts', 'gone')).toBe('missing gone');
  });
  test('count as installed when only their types are', () => {
    expect(ask('x.ts', 'typed')).toBe('installed typed');
    expect(ask('x.ts', '@s/typed')).toBe('installed @s/typed');
  });
  test('a relative path into node_modules is the package too', () => {
    expect(ask('x.ts', './node_modules/here/package.json')).toBe('installed here /package.json');
  });
});

describe('#imports', () => {
  const { ask } = workspace({
    'package.json': {
      name: 'p',
      type: 'module',
      imports: {
        '#db': { node: './src/db.ts', default: './src/db-web.ts' },
        '#lib/*': './src/lib/*.js',
        '#out': './dist/out.js',
        '#react': 'react',
        '#closed': null,
        '#loop': '#loop',
      },
    },
    'tsconfig.json': { compilerOptions: { module: 'nodenext' } },
    'src/a.ts': '',
    'src/db.ts': '',
    'src/lib/x.ts': '',
    'src/out.ts': '',
  });
  test.each([
    ['#db', 'src/db.ts'],
    ['#lib/x', 'src/lib/x.ts'],
    ['#out', 'src/out.ts'],
    ['#react', 'missing react'],
    ['#closed', '? Cannot find module \'#closed\'. The "imports" of package.json lead it to no file.'],
    ['#none', '? Cannot find module \'#none\'. The "imports" of package.json lead it to no file.'],
    ['#loop', '? Cannot find module \'#loop\'. The "imports" of package.json lead it to no file.'],
  ])('%s', (specifier, expected) => expect(ask('src/a.ts', specifier)).toBe(expected));
});
