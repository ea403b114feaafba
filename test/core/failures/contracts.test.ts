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
