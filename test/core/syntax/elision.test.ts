import { describe, expect, it } from 'vitest';
import type { BindingUse } from '../../../core/syntax/facts.js';
import { typescript6 } from '../../../core/typescript6.js';
import { factsOf } from './facts-of.js';

/**
 * TypeScript's own emit decides: an import that it keeps must count as used as a value here, one that it drops must not.
 * Every snippet is compiled after these imports.
 */
const header = `import { C, I, E, v, f, N, T, G, deco, A } from './m';
import * as ns from './m';
import Def from './m';
`;
const target = `export class C { m() {} static s = 1 } export interface I { a: number } export enum E { x } export const v: any = 1;
export function f(...a: any[]): any {} export namespace N { export class C {} export interface I {} export const v: any = 1 } export type T = string;
export class G<X> { x?: X } export function deco(...a: any[]): any {} export abstract class A { abstract m(): void }
export default class Def {}`;
const values = new Set(['C', 'E', 'v', 'f', 'N', 'G', 'deco', 'A', 'ns', 'Def', '*', 'default']);

const snippets: readonly string[] = [
  'v; E.x; f();',
  'let a: C = null as any; let b: typeof v; let c: ns.C; let d: N.C; let e: typeof ns.v; let g: keyof typeof E;',
  'class S extends C implements I {}',
  'class S extends N.C {} class R extends ns.C {} class Q extends (C as any) {}',
  'interface S extends C, N.I {} type U = G<C>[] | T; abstract class S2 implements ns.I, N.I { a = 1 }',
  'class S extends G<C> {} new G<E>(); f<C>(); f<typeof v>;',
  'const a = { v }; const b = { C: 1, v: f }; const { E: x } = {} as any;',
  'export { v, I, T, C as "string name" };',
  'export { type v, type C }; export type { E };',
  'export default v;',
  'export default I;',
  'export default N.C;',
  'export default N.I;',
  'export default (C);',
  'export default C as any;',
  'import a = N.C; new a();',
  'import a = N.C; let x: a;',
  'import a = N.C;',
  'export import a = N.C;',
  'export import a = N.I;',
  'import a = N; import b = a.C; b;',
  'import a = ns.C; let x: typeof a;',
  'import a = N; { import b = a.C; }',
  'function g(v: any, { C, x: E = f }: any) { v; C; E; } ',
  'function g() { v; { const v = 1; v; } } function h() { var C: any; C; E } ',
  'function g() { C; if (v) { var C: any } }',
  'try {} catch (v) { v } try {} catch { f }',
  'for (const v of []) v; for (let C = 0; C;) C; for (var E in {}) ; E; for (const a of f) a;',
  '{ function f() {} f() } { class C {} new C() } { enum E { q } E.q } { interface C {} let x: C; }',
  '{ interface C {} C; } { type v = 1; v } { let C: any; let x: C }',
  'function g<C, E extends I>(a: C, b: E) { let T: any; } type X<T> = T; class S<C> { a: C | undefined }',
  'type X = C extends infer I ? I : never; type Y = { [T in "a"]: T }; type Z = (C: any) => typeof C;',
  'let x: (v: any) => v is C; function g(f: any): asserts f is E {} function h(a: any): a is I { return true }',
  'const g = function f() { f() }; const h = class C { a = C };',
  'namespace M { export const v = 1; v; } namespace O { v; const a: C = null as any; } namespace P.Q { E }',
  'namespace M { interface C {} let x: C; C }',
  'declare const a: typeof v; declare class S extends C { [v]: E } declare function g(a: typeof f): void; declare namespace Q { const e: E; }',
  'declare enum X { a = E.x }',
  'enum X { a = f().x, v = 1, b = v }',
  'label: for (;;) { break label } v: for (;;) continue v;',
  'a?.v; ({} as any).C; ({} as any)["E"]; f?.(); (v)!.x; (v satisfies any); ',
  'v = 1 as any; [C] = [] as any; ({ E, f: N } = {} as any); ({ v = f } = {} as any); v++; delete v.x; typeof C; void E;',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the code under test is a template
  'f`x`; `${v}`; import.meta.x; new.target; async () => { await v; for await (const x of f) ; }',
  'interface S { [v]: 1; [E.x](): void } type U = { [C.s]: 1; [ns.v]: 2 }; ',
  'class S { [v]: any; [f()]() {} static [E.x] = 1; get [C.s]() { return 1 } }',
  'class S { v = 1; C() {} f?: E; constructor(private E: I) { this.v } static { N } #x = G; }',
  'class S { declare a: C; declare [v]: any; abstract: T; }',
  'function g(a = v, b: C = null as any, c = (d = E) => d) {}',
  'function v2(this: C) {} let o = { m(this: E) {}, get a(): C { return v } }',
  'let x = <C />; ',
  'let x = <N.C a={v} {...f}><E>{C}</E></N.C>; let y = <><v.C /></>;',
  'let x = <ns.C<E> />;',
  'let v2 = v as const; let a = [C] as C[]; let b = {} as I & T;',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the code under test is a template
  'type X = `${T}`; type Y = [a: C, ...b: E[]]; type Z = unique symbol; type W = T["length"]; type Q = typeof import("./m");',
  'function g(): C; function g(a?: E): any { return v }',
  'var x = function (): typeof v { return arguments }; let y: typeof f<C>;',
  'ns.v; let x: ns.I;',
  'ns; ',
  'const { v: a, f: b } = ns;',
  'const { ...rest } = ns; Def;',
  'let x: Def; let y: typeof Def;',
  'export { ns, Def };',
  'export = v;',
  'abstract class S extends A { m() { super.m; } }',
  'let a = b ? v : C; if (f) ; else E; while (N) ; do { G } while (0); switch (A) { case Def: let C2; } throw deco;',
  'switch (1) { case 1: let v = 1; v; default: C } ',
  'using x = v; await using y = f;',
  'export const { a = v, [C.s]: b } = f, c: E = null as any;',
  'export function g(a: C): E { return v } export class S<X extends I> extends C {} export type Z = N.I; export interface Y { a: G<T> }',
  'export * as q from "./m"; export * from "./m"; v',
  // Decorators and their metadata.
  '@deco class S { constructor(a: C, b: I, c: T, d: E) {} }',
  'class S { constructor(@deco a: C, b: N.C, c: G<E>) {} }',
  'class S { @deco a: C; @deco b: C | null; @deco c: E | undefined; @deco d: (G<C>) }',
  'class S { @deco a: N | C; @deco b: G<A>[]; @deco c: Promise<C>; @deco d: typeof v }',
  'class S { @deco m(a: C, ...b: E[]): G<C> { return v } p(a: A) {} }',
  'class S { m(@deco a: C, b: E): A { return v } }',
  'class S { @deco get x(): C { return v } set x(a: E) {} @deco set y(a: A) {} }',
  'class S { @deco static a: C; @deco() b: E = v; @f.x c: A }',
  'class S { a: C; m(b: E): A { return v } constructor(c: G<C>) {} }',
  '@deco abstract class S { constructor(a: ns.C, b: Def) {} abstract x: C; @deco abstract y: E }',
  'class S<C> { @deco a: C; @deco b: E; m<A>(@deco a: A) {} }',
  '@deco class S { m(a: C) {} x: E; constructor(a?: A); constructor(a?: any) {} }',
];

