import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { watchWorkspace } from '../../../core/host/watch.js';
import { tempFolder, writeFiles } from '../files/temp-folder.js';

type Batch = readonly string[] | undefined;

async function watched(root: string, ignored: (path: string, kind: string) => boolean = () => false): Promise<Batch[]> {
  const batches: Batch[] = [];
  const problems: string[] = [];
  const watcher = await watchWorkspace(root, ignored).start(
    paths => batches.push(paths),
    message => problems.push(message),
  );
  onTestFinished(async () => {
    await watcher.close();
    expect(problems).toEqual([]);
  });
  return batches;
}

const all = (batches: Batch[]): string[] => [...new Set(batches.flatMap(batch => batch ?? ['everything']))].sort();
const settled = { timeout: 5_000, interval: 20 };

describe('watchWorkspace', () => {
  it('reports an edit, a new file in a new folder, and a deletion, together when they come together', async () => {
    const root = tempFolder({ 'src/a.ts': '1', 'src/b.ts': '1', 'src/same.ts': '1' });
    const batches = await watched(root);
    writeFiles(root, { 'src/a.ts': '2', 'new/deep/c.ts': '1' });
    rmSync(join(root, 'src/b.ts'));
    await vi.waitFor(() => expect(all(batches)).toEqual(['new/deep/c.ts', 'src/a.ts', 'src/b.ts']), settled);
    expect(batches.every(batch => batch && [...batch].sort().join() === batch.join())).toBe(true);
    await sleep(300);
    expect(batches.length).toBeLessThanOrEqual(3);
  });

  it('goes on inside a renamed folder', async () => {
    const root = tempFolder({ 'old/a.ts': '1' });
    const batches = await watched(root);
    renameSync(join(root, 'old'), join(root, 'new'));
    await vi.waitFor(() => expect(all(batches)).toEqual(['new/a.ts', 'old/a.ts']), settled);
    batches.length = 0;
    writeFiles(root, { 'new/a.ts': '22' });
    await vi.waitFor(() => expect(all(batches)).toEqual(['new/a.ts']), settled);
  });

  it('says nothing of packages, git’s own files and what is ignored', async () => {
    const root = tempFolder({ 'node_modules/p/a.js': '', '.git/index': '', 'out/x/a.ts': '', 'a.log': '', 'a.ts': '' });
    const asked: string[] = [];
    const batches = await watched(root, (path, kind) => {
      asked.push(path);
      return kind === 'directory' ? path === 'out' : path.endsWith('.log');
    });
    writeFiles(root, {
      'node_modules/p/a.js': '1',
      '.git/index': '1',
      'out/x/a.ts': '1',
      'a.log': '1',
      'out/new.ts': '',
    });
    writeFiles(root, { 'a.ts': '1' });
    await vi.waitFor(() => expect(all(batches)).toContain('a.ts'), settled);
    await sleep(300);
    expect(all(batches)).toEqual(['a.ts']);
    expect(asked.filter(path => path.startsWith('out/') || path.includes('node_modules'))).toEqual([]);
  });

  it('takes an atomic save for one change', async () => {
    const root = tempFolder({ 'a.ts': '1', 'b.ts': '1' });
    const batches = await watched(root);
    writeFileSync(join(root, 'a.ts.tmp~'), '2');
    renameSync(join(root, 'a.ts.tmp~'), join(root, 'a.ts'));
    rmSync(join(root, 'b.ts'));
    await sleep(60);
    writeFileSync(join(root, 'b.ts'), '2');
    await vi.waitFor(() => expect(all(batches)).toEqual(expect.arrayContaining(['a.ts', 'b.ts'])), settled);
    await sleep(300);
    expect(batches.flatMap(batch => batch ?? []).filter(path => path === 'b.ts')).toEqual(['b.ts']);
  });

  it('misses nothing in a flood', async () => {
    const root = tempFolder({ 'a.ts': '' });
    const batches = await watched(root);
    mkdirSync(join(root, 'many'));
    for (let i = 0; i < 1_500; i++) writeFileSync(join(root, `many/f${i}.ts`), '');
    await vi.waitFor(() => {
      expect(batches.includes(undefined) || all(batches).length === 1_500).toBe(true);
    }, settled);
  });

  it('asks to read everything again after a switch of the branch, also in a workspace below the top', async () => {
    const top = tempFolder({ 'app/a.ts': '1' });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: top });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'first');
    const batches = await watched(join(top, 'app'));
    git('switch', '-q', '-c', 'feature');
    await vi.waitFor(() => expect(batches).toContain(undefined), settled);
  });

  it('does not follow links', async () => {
    const outside = tempFolder({ 'x.ts': '1' });
    const root = tempFolder({ 'a.ts': '' });
    symlinkSync(outside, join(root, 'link'));
    symlinkSync('.', join(root, 'circle'));
    const batches = await watched(root);
    writeFiles(outside, { 'x.ts': '2' });
    writeFiles(root, { 'a.ts': '2' });
    await vi.waitFor(() => expect(all(batches)).toEqual(['a.ts']), settled);
  });

  it('is silent once closed', async () => {
    const root = tempFolder({ 'a.ts': '1' });
    const batches: Batch[] = [];
    const watcher = await watchWorkspace(root, () => false).start(paths => batches.push(paths));
    writeFiles(root, { 'a.ts': '2' });
    await watcher.close();
    writeFiles(root, { 'a.ts': '3' });
    await sleep(300);
    expect(batches).toEqual([]);
  });
});
