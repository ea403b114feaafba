import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../core/syntax/facts.js';
import { extract, factsOf } from './facts-of.js';

/** Exports in short: `name`, `name=local`, `name<-N.imported`, with `type ` before type-only ones. */
function exportsOf(code: string, dialect: Dialect = 'ts'): string[] {
  return factsOf(code, dialect).exports.map(({ name, kind, local, import: index, imported, typeOnly }) => {
    const source =
      kind === 'local' ? (local === name ? '' : `=${local}`) : `<-${index}${imported ? `.${imported}` : ''}`;
    return `${typeOnly ? 'type ' : ''}${kind === 'namespace' ? '* as ' : ''}${name}${source}`;
  });
}

/** Declarations in short: `kind name`, `-> alias.path`, `: base, base`. */
function declarationsOf(code: string, dialect: Dialect = 'ts'): string[] {
  return factsOf(code, dialect).declarations.map(({ name, kind, ambient, aliasOf, extends: bases }) =>
    [
      ambient ? 'declare ' : '',
      `${kind} ${name}`,
      aliasOf ? ` -> ${aliasOf.join('.')}` : '',
      bases ? ` : ${bases.map(base => base.join('.')).join(', ')}` : '',
    ].join(''),
  );
}

describe('exports', () => {
  it.each<[string, string[], Dialect?]>([
    ['export const a = 1, b = 2; export let c; export var d', ['a', 'b', 'c', 'd']],
    ['export const { a, b: [c, ...d], ...e } = x', ['a', 'c', 'd', 'e']],
    ['export function f(): void; export function f(a?: any) {}', ['f', 'f']],
    ['export class C {} export abstract class D {}', ['C', 'D']],
    ['export interface I {} export type T = 1', ['type I', 'type T']],
    ['export enum E {} export const enum F {} export namespace N {}', ['E', 'F', 'N']],
    ['export declare const a: number; export declare function f(): void', ['a', 'f']],
    ['export default function () {}', ['default=']],
    ['export default function f() {}', ['default=f']],
    ['export default class {}', ['default=']],
    ['export default class extends Base {}', ['default']],
    ['export default interface I {}', ['default=I']],
    ['export default a', ['default=a']],
    ['export default ns.a', ['default']],
    ['export default { a }', ['default=']],
    ['export = a', ['==a']],
    [
      'const a = 1; export { a, a as b, a as default, a as "string name", type T }',
      ['a', 'b=a', 'default=a', 'string name=a', 'type T'],
    ],
    [
      'export type { A } from "./x"; export { default as B, type C } from "./x"',
      ['type A<-0.A', 'B<-1.default', 'type C<-1.C'],
    ],
    ['export * from "./x"; export * as ns from "./y"', ['*<-0', '* as ns<-1']],
    ['export import a = b.c; export import d = require("./x")', ['a', 'd']],
    ['module.exports = f', ['==f'], 'js'],
    ['module.exports = { a, b: c, d() {}, [e]: 1 }', ['==', 'a', 'b=c', 'd='], 'js'],
    ['exports.a = a; module.exports.b = 1; exports.a = 2', ['a', 'b='], 'js'],
    ['Object.defineProperty(exports, "a", { value: 1 })', ['a='], 'js'],
    ['(function (exports) { exports.a = 1 })({})', [], 'js'],
    ['function f(module) { module.exports = 1 }', [], 'js'],
    ['declare module "x" { export const a: 1 } declare global { var b: 1 }', []],
  ])('%s', (code, expected, dialect) => {
    expect(exportsOf(code, dialect)).toEqual(expected);
  });
});

