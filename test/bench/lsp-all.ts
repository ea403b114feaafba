import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateRepository } from './generated-repository.js';
import { say } from './lsp/figures.js';
import { type Figure, keptParts } from './lsp/kept.js';
import { tablesOf } from './lsp/tables.js';
import { project } from './peers.js';

// node dist/test/bench/lsp-all.js CHECKOUT [PART…] [--small] [--again] [--tables]
// All figures of the language server, for RESULTS.md: on a checkout of a real repository (2,500 files: outline), on
// generated ones of 1,000, 10,000 and 50,000 files, and beside Biome and Fallow on each. It runs unattended: each part that
// ended is kept in `.cache/bench/lsp.jsonl`, so the same command goes on where it was stopped, and a part that hangs is ended
// after its limit and the next begins. At the end, or at once with `--tables`, it prints the tables with the targets beside.
// `--again` takes parts anew that this commit has already. `--small` shows in a few minutes that all of it works. The checkout
// is written to and restored.
//
// | part           | what                                                                   | minutes, two idle cores |
// |----------------|------------------------------------------------------------------------|-------------------------|
// | checkout       | two starts, 500 + 500 + 100 edits, switch of 2,000 files, idle         | 2                       |
// | 10k, 50k       | the same on generated files, fewer edits                               | 4 and 10                |
// | 1k             | for the growth of an edit with the repository                          | 1                       |
// | memory         | 10,000 edits of the checkout                                           | 6                       |
// | peers          | the checkout beside Biome and Fallow                                   | 2                       |
// | 10k-peers, 50k-peers | the same on generated files, fewer edits                         | 3 and 10                |
// | random         | 500 sequences of edits in UTF-8 and 500 in UTF-16 against fresh checks | 2                       |
const options = process.argv.slice(2);
const isSmall = options.includes('--small');
const [named = '', ...chosen] = options.filter(option => !option.startsWith('--'));
if (!existsSync(named)) throw new Error('name the checkout of a real repository');
const checkout = resolve(named);

interface Part {
  /** Minutes after which it is ended. */
  readonly limit: number;
  readonly script: string;
  readonly args: () => readonly (string | number)[];
  /** The arguments of `--small`. */
  readonly small: () => readonly (string | number)[];
}

const generated = (count: number): string => {
  const root = join(tmpdir(), `lintel-bench-${count}`);
  if (!existsSync(join(root, 'architecture.jsonc'))) generateRepository(root, count);
  return root;
};
const latency = (root: () => string, limit: number, ...counts: readonly number[]): Part => ({
  limit,
  script: './lsp-latency.js',
  args: () => [root(), ...counts],
  small: () => [root === onCheckout ? checkout : generated(200), ...counts.map(count => Math.min(count, 10))],
});
const beside = (root: () => string, limit: number, edits: number): Part => ({
  limit,
  script: './lsp-compare.js',
  args: () => [root(), edits],
  small: () => [root === onCheckout ? checkout : generated(200), 4],
});
const onCheckout = (): string => checkout;

// The decisive ones first: what is interrupted has those.
const parts: Readonly<Record<string, Part>> = {
  checkout: latency(onCheckout, 15, 500, 2_000, 0),
  '10k': latency(() => generated(10_000), 20, 300, 2_000, 0),
  '50k': latency(() => generated(50_000), 40, 100, 2_000, 0),
  '1k': latency(() => generated(1_000), 10, 300, 500, 0),
  '50k-peers': beside(() => generated(50_000), 40, 4),
  '10k-peers': beside(() => generated(10_000), 20, 20),
  peers: beside(onCheckout, 15, 40),
  memory: latency(onCheckout, 30, 0, 0, 10_000),
  random: {
    limit: 30,
    script: 'vitest',
    args: () => [500],
    small: () => [10],
  },
};
const unknown = chosen.filter(name => !(name in parts));
if (unknown.length > 0)
  throw new Error(`no part named ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);

const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: project, encoding: 'utf8' }).stdout.trim();
const kept = keptParts(join(project, '.cache/bench/lsp.jsonl'));
const isWanted = (name: string): boolean =>
  (chosen.length === 0 || chosen.includes(name)) && (options.includes('--again') || !isTaken(name));
const isTaken = (name: string): boolean => {
  const taken = kept.of(commit, isSmall).get(name);
  return taken !== undefined && taken.failure === undefined;
};
if (!options.includes('--tables'))
  for (const [name, part] of Object.entries(parts)) if (isWanted(name)) take(name, part);
say(`\nAt ${commit}${isSmall ? ', of no account (--small)' : ''}:\n\n${tablesOf(kept.of(commit, isSmall))}`);

function take(name: string, part: Part): void {
  say(`\n== ${name}`);
  const folder = mkdtempSync(join(tmpdir(), 'lintel-figures-'));
  const file = join(folder, 'figures.jsonl');
  const from = performance.now();
  const { status, signal } = run(part, { ...process.env, LINTEL_FIGURES: file });
  const failure = signal ? `ended after ${part.limit} minutes` : status === 0 ? undefined : `ended with ${status}`;
  const figures: Record<string, Figure> = existsSync(file)
    ? Object.assign(
        {},
        ...readFileSync(file, 'utf8')
          .split('\n')
          .filter(Boolean)
          .map(line => JSON.parse(line)),
      )
    : {};
  rmSync(folder, { recursive: true, force: true });
  const seconds = Math.round((performance.now() - from) / 1_000);
  kept.add({ part: name, commit, isSmall, seconds, ...(failure !== undefined && { failure }), figures });
  say(`${name}: ${failure === undefined ? '' : `${failure}, `}${seconds} s`);
}

function run({ script, limit, args, small }: Part, env: NodeJS.ProcessEnv) {
  const given = (isSmall ? small() : args()).map(String);
  const common = { cwd: project, stdio: 'inherit', timeout: limit * 60_000, killSignal: 'SIGTERM' } as const;
  if (script === 'vitest') {
    const test = ['vitest', 'run', 'test/lsp/random-edits.test.ts'];
    return spawnSync('npx', test, { ...common, env: { ...env, LINTEL_SEQUENCES: given[0] } });
  }
  // lintel-ignore-next-line arch/unknown-target: one of the benches beside this
  const file = fileURLToPath(new URL(script, import.meta.url));
  return spawnSync(process.execPath, [file, ...given], { ...common, env });
}