describe.each([true, false])('with emitDecoratorMetadata %s', emitDecoratorMetadata => {
  const emitted = emitAll(snippets, emitDecoratorMetadata);
  it.each(snippets.map((snippet, i) => [snippet, i] as const))('%s', (snippet, i) => {
    const text = header + snippet;
    const output = emitted[i]!;
    // The output is JavaScript: what its import statements bind is what TypeScript kept.
    const kept = factsOf(output, 'js')
      .imports.filter(({ form, specifier }) => form === 'import' && specifier === './m')
      .flatMap(({ names }) => names);
    const ours = factsOf(text, 'tsx')
      .imports.filter(({ form }) => form === 'import')
      .flatMap(({ names }) => names);
    const isKept = (use: BindingUse, name: string): boolean => {
      if (use === 'value') return true;
      if (use === 'metadata') return emitDecoratorMetadata && values.has(name);
      return use === 'export' && (snippet.includes('N.I') ? false : values.has(name));
    };
    expect(
      ours
        .filter(({ use, imported }) => isKept(use, imported))
        .map(({ local }) => local)
        .sort(),
      output,
    ).toEqual(kept.map(({ local }) => local).sort());
  });
});

/** Compiles each snippet as a module of its own, all in one program. */
function emitAll(sources: readonly string[], emitDecoratorMetadata: boolean): string[] {
  const ts = typescript6();
  const options = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.ReactJSX,
    experimentalDecorators: true,
    emitDecoratorMetadata,
    strict: true,
    noLib: true,
    types: [],
  };
  const lib =
    'interface Array<T> { length: number } interface Promise<T> {} declare namespace JSX { interface Element {} }';
  const files = new Map<string, string>([
    ['/m.ts', target],
    ['/lib.d.ts', lib],
  ]);
  sources.forEach((source, i) => {
    files.set(`/s${i}.tsx`, header + source);
  });
  const written = new Map<string, string>();
  const host = {
    ...ts.createCompilerHost(options),
    getSourceFile: (path: string) => {
      const text = files.get(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, ts.ScriptTarget.ESNext);
    },
    fileExists: (path: string) => files.has(path),
    readFile: (path: string) => files.get(path),
    writeFile: (path: string, text: string) => {
      written.set(path, text);
    },
    getCurrentDirectory: () => '/',
  };
  ts.createProgram([...files.keys()], options, host).emit();
  return sources.map((_, i) => written.get(`/s${i}.js`) ?? '');
}
