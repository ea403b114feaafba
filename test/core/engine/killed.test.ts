import { execFileSync } from 'node:child_process';
import { afterAll, expect, test } from 'vitest';
import { noFactsCache } from '../../../core/engine/extraction/facts-cache.js';
import { inProcessFrontEnd } from '../../../core/engine/extraction/front-end.js';
import type { Snapshot } from '../../../core/engine/snapshot.js';
import { Workspace } from '../../../core/engine/workspace.js';
import { diskFileSystem } from '../../../core/files/disk.js';
import { systemProcesses } from '../../../core/host/processes.js';
import { typescriptParser } from '../../../core/syntax/typescript-parser.js';
import { folderWith, open, tidy } from '../types/fixture.js';
import { randomFrom } from './random-workspace.js';

afterAll(tidy);

const rounds = Number(process.env.LINTEL_KILLS ?? 16);
const services = [0, 1, 2, 3, 4];

const storeText = (mark: string) => `// ${mark}
export function kept<T>(value: T): T { return value; }
export class MissingError extends Error {}
export const make = () => ({
  async save(id: string): Promise<void> {
    if (id === '') throw new MissingError(id);
    await Promise.resolve();
  },
});
`;

/** Two findings each: one that only types give, since only inference tells what \`store\` is, and one that needs none. */
const serviceText = (mark: string) => `// ${mark}
import { kept, make } from './store.js';
const store = kept(make());
export function send(id: string): void {
  store.save(id);
}
export async function read(load: () => Promise<string>): Promise<string> {
  try {
    return await load();
  } catch (error) {
    throw new Error('That did not work');
  }
}
`;

const files = {
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "target": "es2022", "module": "nodenext" } }',
  'package.json': '{ "name": "killed", "type": "module" }',
  'src/store.ts': storeText('a'),
  ...Object.fromEntries(services.map(i => [`src/service${i}.ts`, serviceText('a')])),
};

/** Findings by file: texts of equal length have the same in every round. */
function told(snapshot: Snapshot): ReadonlyMap<string, string> {
  const byFile = new Map(snapshot.state.files.map(path => [path, '']));
  for (const { path, rule, range, message } of snapshot.findings)
    byFile.set(path, `${byFile.get(path)}${rule} ${range.start.line} ${message}\n`);
  return byFile;
}

/** The type checkers of this process, started or starting. */
function checkers(): readonly number[] {
  const rows = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  return rows.split('\n').flatMap(row => (/typescript|tsgo|tsc/.test(row) ? [Number.parseInt(row, 10)] : []));
}

test('a checker that is killed at any moment costs answers, each file having all of its own or none, and says so', async () => {
  const root = folderWith(files);
  let now = 0;
  const parser = typescriptParser();
  const workspace = await Workspace.open({
    fs: diskFileSystem(root),
    means: { frontEnd: inProcessFrontEnd(() => parser), cache: noFactsCache, today: '2026-06-30' },
    types: open(root, { clock: { now: () => now } }),
  });
  const right = (await workspace.snapshot.withTypes()).snapshot;
  expect(right.types.mode).toBe('full');
  const [typed, untyped] = [told(right), told(workspace.snapshot)];
  for (const i of services) {
    expect(typed.get(`src/service${i}.ts`)).toContain('async/floating-promise');
    expect(untyped.get(`src/service${i}.ts`)).not.toContain('async/floating-promise');
    expect(untyped.get(`src/service${i}.ts`)).toContain('error-value/lost-cause');
  }
  const random = randomFrom(7);
  const killed = new Set<number>();
  const kill = (): void => {
    for (const pid of checkers()) {
      killed.add(pid);
      systemProcesses().kill(pid);
    }
  };
  for (let round = 0; round < rounds; round++) {
    const mark = 'bcdefghij'[random(9)] ?? 'b';
    const changed = services.filter(() => random(2) === 0);
    await workspace.apply([
      { path: 'src/store.ts', text: storeText(random(3) === 0 ? mark : 'a') },
      ...changed.map(i => ({ path: `src/service${i}.ts`, text: serviceText(mark) })),
    ]);
    // Before, on the way, afterwards; once, or again while it is started anew.
    const moment = random(4);
    const kills = 1 + random(3);
    if (moment === 0) kill();
    let isOver = false;
    const asking = workspace.snapshot.withTypes().finally(() => {
      isOver = true;
    });
    for (let k = 0; moment !== 3 && k < kills && !isOver; k++) {
      const turns = 1 + random(60);
      for (let turn = 0; turn < turns && !isOver; turn++) await new Promise(resolve => setImmediate(resolve));
      kill();
    }
    const { snapshot } = await asking;
    if (moment === 3) kill();
    const findings = told(snapshot);
    const what = `round ${round}: ${snapshot.types.mode} ${JSON.stringify(snapshot.types.notChecked)}`;
    if (snapshot.types.mode !== 'full') expect(snapshot.types.notChecked.length, what).toBeGreaterThan(0);
    for (const [path, own] of findings) {
      if (snapshot.types.mode === 'full') expect(own, `${what} ${path}`).toBe(typed.get(path));
      else expect([typed.get(path), untyped.get(path)], `${what} ${path}`).toContain(own);
    }
    // Some rounds follow while it still waits before another start.
    if (random(2) === 0) now += 120_000;
  }
  expect(killed.size).toBeGreaterThan(rounds / 4);
  now += 10_000_000;
  await workspace.apply([{ path: 'src/store.ts', text: storeText('z') }]);
  const last = (await workspace.snapshot.withTypes()).snapshot;
  expect(last.types).toMatchObject({ mode: 'full', notChecked: [] });
  expect(told(last)).toEqual(typed);
  await workspace.close();
  expect(checkers()).toEqual([]);
}, 300_000);
