import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateRepository } from './generated-repository.js';
import { childOfThis, endedChildrenMs, processorMs } from './process-time.js';
import { startAsking } from './replay/ask.js';
import { hookPayload } from './replay/payloads.js';

/**
 * What a hook takes beside a server that is warm: `node dist/test/bench/hook-timing.js [files] [runs]`. Each run asks about
 * another write of a generated repository, half of them forbidden: the whole command, and the question alone. Times of a busy
 * machine say little; the processor time beside them says more.
 */
const files = Number(process.argv[2] ?? 10_000);
const runs = Number(process.argv[3] ?? 100);
const main = fileURLToPath(new URL('../../clients/cli/bundle/lintel.cjs', import.meta.url));
const root = realpathSync(mkdtempSync(join(tmpdir(), 'lintel-hook-bench-')));

try {
  generateRepository(root, files);
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'all'],
  ])
    spawnSync('git', args, { cwd: root });
  const from = performance.now();
  const asking = await startAsking(root, main);
  const server = childOfThis();
  const probe = { path: 'src/m0/f0.ts', content: 'export const a = 1;\n' };
  await asking.tool('get_rules', { path: 'src' });
  print('first answer after', ms(performance.now() - from));
  const plan = { changes: [{ path: 'src/m1/new.ts', imports: ['import { nothing } from "./f1"'] }] };
  print('first check_plan', ms((await asking.tool('check_plan', plan)).ms));
  let longest = 0;
  while ((await asking.tool('check_content', probe)).answer.status === 'not_checked')
    longest = Math.max(longest, (await asking.tool('get_rules', { path: 'src' })).ms);
  print('contracts known after', `${ms(performance.now() - from)}, get_rules meanwhile at most ${ms(longest)}`);

  const write = (i: number) => {
    const path = `src/m${i % 20}/f${20 * (i % 7) + (i % 20)}.ts`;
    const before = readable(path);
    const line =
      i % 2 === 0 ? "import { nothing } from './none.js';\nvoid nothing;\n" : `export const more${i} = ${i};\n`;
    return hookPayload('Claude Write', root, { path, before, text: `${before ?? ''}${line}` });
  };
  for (let i = 0; i < 5; i++) await asking.hook(write(i));
  let spent = processorMs(server);
  const asked: number[] = [];
  for (let i = 0; i < runs; i++) asked.push((await asking.hook(write(i))).ms);
  print('the question alone', `${percentiles(asked)}; processor ${ms((processorMs(server) - spent) / runs)}`);
  spent = endedChildrenMs();
  const whole: number[] = [];
  for (let i = 0; i < runs; i++) {
    const input = JSON.stringify(write(i + 1_000));
    const start = performance.now();
    const { stderr } = spawnSync(process.execPath, [main, 'hook', '--deadline', '20000'], {
      cwd: root,
      input,
      encoding: 'utf8',
    });
    whole.push(performance.now() - start);
    if (stderr.includes('not checked')) throw new Error(stderr);
  }
  print('the whole command', `${percentiles(whole)}; its own processor ${ms((endedChildrenMs() - spent) / runs)}`);
  await asking.close();
} finally {
  rmSync(root, { recursive: true, force: true });
}
process.exit(0);

function readable(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    // expected absent: the write makes a new file
    return undefined;
  }
}

function percentiles(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => ms(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)} over ${values.length}`;
}

function ms(time: number): string {
  return `${Math.round(time)} ms`;
}

function print(what: string, figures: string): void {
  process.stdout.write(`${what}: ${figures}\n`);
}
