import { describe, expect, it } from 'vitest';
import type { Origin } from '../../../core/graph/edge.js';
import { createOriginMemo } from '../../../core/graph/origin-memo.js';
import { type Files, programOf } from './program.js';

/** `path#name` of an origin, with a mark for what is erased. */
const shown = (origin: Origin | 'unknown' | undefined) =>
  typeof origin === 'object' ? `${origin.path}#${origin.name}${origin.isValue ? '' : ' (type)'}` : origin;
const origin = (files: Files, path: string, name: string) => shown(programOf(files).origins.origin(path, name));
const laundered = (files: Files, path: string, name: string) =>
  programOf(files)
    .origins.launderedOrigins(path, name)
    .map(each => `${each.path}#${each.name} ${each.via}`);

describe('the origin of an export', () => {
  const db = {
    'db.ts':
      'export class Db {}\nexport interface Row {}\nexport const enum E { A }\nexport default function open() {}',
  };

  it.each([
    ['its own declaration', 'export const x = 1', 'x', 'a.ts#x'],
    ['its own type', 'export type X = 1', 'X', 'a.ts#X (type)'],
    ['a declaration exported under another name', 'const x = 1; export { x as y }', 'y', 'a.ts#x'],
    ['a default expression', 'export default 1 + 1', 'default', 'a.ts#default'],
    ['a default that is a binding', 'import open from "./db"; export default open', 'default', 'db.ts#open'],
    ['a default class without a name', 'export default class {}', 'default', 'a.ts#default'],
    ['export { x as default }', 'const x = 1; export { x as default }', 'default', 'a.ts#x'],
    ['export from', 'export { Db } from "./db"', 'Db', 'db.ts#Db'],
    ['export from with another name', 'export { Db as Store } from "./db"', 'Store', 'db.ts#Db'],
    ['export { default } from', 'export { default as connect } from "./db"', 'connect', 'db.ts#open'],
    ['import, then export', 'import { Db } from "./db"; export { Db as Store }', 'Store', 'db.ts#Db'],
    ['export *', 'export * from "./db"', 'Db', 'db.ts#Db'],
    ['export * as', 'export * as ns from "./db"', 'ns', 'db.ts#*'],
    ['a namespace import that is exported', 'import * as s from "./db"; export { s as db }', 'db', 'db.ts#*'],
    ['export type from', 'export type { Db } from "./db"', 'Db', 'db.ts#Db (type)'],
    ['export { type X } from', 'export { type Db } from "./db"', 'Db', 'db.ts#Db (type)'],
    ['import type, then export', 'import type { Db } from "./db"; export { Db }', 'Db', 'db.ts#Db (type)'],
    ['export type *', 'export type * from "./db"', 'Db', 'db.ts#Db (type)'],
    ['a plain star beside a type star', 'export type * from "./db"; export * from "./db"', 'Db', 'db.ts#Db'],
    ['an own export that shadows a star', 'export * from "./db"; export const Db = 1', 'Db', 'a.ts#Db'],
    ['an import equals alias', 'import * as db from "./db"; export import Db = db.Db', 'Db', 'db.ts#Db'],
    ['merged declarations are a value when one is', 'export interface X {} export class X {}', 'X', 'a.ts#X'],
    ['overloads', 'export function f(): void; export function f(a?: 1) {}', 'f', 'a.ts#f'],
    ['destructuring', 'export const { p, q: [r] } = g()', 'r', 'a.ts#r'],
    ['not default through a star', 'export * from "./db"', 'default', undefined],
    ['no such export', 'const hidden = 1; export {}', 'hidden', undefined],
    ['no such export behind stars', 'export * from "./db"', 'gone', undefined],
    ['unknown behind a package', 'export * from "pkg"', 'x', 'unknown'],
    ['unknown from a package', 'export { x } from "pkg"', 'x', 'unknown'],
    ['its own name beside a star of a package', 'export * from "pkg"; export * from "./db"', 'Db', 'db.ts#Db'],
    ['unknown from JSON', 'export { default } from "./data.json"', 'default', 'unknown'],
    ['unknown where this file re-exports what is not there', 'export { gone } from "./db"', 'gone', 'unknown'],
    ['unknown in a broken file', 'export const a = ; export { b', 'c', 'unknown'],
    ['the whole file', 'export {}', '*', 'a.ts#*'],
  ])('%s', (_, text, name, expected) => {
    expect(origin({ ...db, 'data.json': '{}', 'a.ts': text }, 'a.ts', name)).toBe(expected);
  });

  it('passes any number of barrels, and tells them', () => {
    const files = {
      'db.ts': 'export class Db {}',
      'one.ts': 'export * from "./db"',
      'two.ts': 'import { Db as X } from "./one"; export { X }',
      'three/index.ts': 'export { X as Store } from "../two"',
    };
    expect(programOf(files).origins.origin('three/index.ts', 'Store')).toEqual({
      path: 'db.ts',
      name: 'Db',
      isValue: true,
      through: ['three/index.ts', 'two.ts', 'one.ts', 'db.ts'],
      via: 're-export',
    });
  });

  it('takes the shortest of several star chains to one declaration', () => {
    const files = {
      'x.ts': 'export const x = 1',
      'far.ts': 'export * from "./x"',
      'a.ts': 'export * from "./far"; export * from "./x"',
    };
    const found = programOf(files).origins.origin('a.ts', 'x') as Origin;
    expect(found.through).toEqual(['a.ts', 'x.ts']);
  });

  it('is none where two stars bring different values, as JavaScript refuses to link it', () => {
    const files = {
      'x.ts': 'export const n = 1',
      'y.ts': 'export const n = 2; export const only = 1',
      'a.ts': 'export * from "./x"; export * from "./y"',
      'b.ts': 'export * from "./a"; export { n } from "./x"',
    };
    expect(origin(files, 'a.ts', 'n')).toBeUndefined();
    expect(origin(files, 'a.ts', 'only')).toBe('y.ts#only');
    expect(origin(files, 'b.ts', 'n')).toBe('x.ts#n');
    expect(programOf(files).origins.exportNames('a.ts').names).toEqual(['only']);
  });

  it('a name shadowed on the way does not make a star ambiguous', () => {
    const files = {
      'deep.ts': 'export const n = 1',
      'mid.ts': 'export * from "./deep"; export const n = 2',
      'a.ts': 'export * from "./mid"',
    };
    expect(origin(files, 'a.ts', 'n')).toBe('mid.ts#n');
    expect(origin({ ...files, 'a.ts': 'export * from "./mid"; export * from "./deep"' }, 'a.ts', 'n')).toBeUndefined();
  });

  it('ends on cycles', () => {
    const stars = {
      'a.ts': 'export * from "./b"; export const inA = 1',
      'b.ts': 'export * from "./c"',
      'c.ts': 'export * from "./a"; export const inC = 1; export * from "./c"',
    };
    expect(origin(stars, 'b.ts', 'inA')).toBe('a.ts#inA');
    expect(origin(stars, 'a.ts', 'inC')).toBe('c.ts#inC');
    expect(origin(stars, 'a.ts', 'nowhere')).toBeUndefined();
    const named = { 'a.ts': 'export { x } from "./b"', 'b.ts': 'export { x } from "./a"' };
    expect(origin(named, 'a.ts', 'x')).toBeUndefined();
    expect(origin({ 'a.ts': 'export { x } from "./a"' }, 'a.ts', 'x')).toBeUndefined();
    const rescued = {
      'a.ts': 'export { x } from "./b"',
      'b.ts': 'export * from "./a"; export * from "./c"',
      'c.ts': 'export const x = 1',
    };
    expect(origin(rescued, 'a.ts', 'x')).toBe('c.ts#x');
    expect(origin(rescued, 'b.ts', 'x')).toBe('c.ts#x');
  });

  it('gives up on a chain of ten thousand barrels instead of overflowing', () => {
    const files: Record<string, string> = { 'f10000.ts': 'export const x = 1' };
    for (let i = 0; i < 10_000; i++) files[`f${i}.ts`] = `export { x } from "./f${i + 1}"`;
    expect(origin(files, 'f0.ts', 'x')).toBe('unknown');
    expect(origin(files, 'f9900.ts', 'x')).toBe('f10000.ts#x');
  });

  it('knows export =', () => {
    const files = {
      'legacy.ts': 'class Legacy {} export = Legacy',
      'a.ts':
        'import Legacy = require("./legacy"); export { Legacy }; export { default as L } from "./legacy"; export { part } from "./legacy"',
    };
    expect(origin(files, 'a.ts', 'Legacy')).toBe('legacy.ts#Legacy');
    expect(origin(files, 'a.ts', 'L')).toBe('legacy.ts#Legacy');
    expect(origin(files, 'a.ts', 'part')).toBe('unknown');
  });

  it('does not claim to know CommonJS', () => {
    const files = {
      'lib.js': 'const db = require("./db"); module.exports = { db, run() {} }; exports.more = 1',
      'db.ts': 'export const q = 1',
      'a.js': 'const { db: store } = require("./lib"); export { store }',
    };
    expect(origin(files, 'lib.js', 'run')).toBe('lib.js#run');
    expect(origin(files, 'lib.js', 'added')).toBe('unknown');
    expect(origin(files, 'a.js', 'store')).toBe('db.ts#*');
  });

  it('exports everything a declaration file declares, unless it has export declarations', () => {
    const implicit = {
      'a.d.ts': 'import { T } from "./t"; interface Hidden {} export declare const c: T; declare class D {}',
    };
    expect(origin(implicit, 'a.d.ts', 'Hidden')).toBe('a.d.ts#Hidden (type)');
    expect(programOf(implicit).origins.exportNames('a.d.ts').names).toEqual(['D', 'Hidden', 'c']);
    expect(
      origin({ 'a.d.ts': 'interface Hidden {} declare class C {} export { C as D }' }, 'a.d.ts', 'Hidden'),
    ).toBeUndefined();
  });

  it('gives single-file components their default export', () => {
    const files = {
      'A.vue': '<script setup lang="ts">const x = 1</script>',
      'a.ts': 'export { default as A } from "./A.vue"',
    };
    expect(origin(files, 'a.ts', 'A')).toBe('A.vue#default');
  });

  it('adds the names of augmentations to the file they name', () => {
    const files = {
      'core.ts': 'export interface Options {}',
      'plugin.ts': 'declare module "./core" { interface Options { a: 1 } interface Extra {} } export {}',
      'index.ts': 'export * from "./core"',
    };
    expect(origin(files, 'core.ts', 'Options')).toBe('core.ts#Options (type)');
    expect(origin(files, 'core.ts', 'Extra')).toBe('plugin.ts#Extra');
    expect(origin(files, 'index.ts', 'Extra')).toBe('plugin.ts#Extra');
    expect(programOf(files).origins.exportNames('index.ts')).toEqual({ names: ['Extra', 'Options'], complete: true });
  });

  it('lists the names of a file', () => {
    const files = {
      'a.ts':
        'export * from "./b"; export { x as y } from "./gone"; export * as ns from "./b"; export default 1; export type T = 1',
      'b.ts': 'export const one = 1; export default 2; export * from "pkg"',
    };
    const { origins } = programOf(files);
    expect(origins.exportNames('a.ts')).toEqual({ names: ['T', 'default', 'ns', 'one', 'y'], complete: false });
    expect(origins.exportNames('nowhere.ts')).toEqual({ names: [], complete: false });
  });

  it('tells values and const enums to the emit rule', () => {
    const { origins } = programOf({
      ...db,
      'a.ts': 'export * from "./db"; export type { Db as OnlyType } from "./db"',
    });
    expect(['Db', 'Row', 'E', 'OnlyType', 'gone'].map(name => origins.isValue('a.ts', name))).toEqual([
      true,
      false,
      true,
      false,
      'unknown',
    ]);
    expect(['Db', 'E', 'gone'].map(name => origins.isConstEnum('a.ts', name))).toEqual([false, true, false]);
  });
});

