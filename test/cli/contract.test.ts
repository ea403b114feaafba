import { describe, expect, test } from 'vitest';
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
  });

  test('the JSON has lines, columns and the ids of modes', () => {
    const { out } = contract('src/users.ts#load', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      symbol: 'src/users.ts#load',
      closed: true,
      modes: [
        { class: 'absent', channel: 'throw', typeSymbol: 'src/users.ts#NotFound', origins: [{ line: 13, column: 24 }] },
      ],
    });
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
