import { describe, expect, test } from 'vitest';
import { brief, contractOf, leaving } from './contract-of.js';

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

describe('what handlers ask of what they caught', () => {
  const reads = "import { stat } from 'node:fs/promises';\n";
  const asks = (test: string, more = '') =>
    `${reads}${more}\nexport async function f(p) { try { return await stat(p); } catch (error) { ${test} throw error; } }`;
  const rest = ['reject Error ENOTDIR', 'reject Error EACCES'].sort();

  test.each([
    [
      'a member that is there',
      "if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;",
    ],
    ['an object', "if (error && typeof error === 'object' && error.code === 'ENOENT') return false;"],
    ['a part that is taken out', "const { code } = error; if (code === 'ENOENT') return false;"],
    ['a part that is kept', "const code = error.code; if (code === 'ENOENT') return false;"],
    ['another name of it', "const err = error as NodeJS.ErrnoException; if (err.code === 'ENOENT') return false;"],
    ['one of a list', "if (['ENOENT', 'ENOSYS'].includes(error.code)) return false;"],
    ['one of a constant', 'if (missing.has(error.code)) return false;', "const missing = new Set(['ENOENT']);"],
    ['a guard', 'if (isMissing(error)) return false;', "const isMissing = (e: any) => e?.code === 'ENOENT';"],
    [
      'a guard of types',
      "if (isErrno(error) && error.code === 'ENOENT') return false;",
      "const isErrno = (e): e is NodeJS.ErrnoException => e instanceof Error && Object.hasOwn(e, 'code');",
    ],
    [
      'a guard in steps',
      'if (isMissing(error)) return false;',
      "function isMissing(e) { if (!(e instanceof Error)) return false; const { code } = e; return code === 'ENOENT'; }",
    ],
  ])('%s', async (_, test, more = '') => {
    const { modes } = await contractOf(asks(test, more), 'f');
    const thrown = modes.filter(each => each.channel === 'reject');
    expect(thrown.map(each => `reject ${each.type} ${each.discriminants.code}`).sort()).toEqual(rest);
  });

  test('a guard that does more than ask keeps all on both ways', async () => {
    const { modes } = await contractOf(
      asks(
        'if (isMissing(error)) return false;',
        'function isMissing(e) { for (const c of codes) if (e.code === c) return true; return false; }',
      ),
      'f',
    );
    expect(modes.filter(each => each.channel === 'reject')).toHaveLength(3);
  });

  test('a member of its own says nothing of the error', async () => {
    const { modes } = await contractOf(asks('if (error.cause instanceof RangeError) return false;'), 'f');
    expect(modes.filter(each => each.channel === 'reject')).toHaveLength(3);
  });
});

describe('what nothing comes after', () => {
  const outcomes = async (text: string) => {
    const { returns } = await contractOf(errors + text, 'f');
    return returns.map(each => each.value);
  };
  const tried = (handler: string) =>
    `const die = (): never => process.exit(1);\nconst fail = (e) => { throw new Denied(e); };\nconst failLater = async (e) => { throw new Denied(e); };
class Base { fail() { throw new Denied(); } }\nexport async function f(s) { try { return JSON.parse(s); } catch (e) { ${handler} } }`;

  test.each([
    ['the end of the process', 'console.error(e); process.exit(1);'],
    ['a function that ends it', 'die();'],
    ['a function that is left by a throw alone', 'fail(e);'],
    ['that is returned', 'return fail(e);'],
    ['an async one that is awaited', 'await failLater(e);'],
    ['an async one that is returned', 'return failLater(e);'],
  ])('%s', async (_, handler) => {
    expect(await outcomes(tried(handler))).toEqual(['other']);
  });

  test('an async one that nobody waits for lets go on', async () => {
    expect(await outcomes(tried('failLater(e);'))).toContain('none');
  });

  test('a method that throws may be overridden', async () => {
    expect(await outcomes(tried('new Base().fail();'))).toContain('none');
  });

  test('a finally that ends the process takes what was thrown', async () => {
    const text = 'export async function f() { try { await fetch("x"); } finally { process.exit(1); } }';
    expect(leaving(await contractOf(text, 'f'))).toEqual([]);
  });
});

describe('signals and listeners', () => {
  cases([
    [
      'options without a signal, cast',
      "export const f = () => fetch('x', { method: 'PUT' } as any);",
      ['reject TypeError'],
    ],
    [
      'a time that is over',
      "export const f = () => fetch('x', { signal: AbortSignal.timeout(5) });",
      ['reject DOMException', 'reject TypeError'],
    ],
    [
      'the body of an answer to a request without a signal',
      "export async function f() { const res = await fetch('x'); return res.text(); }",
      ['reject TypeError'],
    ],
    ['an answer that is made', 'export const f = (data) => Response.json(data);', []],
    [
      'a listener of error that rejects',
      "import { spawn } from 'node:child_process';\nexport const f = () => new Promise((ok, no) => { const child = spawn('x'); child.on('error', no); child.on('exit', ok); });",
      ['reject Error', 'reject Error', 'reject Error', 'reject Error'],
    ],
  ]);
});

test('a double for tests says nothing of what an interface does', async () => {
  const store = (name: string, error: string) =>
    `import type { Store } from './store.js';\nexport class ${name} implements Store { get() { throw new ${error}(); } }\n`;
  const files = {
    'src/store.ts': 'export interface Store { get(): string }\n',
    'src/db-store.ts': store('DbStore', 'RangeError'),
    'src/fake-store.ts': store('FakeStore', 'SyntaxError'),
    'src/a.ts': "import type { Store } from './store.js';\nexport const f = (store: Store) => store.get();\n",
  };
  expect(leaving(await contractOf(files, 'src/a.ts#f'))).toEqual(['throw RangeError']);
});

test('a function that makes errors says more by its name than by the broad type it gives', async () => {
  const text =
    "import createError, { type HttpError } from 'http-errors';\nfunction NotFoundError(id: string): HttpError { return createError(404, id); }\nfunction Refused(id: string): HttpError { return createError(400, id); }\nexport function f(id: string) { if (id) throw NotFoundError(id); throw Refused(id); }";
  expect(brief((await contractOf(text, 'f')).modes)).toEqual(['absent throw NotFoundError', 'unknown throw HttpError']);
});

test('what is answered whether something was found or not stands for nothing missing', async () => {
  const text = (then: string) =>
    `export function f(text: string) { const result = { size: 1 }; const found = text.match(/a/); if (${then} return result; }`;
  const absent = async (then: string) =>
    (await contractOf(text(then), 'f')).returns.filter(each => each.modes.length > 0).map(each => each.value);
  expect(await absent('found) result.size = 2;')).toEqual([]);
  expect(await absent('!found) return { size: 0 };')).toEqual(['object']);
});

test('a function without a declared result gives what it makes', async () => {
  const text =
    'class Store { find() { throw new RangeError(); } }\nconst make = () => new Store();\nconst store = make();\nexport const f = () => store.find();';
  expect(leaving(await contractOf(text, 'f'))).toEqual(['throw RangeError']);
});

test('a status is known by its name too', async () => {
  const text =
    "import { HttpException, HttpStatus } from '@nestjs/common';\nimport { StatusCodes } from 'http-status-codes';\nexport function f(id: string) { if (id) throw new HttpException('no', HttpStatus.NOT_FOUND); throw new HttpException({ status: StatusCodes.FORBIDDEN }, StatusCodes.FORBIDDEN); }";
  expect(brief((await contractOf(text, 'f')).modes)).toEqual([
    'absent throw HttpException',
    'denied throw HttpException',
  ]);
});