describe('laundering', () => {
  const db = {
    'db.ts':
      'export class Db {}\nexport interface Row {}\nexport const pool = { query() {} };\nexport namespace Sql { export interface Q {} }',
  };
  const service = (text: string) => ({ ...db, 'service.ts': text });

  it.each([
    [
      'a function of its own',
      'import { Db } from "./db"; export function load(): string { return String(new Db()); }',
      'load',
    ],
    [
      'a class of its own that implements',
      'import type { Row } from "./db"; export class User implements Row {}',
      'User',
    ],
    ['a constant computed from it', 'import { Db } from "./db"; export const size = String(new Db()).length', 'size'],
    ['a type of its own', 'import type { Row } from "./db"; export type User = { row: Row }', 'User'],
    ['an instance', 'import { Db } from "./db"; export const db = new Db()', 'db'],
    ['a member of an imported object', 'import { pool } from "./db"; export const query = pool.query', 'query'],
    ['a facade object', 'import { Db } from "./db"; export const api = { load: () => new Db() }', 'api'],
  ])('leaves alone %s', (_, text, name) => {
    expect(laundered(service(text), 'service.ts', name)).toEqual([`service.ts#${name} declaration`]);
  });

  it.each([
    ['a re-export', 'export { Db } from "./db"', 'Db', ['db.ts#Db re-export']],
    ['a star', 'export * from "./db"', 'Db', ['db.ts#Db re-export']],
    ['import, then export', 'import { Db } from "./db"; export { Db as Renamed }', 'Renamed', ['db.ts#Db re-export']],
    ['a namespace', 'import * as s from "./db"; export { s as db }', 'db', ['db.ts#* re-export']],
    [
      'a type alias',
      'import type { Row } from "./db"; export type T = Row',
      'T',
      ['service.ts#T declaration', 'db.ts#Row alias'],
    ],
    [
      'a type alias through import()',
      'export type T = import("./db").Row',
      'T',
      ['service.ts#T declaration', 'db.ts#Row alias'],
    ],
    [
      'a member of a namespace import',
      'import * as db from "./db"; export type T = db.Row',
      'T',
      ['service.ts#T declaration', 'db.ts#Row alias'],
    ],
    [
      'a member of a namespace',
      'import { Sql } from "./db"; export type T = Sql.Q',
      'T',
      ['service.ts#T declaration', 'db.ts#Sql alias'],
    ],
    [
      'a constant',
      'import { Db } from "./db"; export const Db2 = Db',
      'Db2',
      ['service.ts#Db2 declaration', 'db.ts#Db alias'],
    ],
    [
      'a constant of a constant',
      'import { Db } from "./db"; const inner = Db; export const outer = inner',
      'outer',
      ['service.ts#outer declaration', 'db.ts#Db alias'],
    ],
    [
      'the whole namespace as a constant',
      'import * as db from "./db"; export const all = db',
      'all',
      ['service.ts#all declaration', 'db.ts#* alias'],
    ],
    [
      'a subclass',
      'import { Db } from "./db"; export class Svc extends Db {}',
      'Svc',
      ['service.ts#Svc declaration', 'db.ts#Db extends'],
    ],
    [
      'a subclass by default',
      'import { Db } from "./db"; export default class extends Db {}',
      'default',
      ['service.ts#default declaration', 'db.ts#Db extends'],
    ],
    [
      'a subinterface',
      'import type { Row } from "./db"; export interface User extends Row {}',
      'User',
      ['service.ts#User declaration', 'db.ts#Row extends'],
    ],
  ])('sees through %s', (_, text, name, expected) => {
    expect(laundered(service(text), 'service.ts', name)).toEqual(expected);
  });

  it('sees through any mixture, in any number of files', () => {
    const files = {
      ...db,
      'repo.ts': 'import { Db } from "./facade"; export class Repo extends Db {}',
      'facade.ts': 'export * from "./db"',
      'service.ts': 'import { Repo } from "./repo"; export const Store = Repo',
      'index.ts': 'export { Store as Api } from "./service"',
    };
    const origins = programOf(files).origins.launderedOrigins('index.ts', 'Api');
    expect(origins.map(each => [each.path, each.name, each.via, each.through])).toEqual([
      ['service.ts', 'Store', 're-export', ['index.ts', 'service.ts']],
      ['repo.ts', 'Repo', 'alias', ['index.ts', 'service.ts', 'repo.ts']],
      ['db.ts', 'Db', 'extends', ['index.ts', 'service.ts', 'repo.ts', 'facade.ts', 'db.ts']],
    ]);
  });

  it('follows a namespace within a namespace', () => {
    const files = {
      ...db,
      'all.ts': 'export * as db from "./db"',
      'service.ts': 'import * as all from "./all"; export type T = all.db.Row',
    };
    expect(laundered(files, 'service.ts', 'T')).toEqual(['service.ts#T declaration', 'db.ts#Row alias']);
  });

  it('ends on cycles of aliases and of classes', () => {
    const files = {
      'a.ts': 'import { B } from "./b"; export class A extends B {} export type T = U; export type U = T',
      'b.ts': 'import { A } from "./a"; export class B extends A {}',
    };
    expect(laundered(files, 'a.ts', 'A')).toEqual(['a.ts#A declaration', 'b.ts#B extends']);
    expect(laundered(files, 'a.ts', 'T')).toEqual(['a.ts#T declaration']);
  });

  it('is empty for what cannot be told', () => {
    expect(laundered(service('export * from "pkg"'), 'service.ts', 'x')).toEqual([]);
  });
});

