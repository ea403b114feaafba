import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypeScript } from '../../../core/typescript6.js';
import { factsOf, programOf } from './program.js';
import { emitted } from './typescript-oracle.js';

const library = {
  'm.ts': [
    'export interface T { a: 1 }',
    'export type U = string;',
    'export class C {}',
    'export const v = 1;',
    'export const enum E { A = 1 }',
    'export enum R { A }',
    'export namespace N { export const x = 1; export interface X {} }',
    'export interface I {} export class I {}',
    'export default class D {}',
  ].join('\n'),
  'enums.ts': 'export const enum E { A }\nexport interface T {}',
  'barrel.ts':
    'export { T, C as Renamed, E } from "./m"; export type { C } from "./m"; export * from "./more"; import { v } from "./m"; export { v };',
  'more.ts': 'export type Q = 1; export const q = 1; import { T } from "./m"; export { T as Again };',
  'dec.ts': 'export function dec(..._: unknown[]): any {}',
  'react.ts': 'const React: any = {}; export default React; export const h: any = 0;',
};

/** Edges that are there at runtime, against the specifiers in TypeScript's own output. */
function compare(text: string, options: TypeScript.CompilerOptions, path = 'a.ts') {
  const files = { ...library, [path]: text };
  const { jsxFactory } = options;
  const program = programOf(files);
  const edges = program.edges(path, {
    emit: {
      verbatimModuleSyntax: options.verbatimModuleSyntax === true,
      isolatedModules: options.isolatedModules === true || options.verbatimModuleSyntax === true,
      preserveConstEnums: options.preserveConstEnums === true,
      emitDecoratorMetadata: options.emitDecoratorMetadata === true,
      ...(jsxFactory ? { jsxFactory } : {}),
    },
  });
  const facts = program.facts(path);
  const ours = edges.filter(edge => edge.kind !== 'type').map(edge => facts?.imports[edge.import]?.specifier);
  const theirs = factsOf(emitted(files, path, options), 'a.js').imports.map(fact => fact.specifier);
  return { ours, theirs };
}

const optionSets: readonly (readonly [string, TypeScript.CompilerOptions])[] = [
  ['defaults', {}],
  ['isolatedModules', { isolatedModules: true }],
  ['verbatimModuleSyntax', { verbatimModuleSyntax: true }],
  ['preserveConstEnums', { preserveConstEnums: true }],
  ['emitDecoratorMetadata', { emitDecoratorMetadata: true }],
  ['emitDecoratorMetadata and isolatedModules', { emitDecoratorMetadata: true, isolatedModules: true }],
];

const statements = [
  'import {} from "./m";',
  'export {} from "./m";',
  'import "./m";',
  'import type { C } from "./m"; let c: C;',
  'import { type T } from "./m"; let t: T;',
  'import { type T, type U } from "./m";',
  'import D, { type T } from "./m";',
  'import D, { type T } from "./m"; new D();',
  'import type D from "./m"; export { D };',
  'import { T } from "./m"; export { T };',
  'import { C } from "./m"; export { C };',
  'import { C } from "./m"; export { C as default };',
  'import { C } from "./m"; export type { C };',
  'import { I } from "./m"; export { I };',
  'import { I } from "./m"; let i: I;',
  'export { T } from "./m";',
  'export { T, C } from "./m";',
  'export { type T } from "./m";',
  'export { type T, C } from "./m";',
  'export type { C } from "./m";',
  'export * from "./m";',
  'export * from "./enums";',
  'export type * from "./m";',
  'export * as ns from "./enums";',
  'export { E } from "./m";',
  'export { default } from "./m";',
  'export { T as default } from "./m";',
  'import { E } from "./m"; f(E.A); declare function f(_: unknown): void;',
  'import { E } from "./m"; export { E };',
  'import { E } from "./m"; export default E;',
  'import { E } from "./m"; let e: E;',
  'import { R } from "./m"; f(R.A); declare function f(_: unknown): void;',
  'import * as m from "./m"; f(m.E.A); declare function f(_: unknown): void;',
  'import * as m from "./m"; f(m.E.A, m.v); declare function f(..._: unknown[]): void;',
  'import * as m from "./m"; f(m.E.A); let t: m.T; declare function f(_: unknown): void;',
  'import * as m from "./enums"; f(m); declare function f(_: unknown): void;',
  'import * as m from "./enums"; export { m };',
  'import * as m from "./m"; let t: m.T;',
  'import * as m from "./m"; let t: typeof m.v;',
  'import { v } from "./m"; let t: typeof v;',
  'import { v } from "./m"; export const t = typeof v;',
  'import D from "./m"; export default D;',
  'import { T } from "./m"; export default T;',
  'import { T, v } from "./m"; f(v); declare function f(_: T): void;',
  'import { C } from "./m"; class X extends C {}',
  'import { C } from "./m"; class X implements C {}',
  'import { T } from "./m"; interface X extends T {}',
  'import { C } from "./m"; export type Q = C;',
  'import { v } from "./m";',
  'import { missing } from "./m"; export { missing };',
  'import { gone } from "./gone"; export { gone };',
  'export { gone } from "./gone";',
  'import { N } from "./m"; import x = N.x; export { x };',
  'import { N } from "./m"; f(N.x); declare function f(_: unknown): void;',
  'import { N } from "./m"; let x: N.X;',
  'import { T, Renamed } from "./barrel"; export { T, Renamed };',
  'import { T } from "./barrel"; export { T };',
  'export { C } from "./barrel";',
  'export { Renamed } from "./barrel";',
  'export { E } from "./barrel";',
  'export { Q } from "./barrel";',
  'export { q } from "./barrel";',
  'export { Again } from "./barrel";',
  'export { v } from "./barrel";',
  'import { E } from "./barrel"; f(E.A); declare function f(_: unknown): void;',
  'import { C } from "./m"; import { dec } from "./dec"; @dec class X { constructor(c: C) {} }',
  'import { C } from "./m"; import { dec } from "./dec"; class X { constructor(c: C) {} } dec(X);',
  'import { C } from "./m"; import { dec } from "./dec"; class X { @dec c!: C }',
  'import { C } from "./m"; import { dec } from "./dec"; class X { @dec run(c: C): void {} }',
  'import { T } from "./m"; import { dec } from "./dec"; @dec class X { constructor(t: T) {} }',
  'import { E } from "./m"; import { dec } from "./dec"; @dec class X { constructor(e: E) {} }',
  'import { v } from "./m"; { const v = 1; f(v); } declare function f(_: unknown): void;',
  'import { v } from "./m"; declare function f(_: unknown): void; f({ v });',
  'import { v } from "./m"; export const o = { v: 1 };',
  'const later = import("./m"); export { later };',
  'let t: import("./m").T; export {};',
];

