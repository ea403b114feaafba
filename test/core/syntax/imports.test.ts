import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../core/syntax/facts.js';
import { factsOf, importsOf } from './facts-of.js';

type Case = readonly [code: string, expected: readonly string[], dialect?: Dialect];

const groups: Readonly<Record<string, readonly Case[]>> = {
  'static imports': [
    ['import { a } from "./x"', ['import ./x {a}']],
    ['import d, { a as b } from "./x"', ['import ./x {default:d a:b}']],
    ['import * as ns from "./x"', ['import ./x {*:ns}']],
    ['import { "string name" as s } from "./x"', ['import ./x {string name:s}']],
    ['import {} from "./x"', ['import ./x']],
    ['import "./x"', ['side-effect ./x']],
    ['import type { A } from "./x"', ['import ./x type {A}']],
    ['import type D from "./x"', ['import ./x type {default:D}']],
    ['import { type A, type B as C } from "./x"', ['import ./x type {A B:C}']],
    ['import { type A, b } from "./x"', ['import ./x {A b}']],
    ['import d, { type A } from "./x"', ['import ./x {default:d A}']],
    ['import defer * as ns from "./x"', ['import ./x deferred {*:ns}']],
    ['import data from "./x.json" with { type: "json" }', ['import ./x.json {default:data}']],
    ['import data from "./x.json" assert { type: "json" }', ['import ./x.json {default:data}']],
  ],
  're-exports': [
    ['export { a, b as c } from "./x"', ['export-from ./x {a b:c}']],
    ['export { default } from "./x"', ['export-from ./x {default}']],
    ['export * from "./x"', ['export-star ./x {*}']],
    ['export * as ns from "./x"', ['export-namespace ./x {*:ns}']],
    ['export type { A } from "./x"', ['export-from ./x type {A}']],
    ['export type * from "./x"', ['export-star ./x type {*}']],
    ['export type * as T from "./x"', ['export-namespace ./x type {*:T}']],
    ['export { type A } from "./x"', ['export-from ./x type {A}']],
    ['export { a }; const a = 1', []],
  ],
  'import()': [
    ['import("./x")', ['dynamic-import ./x deferred']],
    ['import(`./x`)', ['dynamic-import ./x deferred']],
    ['import("./x.json", { with: { type: "json" } })', ['dynamic-import ./x.json deferred']],
    ['const { a, b: c } = await import("./x")', ['dynamic-import ./x deferred {a b:c}']],
    ['const m = await import("./x")', ['dynamic-import ./x deferred {*:m}']],
    ['const x = (await import("./x")).a', ['dynamic-import ./x deferred {a:x}']],
    ['import("./x").then(({ a }) => a)', ['dynamic-import ./x deferred {a}']],
    ['lazy(() => import("./x").then(m => ({ default: m.A })))', ['dynamic-import ./x deferred {A}']],
    ['import("./x").then(m => use(m))', ['dynamic-import ./x deferred {*}']],
    ['import.defer("./x")', ['dynamic-import ./x deferred']],
    ['import("./a" + ".js")', ['dynamic-import ./a.js deferred']],
    ['const p = "./x"; import(p)', ['dynamic-import ./x deferred']],
    ['function f() { const p = "./x"; return import(p + ".js") }', ['dynamic-import ./x.js deferred']],
    ['const p = "./x"; function f(p: string) { return import(p) }', ['dynamic-import ? deferred']],
    ['let p = "./x"; import(p)', ['dynamic-import ? deferred']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code under test is a template
    ['import(`./locale/${name}.js`)', ['dynamic-import ~./locale/*.js deferred']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code under test is a template
    ['import(`${base}/x.js`)', ['dynamic-import ? deferred']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code under test is a template
    ['const dir = "./locale"; import(`${dir}/de.js`)', ['dynamic-import ./locale/de.js deferred']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code under test is a template
    ['import(`./[id]/${name}`)', ['dynamic-import ~./\\[id\\]/* deferred']],
    ['import("./locale/" + name)', ['dynamic-import ~./locale/* deferred']],
    ['import(name)', ['dynamic-import ? deferred']],
    ['import(cond ? "./a" : "./b")', ['dynamic-import ? deferred']],
    ['import(a - b)', ['dynamic-import ? deferred']],
    ['import()', []],
  ],
  'types that import': [
    ['let t: import("./x").T', ['import-type ./x type {T}']],
    ['let t: import("./x").ns.T<import("./y").U>', ['import-type ./x type {ns}', 'import-type ./y type {U}']],
    ['let t: typeof import("./x")', ['import-type ./x type {*}']],
    ['let t: import("./x", { with: { "resolution-mode": "import" } }).T', ['import-type ./x type {T}']],
    ['jest.requireActual<typeof import("./x")>("./x")', ['import-actual ./x', 'import-type ./x type {*}']],
  ],
  CommonJS: [
    ['import x = require("./x")', ['import-equals ./x {*:x}']],
    ['export import x = require("./x")', ['import-equals ./x {*:x}']],
    ['import type x = require("./x")', ['import-equals ./x type {*:x}']],
    ['import a = ns.b', []],
    ['const x = require("./x")', ['require ./x {*:x}']],
    ['const { a, b: c } = require("./x")', ['require ./x {a b:c}']],
    ['require("./x").a()', ['require ./x {a}']],
    ['function f() { require("./x") }', ['require ./x deferred']],
    ['(function () { require("./x") })()', ['require ./x']],
    ['const r = require; r("./x")', ['require ./x']],
    ['module.require("./x")', ['require ./x']],
    ['globalThis.require("./x")', ['require ./x']],
    ['require.resolve("./x")', ['require-resolve ./x']],
    ['require(__dirname + "/x")', ['require ./x']],
    ['require(name)', ['require ?']],
    ['function f(require) { require("./x") }', [], 'js'],
    ['function require(x) {} require("./x")', [], 'js'],
    ['const require = load; require("./x")', []],
    ['{ const require = f; require("./x") } require("./y")', ['require ./y']],
    ['if (x) { var require = y.z() } require("./x")', []],
    [
      'import { createRequire } from "node:module"; const require = createRequire(import.meta.url); require("./x"); require.resolve("./y")',
      ['import node:module {createRequire}', 'require ./x', 'require-resolve ./y'],
    ],
    [
      'import module from "module"; const req = module.createRequire(import.meta.url); const x = req("./x")',
      ['import module {default:module}', 'require ./x {*:x}'],
    ],
    [
      'import { createRequire as make } from "module"; const load = make(import.meta.url); load("./x"); load.resolve("./y")',
      ['import module {createRequire:make}', 'require ./x', 'require-resolve ./y'],
    ],
    [
      'import { createRequire } from "module"; createRequire(import.meta.url)("./x"); createRequire(import.meta.url).resolve("./y")',
      ['import module {createRequire}', 'require ./x', 'require-resolve ./y'],
    ],
    ['const load = make(import.meta.url); load("./x"); make(import.meta.url)("./y")', []],
  ],
  'import.meta': [
    ['import.meta.resolve("./x")', ['meta-resolve ./x']],
    ['new URL("./x.wasm", import.meta.url)', ['new-url ./x.wasm']],
    ['new URL("./x.js", base)', []],
    ['new URL("https://example.org/x", import.meta.url)', []],
    ['new URL(".", import.meta.url)', []],
    ['new URL("../", import.meta.url)', []],
    ['function f(URL) { new URL("./x", import.meta.url) }', []],
    ['new Worker(new URL("./w.ts", import.meta.url), { type: "module" })', ['worker ./w.ts']],
    ['new SharedWorker(new URL("./w.ts", import.meta.url))', ['worker ./w.ts']],
    ['navigator.serviceWorker.register(new URL("./sw.ts", import.meta.url))', ['worker ./sw.ts']],
    [
      'import { Worker } from "node:worker_threads"; new Worker("./w.js")',
      ['import node:worker_threads {Worker}', 'worker ./w.js'],
    ],
    ['import { Worker } from "worker_threads"; new Worker(code, { eval: true })', ['import worker_threads {Worker}']],
    ['class Worker {} new Worker("./x")', []],
    ['import.meta.glob("./dir/*.ts")', ['glob ~./dir/*.ts deferred']],
    ['import.meta.glob("./dir/*.ts", { eager: true })', ['glob ~./dir/*.ts']],
    ['import.meta.globEager("./dir/*.ts")', ['glob ~./dir/*.ts']],
    ['(import.meta as any).glob("./dir/*.ts")', ['glob ~./dir/*.ts deferred']],
    ['import.meta.glob(["./a/*.ts", "./b/*.ts", "!**/x.ts"])', ['glob ~./a/*.ts deferred', 'glob ~./b/*.ts deferred']],
    ['import.meta.glob(pattern)', ['glob ? deferred']],
  ],
  'comments that import': [
    ['/// <reference path="./x.d.ts" />', ['reference-path ./x.d.ts type']],
    ['/// <reference types="vite/client" />', ['reference-types vite/client type']],
    ['/// <reference lib="dom" />', []],
    ['/** @type {import("./x").T} */ let a', ['jsdoc ./x type {T}'], 'js'],
    [
      '/** @param {{ a: import("./x").T }} p @returns {Promise<import("./y")>} */ function f(p) {}',
      ['jsdoc ./x type {T}', 'jsdoc ./y type {*}'],
    ],
    ['/** @import { A, B as C } from "./x" */', ['jsdoc ./x type {A B:C}'], 'js'],
    ['/** Reads `@import { A } from "./x"` and mail me@import {a} from "./x"`. */ let a', [], 'js'],
    ['/**\n * ```js\n * @type {import("./x").T}\n * ```\n */ let a', [], 'js'],
    ['/**\n * @import D, * as ns from "./x"\n */', ['jsdoc ./x type {*:ns default:D}']],
    ['/** Use import("./x") or {@link import("./y")} */', []],
    ['/** @example { import("./x") } */ let a', []],
    ['// @type {import("./x").T}', []],
    ['const s = "/** @type {import(\'./x\')} */"', []],
    ['const s = `/** @import { A } from "./x" */`', []],
    ['/* import "./x" */ // require("./y")', []],
  ],
  mocks: [
    ['vi.mock("./x")', ['mock ./x']],
    ['vi.mock("./x", () => ({}))', ['mock ./x']],
    ['import { vi } from "vitest"; vi.doMock("./x")', ['import vitest {vi}', 'mock ./x']],
    ['import { vi as v } from "vitest"; v.mock("./x")', ['import vitest {vi:v}', 'mock ./x']],
    ['import * as t from "vitest"; t.vi.unmock("./x")', ['import vitest {*:t}', 'mock ./x']],
    ['vi.mock(import("./x"), async original => ({ ...(await original()) }))', ['mock ./x']],
    ['const a = await vi.importActual("./x")', ['import-actual ./x {*:a}']],
    ['vi.importMock("./x")', ['mock ./x']],
    ['constructor("./x"); toString("./x"); __proto__("./x"); hasOwnProperty.call("./x")', []],
    ['import { constructor as c } from "./y"; c("./x")', ['import ./y {constructor:c}']],
    ['vi.hoisted(() => 1)', []],
    ['vi.fn("./x")', []],
    ['jest.mock("./a").mock("./b")', ['mock ./a', 'mock ./b']],
    ['jest.requireActual("./x")', ['import-actual ./x']],
    [
      'jest.setMock("./x", {}); jest.unstable_mockModule("./y", f); jest.createMockFromModule("./z")',
      ['mock ./x', 'mock ./y', 'mock ./z'],
    ],
    ['import { jest } from "@jest/globals"; jest.requireMock("./x")', ['import @jest/globals {jest}', 'mock ./x']],
    ['import { mock } from "node:test"; mock.module("./x")', ['import node:test {mock}', 'mock ./x']],
    ['mock.module("./x")', ['mock ./x']],
    ['function f(vi) { vi.mock("./x") }', []],
    ['import { vi } from "./mine"; vi.mock("./x")', ['import ./mine {vi}']],
  ],
  'declarations of modules': [
    ['export {}; declare module "./x" { interface A {} }', ['augmentation ./x type']],
    ['declare module "*.svg"; declare module "pkg" { export const a: number }', []],
    ['declare module "pkg" { import { A } from "other"; export const a: A }', ['import other type {A}']],
  ],
};

for (const [group, cases] of Object.entries(groups)) {
  describe(group, () => {
    for (const [code, expected, dialect] of cases) {
      it(code, () => {
        expect(importsOf(code, dialect)).toEqual(expected);
      });
    }
  });
}

describe('details of a site', () => {
  it('knows where specifier and statement are, and in which declaration', () => {
    const code = 'const a = 1;\nclass C { m() { return import("./x") } }';
    const [site] = factsOf(code).imports;
    expect(code.slice(site!.span.start, site!.span.end)).toBe('"./x"');
    expect(code.slice(site!.statement.start, site!.statement.end)).toBe('import("./x")');
    expect(site!.symbol).toBe('C.m');
  });

  it('tells `import type` from names that are all marked', () => {
    expect(factsOf('import type { A } from "x"').imports[0]).not.toHaveProperty('typeByNames');
    expect(factsOf('import { type A } from "x"').imports[0]).toMatchObject({ typeOnly: true, typeByNames: true });
  });

  it('keeps attributes and resolution modes', () => {
    const { imports } = factsOf(
      '/// <reference types="a" resolution-mode="require" />\nimport b from "b" with { type: "css" };\n' +
        'import type { C } from "c" with { "resolution-mode": "import" };\nimport("d", { with: { type: "json" } })',
    );
    expect(imports.map(({ resolutionMode, attributeType }) => [resolutionMode, attributeType])).toEqual([
      ['require', undefined],
      [undefined, 'css'],
      ['import', undefined],
      [undefined, 'json'],
    ]);
  });

  it('keeps what negative glob patterns take out', () => {
    expect(factsOf('import.meta.glob(["./a/*.ts", "!**/x.ts"])').imports[0]?.except).toEqual(['**/x.ts']);
  });

  it('ends at imports that are only half written', () => {
    const code =
      'import { a } from "./a"\nimport { b, from "./b"\nimport { c } from\nconst x = {\nexport function f( {';
    expect(importsOf(code)).toContain('import ./a {a}');
    expect(factsOf(code).problemCount).toBeGreaterThan(0);
  });
});
