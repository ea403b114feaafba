import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEvent } from '../../clients/cli/hook/hook-event.js';
import { placeEdits } from '../../clients/cli/hook/place-edits.js';
import { type Engine, type EngineAnswer, engineOver, openWorkspace } from '../../core/index.js';
import { type Seed, seedsFor } from './replay/seeds.js';

// node dist/test/bench/replay.js [REPO] [--seeds 220] [--commits 40]: replays seeded edits and real commits of a repository
// with a policy the way an agent makes them, as hook payloads of four shapes, and prints what was caught before the write,
// what was stopped though it was right, whether the named remedy is clean, and how long it took. No model is in the loop.
const args = process.argv.slice(2);
const option = (name: string, usual: number) => {
  const at = args.indexOf(name);
  return at < 0 ? usual : Number(args.splice(at, 2)[1]);
};
const wanted = option('--seeds', 220);
const commits = option('--commits', 40);
const source = resolve(args[0] ?? fileURLToPath(new URL('../../..', import.meta.url)));
const root = join(mkdtempSync(join(tmpdir(), 'lintel-replay-')), 'repo');
spawnSync('git', ['clone', '-q', '--local', source, root]);
const git = (...words: string[]) => spawnSync('git', words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;

const openedAtMs = Date.now();
const workspace = await openWorkspace({ root, resident: true });
const engine = engineOver({ root, workspace, openedAtMs });

type Shape = 'write' | 'edit' | 'patch' | 'gemini';
const shapes: readonly Shape[] = ['write', 'edit', 'patch', 'gemini'];

/** The payload by which a client says that it is about to give a file this text. */
function payload(shape: Shape, path: string, text: string, added?: string): object {
  const base = { session_id: 'replay', cwd: root, hook_event_name: 'PreToolUse' };
  const file_path = join(root, path);
  const [first = ''] = text.slice(added === undefined ? 0 : added.length + 1).split('\n', 1);
  if (added !== undefined && shape === 'patch') {
    const lines = [...added.split('\n').map(line => `+${line}`), ` ${first}`];
    const command = ['*** Begin Patch', `*** Update File: ${path}`, '@@', ...lines, '*** End Patch', ''].join('\n');
    return { ...base, turn_id: '1', tool_name: 'apply_patch', tool_input: { command } };
  }
  if (added !== undefined && shape === 'edit') {
    const old = text.slice(added.length + 1).slice(0, 400);
    const tool_input = { file_path, old_string: old, new_string: `${added}\n${old}`, replace_all: false };
    return { ...base, tool_name: 'Edit', tool_input };
  }
  if (shape === 'gemini')
    return {
      ...base,
      hook_event_name: 'BeforeTool',
      tool_name: 'write_file',
      tool_input: { file_path: path, content: text },
    };
  return { ...base, tool_name: 'Write', tool_input: { file_path, content: text } };
}

async function judged(input: object, by: Engine = engine): Promise<EngineAnswer> {
  const read = readEvent(JSON.stringify(input), undefined, {}, root);
  if (!read.ok) throw new Error(read.why);
  const { edits } = placeEdits(read.event.folders, read.event.edits);
  return by.checkEdits({ edits });
}

const stops = ({ findings }: EngineAnswer) =>
  findings.filter(({ severity, weight }) => severity === 'error' && weight === 'certain');

// ---- seeded edits
const seeds = seedsFor(root, workspace.snapshot, wanted);
const caught = new Map<string, { total: number; caught: number }>();
const byShape = new Map<Shape, number>(shapes.map(shape => [shape, 0]));
const times: number[] = [];
let withRemedy = 0;
let cleanAfter = 0;
const missed: string[] = [];
for (const seed of seeds) {
  const text = `${seed.line}\n${readFileSync(join(root, seed.path), 'utf8')}`;
  const row = caught.get(seed.kind) ?? { total: 0, caught: 0 };
  caught.set(seed.kind, row);
  row.total++;
  let all = true;
  for (const shape of shapes) {
    const start = performance.now();
    const answer = await judged(payload(shape, seed.path, text, seed.line));
    times.push(performance.now() - start);
    const hit = stops(answer).some(({ rule }) => seed.rules.includes(rule));
    if (hit) byShape.set(shape, (byShape.get(shape) ?? 0) + 1);
    all &&= hit;
    if (shape === 'write') await remedy(seed, text, answer);
  }
  if (all) row.caught++;
  else missed.push(`${seed.kind} ${seed.path}: ${seed.line.split('\n')[0]}`);
}

/** Takes the remedy that the message names word by word. */
async function remedy(seed: Seed, text: string, answer: EngineAnswer): Promise<void> {
  const named = stops(answer)
    .map(({ message }) => /(?:Import|Re-export) .+? from "([^"]+)" instead/.exec(message)?.[1])
    .find(specifier => specifier !== undefined);
  if (named === undefined) return;
  withRemedy++;
  const fixed = text.replace(seed.line, () => seed.line.replace(/'[^']+'/, () => `'${named}'`));
  const after = await judged(payload('write', seed.path, fixed));
  if (stops(after).length === 0) cleanAfter++;
}

// ---- real commits, written file by file as an agent does: settings first, then as git lists them
let writes = 0;
let refused = 0;
const stopped: string[] = [];
const log = git('log', '--format=%H', '--no-merges', '-n', String(commits), '--reverse').trim().split('\n');
for (const commit of log) {
  if (spawnSync('git', ['checkout', '-q', '-f', `${commit}~1`], { cwd: root }).status !== 0) continue;
  const settings = /(?:^|\/)(?:architecture\.jsonc|package\.json|tsconfig.*\.json)$/;
  const files = git('diff', '--name-only', '--no-renames', '--diff-filter=AM', `${commit}~1`, commit)
    .trim()
    .split('\n');
  const deleted = git('diff', '--name-only', '--no-renames', '--diff-filter=D', `${commit}~1`, commit)
    .trim()
    .split('\n');
  const ordered = [...files.filter(path => settings.test(path)), ...files.filter(path => !settings.test(path))];
  for (const path of ordered) {
    if (!/\.(?:[cm]?[jt]sx?|jsonc)$/.test(path)) {
      if (path !== '') writeText(path, git('show', `${commit}:${path}`));
      continue;
    }
    const text = git('show', `${commit}:${path}`);
    const start = performance.now();
    const answer = await judged(payload('write', path, text));
    times.push(performance.now() - start);
    writes++;
    if (stops(answer).length > 0) {
      refused++;
      stopped.push(
        `${commit.slice(0, 9)} ${path}: ${stops(answer)[0]?.rule} ${stops(answer)[0]?.message.slice(0, 140)}`,
      );
    }
    writeText(path, text);
  }
  for (const path of deleted) if (path !== '') rmSync(join(root, path), { force: true });
}

function writeText(path: string, text: string): void {
  spawnSync('mkdir', ['-p', join(root, path, '..')]);
  writeFileSync(join(root, path), text);
}

await workspace.close();

// ---- the command itself: cold, then beside a server that hosts
spawnSync('git', ['checkout', '-q', '-f', log.at(-1) ?? 'HEAD'], { cwd: root });
const main = fileURLToPath(new URL('../../clients/cli/main.js', import.meta.url));
const timed = (runs: number) => {
  const seed = seeds[0]!;
  const input = JSON.stringify(
    payload('write', seed.path, `${seed.line}\n${readFileSync(join(root, seed.path), 'utf8')}`),
  );
  const measured: number[] = [];
  let denied = 0;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    const { stdout } = spawnSync(process.execPath, [main, 'hook', '--deadline', '20000'], {
      cwd: root,
      input,
      encoding: 'utf8',
    });
    measured.push(performance.now() - start);
    if (stdout.includes('"deny"')) denied++;
  }
  return { denied, runs, ...percentiles(measured) };
};
spawnSync(process.execPath, [main, 'check', '--quiet', '--root', root]);
const cold = timed(10);
const server: ChildProcess = spawn(process.execPath, [main, 'lsp', '--stdio'], {
  cwd: root,
  stdio: ['pipe', 'pipe', 'ignore'],
});
const params = { processId: process.pid, capabilities: {}, rootUri: `file://${root}` };
for (const message of [
  { id: 1, method: 'initialize', params },
  { method: 'initialized', params: {} },
]) {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  server.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}
if (server.stdout) await once(server.stdout, 'data');
timed(3); // The first question has the disk looked at.
const warm = timed(30);
server.kill();