describe('declarations', () => {
  it.each<[string, string[], Dialect?]>([
    ['function f(a: 1): void; function f(a: any) {} ', ['function f']],
    [
      'interface A extends B {} interface A extends C.D {} class A {} namespace A {}',
      ['interface A : B, C.D', 'class A', 'namespace A'],
    ],
    ['declare global { interface X {} } declare module "x" { interface Y {} }', []],
    ['const enum E {} enum F {}', ['const-enum E', 'enum F']],
    ['export declare class C {} declare const d: 1', ['declare class C', 'declare variable d']],
    ['export class C {}', ['declare class C'], 'dts'],
    ['{ class Inner {} } if (a) { var hoisted = 1 }', []],
    // Other names for something.
    [
      'const a = X; let b = X; const c = ns.X; const d = ns["X"]',
      ['variable a -> X', 'variable b', 'variable c -> ns.X', 'variable d -> ns.X'],
    ],
    [
      'const a = (X as Y)!; const b = <any>X; const c = X satisfies Y',
      ['variable a -> X', 'variable b -> X', 'variable c -> X'],
    ],
    [
      'const a = { X }; const b = [X]; const c = X(); const d = new X(); const e = undefined',
      ['variable a', 'variable b', 'variable c', 'variable d', 'variable e'],
    ],
    [
      'export const { Db, a: { B }, c = 1, ...rest } = ns',
      ['variable Db -> ns.Db', 'variable B -> ns.a.B', 'variable c', 'variable rest'],
    ],
    ['const a = require("./x"), b = require("./y").B', ['variable a -> import:0', 'variable b -> import:1.B'], 'js'],
    [
      'type A = X; type B = ns.X; type C = X<string>; type D = typeof x; type E = (X)',
      ['type A -> X', 'type B -> ns.X', 'type C -> X', 'type D -> x', 'type E -> X'],
    ],
    ['type A = X[]; type B = X | Y; type C = { a: X }; type D = keyof X', ['type A', 'type B', 'type C', 'type D']],
    [
      'import "z"; type A = import("./x").B.C; type D = typeof import("./y")',
      ['type A -> import:1.B.C', 'type D -> import:2'],
    ],
    [
      'class A extends ns.B implements C {} class D extends mixin(E) {} class F extends G<H> {}',
      ['class A : ns.B', 'class D', 'class F : G'],
    ],
    ['import a = b.c.d', ['import-alias a -> b.c.d']],
    ['export default ns.X', ['variable default -> ns.X']],
    ['export default class extends X {}', ['class default : X']],
  ])('%s', (code, expected, dialect) => {
    expect(declarationsOf(code, dialect)).toEqual(expected);
  });
});

describe('modules', () => {
  it.each<[string, Dialect, boolean]>([
    ['const a = 1', 'ts', false],
    ['export {}', 'ts', true],
    ['import "x"', 'js', true],
    ['const a = require("x")', 'js', true],
    ['const a = require("x")', 'ts', false],
    ['exports.a = 1', 'js', true],
    ['declare module "x" { export const a: 1 }', 'dts', false],
    ['import.meta.url', 'ts', true],
  ])('%s (%s)', (code, dialect, isModule) => {
    expect(factsOf(code, dialect).isModule).toBe(isModule);
  });

  it('keeps ambient modules apart from augmentations', () => {
    const ambient = 'declare module "*.svg" { const a: string; export default a }\ndeclare module "pkg";';
    expect(factsOf(ambient, 'dts').ambientModules).toEqual(['*.svg', 'pkg']);
    const augmenting = factsOf(
      'import "x";\ndeclare module "./y" { interface B {} function a(): void; const { c }: any }',
    );
    expect(augmenting.ambientModules).toEqual([]);
    expect(augmenting.augmentations).toEqual([{ import: 1, names: ['B', 'a', 'c'] }]);
  });

  it('marks JSX and CommonJS', () => {
    expect(factsOf('const a = <a.b />', 'tsx').jsx).toBe(true);
    expect(factsOf('const a = 1', 'tsx')).not.toHaveProperty('jsx');
    expect(factsOf('module.exports = 1', 'js').isCommonJs).toBe(true);
    expect(factsOf('export {}', 'js').isCommonJs).toBe(false);
  });

  it.each<[string, boolean]>([
    ['// @generated by protoc\nexport {}', true],
    ['#!/usr/bin/env node\n/* Code generated by x. DO NOT EDIT. */', true],
    ['// DO NOT EDIT this line\nexport {}', false],
    ['export {}\n// @generated', false],
    ['const a = "// @generated"', false],
  ])('%s generated: %s', (code, expected) => {
    expect(factsOf(code).generated).toBe(expected);
  });
});

