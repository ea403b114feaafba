import { describe, expect, test } from 'vitest';
import { brief, contractOf } from './contract-of.js';

describe('what leaves a function', () => {
  test('what it throws, by class of the error', async () => {
    const contract = await contractOf(
      'export class NotFoundError extends Error {}\nexport function f(x: number) { if (x > 1) throw new NotFoundError("x"); throw new Error("y"); }',
      'f',
    );
    expect(brief(contract.modes)).toEqual(['absent throw NotFoundError', 'unknown throw Error']);
    expect(contract.closed).toBe(true);
    expect(contract.modes.find(mode => mode.class === 'absent')?.when).toBe('x > 1');
  });

  test('what it calls, across files, through classes that are injected', async () => {
    const files = {
      'src/repo.ts':
        'export class Missing extends Error {}\nexport class Repo { get(id: string): string { if (id === "") throw new Missing(); return id; } }',
      'src/service.ts':
        'import { Repo } from "./repo.js";\nexport class Service { constructor(private readonly repo: Repo) {} async load(id: string) { return this.repo.get(id); } }',
    };
    const contract = await contractOf(files, 'src/service.ts#Service.load');
    expect(brief(contract.modes)).toEqual(['absent reject Missing']);
    expect(contract.modes[0]?.origins[0]?.via).toEqual(['src/repo.ts#Repo.get']);
  });

  test('a handler takes what it tests for and lets the rest through', async () => {
    const text = `
class Missing extends Error {}
class Denied extends Error {}
function inner(x: number) { if (x) throw new Missing(); throw new Denied(); }
export function f(x: number) { try { inner(x); } catch (e) { if (e instanceof Missing) return null; throw e; } }`;
    const contract = await contractOf(text, 'f');
    expect(brief(contract.modes)).toEqual(['denied throw Denied']);
    expect(contract.swallows).toMatchObject([{ to: 'sentinel', value: 'null', modes: [{ type: 'Missing' }] }]);
    expect(contract.conflations).toEqual([]);
  });

  test('an answer of the network: 404 and 500 end in the same null', async () => {
    const text = `
export async function findUser(id: string): Promise<User | null> {
  try {
    const res = await fetch(\`/users/\${id}\`, { signal: AbortSignal.timeout(2000) });
    if (!res.ok) throw new Error(\`HTTP \${res.status}\`);
    return (await res.json()) as User;
  } catch (err) {
    console.error(err);
    return null;
  }
}`;
    const contract = await contractOf(text, 'findUser');
    expect(contract.modes).toEqual([]);
    const [conflation] = contract.conflations;
    expect(conflation?.value).toBe('null');
    const classes = new Set(conflation?.modes.map(mode => mode.class));
    expect([...classes].sort()).toEqual(
      expect.arrayContaining(['absent', 'denied', 'exhausted', 'timeout', 'upstream']),
    );
  });

  test('the same told apart: null is absent, the rest is thrown', async () => {
    const text = `
class UpstreamError extends Error { constructor(readonly status: number) { super(String(status)); } }
export async function findUser(id: string): Promise<User | null> {
  const res = await fetch(\`/users/\${id}\`, { signal: AbortSignal.timeout(2000) });
  if (res.status === 404) return null;
  if (!res.ok) throw new UpstreamError(res.status);
  return (await res.json()) as User;
}`;
    const contract = await contractOf(text, 'findUser');
    expect(contract.conflations).toEqual([]);
    expect(contract.returns.filter(each => each.value === 'null')).toMatchObject([
      { modes: [{ class: 'absent' }], handled: false },
    ]);
  });

  test.each([
    ['catch with a sentinel', 'export const f = () => g().catch(() => null);', 'null'],
    ['then with two', 'export const f = () => g().then(x => x, () => undefined);', 'undefined'],
  ])('chains: %s', async (_, text, value) => {
    const contract = await contractOf(
      `async function g() { if (Math.random()) throw new TimeoutError(); return 1; }\nclass TimeoutError extends Error {}\n${text}`,
      'f',
    );
    expect(contract.modes).toEqual([]);
    expect(contract.returns.filter(each => each.handled)).toMatchObject([{ value, modes: [{ class: 'timeout' }] }]);
  });

  test('recursion comes to an end', async () => {
    const text =
      'class ParseError extends Error {}\nexport function a(n: number): number { if (n < 0) throw new ParseError(); return b(n - 1); }\nfunction b(n: number): number { return n ? a(n) : 0; }';
    expect(brief((await contractOf(text, 'b')).modes)).toEqual(['invalid throw ParseError']);
  });

  test('an abstract member that a class only inherits is implemented by nobody', async () => {
    const text =
      'declare class Model { save(): Promise<void> }\nclass Row extends Model {}\nexport async function f(row: Row) { await row.save(); }';
    expect((await contractOf(text, 'f')).closed).toBe(false);
  });

  test('finally that returns takes everything', async () => {
    expect(
      (await contractOf('export function f() { try { throw new Error("x"); } finally { return 1; } }', 'f')).modes,
    ).toEqual([]);
  });

  test('what is not known opens the set', async () => {
    const contract = await contractOf('export function f(cb: () => void) { cb(); }', 'f');
    expect(contract.closed).toBe(false);
    expect(contract.holes).toMatchObject([{ why: 'callback', text: 'cb' }]);
  });

  test('documentation declares', async () => {
    const contract = await contractOf(
      '/** @throws {NotFoundError} [absent] when it is not there */\nexport function f() {}',
      'f',
    );
    expect(contract.declared).toMatchObject([{ class: 'absent', type: 'NotFoundError', channel: 'throw' }]);
  });
});

