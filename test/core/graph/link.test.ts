import { describe, expect, it } from 'vitest';
import { compileImportGlob, expandGlob } from '../../../core/graph/glob.js';
import { type Files, programOf, type TestSettings } from './program.js';

const files: Files = {
  'lib.ts': 'export const a = 1; export class C {} export interface T {} export const enum E { X }',
  'data.json': '{}',
  'style.css': '',
  'work.ts': 'self.onmessage = () => {}; export {}',
  'types.d.ts': 'export interface T {}',
};

/** Each edge as `form specifier: kind context target symbols`, shortened. */
function edges(text: string, settings: TestSettings = {}, path = 'a.ts'): readonly string[] {
  const program = programOf({ ...files, [path]: text });
  return program.edges(path, settings).map(({ import: site, kind, context, target, symbols }) => {
    const where =
      target.kind === 'file'
        ? target.path
        : target.kind === 'unknown'
          ? `unknown ${target.pattern ?? ''}`.trim()
          : target.kind;
    const marks = symbols.map(symbol => (symbol.kind === kind ? symbol.name : `${symbol.name}:${symbol.kind}`));
    return `${site} ${kind}${context === 'production' ? '' : ` ${context}`} ${where}${marks.length > 0 ? ` [${marks}]` : ''}`;
  });
}