describe('namespace members', () => {
  const membersOf = (code: string) =>
    factsOf(`import * as ns from "./x";\n${code}`, 'tsx').imports[0]?.names[0]?.members;
  it.each<[string, string[] | undefined]>([
    ['ns.b(); ns.a.deep; ns["c"]', ['a', 'b', 'c']],
    ['let x: ns.T; let y: typeof ns.v.w; <ns.X />', ['T', 'X', 'v']],
    ['const { a, b: c } = ns', ['a', 'b']],
    ['class A extends ns.B implements ns.C {}', ['B', 'C']],
    ['import a = ns.A', ['A']],
    ['function f(ns: any) { return ns }', []],
    ['use(ns)', undefined],
    ['ns[key]', undefined],
    ['const { a, ...rest } = ns', undefined],
    ['export { ns }', undefined],
    ['export default ns', undefined],
    ['type T = keyof typeof ns', undefined],
    ['const x = { ns }', undefined],
  ])('%s', (code, expected) => {
    expect(membersOf(code)).toEqual(expected);
  });
});

describe('calls', () => {
  const callsOf = (code: string) =>
    extract(code, 'tsx').body.calls.map(
      ({ callee, isNew, args, import: index }) =>
        `${isNew ? 'new ' : ''}${callee}/${args}${index === undefined ? '' : `@${index}`}`,
    );
  it.each<[string, string[]]>([
    ['Date.now(); new Date(); new Date(0); new Date', ['Date.now/0', 'new Date/0', 'new Date/1', 'new Date/0']],
    [
      'Date["now"](); Date?.now?.(); (Date as any).now(); Date!.now()',
      ['Date.now/0', 'Date.now/0', 'Date.now/0', 'Date.now/0'],
    ],
    [
      'globalThis.Date.now(); window.fetch("x"); self.a(); global.b(); window()',
      ['Date.now/0', 'fetch/1', 'a/0', 'b/0', 'window/0'],
    ],
    [
      'const { now } = Date; now(); const D = Date; new D(); const { now: n } = globalThis.Date; n()',
      ['Date.now/0', 'new Date/0', 'Date.now/0'],
    ],
    ['let { now } = Date; now()', []],
    ['const a = b; const b = a; a()', []],
    ['import { x as y } from "m"; y.z(); y`t`', ['y.z/0@0', 'y/1@0']],
    ['import * as ns from "m"; const { run } = ns; run(); ns.run(1, ...[2])', ['ns.run/0@0', 'ns.run/2@0']],
    [
      'const fs = require("fs"); fs.readFileSync(); const { a: b } = require("x"); b.c()',
      ['require/1', 'fs.readFileSync/0@0', 'require/1', 'b.c/0@1'],
    ],
    ['async () => { const m = await import("m"); m.run() }', ['m.run/0@0']],
    ['function fetch() {} fetch()', []],
    ['function f(Date) { Date.now() } class Date2 {} new Date2(); (() => 1)(); a().b()', ['a/0']],
    ['this.a(); super.b(); x[y]()', []],
    ['process.exit(1)', ['process.exit/1']],
  ])('%s', (code, expected) => {
    expect(callsOf(code)).toEqual(expected);
  });

  it('knows the declaration around a call', () => {
    const code =
      'class A { m() { a() } b = () => b() }\nconst f = () => { [].map(() => c()) };\nconst o = { p: { q() { d() } } }; e()';
    expect(extract(code).body.calls.map(({ callee, symbol }) => [callee, symbol])).toEqual([
      ['a', 'A.m'],
      ['b', 'A.b'],
      ['c', 'f'],
      ['d', 'o.p.q'],
      ['e', ''],
    ]);
  });
});