function percentiles(values: readonly number[]): { p50: string; p95: string } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)} ms`;
  return { p50: at(0.5), p95: at(0.95) };
}

const total = [...caught.values()].reduce((sum, row) => sum + row.total, 0);
const all = [...caught.values()].reduce((sum, row) => sum + row.caught, 0);
console.log(`source files: ${workspace.snapshot.graph.files.length}`);
console.log(`seeded edits: ${all} of ${total} refused before the write in all four shapes`);
for (const [kind, row] of caught) console.log(`  ${kind}: ${row.caught} of ${row.total}`);
console.log(`  by shape: ${[...byShape].map(([shape, hits]) => `${shape} ${hits}`).join(', ')}`);
console.log(`remedy named: ${withRemedy}; clean after taking it word by word: ${cleanAfter}`);
console.log(`real writes: ${writes} in ${log.length} commits; refused: ${refused}`);
console.log(
  `engine, warm: p50 ${percentiles(times).p50}, p95 ${percentiles(times).p95} over ${times.length} questions`,
);
console.log(`lintel hook, cache only: ${JSON.stringify(cold)}; beside a server: ${JSON.stringify(warm)}`);
for (const line of missed) console.log(`missed: ${line}`);
for (const line of stopped) console.log(`stopped: ${line}`);
rmSync(join(root, '..'), { recursive: true, force: true });
process.exit(0);
