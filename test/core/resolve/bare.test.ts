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

describe('aliases that nobody here can know', () => {
  const tree = { 'package.json': { dependencies: { nuxt: '4', declared: '1', '@tsconfig/next': '1' } }, 'app.ts': '' };
  test('a tsconfig that a tool writes may have any', () => {
    const { ask } = workspace({ ...tree, 'tsconfig.json': { extends: './.nuxt/tsconfig.json' } });
    expect(ask('app.ts', '~/components/x')).toBe('unchecked generated');
    expect(ask('app.ts', '#shared/x')).toBe('unchecked generated');
    expect(ask('app.ts', 'shared/x')).toBe('unchecked generated');
    expect(ask('app.ts', 'declared/x')).toBe('missing declared /x');
    expect(ask('app.ts', 'node:fs')).toBe('built-in node:fs');
    expect(ask('app.ts', './x')).toMatch(/^\?/);
  });
  test('so may those it refers to', () => {
    const { ask } = workspace({
      ...tree,
      'tsconfig.json': { files: [], references: [{ path: './.nuxt/tsconfig.app.json' }] },
    });
    expect(ask('app.ts', 'vue-router')).toBe('unchecked generated');
    expect(ask('app.ts', '~/x')).toBe('unchecked generated');
  });
  test('so does one that another extends, until it is there', () => {
    const config = {
      ...tree,
      'tsconfig.base.json': { extends: './.svelte-kit/tsconfig.json' },
      'sub/tsconfig.json': { extends: '../tsconfig.base.json' },
      'sub/a.ts': '',
      'src/lib/x.ts': '',
    };
    expect(workspace(config).ask('sub/a.ts', '$lib/x')).toBe('unchecked generated');
    const written = { compilerOptions: { paths: { '$lib/*': ['../src/lib/*'] } } };
    const { ask } = workspace({ ...config, '.svelte-kit/tsconfig.json': written });
    expect(ask('sub/a.ts', '$lib/x')).toBe('src/lib/x.ts');
    expect(ask('sub/a.ts', '$lib/none')).toMatch(/^\?/);
  });
  test('one of a package that is not installed has none that look like packages', () => {
    const { ask } = workspace({ ...tree, 'tsconfig.json': { extends: '@tsconfig/next/tsconfig.json' } });
    expect(ask('app.ts', '@/x')).toBe('unchecked not-installed');
    expect(ask('app.ts', 'invented')).toBe('missing invented');
    expect(ask('app.ts', 'astro:content')).toMatch(/^\?/);
  });
  test('settings of a bundler hold for what TypeScript does not compile', () => {
    const { ask } = workspace({
      'tsconfig.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } }, include: ['src'] },
      'src/a.ts': '',
      'src/page.js': '',
      'test/a.test.ts': '',
    });
    expect(ask('src/page.js', '~/x')).toBe('unchecked bundler');
    expect(ask('test/a.test.ts', '~/x')).toBe('unchecked bundler');
    expect(ask('test/a.test.ts', '@/none')).toMatch(/^\?/);
    expect(ask('src/a.ts', '~/x')).toMatch(/^\?/);
    expect(ask('src/page.js', 'invented')).toBe('missing invented');
  });
});

describe('modules that a framework makes up', () => {
  const { ask } = workspace({
    'www/package.json': { dependencies: { '@docusaurus/core': '3' }, devDependencies: { '@types/vscode': '1' } },
    'www/a.tsx': '',
    'other/package.json': {},
    'other/a.tsx': '',
  });
  test.each([
    ['@theme/Layout', 'built-in @theme /Layout'],
    ['@theme-original/DocItem/Content', 'built-in @theme-original /DocItem/Content'],
    ['@generated/docusaurus.config', 'built-in @generated /docusaurus.config'],
    ['@docusaurus/Link', 'built-in @docusaurus /Link'],
    ['@docusaurus/router', 'built-in @docusaurus /router'],
    ['@docusaurus/theme-common', 'missing @docusaurus/theme-common'],
    ['@docusaurus/Linked', 'missing @docusaurus/Linked'],
    ['vscode', 'built-in vscode'],
    ['vscode-uri', 'missing vscode-uri'],
  ])('%s', (specifier, expected) => expect(ask('www/a.tsx', specifier)).toBe(expected));
  test('are packages where nothing declares the framework', () => {
    expect(ask('other/a.tsx', '@theme/Layout')).toBe('missing @theme/Layout');
    expect(ask('other/a.tsx', 'vscode')).toBe('missing vscode');
  });
});

test('the site of Docusaurus', () => {
  const { ask } = workspace({
    'www/package.json': { dependencies: { '@docusaurus/core': '3' } },
    'www/src/theme.ts': '',
    'www/static/logo.svg': '',
    'www/a.ts': '',
    'a.ts': '',
    'package.json': {},
  });
  expect(ask('www/a.ts', '@site/src/theme')).toBe('www/src/theme.ts');
  expect(ask('www/a.ts', '@site/static/logo.svg')).toBe('www/static/logo.svg');
  expect(ask('www/a.ts', '@site/src/none')).toBe("? There is no file www/src/none, which '@site/' leads to.");
  expect(ask('a.ts', '@site/src/theme')).toBe('missing @site/src /theme');
});

describe('the import map of a Deno project', () => {
  const { ask } = workspace({
    'package.json': { dependencies: { zod: '4' } },
    'edge/deno.jsonc': `{ // URLs
      "imports": {
        "std/": "https://deno.land/std@0.192.0/",
        "zod": "npm:zod@3.21.4",
        "@std/path": "jsr:@std/path@1",
        "shared/": "./shared/",
        "lost": "./lost.ts"
      }
    }`,
    'edge/src/a.ts': '',
    'edge/shared/x.ts': '',
    'own/deno.json': { importMap: '../maps/import_map.json' },
    'maps/import_map.json': { imports: { lib: './lib/mod.ts' } },
    'maps/lib/mod.ts': '',
    'own/a.ts': '',
    'broken/deno.json': '{ "imports": [',
    'broken/a.ts': '',
  });
  test.each([
    ['edge/src/a.ts', 'std/async/delay.ts', 'missing https://deno.land /std@0.192.0/async/delay.ts'],
    ['edge/src/a.ts', 'zod', 'missing zod'],
    ['edge/src/a.ts', '@std/path', 'missing jsr:@std/path'],
    ['edge/src/a.ts', 'shared/x.ts', 'edge/shared/x.ts'],
    ['edge/src/a.ts', 'unknown', 'missing unknown'],
    ['own/a.ts', 'lib', 'maps/lib/mod.ts'],
    ['own/a.ts', 'std/x', 'missing std /x'],
    ['broken/a.ts', 'zod', 'missing zod'],
  ])('%s imports %s', (from, specifier, expected) => expect(ask(from, specifier)).toBe(expected));
  test('says what it names and is not there', () => {
    expect(ask('edge/src/a.ts', 'lost')).toBe("? Cannot find module './lost.ts', which the import map in edge names.");
  });
});

test('no package is called node_modules', () => {
  const { ask } = workspace({ 'package.json': {}, 'a.ts': '' });
  expect(ask('a.ts', 'node_modules/payload/dist/x')).toMatch(/^\? .*No package can have that name/);
});
