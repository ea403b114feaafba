// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are text under analysis
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SiteEdge } from '../../clients/cli/graph/file-graph.js';
import { typescript6 } from '../../core/typescript6.js';
import { type Fixture, fixture } from './fixture.js';

/**
 * Every way one file can depend on another, one to a line. A file starts with its path; each row is the text of the line,
 * the specifier as written and where it leads with its kind, context and names.
 */
type Row = readonly [
  form: string,
  line: string,
  specifier: string,
  to: string,
  kind: 'eager' | 'deferred' | 'type' | 'resource',
  context?: 'production' | 'test' | 'mock',
  symbols?: string,
];

const unknown = 'unknown';

// biome-ignore format: a table
const tables: Readonly<Record<string, readonly Row[]>> = {
  'packages/app/src/statements.ts': [
    ['import',                      "import { a as a1 } from './t/import'; a1;",             './t/import',           'packages/app/src/t/import.ts',        'eager', 'production', 'a'],
    ['default and namespace',       "import d, * as n1 from './t/default'; d; n1.b;",        './t/default',          'packages/app/src/t/default.ts',       'eager', 'production', 'b,default'],
    ['side effect',                 "import './t/effect';",                                  './t/effect',           'packages/app/src/t/effect.ts',        'eager'],
    ['import type',                 "import type { T as T1 } from './t/import-type';",       './t/import-type',      'packages/app/src/t/import-type.ts',   'type',  'production', 'T'],
    ['inline type',                 "import { type T as T2 } from './t/inline-type';",       './t/inline-type',      'packages/app/src/t/inline-type.ts',   'type',  'production', 'T'],
    ['inline type beside value',    "import { type T as T3, a as a3 } from './t/both'; a3;", './t/both',             'packages/app/src/t/both.ts',          'eager', 'production', 'T,a'],
    ['elided, used as a type',      "import { T as T4 } from './t/elided'; let t4: T4;",     './t/elided',           'packages/app/src/t/elided.ts',        'type',  'production', 'T'],
    ['elided class used as a type', "import { C as C5 } from './t/elided-class'; let c5: C5;", './t/elided-class',   'packages/app/src/t/elided-class.ts',  'type',  'production', 'C'],
    ['unused import',               "import { a as a6 } from './t/unused';",                 './t/unused',           'packages/app/src/t/unused.ts',        'type',  'production', 'a'],
    ['export from',                 "export { a as a7 } from './t/export-from';",            './t/export-from',      'packages/app/src/t/export-from.ts',   'eager', 'production', 'a'],
    ['export star',                 "export * from './t/export-star';",                      './t/export-star',      'packages/app/src/t/export-star.ts',   'eager', 'production', '*'],
    ['export star as',              "export * as n8 from './t/export-star-as';",             './t/export-star-as',   'packages/app/src/t/export-star-as.ts', 'eager', 'production', '*'],
    ['export type from',            "export type { T as T9 } from './t/export-type';",       './t/export-type',      'packages/app/src/t/export-type.ts',   'type',  'production', 'T'],
    ['export type star',            "export type * from './t/export-type-star';",            './t/export-type-star', 'packages/app/src/t/export-type-star.ts', 'type', 'production', '*'],
    ['import defer',                "import defer * as n10 from './t/defer'; n10.a;",        './t/defer',            'packages/app/src/t/defer.ts',         'deferred', 'production', 'a'],
    ['import equals',               "import r11 = require('./t/import-equals'); r11.a;",     './t/import-equals',    'packages/app/src/t/import-equals.ts', 'eager', 'production', 'a'],
    ['import type equals',          "import type R12 = require('./t/type-equals'); let r12: R12.T;", './t/type-equals', 'packages/app/src/t/type-equals.ts', 'type',  'production', 'T'],
    ['JSON with attributes',        "import data from './data.json' with { type: 'json' }; data;", './data.json',    'packages/app/src/data.json',          'resource', 'production', 'default'],
  ],
  'packages/app/src/expressions.ts': [
    ['dynamic',                  "export const e1 = () => import('./t/dynamic');",              './t/dynamic',        'packages/app/src/t/dynamic.ts',        'deferred', 'production', '*'],
    ['dynamic, template',        'export const e2 = () => import(`./t/template`);',             './t/template',       'packages/app/src/t/template.ts',       'deferred', 'production', '*'],
    ['import("x").T',            "export let e3: import('./t/import-type-node').T;",            './t/import-type-node', 'packages/app/src/t/import-type-node.ts', 'type', 'production', 'T'],
    ['typeof import("x")',       "export let e4: typeof import('./t/typeof');",                 './t/typeof',         'packages/app/src/t/typeof.ts',         'type',     'production', '*'],
    ['import.meta.resolve',      "export const e5 = import.meta.resolve('./t/meta-resolve.ts');", './t/meta-resolve.ts', 'packages/app/src/t/meta-resolve.ts', 'resource'],
    ['new URL',                  "export const e6 = new URL('./logo.svg', import.meta.url);",   './logo.svg',         'packages/app/src/logo.svg',            'resource'],
    ['new Worker',               "new Worker(new URL('./t/worker.ts', import.meta.url));",      './t/worker.ts',      'packages/app/src/t/worker.ts',         'resource'],
    ['template, unknown',        'export const e8 = (x: string) => import(`./t/${x}.ts`);',     '`./t/${x}.ts`',      unknown,                                'deferred'],
    ['concatenation, unknown',   "export const e9 = (x: string) => import('./t/' + x);",        "'./t/' + x",         unknown,                                'deferred'],
    ['constant concatenation',   "export const e10 = () => import('./t/' + 'dynamic');",        './t/dynamic',        'packages/app/src/t/dynamic.ts',        'deferred', 'production', '*'],
    ['variable, unknown',        'export const e11 = (x: string) => import(x);',                'x',                  unknown,                                'deferred'],
    ['cast import.meta.glob',    "export const e12 = (import.meta as any).glob('./g/*.ts');",   './g/*.ts',           'packages/app/src/g/one.ts',            'deferred'],
  ],
  'packages/app/src/types.ts': [
    ['reference path',  '/// <reference path="./globals.d.ts" />',                 './globals.d.ts',  'packages/app/src/globals.d.ts',    'type'],
    ['reference types', '/// <reference types="node" />',                          'node',            'external:node',                    'type'],
    ['augmentation',    "declare module './t/augmented' { interface T { x: 1 } } export {};", './t/augmented', 'packages/app/src/t/augmented.ts', 'type'],
  ],
  'packages/app/src/jsdoc.js': [
    ['JSDoc import type', "/** @type {import('./t/jsdoc').T} */ export let j1;", './t/jsdoc',        'packages/app/src/t/jsdoc.ts',        'type', 'production', 'T'],
    ['JSDoc @import',     "/** @import { T } from './t/jsdoc-import' */",         './t/jsdoc-import', 'packages/app/src/t/jsdoc-import.ts', 'type', 'production', 'T'],
  ],
  'packages/app/src/tests.test.ts': [
    ['import in a test',  "import { a } from './t/tested'; a;",                 './t/tested',        'packages/app/src/t/tested.ts',   'eager',    'test', 'a'],
    ['the test runner',   "import { vi } from 'vitest';",                       'vitest',            'external:vitest',                'eager',    'test', 'vi'],
    ['vi.mock',           "vi.mock('./t/mocked', () => ({}));",                 './t/mocked',        'packages/app/src/t/mocked.ts',   'eager',    'mock'],
    ['vi.importActual',   "await vi.importActual('./t/actual');",               './t/actual',        'packages/app/src/t/actual.ts',   'eager',    'mock', '*'],
    ['vi.mock(import())', "vi.mock(import('./t/mocked-by-import'));",           './t/mocked-by-import', 'packages/app/src/t/mocked-by-import.ts', 'eager', 'mock'],
    ['jest.mock',         "jest.mock('./t/jest-mocked');",                      './t/jest-mocked',   'packages/app/src/t/jest-mocked.ts', 'eager', 'mock'],
  ],
  'packages/app/src/common.cjs': [
    ['require',           "const { a } = require('./c/require.cjs'); a;",                    './c/require.cjs',  'packages/app/src/c/require.cjs',  'eager',    'production', 'a'],
    ['require, deferred', "exports.later = () => require('./c/later.cjs');",                 './c/later.cjs',    'packages/app/src/c/later.cjs',    'deferred', 'production', '*'],
    ['require.resolve',   "exports.where = require.resolve('./c/resolve.cjs');",             './c/resolve.cjs',  'packages/app/src/c/resolve.cjs',  'resource'],
    ['require, unknown',  'exports.any = name => require(name);',                            'name',             unknown,                           'deferred'],
  ],
  'packages/app/src/create-require.mjs': [
    ['its module',             "import { createRequire as make } from 'node:module';",       'node:module',       'external:node:module',             'eager', 'production', 'createRequire'],
    ['createRequire, renamed', "const load = make(import.meta.url); load('./c/created.cjs');", './c/created.cjs', 'packages/app/src/c/created.cjs',   'eager', 'production', '*'],
    ['createRequire at once',  "make(import.meta.url)('./c/at-once.cjs');",                  './c/at-once.cjs',   'packages/app/src/c/at-once.cjs',   'eager', 'production', '*'],
    ['its resolve',            "load.resolve('./c/created-resolve.cjs');",                   './c/created-resolve.cjs', 'packages/app/src/c/created-resolve.cjs', 'resource'],
  ],
  'packages/app/src/specifiers.ts': [
    ['extensionless',           "import './s/plain';",                   './s/plain',           'packages/app/src/s/plain.ts',        'eager'],
    ['directory index',         "import './s/folder';",                  './s/folder',          'packages/app/src/s/folder/index.ts', 'eager'],
    ['.js for .ts',             "import './s/written.js';",              './s/written.js',      'packages/app/src/s/written.ts',      'eager'],
    ['.jsx for .tsx',           "import './s/view.jsx';",                './s/view.jsx',        'packages/app/src/s/view.tsx',        'eager'],
    ['own paths',               "import '~/s/alias';",                   '~/s/alias',           'packages/app/src/s/alias.ts',        'eager'],
    ['#imports',                "import '#internal/thing';",             '#internal/thing',     'packages/app/src/internal/thing.ts', 'eager'],
    ['self-reference',          "import '@acme/app/self';",              '@acme/app/self',      'packages/app/src/self.ts',           'eager'],
    ['workspace package',       "import '@acme/lib';",                   '@acme/lib',           'packages/lib/src/index.ts',          'eager'],
    ['its subpath pattern',     "import '@acme/lib/feature/one';",       '@acme/lib/feature/one', 'packages/lib/src/feature/one.ts',  'eager'],
    ['its condition',           "import '@acme/lib/conditional';",       '@acme/lib/conditional', 'packages/lib/src/by-import.ts',    'eager'],
    ['its unbuilt dist',        "import '@acme/lib/built';",             '@acme/lib/built',     'packages/lib/src/built.ts',          'eager'],
    ['declared, not installed', "import 'left-pad';",                    'left-pad',            'external:left-pad',                  'eager'],
    ['built in',                "import 'node:fs';",                     'node:fs',             'external:node:fs',                   'eager'],
    ['leads nowhere',           "import './s/nowhere';",                 './s/nowhere',         unknown,                              'eager'],
  ],
  'packages/web/src/inherited.ts': [
    ['inherited paths', "import '~base/thing';", '~base/thing', 'packages/web/src/base/thing.ts', 'eager'],
  ],
  'packages/legacy/src/base-url.ts': [
    ['baseUrl',  "import 'src/from-base';", 'src/from-base', 'packages/legacy/src/from-base.ts', 'eager'],
    ['rootDirs', "import './templates';",   './templates',   'packages/legacy/generated/templates.ts', 'eager'],
  ],
  'packages/node/src/main.mts': [
    ['.mjs for .mts',    "import './esm.mjs';",             './esm.mjs',             'packages/node/src/esm.mts',    'eager'],
    ['.cjs for .cts',    "import './cjs.cjs';",             './cjs.cjs',             'packages/node/src/cjs.cts',    'eager'],
    ['import condition', "import '@acme/lib/conditional';", '@acme/lib/conditional', 'packages/lib/src/by-import.ts', 'eager'],
  ],
  'packages/node/src/main.cts': [
    ['require condition',       "import c = require('@acme/lib/conditional'); c;", '@acme/lib/conditional', 'packages/lib/src/by-require.ts', 'eager', 'production', '*'],
    ['extensionless, CommonJS', "import e = require('./esm'); e;",                 './esm',                 unknown,                           'eager'],
    ['import() of CommonJS',    "export const later = () => import('@acme/lib/conditional');", '@acme/lib/conditional', 'packages/lib/src/by-import.ts', 'deferred', 'production', '*'],
  ],
  'packages/solution/src/main.ts': [
    ['paths of a referenced project', "import '@solution/thing';", '@solution/thing', 'packages/solution/src/thing.ts', 'eager'],
  ],
  'packages/verbatim/src/main.ts': [
    ['unmarked, verbatim',    "import { T } from './t/unmarked'; let t: T;",        './t/unmarked', 'packages/verbatim/src/t/unmarked.ts', 'eager', 'production', 'T'],
    ['names marked, verbatim', "import { type T as T2 } from './t/marked';",        './t/marked',   'packages/verbatim/src/t/marked.ts',   'eager', 'production', 'T'],
    ['statement marked',      "import type { T as T3 } from './t/statement';",      './t/statement', 'packages/verbatim/src/t/statement.ts', 'type', 'production', 'T'],
  ],
  'packages/isolated/src/main.ts': [
    ['used as a type, isolated',   "import { T } from './t/used'; let t: T;",       './t/used',      'packages/isolated/src/t/used.ts',      'type', 'production', 'T'],
    ['unused, isolated',           "import { T as T2 } from './t/unused';",         './t/unused',    'packages/isolated/src/t/unused.ts',    'type', 'production', 'T'],
    ['re-exported type, isolated', "export { T as T3 } from './t/passed';",         './t/passed',    'packages/isolated/src/t/passed.ts',    'eager', 'production', 'T'],
  ],
  'packages/metadata/src/service.ts': [
    ['decorator metadata',         "import { C } from './t/injected'; declare const Inject: any;",     './t/injected',  'packages/metadata/src/t/injected.ts', 'eager', 'production', 'C'],
    ['interface, no metadata',     "import { T } from './t/shape';",                                   './t/shape',     'packages/metadata/src/t/shape.ts',    'type',  'production', 'T'],
    ['type only, no metadata',     "import type { C as D } from './t/type-only';",                     './t/type-only', 'packages/metadata/src/t/type-only.ts', 'type', 'production', 'C'],
  ],
  'packages/app/src/injection.ts': [
    ['token without metadata', "import { C } from './t/token'; declare const Inject: any;", './t/token', 'packages/app/src/t/token.ts', 'type', 'production', 'C'],
  ],
};

