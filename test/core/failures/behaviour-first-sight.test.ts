import { describe } from 'vitest';
import { type Case, checkEach } from './behaviour-cases.js';

/** A function that copies files, with a caller; its body is what a case is about. */
const copying = (body: string): string => `import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
export const caller = () => copy([]);
export async function copy(names: string[]): Promise<void> {
${body}
}`;

// Causes of findings on repositories that nobody had looked at before, each in the smallest code that has it.
const cases: Readonly<Record<string, Case>> = {
  'a handler that tries the same call otherwise, for what the block chose the call by': {
    base: `declare function load(name: string): string;
export function find(name: string): string {
  try {
    switch (name) { case 'a': return load('a'); default: return load(name); }
  } catch (error) {
    if (!name.startsWith('.')) return load('lib/' + name);
    throw error;
  }
}
export const caller = () => find('a');`,
    head: `declare function load(name: string): string;
export function find(name: string): string {
  try {
    switch (name) { case 'a': return load('a'); }
  } catch (error) {
    return load('lib/' + name);
  }
  throw new TypeError('unknown name');
}
export const caller = () => find('a');`,
    told: [],
  },
  'a handler that takes a default by the same call': {
    base: `declare function load(name: string): string;
export function find(name: string): string {
  try { return load(name); } catch (error) {
    if (name === 'a') return load('default');
    throw error;
  }
}
export const caller = () => find('a');`,
    head: `declare function load(name: string): string;
export function find(name: string): string {
  try { return load(name); } catch (error) {
    return load('default');
  }
}
export const caller = () => find('a');`,
    told: ['warning find: catches every failure of load and gives a value instead'],
  },
  'a timeout among settings in snake case': {
    base: `declare function query(options: object): Promise<string[]>;
export const rows = (sql: string) => query({ sql, settings: { request_timeout: 120000 } });
export const caller = () => rows('select');`,
    head: `declare function query(options: object): Promise<string[]>;
export const rows = (sql: string) => query({ sql });
export const caller = () => rows('select');`,
    told: ['warning rows: has lost its timeout (request_timeout)'],
  },
  'errors of one type that an object tells apart': {
    base: `declare class ApiError extends Error { constructor(options: object); }
export function find(id: string, name: string): string {
  if (id === '') throw new ApiError({ code: 'BAD', message: 'An id has to be given' });
  if (name === '') throw new ApiError({ code: 'BAD', message: 'A name has to be given' });
  return id + name;
}
export const caller = () => find('a', 'b');`,
    head: `declare class ApiError extends Error { constructor(options: object); }
export function find(id: string, name: string): string {
  if (!name.trim()) throw new ApiError({ code: 'BAD', message: 'A name has to be given' });
  return id + name;
}
export const caller = () => find('a', 'b');`,
    told: ["warning find: no longer throws ApiError BAD on `id === ''`"],
  },
  'of two calls that are each handed an object, the one that is caught is new': {
    base: `declare function query(options: object): Promise<string[]>;
export async function both(a: string): Promise<string[]> {
  return await query({ users: a });
}
export const caller = () => both('a');`,
    head: `declare function query(options: object): Promise<string[]>;
export async function both(a: string): Promise<string[]> {
  const extra = await query({ hints: a }).catch(() => []);
  const rows = await query({ users: a });
  return [...rows, ...extra];
}
export const caller = () => both('a');`,
    told: [],
  },
  'a copy that is brought up to date with its original': {
    base: `export function nameOf(id: string): string {
  if (id === '') throw new RangeError('An id has to be given');
  return id.trim();
}
export const caller = () => nameOf('a');`,
    head: `export function nameOf(id: string): string {
  return id.trim();
}
export const caller = () => nameOf('a');`,
    copy: 'base',
    told: ["information nameOf: no longer throws RangeError on `id === ''`"],
  },
  'a function and its copy that change alike': {
    base: `export function nameOf(id: string): string {
  if (id === '') throw new RangeError('An id has to be given');
  return id.trim();
}
export const caller = () => nameOf('a');`,
    head: `export function nameOf(id: string): string {
  return id.trim();
}
export const caller = () => nameOf('a');`,
    copy: 'head',
    told: [
      "warning nameOf: no longer throws RangeError on `id === ''`",
      "information nameOf: no longer throws RangeError on `id === ''`",
    ],
  },
  'what a function calls since the change, and catches': {
    base: `export async function profile(symbol: string): Promise<{ symbol: string; name?: string }> {
  const response: { symbol: string; name?: string } = { symbol };
  return response;
}
export const caller = () => profile('a');`,
    head: `export async function profile(symbol: string): Promise<{ symbol: string; name?: string }> {
  const response: { symbol: string; name?: string } = { symbol };
  try {
    const quote = await fetch('https://example.com/' + symbol).then(res => res.json());
    response.name = quote.name;
  } catch (error) {
    console.error(error);
  }
  return response;
}
export const caller = () => profile('a');`,
    told: [
      'information profile: now reaches the network, by fetch',
      'information profile: gives an object for invalid and upstream alike',
    ],
  },
  'a call of which nothing says that it can fail, moved into a try': {
    base: `import ms from 'ms';
declare function set(key: string, until: number): Promise<void>;
export async function isHealthy(): Promise<boolean> {
  const limit = ms('5 seconds');
  try { await set('health', limit); return true; } catch { return false; }
}
export const caller = async () => { await isHealthy(); };`,
    head: `import ms from 'ms';
declare function set(key: string, until: number): Promise<void>;
export async function isHealthy(): Promise<boolean> {
  try { await set('health', ms('5 seconds')); return true; } catch { return false; }
}
export const caller = async () => { await isHealthy(); };`,
    told: ['information isHealthy: swallows the failures of ms and gives false instead'],
  },
  'a status that only chose what is logged': {
    base: `declare function load(id: string): Promise<string>;
declare const logger: { error(text: string): void };
export async function find(id: string): Promise<string> {
  try { return await load(id); } catch (error: any) {
    let message = 'failed';
    if (error.response?.statusCode === 429) message = 'too many';
    logger.error(message);
    throw new Error('Could not load ' + id, { cause: error });
  }
}
export const caller = () => find('a');`,
    head: `declare function load(id: string): Promise<string>;
declare const logger: { error(text: string): void };
export async function find(id: string): Promise<string> {
  try { return await load(id); } catch (error: any) {
    logger.error('failed');
    throw new Error('Could not load ' + id, { cause: error });
  }
}
export const caller = () => find('a');`,
    told: [],
  },
  'two handlers that are gone, in one sentence': {
    base: `declare const db: { users: { remove(id: string): Promise<void> }; orders: { remove(id: string): Promise<void> } };
export async function erase(id: string): Promise<void> {
  try { await db.orders.remove(id); } catch {}
  try { await db.users.remove(id); } catch {}
}
export const caller = () => erase('a');`,
    head: `declare const db: { users: { remove(id: string): Promise<void> }; orders: { remove(id: string): Promise<void> } };
export async function erase(id: string): Promise<void> {
  await db.orders.remove(id);
  await db.users.remove(id);
}
export const caller = () => erase('a');`,
    told: ['warning erase: lets the failures of db.orders.remove, db.users.remove out, which it handled'],
  },
  'a function that gives nothing any more is not waited for': {
    base: `declare function load(id: string): Promise<string>;
declare function put(text: string): void;
const update = async (id: string) => {
  const text = await load(id);
  put(text);
};
export const on = async (id: string) => { await update(id); };
export const caller = () => on('a');`,
    head: `declare function load(id: string): Promise<string>;
declare function put(text: string): void;
const update = (text: string) => {
  put(text);
};
const refresh = async (id: string) => { update(await load(id)); };
export const on = async (id: string) => { await refresh(id); };
export const caller = () => on('a');`,
    told: [],
  },
  'a timeout that is gone with its call': {
    base: `declare const child: { kill(signal: string, options: object): void };
declare function cleanUp(): Promise<void>;
export function stop(): void {
  process.on('SIGINT', () => { child.kill('SIGTERM', { forceKillAfterTimeout: 500 }); });
}
export const caller = () => stop();`,
    head: `declare const child: { kill(signal: string, options: object): void };
declare function cleanUp(): Promise<void>;
export function stop(): void {
  process.on('SIGINT', async () => { await cleanUp(); });
}
export const caller = () => stop();`,
    told: ['information stop: has lost its timeout (forceKillAfterTimeout)'],
  },
  'a timeout that another client of the network has not': {
    base: `import axios from 'axios';
export const rows = async (url: string) => (await axios.get(url, { timeout: 1000 })).data;
export const caller = () => rows('a');`,
    head: `import axios from 'axios';
export const rows = async (url: string) => await (await fetch(url)).json();
export const caller = () => rows('a');`,
    told: ['warning rows: has lost its timeout (timeout)'],
  },
  'a call in a loop over a list that is written out': {
    base: copying(`  await cp('a.toml', 'b');`),
    head: copying(`  for (const name of ['a.jsonc', 'a.toml']) await cp(name, 'b');`),
    told: ['information copy: calls cp once in every round of a loop, each time reaching the file system'],
  },
  'a call in a loop that ends with it': {
    base: copying(`  await cp('a.toml', 'b');`),
    head: copying(`  for (const name of names) {
    if (existsSync(name)) {
      await cp(name, 'b');
      break;
    }
  }`),
    told: [],
  },
  'a call in a loop over what is handed in': {
    base: copying(`  await cp('a.toml', 'b');`),
    head: copying(`  for (const name of names) {
    if (existsSync(name)) {
      await cp(name, 'b');
      continue;
    }
  }`),
    told: ['warning copy: calls cp once in every round of a loop, each time reaching the file system'],
  },
  'a call that always throws, under a condition that is gone': {
    base: `declare function build(): number;
const fail = (message: string): never => { throw new Error(message); };
export function run(isJson: boolean): number {
  const code = build();
  if (isJson && code !== 0) fail('The build has failed');
  return code;
}
export const caller = () => run(true);`,
    head: `declare function build(): number;
const fail = (message: string): never => { throw new Error(message); };
export function run(isJson: boolean): number {
  const code = build();
  return code;
}
export const caller = () => run(true);`,
    told: ['warning run: no longer throws an error on `isJson && code !== 0`'],
  },
  'a throw that a function which always throws stands for': {
    base: `export class Missing extends Error {}
const fail = (message: string): never => { throw new Missing(message); };
export function run(code: number): number {
  if (code !== 0) throw new Missing('The build has failed');
  return code;
}
export const caller = () => run(1);`,
    head: `export class Missing extends Error {}
const fail = (message: string): never => { throw new Missing(message); };
export function run(code: number): number {
  if (code !== 0) fail('The build has failed');
  return code;
}
export const caller = () => run(1);`,
    told: [],
  },
  'the new call that a new class of failures comes by': {
    base: `import { writeFileSync } from 'node:fs';
const warn = (text: string): void => { console.log(text); };
const lock = (text: string): void => { writeFileSync('a.lock', text, { flag: 'wx' }); };
export function persist(text: string): void {
  text.trim();
}
export const caller = () => persist('a');`,
    head: `import { writeFileSync } from 'node:fs';
const warn = (text: string): void => { console.log(text); };
const lock = (text: string): void => { writeFileSync('a.lock', text, { flag: 'wx' }); };
export function persist(text: string): void {
  warn(text);
  lock(text);
}
export const caller = () => persist('a');`,
    told: [
      'information persist: now reaches the file system, by lock',
      'information persist: can now fail with absent, denied, exhausted, invalid, by lock',
    ],
  },
};

describe('what repositories taught at first sight', () => {
  checkEach(cases);
});