describe('what an answer rests on', () => {
  const files = {
    'db.ts': 'export class Db {}',
    'other.ts': 'export const o = 1',
    'barrel.ts': 'export * from "./other"; export * from "./db"',
    'service.ts': 'import { Db } from "./barrel"; export class Svc extends Db {}',
    'apart.ts': 'export const a = 1',
  };

  it('is every file whose surface was read, found or not', () => {
    const { origins } = programOf(files);
    expect(origins.reads('barrel.ts', 'Db')).toEqual(['barrel.ts', 'db.ts', 'other.ts']);
    expect(origins.reads('barrel.ts', 'gone')).toEqual(['barrel.ts', 'db.ts', 'other.ts']);
    expect(origins.reads('service.ts', 'Svc')).toEqual(['barrel.ts', 'db.ts', 'other.ts', 'service.ts']);
    expect(origins.reads('apart.ts', 'a')).toEqual(['apart.ts']);
  });

  it('decides what a memo still answers after an edit', () => {
    const memo = createOriginMemo();
    const ask = (version: Files) => shown(programOf(version, memo).origins.origin('barrel.ts', 'Db'));
    expect(ask(files)).toBe('db.ts#Db');
    expect(ask({ ...files, 'db.ts': 'export interface Db {}' })).toBe('db.ts#Db (type)');
    expect(ask({ ...files, 'other.ts': 'export class Db {}' })).toBeUndefined();
    expect(ask({ ...files, 'db.ts': 'export {}' })).toBeUndefined();
    expect(ask({ ...files, 'barrel.ts': 'export const Db = 1' })).toBe('barrel.ts#Db');
    expect(ask(files)).toBe('db.ts#Db');
  });
});