describe('the kind of an edge', () => {
  it.each([
    ['import "./lib"', '0 eager lib.ts'],
    ['import { a } from "./lib"; a', '0 eager lib.ts [a]'],
    ['import { a, type T } from "./lib"; a', '0 eager lib.ts [a,T:type]'],
    ['import { a, T } from "./lib"; a; let t: T', '0 eager lib.ts [a,T:type]'],
    ['import { T } from "./lib"; let t: T', '0 type lib.ts [T]'],
    ['import type { C } from "./lib"', '0 type lib.ts [C]'],
    ['import * as l from "./lib"; l.a; let t: l.T', '0 eager lib.ts [T:type,a]'],
    ['import * as l from "./lib"; console.log(l)', '0 eager lib.ts [*]'],
    ['export { a, T } from "./lib"', '0 eager lib.ts [a,T:type]'],
    ['export * from "./lib"', '0 eager lib.ts [*]'],
    ['export type * from "./lib"', '0 type lib.ts [*]'],
    ['export * as l from "./lib"', '0 eager lib.ts [*]'],
    ['void import("./lib")', '0 deferred lib.ts [*]'],
    ['const { a } = await import("./lib"); export { a }', '0 deferred lib.ts [a]'],
    ['let t: import("./lib").T', '0 type lib.ts [T]'],
    ['const { a } = require("./lib"); a', '0 eager lib.ts [a]'],
    ['function f() { return require("./lib") }', '0 deferred lib.ts [*]'],
    ['require.resolve("./lib")', '0 resource lib.ts'],
    ['import.meta.resolve("./lib")', '0 resource lib.ts'],
    ['new URL("./style.css", import.meta.url)', '0 resource style.css'],
    ['new Worker(new URL("./work.ts", import.meta.url))', '0 resource work.ts'],
    ['/// <reference path="./types.d.ts" />', '0 type types.d.ts'],
    ['declare module "./lib" { interface T {} } export {}', '0 type lib.ts'],
    ['import data from "./data.json"; data', '0 resource data.json [default]'],
    ['import data from "./data.json"; let d: typeof data', '0 type data.json [default]'],
    ['import "./style.css"', '0 resource style.css'],
    ['void import("./data.json")', '0 resource data.json [*]'],
    ['import "pkg/dist/style.css"', '0 resource external'],
    ['import { x } from "pkg"; x', '0 eager external [x]'],
    ['import { gone } from "./gone"; gone', '0 eager unresolved [gone]'],
    ['void import(name)', '0 deferred unknown [*]'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code under test is a template.
    ['void import(`./locale/${name}.ts`)', '0 deferred unknown ./locale/*.ts [*]'],
    ['require(name)', '0 eager unknown [*]'],
  ])('%s', (text, expected) => {
    expect(edges(text)).toEqual([expected]);
  });

  it('keeps sites apart: one edge each, in their order', () => {
    expect(edges('import { a } from "./lib"; import type { T } from "./lib"; a')).toEqual([
      '0 eager lib.ts [a]',
      '1 type lib.ts [T]',
    ]);
  });

  it('elides nothing in JavaScript and components', () => {
    expect(edges('import { a } from "./lib"', {}, 'a.js')).toEqual(['0 eager lib.ts [a]']);
    expect(edges('import {} from "./lib"', {}, 'a.mjs')).toEqual(['0 eager lib.ts']);
    expect(edges('<script setup lang="ts">import { a } from "./lib"</script>', {}, 'A.vue')).toEqual([
      '0 eager lib.ts [a]',
    ]);
    expect(edges('/** @type {import("./lib").T} */ let t', {}, 'a.js')).toEqual(['0 type lib.ts [T]']);
  });

  it('is type for everything in a declaration file', () => {
    expect(
      edges('import { C } from "./lib"; export * from "./lib"; export class D extends C {}', {}, 'a.d.ts'),
    ).toEqual(['0 type lib.ts [C]', '1 type lib.ts [*]']);
  });

  it('follows the options of the file, for names and for what is left of the statement', () => {
    const emit = { verbatimModuleSyntax: true, isolatedModules: true };
    expect(edges('import { type T } from "./lib"', { emit })).toEqual(['0 eager lib.ts [T:type]']);
    expect(edges('import type { T } from "./lib"', { emit })).toEqual(['0 type lib.ts [T]']);
    expect(edges('import { T } from "./lib"', { emit })).toEqual(['0 eager lib.ts [T]']);
    expect(edges('import { T } from "./lib"', { emit: { preserveValueImports: true } })).toEqual(['0 type lib.ts [T]']);
    expect(edges('import { a } from "./lib"', { emit: { preserveValueImports: true } })).toEqual([
      '0 eager lib.ts [a]',
    ]);
  });
});

describe('the context of an edge', () => {
  it('is test in a test file', () => {
    expect(edges('import { a } from "./lib"; a', { isTest: true })).toEqual(['0 eager test lib.ts [a]']);
  });

  it('is mock for mocks and for what they bring back, in test files too', () => {
    const text = 'vi.mock("./lib"); vi.mock("./lib", async () => ({ ...(await vi.importActual("./lib")) }));';
    expect(edges(text, { isTest: true })).toEqual([
      '0 eager mock lib.ts',
      '1 eager mock lib.ts',
      '2 deferred mock lib.ts [*]',
    ]);
  });
});

describe('ambient modules', () => {
  const ambient = (specifier: string) =>
    specifier.endsWith('.svg') || specifier === 'virtual:routes' || specifier === 'pkg';

  it('stand in for what resolves nowhere', () => {
    expect(edges('import icon from "./icon.svg"; icon', { ambient })).toEqual(['0 resource ambient [default]']);
    expect(edges('import { routes } from "virtual:routes"; routes', { ambient })).toEqual(['0 eager ambient [routes]']);
    expect(edges('import { gone } from "./gone"; gone', { ambient })).toEqual(['0 eager unresolved [gone]']);
  });

  it('do not hide a package or a file', () => {
    expect(edges('import { x } from "pkg"; x', { ambient })).toEqual(['0 eager external [x]']);
    expect(edges('import { a } from "./lib"; a', { ambient: () => true })).toEqual(['0 eager lib.ts [a]']);
  });
});

describe('import.meta.glob', () => {
  const tree = [
    'pages/a.ts',
    'pages/b.test.ts',
    'pages/b.ts',
    'pages/deep/c.ts',
    'pages/node_modules/d.ts',
    'src/a.ts',
    'src/index.ts',
  ];

  it('leads to an unknown target, or to each file it matches', () => {
    const text = 'const pages = import.meta.glob("./pages/*.ts")';
    expect(edges(text)).toEqual(['0 deferred unknown ./pages/*.ts [*]']);
    const globFiles = () => ['pages/a.ts', 'pages/b.ts'];
    expect(edges(text, { globFiles })).toEqual(['0 deferred pages/a.ts [*]', '0 deferred pages/b.ts [*]']);
    expect(edges('import.meta.glob("./pages/*.ts", { eager: true })', { globFiles: () => ['pages/a.ts'] })).toEqual([
      '0 eager pages/a.ts [*]',
    ]);
    expect(edges(text, { globFiles: () => [] })).toEqual([]);
  });

  it.each([
    ['src/index.ts', '../pages/*.ts', ['pages/a.ts', 'pages/b.test.ts', 'pages/b.ts']],
    ['src/index.ts', '/pages/**/*.ts', ['pages/a.ts', 'pages/b.test.ts', 'pages/b.ts', 'pages/deep/c.ts']],
    ['src/index.ts', './*.ts', ['src/a.ts']],
    ['src/index.ts', './a.ts', ['src/a.ts']],
    ['src/index.ts', './{a,z}.ts', ['src/a.ts']],
    ['src/index.ts', './nothing/*', []],
    ['src/index.ts', '../../out/*', undefined],
    ['src/index.ts', '@/pages/*', undefined],
  ])('in %s: %s', (from, pattern, expected) => {
    expect(expandGlob(from, pattern, tree)).toEqual(expected);
  });

  it('a pattern that would match for minutes cannot be told', () => {
    expect(compileImportGlob('src/index.ts', `./${'*a'.repeat(40)}`)).toBeUndefined();
    expect(compileImportGlob('src/index.ts', './*.ts', ['./+(a|+(b))*'])).toBeUndefined();
  });

  it('takes out what negative patterns name', () => {
    expect(expandGlob('src/index.ts', '../pages/*.ts', tree, ['../pages/*.test.ts'])).toEqual([
      'pages/a.ts',
      'pages/b.ts',
    ]);
  });

  it('tells whether a new file would match', () => {
    const glob = compileImportGlob('src/index.ts', '../pages/**/*.ts');
    expect([glob?.prefix, glob?.matches('pages/x/y.ts'), glob?.matches('pages/x.css')]).toEqual([
      'pages/',
      true,
      false,
    ]);
  });
});