describe('values on the way to a return', () => {
  const conflated = async (text: string, name: string) =>
    (await contractOf(text, name)).conflations.map(
      ({ value, modes }) => `${value}: ${[...new Set(modes.map(mode => mode.class))].sort().join(' ')}`,
    );

  test('every round of a loop is looked at, whatever a name held before the first', async () => {
    const text = `
export async function all(urls: string[]): Promise<string[]> {
  let token: string | undefined;
  let last: string | undefined;
  do {
    const res = await fetch('/pages?' + token);
    token = res.headers.get('next') ?? undefined;
  } while (token);
  for (const url of urls) {
    if (last) await import(url);
    last = url;
  }
  return urls;
}`;
    const contract = await contractOf(text, 'all');
    expect(brief(contract.modes)).toContain('upstream reject TypeError');
    expect(contract.open).toBe(true);
  });

  test('a name that only success assigns is nothing after a failure', async () => {
    const text = `
export async function user(id: string): Promise<string | undefined> {
  let found: string | undefined;
  try {
    const res = await fetch(id);
    if (res.ok) found = await res.text();
    else console.error(res.status);
  } catch (err) {
    console.error(err);
  }
  return found;
}`;
    expect(await conflated(text, 'user')).toEqual(['undefined: absent denied exhausted invalid upstream']);
  });

  test('one that a function inside assigns may be anything', async () => {
    const text = `
export async function user(id: string): Promise<string | undefined> {
  let found: string | undefined;
  await fetch(id).then(async res => { found = await res.text(); }, () => {});
  return found;
}`;
    expect(await conflated(text, 'user')).toEqual([]);
  });

  test('a value in place of an answer stands for what broke the connection', async () => {
    const text = `
export async function user(id: string): Promise<unknown> {
  const res = await fetch(id).catch(() => null);
  if (!res?.ok) return null;
  return await res.json();
}`;
    expect(await conflated(text, 'user')).toEqual(['null: absent denied exhausted invalid upstream']);
  });

  test('a promise made by hand resolves with what its callbacks say', async () => {
    const text = `
import https from 'node:https';
export function user(id: string): Promise<string | null> {
  return new Promise(resolve => {
    https.get(id, res => {
      if (res.statusCode !== 200) { resolve(null); return; }
      res.on('end', () => resolve('read'));
    }).on('error', () => resolve(null));
  });
}`;
    const [conflation] = await conflated(text, 'user');
    expect(conflation).toMatch(/^null: absent denied exhausted invalid .*upstream$/);
  });

  test('a function handed in is called as what it is declared to be', async () => {
    const text = `
interface Deps { load: typeof fetch }
export const one = async (load: typeof fetch) => await load('/a');
export const two = async ({ load }: Deps) => await load('/a');
export const three = async (deps: Deps) => await deps.load('/a');`;
    for (const name of ['one', 'two', 'three'])
      expect(brief((await contractOf(text, name)).modes), name).toEqual(['upstream reject TypeError']);
  });

  test('an error that is named for the way it came takes its class from the status', async () => {
    const text = `
class HttpError extends Error { constructor(readonly status: number) { super(); } }
export async function get(url: string) {
  const res = await fetch(url);
  if (!res.ok) throw new HttpError(res.status);
  return res;
}`;
    const { modes } = await contractOf(text, 'get');
    expect(
      modes
        .filter(mode => mode.type === 'HttpError')
        .map(mode => mode.class)
        .sort(),
    ).toEqual(['absent', 'denied', 'exhausted', 'invalid', 'upstream']);
  });
});
