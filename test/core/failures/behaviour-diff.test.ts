import { describe } from 'vitest';
import { type Case, checkEach } from './behaviour-cases.js';

// Causes of findings that readers of real histories found not worth their time, or missed, each in the smallest code that has it.
const cases: Readonly<Record<string, Case>> = {
  'the function that rejects goes by another name': {
    base: `declare function step(n: number): Promise<void>;
export function run(all: number[]): Promise<void> {
  return new Promise(async (resolve, reject) => {
    for (const each of all) { try { await step(each); } catch (error) { reject(error); } }
    resolve();
  });
}
export const caller = () => run([1]);`,
    head: `declare function step(n: number): Promise<void>;
export function run(all: number[]): Promise<void> {
  return new Promise(async (ok, oops) => {
    for (const each of all) { try { await step(each); } catch (error) { oops(error); } }
    ok();
  });
}
export const caller = () => run([1]);`,
    told: [],
  },
  'what was handed to a function that rejects is lost': {
    base: `declare function exec(sql: string, then: (err: Error | null, rows: string[]) => void): void;
export function query(sql: string): Promise<string[]> {
  return new Promise((ok, fail) => {
    exec(sql, (err, rows) => { if (err) { fail(err); return; } ok(rows); });
  });
}
export const caller = () => query('select');`,
    head: `declare function exec(sql: string, then: (err: Error | null, rows: string[]) => void): void;
export function query(sql: string): Promise<string[]> {
  return new Promise((ok, fail) => {
    exec(sql, (err, rows) => { ok(rows); });
  });
}
export const caller = () => query('select');`,
    told: ['warning query: no longer throws an error on `err`'],
  },
  'a callback and a promise around it taken away': {
    base: `declare const pool: { connect(then: (err: Error | null, end: () => void) => void): void };
declare function obtain(): Promise<() => void>;
declare function enable(): Promise<void>;
export async function start(isFull: boolean): Promise<void> {
  if (isFull) return new Promise((ok, fail) => {
    pool.connect(async (err, end) => { await enable(); if (err) return fail(err); end(); ok(); });
  });
}
export async function stop(): Promise<void> {
  return new Promise((ok, fail) => { try { obtain(); ok(); } catch (error) { fail(error); } });
}
export const caller = async () => { await start(true); await stop(); };`,
    head: `declare const pool: { connect(then: (err: Error | null, end: () => void) => void): void };
declare function obtain(): Promise<() => void>;
declare function enable(): Promise<void>;
export async function start(isFull: boolean): Promise<void> {
  if (isFull) {
    const end = await obtain();
    await enable();
    end();
  }
}
export async function stop(): Promise<void> {
  obtain();
}
export const caller = async () => { await start(true); await stop(); };`,
    told: [],
  },
  'an error handed on without leaving the callback': {
    base: `declare function exec(sql: string, then: (err: Error | null, rows: string[]) => void): void;
export function query(sql: string): Promise<string[]> {
  return new Promise((ok, fail) => {
    exec(sql, (err, rows) => { if (err) { fail(err); return; } ok(rows); });
  });
}
export const caller = () => query('select');`,
    head: `declare function exec(sql: string, then: (err: Error | null, rows: string[]) => void): void;
export function query(sql: string): Promise<string[]> {
  return new Promise((ok, fail) => {
    exec(sql, (err, rows) => { if (err) fail(err); ok(rows); });
  });
}
export const caller = () => query('select');`,
    told: [],
  },
  'the same condition, asked with optional chaining': {
    base: `declare function send(to: string): Promise<{ data?: { id?: string } }>;
declare function keep(id: string): void;
export async function link(to: string): Promise<void> {
  const answer = await send(to);
  if (answer.data && answer.data.id) { keep(answer.data.id); } else { throw new RangeError('no id'); }
}
export const caller = () => link('a');`,
    head: `declare function send(to: string): Promise<{ data?: { id?: string } }>;
declare function keep(id: string): void;
export async function link(to: string): Promise<void> {
  const answer = await send(to);
  if (!answer.data?.id) { throw new RangeError('no id'); }
  keep(answer.data.id);
}
export const caller = () => link('a');`,
    told: [],
  },
  'a failure that goes on as the left of a result': {
    base: `import * as E from 'fp-ts/Either';
declare const db: { remove(id: string): Promise<void> };
export async function remove(id: string) { await db.remove(id); return E.right(true); }
export const caller = async () => { const done = await remove('a'); return done; };`,
    head: `import * as E from 'fp-ts/Either';
declare const db: { remove(id: string): Promise<void> };
export async function remove(id: string) {
  try { await db.remove(id); return E.right(true); } catch { return E.left('missing'); }
}
export const caller = async () => { const done = await remove('a'); return done; };`,
    told: [],
  },
  'of two guards that read alike, the one that is gone': {
    base: `declare function entryOf(name: string): Promise<string | undefined>;
export async function publish(names: string[], tag: string | undefined): Promise<void> {
  for (const name of names) { const entry = await entryOf(name); if (!entry) throw new Error('no entry for it'); }
  if (!tag) throw new Error('no tag to publish');
}
export const caller = () => publish([], undefined);`,
    head: `declare function entryOf(name: string): Promise<string | undefined>;
export async function publish(names: string[], tag: string | undefined): Promise<void> {
  if (!tag) throw new Error('no tag to publish');
}
export const caller = () => publish([], undefined);`,
    told: ['warning publish: no longer throws Error on `!entry`'],
  },
  'a handler that tries the same call otherwise, in more cases than before': {
    base: `declare function load(name: string): string;
export function find(name: string): string {
  try { return load(name); } catch (error) {
    if (!name.startsWith('.')) return load('lib/' + name);
    throw error;
  }
}
export const caller = () => find('a');`,
    head: `declare function load(name: string): string;
export function find(name: string): string {
  try { return load(name); } catch (error) {
    return load('lib/' + name);
  }
}
export const caller = () => find('a');`,
    told: [],
  },
  'returned out of a try without waiting': {
    base: `interface Runner { release(): Promise<void> }
export async function using<T>(runner: Runner, work: (runner: Runner) => Promise<T>): Promise<T> {
  try { return await work(runner); } finally { await runner.release(); }
}`,
    head: `interface Runner { release(): Promise<void> }
export async function using<T>(runner: Runner, work: (runner: Runner) => Promise<T>): Promise<T> {
  try { return work(runner); } finally { await runner.release(); }
}`,
    told: ['warning using: returns work without waiting, so the `try` around it ends first'],
  },
  'returned without waiting where no try is': {
    base: `export async function using<T>(work: () => Promise<T>): Promise<T> { return await work(); }`,
    head: `export async function using<T>(work: () => Promise<T>): Promise<T> { return work(); }`,
    told: [],
  },
  'a guard whose condition asks for less': {
    base: `declare function ask(): Promise<{ value?: string[] } | undefined>;
export async function first(): Promise<string> {
  const answer = await ask();
  if (!answer?.value?.length) throw new RangeError('nothing');
  return answer.value[0]!;
}`,
    head: `declare function ask(): Promise<{ value?: string[] } | undefined>;
export async function first(): Promise<string> {
  const answer = await ask();
  if (!answer) throw new RangeError('nothing');
  return answer.value![0]!;
}`,
    told: ['information first: throws RangeError in fewer cases than `!answer?.value?.length`'],
  },
  'a new throw in a listener': {
    base: `declare const bus: { on(name: string, then: (error: Error) => void): void };
export function listen(): void { bus.on('error', error => { console.error(error); }); }`,
    head: `declare const bus: { on(name: string, then: (error: Error) => void): void };
export function listen(): void { bus.on('error', error => { console.error(error); throw error; }); }`,
    told: ['information listen: can now throw an error'],
  },
  'a guard that moved to another function of the change': {
    base: `declare const links: { ask(path: string): Promise<{ ok: boolean; body: string }> };
export async function request(path: string): Promise<string> {
  const answer = await links.ask(path);
  if (!answer.ok) throw new RangeError(path);
  return answer.body;
}
export function render(body: { readonly isArchived: boolean }): string { return String(body); }
export const caller = async () => render({ isArchived: (await request('a')) === '' });`,
    head: `declare const links: { ask(path: string): Promise<{ ok: boolean; body: string }> };
export async function request(path: string): Promise<string> {
  const answer = await links.ask(path);
  return answer.body;
}
links.ask = async path => {
  const answer = { ok: path !== '', body: '' };
  if (!answer.ok) throw new RangeError(path);
  return answer;
};
export function render(body: { readonly isArchived: boolean }): string { return String(body); }
export const caller = async () => render({ isArchived: (await request('a')) === '' });`,
    told: ['information request: no longer fails on the status of the response (`!answer.ok`): links.ask does now'],
  },
  'a check that moved to a function of the same name in a new file': {
    base: `declare function broken(): Promise<string[]>;
export async function run(): Promise<void> {
  const failed = await broken();
  if (failed.length > 0) throw new Error('some packages failed');
  console.log('published');
}
export const caller = () => run();`,
    head: `declare function start(script: string): void;
export async function run(): Promise<void> {
  start('validate');
  console.log('published');
}
export const caller = () => run();`,
    other: `declare function broken(): Promise<string[]>;
export async function run(): Promise<void> {
  const failed = await broken();
  if (failed.length > 0) throw new Error('some packages failed');
}`,
    told: ['information run: no longer throws Error on `failed.length > 0`: run in b.ts does now'],
  },
  'a function kept in a member is not what happens here': {
    base: `declare function send(signal: AbortSignal): Promise<void>;
export async function request(): Promise<void> {
  const signal = new AbortController().signal as AbortSignal & { throwIfAborted(): void };
  signal.throwIfAborted = () => { throw new RangeError('aborted by us'); };
  await send(signal);
}
export const caller = () => request();`,
    head: `declare function send(signal: AbortSignal): Promise<void>;
export async function request(): Promise<void> {
  await send(new AbortController().signal);
}
export const caller = () => request();`,
    told: ['information request: no longer throws RangeError'],
  },
  'a timer that was cast': {
    base: `export async function tell(): Promise<void> { await fetch('https://a.example', { signal: AbortSignal.timeout(3) as unknown as AbortSignal }); }
export const caller = () => tell();`,
    head: `export async function tell(): Promise<void> { await fetch('https://a.example', { signal: AbortSignal.timeout(3) }); }
export const caller = () => tell();`,
    told: [],
  },
  'a status that is read first, or by a helper': {
    base: `declare function post(): Promise<void>;
export async function configure(): Promise<void> {
  try { await post(); } catch (err: any) {
    if (err.status === 500) throw new RangeError('server said so');
    throw err;
  }
}
export const caller = () => configure();`,
    head: `declare function post(): Promise<void>;
declare function getErrStatus(err: unknown): number;
export async function configure(): Promise<void> {
  try { await post(); } catch (err: any) {
    const status = getErrStatus(err);
    if (status === 500) throw new RangeError('server said so');
    throw err;
  }
}
export const caller = () => configure();`,
    told: [],
  },
  'an early end that no caller sees, and one that let nobody in': {
    base: `declare function write(text: string): void;
declare function isSafe(text: string): boolean;
export function add(text: string): void { if (text.length > 3) return; write(text); }
export function put(text: string): void { if (!isSafe(text)) return; write(text); }
export const caller = () => { add('a'); put('b'); };`,
    head: `declare function write(text: string): void;
declare function isSafe(text: string): boolean;
export function add(text: string): void { write(text); }
export function put(text: string): void { write(text); }
export const caller = () => { add('a'); put('b'); };`,
    told: ['warning put: no longer stops on `!isSafe(text)`', 'information add: no longer stops on `text.length > 3`'],
  },
  'what a handler of the same function takes': {
    base: `declare const rows: Map<string, string>;
declare function say(status: number): void;
export async function answer(id: string): Promise<void> {
  const row = rows.get(id);
  if (!row) { say(404); return; }
  say(200);
}
export const caller = () => answer('a');`,
    head: `declare const rows: Map<string, string>;
declare function say(status: number): void;
class Missing extends Error {}
function take(id: string): string { const row = rows.get(id); if (!row) throw new Missing(id); return row; }
export async function answer(id: string): Promise<void> {
  try { take(id); } catch (error) { if (error instanceof Missing) { say(404); return; } throw error; }
  say(200);
}
export const caller = () => answer('a');`,
    told: [],
  },
  'a code for which a handler throws again': {
    base: `declare function deploy(): Promise<void>;
export async function run(op: { error?: unknown }): Promise<void> {
  try { await deploy(); } catch (err: any) {
    const code = err.code;
    if (code === 429 || code === 503) throw err;
    op.error = err;
  }
}
export const caller = () => run({});`,
    head: `declare function deploy(): Promise<void>;
export async function run(op: { error?: unknown }): Promise<void> {
  try { await deploy(); } catch (err: any) {
    const code = err.code;
    if (code === 429) throw err;
    op.error = err;
  }
}
export const caller = () => run({});`,
    told: ['warning run: no longer throws what it caught on `code === 429 || code === 503`'],
  },
  'a helper within that is gone with its call': {
    base: `declare function ensureTerms(id: string): Promise<void>;
declare function generate(id: string): Promise<void>;
export function register(): (id: string) => Promise<void> {
  async function run(id: string): Promise<void> { if (!(await show(id))) return; await generate(id); }
  async function show(id: string): Promise<boolean> { await ensureTerms(id); return true; }
  return run;
}
export const caller = () => register();`,
    head: `declare function ensureTerms(id: string): Promise<void>;
declare function generate(id: string): Promise<void>;
export function register(): (id: string) => Promise<void> {
  async function run(id: string): Promise<void> { await generate(id); }
  return run;
}
export const caller = () => register();`,
    told: [
      'information register: no longer calls ensureTerms',
      'information register.run: no longer stops on `!(await show(id))`',
    ],
  },
  'a condition of several parts that was written otherwise': {
    base: `declare function ask(): Promise<string>;
export async function write(): Promise<string> {
  try { return await ask(); } catch (err: any) {
    const isLate = err instanceof RangeError && err.original instanceof TypeError && err.original.code === 'LATE';
    if (isLate) { await ask(); return 'late'; }
    throw err;
  }
}
export const caller = () => write();`,
    head: `declare function ask(): Promise<string>;
export async function write(): Promise<string> {
  try { return await ask(); } catch (err: any) {
    const isLate = err instanceof RangeError && (err.original?.name === 'Late' || err.original?.cause?.code === 'LATE');
    if (isLate) { await ask(); return 'late'; }
    throw err;
  }
}
export const caller = () => write();`,
    told: [],
  },
  'two guards that became one': {
    base: `declare function show(id: string | undefined, slug: string | undefined): void;
declare const seen: { ids?: string[]; slugs?: string[] };
export function render(id: string | undefined, slug: string | undefined, isForced: boolean): void {
  if (id) { if (!seen.ids?.includes(id) && !isForced) throw new Error('not found here'); }
  if (slug) { if (!seen.slugs?.includes(slug)) throw new Error('not found here'); }
  show(id, slug);
}
export const caller = () => render('a', undefined, false);`,
    head: `declare function show(id: string | undefined, slug: string | undefined): void;
declare const seen: { ids?: string[]; slugs?: string[] };
export function render(id: string | undefined, slug: string | undefined, isForced: boolean): void {
  if (!isForced && ((id && !seen.ids?.includes(id)) || (slug && !seen.slugs?.includes(slug)))) throw new Error('not found here');
  show(id, slug);
}
export const caller = () => render('a', undefined, false);`,
    told: ['information render: no longer throws Error on `!seen.slugs?.includes(slug)`'],
  },
  'two calls of one function, in a loop and after it, with other names': {
    base: `import fse from 'fs-extra';
import path from 'node:path';
export async function bump(names: string[]): Promise<void> {
  await Promise.all(names.map(async name => { const a = await fse.readJSON(\`\${name}/package.json\`); a.v = 1; }));
  const root = path.resolve('package.json');
  const b = await fse.readJSON(root);
  b.v = 1;
}
export const caller = () => bump([]);`,
    head: `import fse from 'fs-extra';
import path from 'node:path';
const ROOT = 'package.json';
export async function bump(names: string[]): Promise<void> {
  await Promise.all(names.map(async name => { const at = path.join(ROOT, name); const a = await fse.readJSON(at); a.v = 1; }));
  const b = await fse.readJSON(ROOT);
  b.v = 1;
}
export const caller = () => bump([]);`,
    told: [],
  },
  'an error that a handler no longer hands on': {
    base: `declare function build(): Promise<string>;
declare function routeError(what: { err: unknown; config: string }): Promise<Response>;
export async function answer(config: string): Promise<Response> {
  try { return Response.json(await build()); } catch (err) { return routeError({ config, err }); }
}
export const caller = () => answer('a');`,
    head: `declare function build(): Promise<string>;
declare function routeError(what: { err: unknown; config: string }): Promise<Response>;
export async function answer(config: string): Promise<Response> {
  try { return Response.json(await build()); } catch (err) { return Response.json({ message: 'failed' }); }
}
export const caller = () => answer('a');`,
    told: ['warning answer: swallows the failures of build and gives a value instead'],
  },
  'waits that many functions lose together, for what may be no promise': {
    base: `interface Manager { persist(what: number): unknown }
export async function f0(m: Manager): Promise<void> { await m.persist(0); }
export async function f1(m: Manager): Promise<void> { await m.persist(1); }
export async function f2(m: Manager): Promise<void> { await m.persist(2); }
export async function f3(m: Manager): Promise<void> { await m.persist(3); }`,
    head: `interface Manager { persist(what: number): unknown }
export async function f0(m: Manager): Promise<void> { m.persist(0); }
export async function f1(m: Manager): Promise<void> { m.persist(1); }
export async function f2(m: Manager): Promise<void> { m.persist(2); }
export async function f3(m: Manager): Promise<void> { m.persist(3); }`,
    told: [0, 1, 2, 3].map(i => `information f${i}: no longer waits for m.persist, so its failure reaches nobody`),
  },
  'a function that is no longer asynchronous, by its type': {
    base: `declare function connect(): Promise<void>;
export async function open(root: string) { await connect(); return root; }`,
    head: `declare function connect(): void;
export function open(root: string): string { connect(); return root; }`,
    told: [],
  },
  'a helper that handled, put back in place without its handler': {
    base: `declare function act(what: unknown): void;
function parse(data: string): unknown { try { return JSON.parse(data); } catch { return undefined; } }
export function receive(event: { data: string }): void { act(parse(event.data)); }
export const caller = () => receive({ data: '' });`,
    head: `declare function act(what: unknown): void;
export function receive(event: { data: string }): void { act(JSON.parse(event.data)); }
export const caller = () => receive({ data: '' });`,
    told: ['warning receive: lets the failures of JSON.parse out, which it handled'],
  },
  'a transaction that options spread from elsewhere may hold': {
    base: `import type { Model, Transaction } from 'sequelize';
declare const Star: { findOrCreate(options: object): Promise<Model> };
export async function create(userId: string, ctx: { transaction: Transaction }): Promise<Model> {
  return await Star.findOrCreate({ where: { userId }, transaction: ctx.transaction });
}
export const caller = (ctx: { transaction: Transaction }) => create('a', ctx);`,
    head: `import type { Model, Transaction } from 'sequelize';
declare const Star: { findOrCreate(options: object): Promise<Model> };
export async function create(userId: string, ctx: { transaction: Transaction }): Promise<Model> {
  return await Star.findOrCreate({ where: { userId }, ...ctx });
}
export const caller = (ctx: { transaction: Transaction }) => create('a', ctx);`,
    told: ['information create: no longer works in a transaction (transaction)'],
  },
  'a transaction that is gone': {
    base: `import type { Model, Transaction } from 'sequelize';
declare const Star: { findOrCreate(options: object): Promise<Model> };
export async function create(userId: string, ctx: { transaction: Transaction }): Promise<Model> {
  return await Star.findOrCreate({ where: { userId }, transaction: ctx.transaction });
}
export const caller = (ctx: { transaction: Transaction }) => create('a', ctx);`,
    head: `import type { Model, Transaction } from 'sequelize';
declare const Star: { findOrCreate(options: object): Promise<Model> };
export async function create(userId: string, ctx: { transaction: Transaction }): Promise<Model> {
  return await Star.findOrCreate({ where: { userId } });
}
export const caller = (ctx: { transaction: Transaction }) => create('a', ctx);`,
    told: [
      'warning create: runs Star.findOrCreate outside the transaction',
      'warning create: no longer works in a transaction (transaction)',
    ],
  },
};

describe('what real histories taught', () => {
  checkEach(cases);
});