/** What follows the rows of a file. */
const endings: Readonly<Record<string, string>> = {
  'packages/metadata/src/service.ts':
    '@Inject() export class Service { constructor(readonly c: C, readonly t: T, readonly d: D) {} }\n',
  'packages/app/src/injection.ts': '@Inject() export class Service { constructor(readonly c: C) {} }\n',
};

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
const extending = (compilerOptions: object = {}) => json({ extends: '../../tsconfig.base.json', compilerOptions });

const settings = {
  'package.json': json({ name: 'root', private: true, workspaces: ['packages/*'] }),
  'tsconfig.base.json': json({
    compilerOptions: {
      target: 'es2022',
      module: 'esnext',
      moduleResolution: 'bundler',
      strict: true,
      allowJs: true,
      resolveJsonModule: true,
      experimentalDecorators: true,
      paths: { '~base/*': ['./packages/web/src/base/*'] },
    },
  }),
  'packages/app/package.json': json({
    name: '@acme/app',
    type: 'module',
    imports: { '#internal/*': './src/internal/*.ts' },
    exports: { './self': './src/self.ts' },
    dependencies: { '@acme/lib': '*', 'left-pad': '1' },
    devDependencies: { vitest: '4', '@types/node': '20' },
  }),
  'packages/app/tsconfig.json': extending({ paths: { '~/*': ['./src/*'] } }),
  'packages/lib/package.json': json({
    name: '@acme/lib',
    type: 'module',
    exports: {
      '.': { import: './src/index.ts' },
      './feature/*': './src/feature/*.ts',
      './conditional': { import: './src/by-import.ts', require: './src/by-require.ts' },
      './built': './dist/built.js',
    },
  }),
  'packages/lib/tsconfig.json': extending({ rootDir: 'src', outDir: 'dist' }),
  'packages/web/package.json': json({ name: '@acme/web' }),
  'packages/web/tsconfig.json': extending(),
  'packages/legacy/package.json': json({ name: '@acme/legacy' }),
  'packages/legacy/tsconfig.json': json({
    compilerOptions: {
      module: 'esnext',
      moduleResolution: 'bundler',
      ignoreDeprecations: '6.0',
      baseUrl: '.',
      rootDirs: ['src', 'generated'],
    },
  }),
  'packages/node/package.json': json({ name: '@acme/node', dependencies: { '@acme/lib': '*' } }),
  'packages/node/tsconfig.json': json({ compilerOptions: { module: 'nodenext', target: 'es2022' } }),
  'packages/solution/package.json': json({ name: '@acme/solution' }),
  'packages/solution/tsconfig.json': json({ files: [], references: [{ path: './tsconfig.app.json' }] }),
  'packages/solution/tsconfig.app.json': json({
    compilerOptions: {
      composite: true,
      module: 'esnext',
      moduleResolution: 'bundler',
      paths: { '@solution/*': ['./src/*'] },
    },
    include: ['src'],
  }),
  'packages/verbatim/package.json': json({ name: '@acme/verbatim' }),
  'packages/verbatim/tsconfig.json': extending({ verbatimModuleSyntax: true }),
  'packages/isolated/package.json': json({ name: '@acme/isolated' }),
  'packages/isolated/tsconfig.json': extending({ isolatedModules: true }),
  'packages/metadata/package.json': json({ name: '@acme/metadata' }),
  'packages/metadata/tsconfig.json': extending({ emitDecoratorMetadata: true }),
  'packages/app/src/data.json': '{}\n',
  'packages/app/src/logo.svg': '<svg/>\n',
  'packages/app/src/globals.d.ts': 'declare let everywhere: string;\n',
  'packages/app/src/g/two.ts': 'export {};\n',
};