describe.each(optionSets)('what stays with %s', (_, options) => {
  it.each(statements)('%s', text => {
    const { ours, theirs } = compare(text, options);
    expect(ours).toEqual(theirs);
  });
});

describe('what stays in CommonJS output', () => {
  const commonJs = { module: 1, moduleResolution: 2, ignoreDeprecations: '6.0', esModuleInterop: true } as const;
  it.each([
    'import m = require("./m");',
    'import m = require("./m"); let t: m.T;',
    'import m = require("./m"); f(m); declare function f(_: unknown): void;',
    'export import m = require("./m");',
    'import m = require("./m"); export { m };',
    'import m = require("./enums"); f(m.E.A); declare function f(_: unknown): void;',
    'import type m = require("./m"); let t: m.T;',
  ])('%s', text => {
    expect(compare(text, commonJs)).toSatisfy(({ ours, theirs }) => expect(ours).toEqual(theirs) ?? true);
  });

  it('keeps an unused import-equals with verbatimModuleSyntax', () => {
    const { ours, theirs } = compare('import m = require("./m");', { ...commonJs, verbatimModuleSyntax: true });
    expect(theirs).toEqual(['./m']);
    expect(ours).toEqual(theirs);
  });
});

describe('JSX', () => {
  const classic = { jsx: 2, jsxFactory: 'React' } as const;

  it('uses its factory without naming it', () => {
    const { ours, theirs } = compare('import React from "./react"; export const a = <p/>;', { jsx: 2 }, 'a.tsx');
    expect(theirs).toEqual(['./react']);
    expect(ours).toEqual([]); // without a classic factory in the settings nothing is implied
    expect(compare('import React from "./react"; export const a = <p/>;', classic, 'a.tsx').ours).toEqual(['./react']);
  });

  it('uses it only where there is JSX', () => {
    expect(compare('import React from "./react"; let a: React.X;', classic, 'a.tsx')).toEqual({ ours: [], theirs: [] });
  });

  it('uses a component by its tag', () => {
    const { ours, theirs } = compare('import { C } from "./m"; export const a = <C/>;', { jsx: 1 }, 'a.tsx');
    expect(ours).toEqual(theirs);
  });
});

describe('any mixture of imports and uses', () => {
  const name = fc.constantFrom('T', 'U', 'C', 'v', 'E', 'R', 'N', 'I');
  const use = fc.constantFrom<(local: string) => string>(
    () => '',
    local => `let _${local}: ${local};`,
    local => `sink(${local});`,
    local => `sink(${local}.A);`,
    local => `export { ${local} };`,
    local => `export type { ${local} };`,
    local => `let q${local}: typeof ${local};`,
    local => `@sink class K${local} { constructor(p: ${local}) {} }`,
    local => `{ const ${local} = 0; sink(${local}); }`,
    local => `class X${local} { @sink p!: ${local} }`,
  );
  const binding = fc.record({
    name,
    marked: fc.boolean(),
    uses: fc.array(use, { maxLength: 2 }),
    from: fc.constantFrom('./m', './barrel', './gone'),
  });
  const program = fc.uniqueArray(binding, { maxLength: 4, selector: each => each.name }).map(bindings => {
    const bySource = new Map<string, string[]>();
    for (const { name: local, marked, from } of bindings) {
      bySource.set(from, [...(bySource.get(from) ?? []), marked ? `type ${local}` : local]);
    }
    const imports = [...bySource].map(([from, names]) => `import { ${names.join(', ')} } from '${from}';`);
    const uses = bindings.flatMap(({ name: local, uses: all }) => [...new Set(all)].map(each => each(local)));
    return [...imports, 'declare const sink: any;', ...uses, 'export {};'].join('\n');
  });

  it.each(optionSets)('stays as TypeScript leaves it with %s', (_, options) => {
    fc.assert(
      fc.property(program, text => {
        const { ours, theirs } = compare(text, options);
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 100 },
    );
  });
});