describe('functions', () => {
  it('names functions by where they stand', () => {
    const code =
      'export default function () {}\nclass A { constructor() {} get x() { return 1 } set x(v) {} static async *g() {} }\n' +
      'const f = async (a: string,\n  b = 1): Promise<void> => {};\n[1].map(() => () => 1); function outer() { function inner() {} return () => 1 }\ndeclare function no(): void';
    const { functions } = extract(code).body;
    expect(functions.map(({ name }) => name)).toEqual([
      'default',
      'A.constructor',
      'A.x',
      'A.x~1',
      'A.g',
      'f',
      '~1',
      '~2',
      'outer',
      'outer.inner',
      'outer.~1',
    ]);
    expect(functions.find(({ name }) => name === 'f')).toMatchObject({
      isAsync: true,
      signature: '(a: string, b = 1): Promise<void>',
    });
    expect(functions.find(({ name }) => name === 'A.g')).toMatchObject({ isAsync: true, isGenerator: true });
  });

  it('names what is assigned by what it is assigned to', () => {
    const code =
      'exports.a = () => 1; module.exports.b = function () {}; exports.c = wrap(() => 1); exports.d = function own() {};\n' +
      'Shop.prototype.open = function () {}; app.handle = async () => { [1].map(() => 1) }; x[k] = () => 1; y = () => 1;\n' +
      'module.exports = () => 1; exports.e = exports.f = () => 1; list.items = [1].map(() => 1)';
    expect(extract(code).body.functions.map(({ name }) => name)).toEqual([
      'a',
      'b',
      'c.~1',
      'own',
      'Shop.open',
      'app.handle',
      'app.handle.~1',
      '~1',
      '~2',
      '~3',
      'f',
      '~4',
    ]);
  });

  const body = (a: string, b: string, callee = 'load', literal = '1') => `{
    const ${a} = ${callee}(${b}, ${literal}); if (!${a}) throw new Error('none');
    for (const x of ${a}.items) { if (x.id === ${b}.id) return x.name.trim().toLowerCase(); }
    try { ${a}.close(); } catch { report(${a}, ${literal}) } return undefined }`;

  it('gives copies the same shape whatever their locals, literals and types are called', () => {
    const [first, second, third, short] = extract(
      `function a(p: A) ${body('x', 'p')}\nfunction b(q: B<C>) ${body('other', 'q', 'load', '"two"')}\nfunction c(p) ${body('x', 'p', 'save')}\nfunction d() {}`,
    ).body.functions;
    expect(first!.tokens).toBeGreaterThan(40);
    expect(first!.shape).toMatch(/^[0-9a-f]{16}$/);
    expect(second!.bands).toHaveLength(16);
    expect(third!.shape).not.toBe(first!.shape);
    expect(third!.bands.some((band, i) => band === first!.bands[i])).toBe(true);
    expect([short!.shape, short!.bands]).toEqual(['', []]);
  });

  it('treats a literal of another kind as another body, a local of another name as the same', () => {
    const [a, b] = extract(`function a(p) ${body('x', 'p')}\nfunction b(long) ${body('y', 'long')}`).body.functions;
    expect(a!.shape).toBe(b!.shape);
    expect(a!.bands).toEqual(b!.bands);
  });
});

describe('search', () => {
  it('lists exported declarations with the first sentence of their comment', () => {
    const code = `/** License. */
/**
 * Formats a date, e.g. for a
 * heading. More text.
 * @param d the date
 */
export function format(d: Date): string { return '' }
/** A store */ export class Store<T> extends Base<T> implements I {}
export const find = (id: string): User => x;
const hidden = 1;
export { hidden as shown };
/** @internal */ export type Id = string;`;
    expect(
      extract(code).body.search.map(({ name, kind, signature, summary }) => [name, kind, signature, summary]),
    ).toEqual([
      ['format', 'function', '(d: Date): string', 'Formats a date, e.g. for a heading.'],
      ['Store', 'class', 'extends Base<T> implements I', 'A store'],
      ['find', 'variable', '(id: string): User', ''],
      ['shown', 'variable', '', ''],
      ['Id', 'type', '= string', ''],
    ]);
  });
});

describe('surface digest', () => {
  const base = 'import { X } from "./a"; export { X }; export const b = 1; export interface C extends X {}';
  const digest = (code: string) => factsOf(code).surfaceDigest;
  it.each([
    ['white space and comments', `\n// note\n${base.replaceAll(';', ' ;\n')}`],
    ['order', 'export interface C extends X {} export const b = 1; import { X } from "./a"; export { X };'],
    [
      'bodies and values',
      `${base.replace('= 1', '= call(2)')}; function hiddenCall() { return 3 }`.replace(
        'function hiddenCall() { return 3 }',
        '',
      ),
    ],
    ['further imports', `import "./z"; ${base}`],
  ])('is the same with other %s', (_, code) => {
    expect(digest(code)).toBe(digest(base));
  });
  it.each([
    ['export', `${base}; export const d = 1`],
    ['origin of a name', base.replace('./a', './other')],
    ['base', base.replace('extends X', '')],
    ['kind', base.replace('const b', 'function b() {} const hidden')],
    ['type-only mark', base.replace('export { X }', 'export { type X }')],
  ])('is another with another %s', (_, code) => {
    expect(digest(code)).not.toBe(digest(base));
  });
});
