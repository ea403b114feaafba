import { describe } from 'vitest';
import { type Case, checkEach } from './behaviour-cases.js';

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
    told: ["information nameOf: no longer throws RangeError on `id === ''`, as web/src/a.ts does"],
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
      "information nameOf: no longer throws RangeError on `id === ''`, as src/a.ts does",
    ],
  },
};

describe('what repositories taught at first sight', () => {
  checkEach(cases);
});
