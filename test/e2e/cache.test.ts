import { chmodSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Fixture, fixture, start } from './fixture.js';

const fileCount = 1200;

/** Enough files for a run that can be interrupted; every tenth has a finding. */
function manyFiles(): Record<string, string> {
  const files: Record<string, string> = { 'package.json': '{ "name": "many", "type": "module" }\n' };
  for (let i = 0; i < fileCount; i++) {
    const functions = Array.from(
      { length: 20 },
      (_, j) => `export function f${j}(x: number) { return x + ${i} * ${j}; }`,
    );
    const lead = i % 10 === 0 ? "import { missing } from './nowhere.js';\nexport const m = missing;\n" : '';
    const next = i + 1 < fileCount ? `import { f0 as next } from './m${i + 1}.js';\nexport const n = next;\n` : '';
    files[`src/m${i}.ts`] = `${lead}${next}${functions.join('\n')}\n`;
  }
  return files;
}

const args = ['check', '--format', 'json'];

/** A repository whose one violation is in its baseline. */
async function grandfathered(): Promise<Fixture> {
  const repo = fixture({
    'architecture.jsonc': '{ "version": 1, "baseline": { "file": "baseline.json" } }\n',
    'src/b.ts': "import './nowhere.js';\n",
    'baseline.json': '{ "version": 1, "entries": [] }\n',
  });
  repo.commit();
  await repo.run(['check', '--update-baseline', '--allow-growth', '--approved-by', 'ada']);
  return repo;
}

function recordsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile());
}

describe('the cache', () => {
  let repo: Fixture;
  let reference: string;
  const clear = () => {
    for (const name of readdirSync(repo.cache)) repo.remove(join('..', repo.cache.split('/').at(-1) ?? '', name));
  };
  const check = async () => (await repo.run(args)).out;

  beforeAll(async () => {
    repo = fixture(manyFiles());
    reference = (await repo.run([...args, '--no-cache'])).out;
    expect(JSON.parse(reference).findings).toHaveLength(fileCount / 10);
    expect(readdirSync(repo.cache)).toEqual([]);
  });

  test('a run that is killed leaves nothing that harms the next', async () => {
    clear();
    for (const afterMs of [150, 400, 700, 1000]) {
      const child = start(args, { cwd: repo.root, env: { XDG_CACHE_HOME: repo.cache } });
      const closed = new Promise(resolve => child.on('close', resolve));
      await sleep(afterMs);
      child.kill('SIGKILL');
      await closed;
    }
    expect(await check()).toBe(reference);
    expect(await check()).toBe(reference);
  });

  test('two runs at once on a cold cache', async () => {
    clear();
    expect(await Promise.all([check(), check()])).toEqual([reference, reference]);
    expect(await check()).toBe(reference);
  });

  test('records that are cut short, overwritten, swapped or made by another version', async () => {
    clear();
    await check();
    const records = recordsIn(repo.cache);
    expect(records.length).toBeGreaterThan(1);
    records.forEach((path, i) => {
      const size = statSync(path).size;
      if (i % 4 === 0) truncateSync(path, Math.floor(size / 2));
      else if (i % 4 === 1) writeFileSync(path, 'no record at all');
      else if (i % 4 === 2) writeFileSync(path, readFileSync(records[(i + 4) % records.length] as string));
      else {
        const bytes = readFileSync(path);
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0xff;
        writeFileSync(path, bytes);
      }
    });
    expect(await check()).toBe(reference);
    for (const path of recordsIn(repo.cache)) truncateSync(path, 0);
    expect(await check()).toBe(reference);
  });

  test('a folder that cannot be used: unwritable, or a file in its place', async () => {
    clear();
    chmodSync(repo.cache, 0o500);
    expect(await check()).toBe(reference);
    chmodSync(repo.cache, 0o700);
    const file = join(repo.root, 'package.json');
    expect((await repo.run(args, { env: { XDG_CACHE_HOME: file } })).out).toBe(reference);
  });
});

describe('an edit is never missed', () => {
  test('same size, same second, and even the same time', async () => {
    const repo = fixture({
      'package.json': '{ "name": "small", "type": "module" }\n',
      'src/a.ts': "import './b.js';\n",
      'src/b.ts': 'export {};\n',
    });
    const rules = async () => (await repo.check()).brief;
    expect(await rules()).toEqual([]);
    repo.write({ 'src/a.ts': "import './c.js';\n" });
    expect(await rules()).toEqual(['arch/unresolved-import src/a.ts:1']);
    repo.write({ 'src/a.ts': "import './b.js';\n" });
    expect(await rules()).toEqual([]);
    // Right after a run that may be remembered, and with the old time put back by a tool such as rsync or tar.
    const path = join(repo.root, 'src/a.ts');
    const old = new Date(Date.now() - 60_000);
    utimesSync(path, old, old);
    // Only a tree that has rested for two seconds can be known by its times.
    const ratchet = await grandfathered();
    await sleep(2_100);
    expect(await rules()).toEqual([]);
    expect(await rules()).toEqual([]);
    // A baseline is no source, and yet it decides what is found.
    expect((await ratchet.check()).brief).toEqual([]);
    expect((await ratchet.check()).brief).toEqual([]);
    const baseline = join(ratchet.root, 'baseline.json');
    const before = statSync(baseline);
    writeFileSync(baseline, '{ "version": 1, "entries": [] }'.padEnd(before.size));
    utimesSync(baseline, before.atime, before.mtime);
    expect((await ratchet.check()).brief).toContain('arch/unresolved-import src/b.ts:1');
    repo.write({ 'src/a.ts': "import './d.js';\n" });
    utimesSync(path, old, old);
    expect(await rules()).toEqual(['arch/unresolved-import src/a.ts:1']);
  });

  test('files that come and go, tsconfig, manifest, ignore rules and the policy', async () => {
    const repo = fixture({
      'package.json': '{ "name": "small", "type": "module" }\n',
      'src/a.ts': "import './b.js';\nimport 'pg';\n",
      'src/b.ts': 'export {};\n',
    });
    const rules = async () => (await repo.check()).brief;
    const undeclared = 'arch/undeclared-dependency src/a.ts:2';
    expect(await rules()).toEqual([undeclared]);
    repo.remove('src/b.ts');
    expect(await rules()).toEqual(['arch/unresolved-import src/a.ts:1', undeclared]);
    repo.write({ 'src/b.ts': 'export {};\n', 'package.json': '{ "name": "small", "dependencies": { "pg": "8" } }\n' });
    expect(await rules()).toEqual([]);
    repo.write({ 'architecture.jsonc': '{ "version": 1, "modules": [{ "id": "b", "path": "src/b.ts" }] }\n' });
    expect(await rules()).toEqual(['arch/unassigned-file src/a.ts:1']);
    repo.write({ 'src/c.ts': 'export {};\n' });
    expect(await rules()).toEqual(['arch/unassigned-file src/a.ts:1', 'arch/unassigned-file src/c.ts:1']);
    repo.git('init', '-q');
    repo.write({ '.gitignore': 'c.ts\n' });
    expect(await rules()).toEqual(['arch/unassigned-file src/a.ts:1']);
    repo.remove('architecture.jsonc');
    expect(await rules()).toEqual([]);
    const elsewhere = await repo.check(['--today', '2031-01-01']);
    expect(elsewhere.brief).toEqual([]);
  });
});
