import { describe, expect, test } from 'vitest';
import { contractOf, leaving } from './contract-of.js';

const errors = 'class Missing extends Error {}\nclass Denied extends Error {}\nclass Late extends Error {}\n';

const cases = (rows: readonly (readonly [what: string, text: string, expected: readonly string[]])[]) =>
  test.each(rows)('%s', async (_, text, expected) => {
    expect(leaving(await contractOf(errors + text, 'f'))).toEqual(expected);
  });

describe('promises that are made', () => {
  cases([
    [
      'reject in the executor',
      'export const f = () => new Promise((_, reject) => reject(new Missing()));',
      ['reject Missing'],
    ],
    [
      'a throw in the executor',
      'export const f = () => new Promise(() => { throw new Missing(); });',
      ['reject Missing'],
    ],
    [
      'a throw in an async executor reaches nobody',
      'export const f = () => new Promise(async () => { throw new Missing(); });',
      [],
    ],
    [
      'an executor with a name',
      'function run(ok, no) { if (Math.random()) no(new Missing()); throw new Denied(); }\nexport const f = () => new Promise(run);',
      ['reject Denied', 'reject Missing'],
    ],
    [
      'reject in a callback',
      'export const f = () => new Promise((ok, no) => { setTimeout(() => no(new Late()), 5); });',
      ['reject Late'],
    ],
    [
      'what a handler in the executor takes and hands on',
      'function g() { throw new Missing(); }\nexport const f = () => new Promise((ok, no) => { try { g(); } catch (e) { no(e); } });',
      ['reject Missing'],
    ],
    [
      'a promise that is resolved with another',
      'async function g() { throw new Missing(); }\nexport const f = () => new Promise(ok => ok(g()));',
      ['reject Missing'],
    ],
    [
      'a promise whose failures go to reject',
      'async function g() { throw new Missing(); }\nexport const f = () => new Promise((ok, no) => { g().then(ok).catch(no); });',
      ['reject Missing'],
    ],
    [
      'reject that is kept for later',
      'const waiting = [];\nexport const f = () => new Promise((ok, no) => { waiting.push({ no }); });',
      ['open'],
    ],
    [
      'a timer that rejects',
      'export const f = () => new Promise((ok, no) => { setTimeout(no, 5); });',
      ['reject undefined'],
    ],
    [
      'reject of another promise',
      'export const f = () => new Promise((ok, no) => { new Promise((a, no) => no(new Missing())).catch(() => {}); ok(1); });',
      [],
    ],
  ]);
});

describe('chains', () => {
  const g = 'async function g() { throw new Missing(); }\n';
  cases([
    [
      'then adds what its function throws',
      `${g}export const f = () => g().then(() => { throw new Denied(); });`,
      ['reject Denied', 'reject Missing'],
    ],
    [
      'catch takes, then adds',
      `${g}export const f = () => g().catch(console.error).then(() => { throw new Late(); });`,
      ['reject Late'],
    ],
    [
      'finally passes on and adds',
      `${g}export const f = () => g().finally(() => { throw new Late(); });`,
      ['reject Late', 'reject Missing'],
    ],
    [
      'a handler with a name that throws',
      `${g}function h() { throw new Denied(); }\nexport const f = () => g().catch(h);`,
      ['reject Denied'],
    ],
    [
      'a handler that throws on what it does not know',
      `${g}export const f = () => g().catch(e => { if (e instanceof Missing) return 1; throw e; });`,
      [],
    ],
    [
      'a handler on something unknown',
      'export const f = (x) => x.load().catch(e => { throw new Denied(); });',
      ['reject Denied', 'open'],
    ],
    ['Promise.resolve of a promise', `${g}export const f = () => Promise.resolve(g());`, ['reject Missing']],
    [
      'Promise.any fails with one error',
      `${g}export const f = () => Promise.any([g(), g()]);`,
      ['reject AggregateError'],
    ],
    ['Promise.reject with a value', "export const f = () => Promise.reject('timeout');", ['reject string']],
  ]);
});

describe('generators', () => {
  cases([
    [
      'for await',
      'async function* g() { throw new Missing(); }\nexport async function f() { for await (const x of g()) {} }',
      ['reject Missing'],
    ],
    ['yield*', 'function* g() { throw new Missing(); }\nexport function* f() { yield* g(); }', ['throw Missing']],
    [
      'one step',
      'async function* g() { throw new Missing(); }\nexport async function f() { await g().next(); }',
      ['reject Missing'],
    ],
  ]);
});

describe('functions handed in', () => {
  cases([
    [
      'what is handed in fails where it is called',
      'function run(cb: () => void) { cb(); }\nexport function f() { run(() => { throw new Missing(); }); }',
      ['throw Missing'],
    ],
    [
      'what is handed in cannot fail',
      'function run(cb: () => void) { cb(); }\nexport function f() { run(() => {}); }',
      [],
    ],
    [
      'the one who calls it takes it',
      'function run(cb: () => void) { try { cb(); } catch {} }\nexport function f() { run(() => { throw new Missing(); }); }',
      [],
    ],
    [
      'awaited',
      'async function run(cb: () => Promise<void>) { await cb(); }\nexport async function f() { await run(async () => { throw new Missing(); }); }',
      ['reject Missing'],
    ],
    [
      'handed on',
      'function inner(cb) { cb(); }\nfunction run(cb) { inner(cb); }\nexport function f() { run(() => { throw new Missing(); }); }',
      ['throw Missing'],
    ],
    [
      'not known',
      'function run(cb: () => void) { cb(); }\nexport function f(given: { cb: () => void }) { run(given.cb); }',
      ['open'],
    ],
    ['its own parameter, when nobody says', 'export function f(cb: () => void) { cb(); }', ['open']],
    ['left out', 'function run(cb?: () => void) { cb?.(); }\nexport function f() { run(); }', []],
    [
      'a callback that a handler calls is not the parameter of the outer function',
      'async function g() { throw new Missing(); }\nfunction h() { return g().catch(err => err()); }\nexport function f() { return h(); }',
      ['open'],
    ],
  ]);
});

