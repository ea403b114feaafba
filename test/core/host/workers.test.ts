import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WorkerChannel } from '../../../core/files/host.js';
import { systemClock } from '../../../core/host/clock.js';
import { nodeWorkers } from '../../../core/host/workers.js';
import { tempFolder } from '../files/temp-folder.js';

function start(source: string): WorkerChannel {
  const folder = tempFolder({ 'worker.mjs': source });
  const channel = nodeWorkers().start(pathToFileURL(join(folder, 'worker.mjs')));
  onTestFinished(() => channel.close());
  return channel;
}

describe('nodeWorkers', () => {
  it('matches answers to requests, whatever the order they come in', async () => {
    const channel = start(`export async function answer({ wait, value }) {
      await new Promise(resolve => setTimeout(resolve, wait));
      return { value: value * 2 };
    }`);
    const answers = [60, 5, 30].map((wait, value) => channel.request({ wait, value }));
    expect(await Promise.all(answers)).toEqual([{ value: 0 }, { value: 2 }, { value: 4 }]);
  });

  it('rejects one request with what it threw and goes on', async () => {
    const channel = start('export function answer(x) { if (x < 0) throw new TypeError("negative"); return x; }');
    await expect(channel.request(-1)).rejects.toThrow('negative');
    expect(await channel.request(1)).toBe(1);
    await expect(channel.request(() => {})).rejects.toThrow('cannot be sent');
    expect(await channel.request(2)).toBe(2);
  });

  it('rejects an answer that cannot be sent', async () => {
    const channel = start('export function answer() { return () => {}; }');
    await expect(channel.request(1)).rejects.toThrow('could not be cloned');
  });

  it.each([
    [
      'throws outside of a request',
      'export function answer() { setTimeout(() => { throw new Error("boom"); }); return new Promise(() => {}); }',
      'boom',
    ],
    ['exits', 'export function answer() { process.exit(3); }', 'code 3'],
    ['cannot be loaded', 'import "./missing.mjs"; export const answer = 1;', 'missing.mjs'],
    ['has no answer', 'export const other = 1;', 'answer'],
  ])('rejects what is open when the worker %s', async (_, source, message) => {
    const channel = start(source);
    const open = [channel.request(1), channel.request(2)];
    for (const request of open) await expect(request).rejects.toThrow(message);
  });

  it('rejects at once after the worker died', async () => {
    const channel = start('export function answer() { process.exit(0); }');
    await expect(channel.request(1)).rejects.toThrow('code 0');
    await expect(channel.request(2)).rejects.toThrow('code 0');
  });

  it('ends a worker that would never answer', async () => {
    const channel = start('export function answer() { while (true); }');
    const open = channel.request(1);
    open.catch(() => {});
    await channel.close();
    await expect(open).rejects.toThrow('closed');
    await expect(channel.request(2)).rejects.toThrow('closed');
    await channel.close();
  });

  it('survives deep recursion', async () => {
    const channel = start('const deep = n => n === 0 ? 0 : 1 + deep(n - 1); export const answer = deep;');
    expect(await channel.request(50_000)).toBe(50_000);
    await expect(channel.request(1e9)).rejects.toThrow('call stack');
    expect(await channel.request(1)).toBe(1);
  });

  it('keeps a process alive for an answer, and not longer', () => {
    const folder = tempFolder({
      'worker.mjs': 'export const answer = x => new Promise(resolve => setTimeout(resolve, 100, x + 1));',
      'main.mjs': `
        import { nodeWorkers } from ${JSON.stringify(new URL('../../../dist/core/host/workers.js', import.meta.url).href)};
        const channel = nodeWorkers().start(new URL('./worker.mjs', import.meta.url));
        console.log(await channel.request(1));`,
    });
    const output = execFileSync(process.execPath, [join(folder, 'main.mjs')], { encoding: 'utf8', timeout: 20_000 });
    expect(output).toBe('2\n');
  });
});

describe('systemClock', () => {
  it('tells the local date', () => {
    const today = systemClock().today();
    const now = new Date();
    expect(today).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(new Date(`${today}T12:00:00`).toDateString()).toBe(now.toDateString());
  });
});
