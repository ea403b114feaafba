/**
 * What contracts with types cost on a repository: `node dist/test/bench/contracts.js ROOT [FILE] [EDITS] [PROJECT]`. FILE (a
 * hub) and, in turn, files all over the repository are edited in memory. Beside it `tsc --noEmit` of TypeScript 6 and 7 runs
 * over PROJECT (a tsconfig below ROOT; default: `tsconfig.json`). Wall and processor time are told apart: the latter is that
 * of this process, the type checker's own is not in it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { componentsOf } from '../../core/failures/program/components.js';
import { contractReport, openWorkspace, type Snapshot } from '../../core/index.js';
import { randomFrom } from '../core/engine/random-workspace.js';

const [root = '.', hub, count = '40', project = 'tsconfig.json'] = process.argv.slice(2);
const say = (line: string): unknown => process.stdout.write(`${line}\n`);
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function timed<T>(what: string, work: () => T | Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const [cpu, wall] = [cpuMs(), performance.now()];
  const value = await work();
  const ms = performance.now() - wall;
  say(`${what}: ${ms.toFixed(0)} ms, ${(cpuMs() - cpu).toFixed(0)} ms of processor, ${memory()}`);
  return { value, ms };
}

function memory(): string {
  return `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB here, ${checkerMemory()} MB in the checker's process`;
}

/** Resident memory of this process's children, in MB; 0 where the system does not tell. */
function checkerMemory(): string {
  try {
    const rows = execFileSync('ps', ['-o', 'rss=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' });
    const kilobytes = rows.split('\n').filter(row => !/\bps$/.test(row));
    return (kilobytes.reduce((sum, row) => sum + (Number.parseInt(row, 10) || 0), 0) / 1e3).toFixed(0);
  } catch {
    return '?';
  }
}

const at = (times: readonly number[], share: number): string =>
  ([...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1);
const spread = (times: readonly number[]): string =>
  `p50 ${at(times, 0.5)} ms, p95 ${at(times, 0.95)} ms, max ${at(times, 1)} ms (${times.length})`;

const { value: workspace } = await timed('facts, edges, architecture rules', () =>
  openWorkspace({ root, cache: false, resident: true, preparesContracts: false }),
);
const contracts = await timed('contracts with types of the whole program', async () => {
  const { snapshot } = await workspace.snapshot.withTypes();
  return snapshot;
});
const snapshot = contracts.value;
await timed('failure rules', () => snapshot.findings.length);
say(`coverage of types: ${snapshot.types.mode} ${JSON.stringify(snapshot.types.notChecked)}`);

const { members } = snapshot.state.failures.of(snapshot.state).program;
const numbers = new Map<string, number>();
for (const [path, { unit }] of members.entries())
  for (let index = 0; index < unit.ir.functions.length; index++) numbers.set(`${path}#${index}`, numbers.size);
const targets = [...members.values()].flatMap(({ calls }) =>
  calls.map(refs => refs.flatMap(({ path, index }) => numbers.get(`${path}#${index}`) ?? [])),
);
const order = await timed('order of evaluation (components of the call graph)', () => componentsOf(targets));
const inCircles = order.value.filter(each => each.length > 1).flat().length;
say(`${members.size} files, ${numbers.size} functions, ${inCircles} of them in circles and evaluated more than once`);

queries(snapshot);
if (hub !== undefined) await edits(`edits of ${hub}`, () => hub);
const random = randomFrom(1);
const paths = snapshot.state.files.filter(path => members.has(path));
await edits('edits all over', () => paths[random(paths.length)] ?? '');
await workspace.close();

for (const name of ['typescript6', 'typescript']) {
  const folder = resolve('node_modules', name);
  const { bin, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const started = performance.now();
  const args = [join(folder, bin.tsc), '--noEmit', '--incremental', 'false', '--composite', 'false', '-p', project];
  const run = spawnSync(process.execPath, args, { cwd: root, maxBuffer: 1 << 28 });
  const ms = performance.now() - started;
  const errors = run.stdout.toString().match(/error TS/g)?.length ?? 0;
  say(
    `tsc --noEmit of TypeScript ${version}: ${ms.toFixed(0)} ms, ${errors} errors; contracts are ${(contracts.ms / ms).toFixed(2)} of it`,
  );
}

interface Manifest {
  readonly bin: { readonly tsc: string };
  readonly version: string;
}

/** Contracts that are there, asked for as a surface asks. */
function queries(of: Snapshot): void {
  const next = randomFrom(2);
  const all = [...members.entries()].flatMap(([path, { unit }]) =>
    unit.ir.functions.map((_, index) => ({ path, index })),
  );
  const times: number[] = [];
  for (let query = 0; query < 500; query++) {
    const ref = all[next(all.length)];
    if (!ref) continue;
    const before = performance.now();
    contractReport(of, ref);
    of.failures.callers(ref);
    times.push(performance.now() - before);
  }
  say(`a contract with its callers, asked for: ${spread(times)}`);
}

/** An edit within a body, to the typed findings of the file; then to those of all files that rest on it. */
async function edits(what: string, pick: () => string): Promise<void> {
  const [own, all, cpu]: [number[], number[], number[]] = [[], [], []];
  for (let edit = 0; edit < Number(count); edit++) {
    const path = pick();
    const text = workspace.snapshot.text(path) ?? '';
    const place = text.indexOf('{', Math.floor((text.length * ((edit * 37) % 100)) / 100)) + 1;
    const [before, busy] = [performance.now(), cpuMs()];
    const next = await workspace.apply([{ path, text: `${text.slice(0, place)} /* ${edit} */ ${text.slice(place)}` }]);
    const first = await next.withTypes({ first: new Set([path]) });
    void first.snapshot.findings;
    own.push(performance.now() - before);
    cpu.push(cpuMs() - busy);
    if (first.isPreliminary) void (await next.withTypes()).snapshot.findings;
    all.push(performance.now() - before);
    await workspace.apply([{ path, text }]);
    await workspace.snapshot.withTypes({ first: new Set([path]) });
  }
  say(`${what}, to typed findings of the file: ${spread(own)}; of all: ${spread(all)}; processor: ${spread(cpu)}`);
}
