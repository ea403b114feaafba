import { describe, expect, test } from 'vitest';
import type { ContractReport } from '../../core/index.js';
import { lintel, repository } from './run-lintel.js';

const repo = repository({
  'src/users.ts': `export async function findUser(id: string): Promise<string | null> {
  try {
    const res = await fetch(\`/users/\${id}\`);
    if (!res.ok) throw new Error(\`HTTP \${res.status}\`);
    return await res.text();
  } catch (err) {
    console.error(err);
    return null;
  }
}
export class NotFound extends Error {}
export function load(id: string): string {
  if (id === '') throw new NotFound();
  return id;
}
`,
  'src/page.ts': `import { load, NotFound } from './users.js';
export function page(id: string): string {
  try {
    return load(id);
  } catch (err) {
    if (err instanceof NotFound) return 'gone';
    throw err;
  }
}
export const raw = (id: string) => load(id);
`,
  'src/profile.ts': `import { findUser } from './users.js';
export async function profile(id: string, res: { status(code: number): void }): Promise<void> {
  const user = await findUser(id);
  if (user === null) res.status(404);
}
`,
});

const contract = (...args: string[]) => lintel(['contract', ...args], { cwd: repo.root });

describe('lintel contract', () => {
  test('prints what leaves, where it starts, and who handles it', () => {
    const { out, status } = contract('src/users.ts#load', '--callers');
    expect(status).toBe(0);
    expect(out).toContain("absent  NotFound (throw)  when id === ''");
    expect(out).toContain('src/users.ts:13:24  new NotFound()');
    expect(out).toMatch(/src\/page\.ts#page {2}\S+ {2}handles NotFound; passes on nothing/);
    expect(out).toMatch(/src\/page\.ts#raw {2}\S+ {2}handles nothing; passes on NotFound/);
  });

  test('prints what is answered instead of failing', () => {
    const { out } = contract('src/users.ts#findUser');
    expect(out).toMatch(/answers instead of failing:\n {2}null {2}for absent, .*upstream/);
    expect(out).toMatch(/hides:\n.*\(sentinel\)/);
    expect(out).toContain('Rejects with nothing: failures leave as values.');
    // Every class has the place it starts at.
    expect(out).toMatch(/src\/users\.ts:3:23 {2}fetch: upstream/);
    expect(out).toMatch(/HTTP 404 of fetch: absent/);
  });

  test('the JSON has lines, columns and the ids of modes', () => {
    const { out } = contract('src/users.ts#load', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      symbol: 'src/users.ts#load',
      closed: true,
      modes: [
        {
          class: 'absent',
          channel: 'throw',
          type: { text: 'NotFound', symbol: 'src/users.ts#NotFound' },
          origins: [{ path: 'src/users.ts', range: { start: { line: 13, column: 24 } } }],
        },
      ],
    });
  });

  test('the JSON tells values that stand for failures as modes, and which of them look alike', () => {
    const { out } = contract('src/users.ts#findUser', '--format', 'json');
    const report = JSON.parse(out) as ContractReport;
    const absent = report.modes.find(mode => mode.class === 'absent');
    const upstream = report.modes.find(mode => mode.class === 'upstream');
    expect(absent).toMatchObject({ channel: 'return', discriminants: { value: 'null' } });
    expect(upstream).toMatchObject({ channel: 'return', returned: { range: { start: { line: 8, column: 12 } } } });
    expect(report.conflations).toContainEqual(expect.arrayContaining([absent?.id, upstream?.id]));
    expect(report.swallows).toMatchObject([{ to: 'sentinel', modes: expect.arrayContaining([upstream?.id]) }]);
    expect(report.hidden).toEqual([]);
  });

  test('callers are told with what they take the value for', () => {
    const { out } = contract('src/users.ts#findUser', '--callers');
    expect(out).toMatch(/src\/profile\.ts:4:7 {2}profile takes the value for "not there"/);
  });

  test.each([
    ['a function that is not there', 'src/users.ts#lod', 'did you mean load?'],
    ['no function at all', 'src/users.ts', 'name the function as FILE#NAME'],
    ['a file that is not there', 'src/user.ts#load', 'src/user.ts'],
  ])('%s is a clear error', (_, symbol, words) => {
    const { err, status } = contract(symbol);
    expect([status, err]).toEqual([2, expect.stringContaining(words)]);
  });
});
