import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeWorkers } from '../../../core/host/workers.js';
import { openTypes } from '../../../core/index.js';
import type { TypeOracle } from '../../../core/types/oracle.js';
import {
  askText,
  compilers,
  folderWith,
  isRunning,
  line,
  marked,
  open as openOracle,
  tidy,
  watchedProcesses,
} from './fixture.js';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const source = "import { run } from './callee.js'; «run»(); ‹run()›";

function project(): string {
  return folderWith({
    'tsconfig.json': '{}',
    'main.ts': marked('', source).text,
    'callee.ts': 'export function run() { return 1; }',
  });
}

async function called(oracle: TypeOracle): Promise<string> {
  return line((await oracle.ask([marked('main.ts', source).questions])).files[0]!.callees[0]);
}

describe('the life of a type oracle', { timeout: 120_000 }, () => {
  afterEach(tidy);

  it('begins with the first question', async () => {
    let started = 0;
    const workers = nodeWorkers();
    const counting = {
      start: (...args: Parameters<typeof workers.start>) => {
        started++;
        return workers.start(...args);
      },
    };
    const oracle = openOracle(project(), { workers: counting });
    oracle.update([{ path: 'main.ts', text: '' }]);
    oracle.refresh();
    expect([started, oracle.state()]).toEqual([0, { mode: 'full' }]);
    await oracle.ask([]);
    expect(started).toBe(0);
    await called(oracle);
    expect(started).toBe(1);
  });

  it('never begins where types are off', async () => {
    const oracle = openTypes({ root: project(), types: false });
    expect(oracle.state().mode).toBe('off');
    const { files, state } = await oracle.ask([marked('main.ts', source).questions]);
    expect(state).toEqual({ mode: 'off', reason: 'Types are off (--no-types).' });
    expect(files).toEqual([
      { path: 'main.ts', callees: [{ kind: 'unknown' }], types: [{ kind: 'unknown' }], unanswered: expect.any(String) },
    ]);
  });

  it('ends with close: no process is left, answers are unknown, closing twice is fine', async () => {
    const processes = watchedProcesses();
    const oracle = openOracle(project(), { processes });
    expect(await called(oracle)).toBe('callee.ts run function');
    expect(processes.seen).toHaveLength(1);
    await oracle.close();
    await oracle.close();
    expect(processes.seen.filter(isRunning)).toEqual([]);
    expect(oracle.state().mode).toBe('off');
    expect(await called(oracle)).toBe('unknown');
  });

  it('ends while it is at work', async () => {
    const processes = watchedProcesses();
    const oracle = openOracle(project(), { processes });
    await called(oracle);
    const { questions } = marked('main.ts', source);
    const asked = oracle.ask(Array.from({ length: 2000 }, () => questions));
    await oracle.close();
    const { files, state } = await asked;
    expect([files.length, state.mode]).toEqual([2000, 'off']);
    expect(processes.seen.filter(isRunning)).toEqual([]);
  });

  it('takes its process along when it is killed itself', async () => {
    const urlOf = (path: string): string => pathToFileURL(join(dist, path)).href;
    const program = `
      import { openTypeOracle } from '${urlOf('core/types/open-oracle.js')}';
      import { nodeWorkers } from '${urlOf('core/host/workers.js')}';
      const processes = { residentBytes: async pid => console.log(pid), kill() {} };
      const root = ${JSON.stringify(project())};
      const oracle = openTypeOracle({ root, workers: nodeWorkers(), processes, clock: { now: () => 0 } });
      await oracle.ask([{ path: 'main.ts', callees: [], types: [] }]);
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = Number(String((await once(owner.stdout, 'data'))[0]));
    expect(isRunning(pid)).toBe(true);
    owner.kill('SIGKILL');
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  });

  it('goes on after its process was killed, with the texts that were replaced', async () => {
    const processes = watchedProcesses();
    const oracle = openOracle(project(), { processes });
    oracle.update([{ path: 'callee.ts', text: 'export const run = () => 2;' }]);
    expect(await called(oracle)).toBe('callee.ts run variable');
    for (let round = 0; round < 2; round++) {
      process.kill(processes.seen.at(-1)!, 'SIGKILL');
      expect(await called(oracle)).toBe('callee.ts run variable');
      expect(processes.seen).toHaveLength(round + 2);
    }
  });

  it('answers rightly or not at all while its processes are killed at any moment', async () => {
    const processes = watchedProcesses();
    const oracle = openOracle(project(), { processes });
    const { questions } = marked('main.ts', source);
    const right = (await oracle.ask([questions])).files[0]!;
    let turns = 0;
    for (const kills of [1, 7, 40, 3, 90, 12]) {
      const asked = oracle.ask(Array.from({ length: 1500 }, () => questions));
      // The moment is counted in turns of the event loop, so that it falls into every phase of the work.
      for (let i = 0; i < kills * 5; i++) await new Promise(resolve => setImmediate(resolve));
      process.kill(processes.seen.at(-1)!, 'SIGKILL');
      const { files, state } = await asked;
      expect(files).toHaveLength(1500);
      for (const answers of files) {
        if (answers.unanswered === undefined) expect(answers).toEqual(right);
        else expect(answers.callees).toEqual([{ kind: 'unknown' }]);
      }
      if (files.every(({ unanswered }) => unanswered !== undefined)) expect(state.mode).toBe('off');
      turns++;
    }
    expect(turns).toBe(6);
    oracle.refresh();
    expect(await called(oracle)).toBe('callee.ts run function');
  });

  it('pauses after three deaths in a row, and tries again later', async () => {
    let now = 0;
    let isBroken = false;
    const workers = nodeWorkers();
    const broken = {
      start: (...args: Parameters<typeof workers.start>) => {
        const channel = workers.start(...args);
        return isBroken ? { ...channel, request: () => Promise.reject(new Error('broken on purpose')) } : channel;
      },
    };
    const processes = watchedProcesses();
    const oracle = openOracle(project(), { workers: broken, processes, clock: { now: () => now } });
    expect(await called(oracle)).toBe('callee.ts run function');
    isBroken = true;
    process.kill(processes.seen[0]!, 'SIGKILL');
    const { files, state } = await oracle.ask([marked('main.ts', source).questions]);
    expect(files[0]!.callees).toEqual([{ kind: 'unknown' }]);
    expect(state).toEqual({ mode: 'off', reason: expect.stringContaining('stopped 3 times in a row') });
    isBroken = false;
    expect(await called(oracle)).toBe('unknown');
    now += 1001;
    expect(await called(oracle)).toBe('callee.ts run function');
    expect(oracle.state()).toEqual({ mode: 'full' });
  });

  it('starts anew when it holds more memory than it may, and stays off for a while when that does not help', async () => {
    const sizes = [10, 5000, 5000, 5000].map(mb => mb * 1024 * 1024);
    const killed: number[] = [];
    const system = watchedProcesses();
    const processes = {
      residentBytes: async (pid: number) => (await system.residentBytes(pid)) && sizes.shift(),
      kill: (pid: number) => {
        killed.push(pid);
        system.kill(pid);
      },
    };
    const oracle = openOracle(project(), { processes, clock: { now: () => 0 } });
    const heard: string[] = [];
    for (let i = 0; i < 5; i++) heard.push(await called(oracle));
    expect(heard).toEqual([...Array.from({ length: 4 }, () => 'callee.ts run function'), 'unknown']);
    expect(killed).toHaveLength(3);
    expect(oracle.state()).toEqual({ mode: 'off', reason: expect.stringContaining('3072 MB') });
  });

  it('rejects with the reason of an aborted signal and goes on with the next question', async () => {
    const oracle = openOracle(project());
    const controller = new AbortController();
    const { questions } = marked('main.ts', source);
    const asked = oracle.ask(
      Array.from({ length: 3000 }, () => questions),
      controller.signal,
    );
    const next = called(oracle);
    controller.abort(new Error('no longer wanted'));
    await expect(asked).rejects.toThrow('no longer wanted');
    expect(await next).toBe('callee.ts run function');
  });
});

/** The built oracle in a folder of its own, with the packages it needs except for the native part of TypeScript 7. */
function placeWithoutNative(): string {
  const place = folderWith({ 'package.json': '{ "type": "module" }' });
  cpSync(join(dist, 'core'), join(place, 'core'), { recursive: true });
  cpSync(join(packages, 'typescript'), join(place, 'node_modules/typescript'), { recursive: true });
  for (const name of ['typescript6', 'jsonc-parser']) {
    symlinkSync(join(packages, name), join(place, 'node_modules', name));
  }
  return place;
}

/** A native part that cannot do its work. */
function putNative(place: string, mode: number): void {
  const native = join(place, `node_modules/@typescript/typescript-${process.platform}-${process.arch}`);
  mkdirSync(join(native, 'lib'), { recursive: true });
  writeFileSync(join(native, 'package.json'), '{ "version": "7.0.2" }');
  writeFileSync(join(native, 'lib/tsc'), '#!/bin/sh\nexit 3\n');
  chmodSync(join(native, 'lib/tsc'), mode);
}

/** Ways in which TypeScript 7 may not run here, and what is said about them. */
const troubles: readonly [trouble: string, make: (place: string) => void, reason: RegExp][] = [
  ['its native part is not installed', () => {}, /TypeScript 6 answers.*Unable to resolve/],
  ['its native part ends at once', place => putNative(place, 0o755), /TypeScript 6 answers/],
  ['its native part cannot be started', place => putNative(place, 0o644), /TypeScript 6 answers/],
  [
    'another release is in its place',
    place => {
      const manifest = join(place, 'node_modules/typescript/package.json');
      writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"version": "7.0.2"', '"version": "7.9.0"'));
    },
    /TypeScript 7\.9\.0 is installed/,
  ],
];

describe('TypeScript 6 answers, and says so', { timeout: 120_000 }, () => {
  afterEach(tidy);

  it.each(troubles)('where %s', async (_, make, reason) => {
    const place = placeWithoutNative();
    make(place);
    const oracle = openOracle(project(), { module: pathToFileURL(join(place, 'core/types/worker.js')) });
    expect(await called(oracle)).toBe('callee.ts run function');
    expect(oracle.state()).toEqual({ mode: 'fallback', reason: expect.stringMatching(reason) });
  });

  it('unless it is missing too', async () => {
    const place = placeWithoutNative();
    rmSync(join(place, 'node_modules/typescript6'));
    const oracle = openOracle(project(), { module: pathToFileURL(join(place, 'core/types/worker.js')) });
    expect(await called(oracle)).toBe('unknown');
    expect(oracle.state()).toEqual({ mode: 'off', reason: expect.stringContaining('No type checker runs here') });
  });
});

describe.each(compilers)('questions to %s', { timeout: 120_000 }, compiler => {
  afterEach(tidy);

  it('are answered one batch after another, in the order they were asked', async () => {
    const oracle = openOracle(project(), { compiler });
    const [first, second] = await Promise.all([
      askText(oracle, 'main.ts', 'function a() {} «a»()'),
      askText(oracle, 'other.ts', 'function b() {} «b»()'),
    ]);
    expect([line(first.callees[0]), line(second.callees[0])]).toEqual(['main.ts a function', 'other.ts b function']);
  });

  it('give the same answers every time, whatever was asked before', async () => {
    const root = project();
    const { questions } = marked('main.ts', source);
    const other = { ...questions, path: 'callee.ts' };
    const straight = await openOracle(root, { compiler }).ask([questions, other]);
    const back = await openOracle(root, { compiler }).ask([other, questions]);
    expect([...back.files].reverse()).toEqual(straight.files);
  });
});
