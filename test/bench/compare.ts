import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { installPeers, project } from './peers.js';

// node dist/test/bench/compare.js ROOT FOLDER… [--runs 5]: Lintel beside dependency-cruiser and Fallow on the same files in
// the same minutes, runs interleaved. FOLDERs are what dependency-cruiser is pointed at (it takes no whole root without
// configuration). Prints medians of wall time in seconds, the peak memory in MB, and the ratios that RESULTS.md keeps.
const args = process.argv.slice(2);
const at = args.indexOf('--runs');
const runs = at < 0 ? 5 : Number(args.splice(at, 2)[1]);
const [root = '.', ...folders] = args;
const cwd = resolve(root);
const lintel = join(project, 'dist/clients/cli/main.js');
const { cruiser, fallow } = installPeers();

const cruise = join(project, '.cache/peers/cruise.json');
writeFileSync(
  cruise,
  JSON.stringify({
    forbidden: [{ name: 'no-circular', severity: 'error', from: {}, to: { circular: true } }],
    options: {
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      ...(existsSync(join(cwd, 'tsconfig.json')) && { tsConfig: { fileName: 'tsconfig.json' } }),
    },
  }),
);

interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  /** Runs made once before measuring: to fill a cache. */
  readonly warm?: boolean;
}

const node = process.execPath;
const contenders: readonly Contender[] = [
  { name: 'lintel cold', command: [node, lintel, 'check', '--no-cache', '--format', 'json'] },
  { name: 'lintel warm', command: [node, lintel, 'check', '--format', 'json'], warm: true },
  { name: 'fallow cold', command: [fallow, 'architecture', '--format', 'json', '--no-cache'] },
  { name: 'fallow warm', command: [fallow, 'architecture', '--format', 'json'], warm: true },
  { name: 'dependency-cruiser', command: [node, cruiser, '--config', cruise, '--output-type', 'err', ...folders] },
];

const measured = new Map<string, { seconds: number[]; megabytes: number[] }>();
for (const { command, warm } of contenders) if (warm) for (let i = 0; i < 2; i++) run(command);
for (let i = 0; i < runs; i++) {
  for (const { name, command } of contenders) {
    const one = run(command);
    const all = measured.get(name) ?? { seconds: [], megabytes: [] };
    measured.set(name, all);
    all.seconds.push(one.seconds);
    all.megabytes.push(one.megabytes);
  }
}

const seconds = (name: string): number => median(measured.get(name)?.seconds ?? []);
const megabytes = (name: string): number => median(measured.get(name)?.megabytes ?? []);
for (const { name } of contenders)
  print(`${name.padEnd(20)} ${seconds(name).toFixed(2)} s  ${megabytes(name).toFixed(0)} MB`);
const ratio = (what: string, a: number, b: number): void => print(`${what.padEnd(46)} ${(a / b).toFixed(2)}`);
ratio('cold ÷ dependency-cruiser', seconds('lintel cold'), seconds('dependency-cruiser'));
ratio('cold ÷ Fallow uncached', seconds('lintel cold'), seconds('fallow cold'));
ratio('warm ÷ Fallow cached', seconds('lintel warm'), seconds('fallow warm'));
ratio('peak memory cold ÷ dependency-cruiser', megabytes('lintel cold'), megabytes('dependency-cruiser'));

function run([command = '', ...rest]: readonly string[]): { seconds: number; megabytes: number } {
  const started = performance.now();
  const { stderr, error } = spawnSync('/usr/bin/time', ['-f', '%M', command, ...rest], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (error) throw error;
  return { seconds: (performance.now() - started) / 1000, megabytes: Number(stderr.trim().split('\n').at(-1)) / 1024 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