describe('what is made and read', () => {
  cases([
    [
      'a constructor that fails',
      'class Box { constructor(n: number) { if (n < 0) throw new Missing(); } }\nexport const f = () => new Box(1);',
      ['throw Missing'],
    ],
    ['an error that is made and not thrown', 'export const f = () => new Missing();', []],
    [
      'a getter of a class',
      'class Box { get value() { throw new Missing(); } }\nexport function f(box: Box) { return box.value; }',
      ['throw Missing'],
    ],
    [
      'a setter of an object, not its getter',
      'const box = { get value() { throw new Missing(); }, set value(v) { throw new Denied(); } };\nexport function f() { box.value = 1; }',
      ['throw Denied'],
    ],
    [
      'a static getter that a subclass inherits',
      'class Base { static get all() { throw new Missing(); } }\nclass Box extends Base {}\nexport const f = () => Box.all;',
      ['throw Missing'],
    ],
    [
      'functions in objects in objects',
      'const api = { users: { load() { throw new Missing(); } } };\nexport const f = () => api.users.load();',
      ['throw Missing'],
    ],
    [
      'functions of an object that a function returns',
      'const make = () => ({ load() { throw new Missing(); } });\nexport function f() { const api = make(); api.load(); }',
      ['throw Missing'],
    ],
    [
      'misuse thrown by hand',
      "function g() { throw new TypeError('x'); }\nexport const f = () => g();",
      ['throw TypeError'],
    ],
    [
      'a value, not an error',
      "export function f(n: number) { if (n) throw 'not found'; throw 42; }",
      ['throw number', 'throw string'],
    ],
    ['a variable of a declared type', 'export function f(e: Missing) { throw e; }', ['throw Missing']],
  ]);

  cases([
    [
      'finally that returns further inside',
      'export function f() { try { throw new Missing(); } finally { try {} finally { return 1; } } }',
      [],
    ],
    [
      'finally that returns on some ways',
      'export function f(x) { try { throw new Missing(); } finally { if (x) return 1; } }',
      ['throw Missing'],
    ],
    [
      'finally that leaves a loop',
      'export function f() { for (;;) { try { throw new Missing(); } finally { break; } } }',
      [],
    ],
    [
      'finally that throws',
      'export function f() { try { throw new Missing(); } finally { throw new Denied(); } }',
      ['throw Denied'],
    ],
  ]);

  test('a condition of two constants', async () => {
    const text = 'export function f() { if (0 === 1) throw new Missing(); if (null == undefined) throw new Denied(); }';
    expect(leaving(await contractOf(errors + text, 'f'))).toEqual(['throw Denied', 'throw Missing']);
  });

  test('thrown values are told apart by what they are', async () => {
    const { modes } = await contractOf(
      "export function f(n: number) { if (n) throw 'NOT_FOUND'; throw { code: 'TIMEOUT' }; }",
      'f',
    );
    expect(modes).toMatchObject([
      { class: 'absent', type: 'string', discriminants: { value: 'NOT_FOUND' } },
      { class: 'timeout', type: 'object', discriminants: { code: 'TIMEOUT' } },
    ]);
  });

  test('functions of an object in another file', async () => {
    const files = {
      'src/api.ts': 'export const api = { deep: { 1: { load() { throw new RangeError(); } } } };',
      'src/a.ts': "import { api } from './api.js';\nexport const f = () => api.deep[1].load();",
    };
    expect(leaving(await contractOf(files, 'src/a.ts#f'))).toEqual(['throw RangeError']);
  });
});

describe('classes', () => {
  const fails = 'function fail(): string { throw new Missing(); }\n';
  cases([
    [
      'a field is initialised by new, where no constructor is written',
      `${fails}class Store { path = fail(); }\nexport const f = () => new Store();`,
      ['throw Missing'],
    ],
    [
      'a field is initialised before the constructor that is written',
      `${fails}class Store { path = fail(); constructor() { throw new Denied(); } }\nexport const f = () => new Store();`,
      ['throw Denied', 'throw Missing'],
    ],
    [
      'a class that extends one initialises both',
      `${fails}class Base { constructor() { throw new Late(); } }\nclass Store extends Base { path = fail(); }\nexport const f = () => new Store();`,
      ['throw Late', 'throw Missing'],
    ],
    [
      'what is handled around new is not let out',
      `${fails}class Store { path = fail(); }\nexport const f = () => { try { return new Store(); } catch { return undefined; } };`,
      [],
    ],
    [
      'a field sees what stands around the class and no parameter',
      `${fails}class Store { path = fail(); constructor(fail: () => string) { void fail; } }\nexport const f = () => new Store(() => '');`,
      ['throw Missing'],
    ],
    [
      'static fields and blocks run where the class is declared',
      `${fails}export function f() { class Store { static path = fail(); static { throw new Denied(); } } return Store; }`,
      ['throw Denied', 'throw Missing'],
    ],
    [
      'a class expression runs its static parts too',
      `${fails}export const f = () => { const Store = class { static path = fail(); }; return Store; };`,
      ['throw Missing'],
    ],
    [
      'functions in fields run when they are called',
      `${fails}class Store { read = () => fail(); }\nexport const f = () => new Store();`,
      [],
    ],
  ]);
});