const rows = Object.entries(tables).flatMap(([from, table]) => table.map((row, i) => ({ from, line: i + 1, row })));

describe('every form of an edge', () => {
  let repository: Fixture;
  let edges: readonly SiteEdge[];

  beforeAll(async () => {
    repository = fixture({ ...targets(), ...settings, ...sources() });
    edges = await repository.edges();
  });

  test.each(rows.map(({ from, line, row }) => [row[0], `${from}:${line}`, row, from, line] as const))(
    '%s (%s)',
    (_form, _place, row, from, line) => {
      const [, , specifier, to, kind, context = 'production', symbols] = row;
      const found = edges.filter(edge => edge.from === from && edge.line === line && edge.to === to);
      expect(found, JSON.stringify(edges.filter(edge => edge.from === from && edge.line === line))).toHaveLength(1);
      expect(found[0]).toMatchObject({ specifier, to, kind, context });
      if (symbols !== undefined) expect([...(found[0]?.symbols ?? [])].sort().join()).toBe(symbols);
    },
  );

  test('and no other edge, a glob counting once for every file', () => {
    const expected = new Set(rows.map(({ from, line }) => `${from}:${line}`));
    expect(edges.filter(edge => !expected.has(`${edge.from}:${edge.line}`))).toEqual([]);
    const counts = new Map<string, number>();
    for (const { from, line } of edges) counts.set(`${from}:${line}`, (counts.get(`${from}:${line}`) ?? 0) + 1);
    const several = [...counts].filter(([, count]) => count > 1).map(([place]) => place);
    expect(several).toEqual(['packages/app/src/expressions.ts:12']);
  });

  test('says why an edge leads nowhere', () => {
    const reasonOf = (specifier: string) => edges.find(edge => edge.specifier === specifier)?.reason;
    expect(reasonOf('x')).toBe('the specifier is not statically known');
    expect(reasonOf('./s/nowhere')).toMatch(/nowhere/);
    expect(reasonOf('./esm')).toBeDefined();
  });

  test('installed workspace packages change no edge, and TypeScript resolves alike', async () => {
    for (const name of ['app', 'lib']) {
      const link = join(repository.root, 'node_modules/@acme', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(`../../packages/${name}`, link);
    }
    expect(await repository.edges()).toEqual(edges);
    const differences = edges
      .filter(edge => isModuleSpecifier(edge))
      .flatMap(edge => {
        const answer = resolvedByTypeScript(repository.root, edge);
        const expected = answer ?? (edge.to.startsWith('external:') ? edge.to : unknown);
        return expected === edge.to ? [] : [`${edge.from}:${edge.line} ${edge.specifier}: ${edge.to}, not ${expected}`];
      });
    expect(differences).toEqual([
      // Written reason: what exports name is not built; the source that makes it is what the importer depends on.
      'packages/app/src/specifiers.ts:11 @acme/lib/built: packages/lib/src/built.ts, not unknown',
    ]);
  });
});

/** The rest are URLs, globs, references by path and expressions: no question for module resolution. */
function isModuleSpecifier({ from, line, specifier, to }: SiteEdge): boolean {
  const form = tables[from]?.[line - 1]?.[0] ?? '';
  if (/^(new |reference|cast import.meta.glob)/.test(form)) return false;
  return to !== unknown || (/^[.~#@\w/-]*$/.test(specifier) === true && specifier.startsWith('.'));
}

function resolvedByTypeScript(root: string, { from, specifier, kind }: SiteEdge): string | undefined {
  const ts = typescript6();
  const file = join(root, from);
  const folder = from.split('/').slice(0, 2).join('/');
  const name = folder === 'packages/solution' ? 'tsconfig.app.json' : 'tsconfig.json';
  const config = join(root, folder, name);
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config,
    ts.sys,
    dirname(config),
    undefined,
    config,
  );
  const isCommonJs = /\.c[jt]s$/.test(from) && kind !== 'deferred';
  const mode = isCommonJs ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
  const made = ts.resolveModuleName(specifier, file, options, ts.sys, undefined, undefined, mode).resolvedModule;
  return made?.resolvedFileName.startsWith(`${root}/`) ? made.resolvedFileName.slice(root.length + 1) : undefined;
}

function sources(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tables).map(([path, table]) => [
      path,
      `${table.map(([, line]) => line).join('\n')}\n${endings[path] ?? ''}`,
    ]),
  );
}

/** A file at every place an edge leads to. */
function targets(): Record<string, string> {
  const module =
    'const a = 1, b = 2;\nexport { a, b };\nexport type T = { t: 1 };\nexport class C {}\nexport default a;\n';
  const paths = rows.map(({ row }) => row[3]).filter(path => path.startsWith('packages/'));
  return Object.fromEntries(paths.map(path => [path, path.endsWith('.cjs') ? 'exports.a = 1;\n' : module]));
}
