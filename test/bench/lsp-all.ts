import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateRepository } from './generated-repository.js';
import { say } from './lsp/figures.js';

// node dist/test/bench/lsp-all.js CHECKOUT [PART…] [--small]
// All figures of the language server, for RESULTS.md: on a checkout of a real repository (2,500 files: outline), on
// generated ones of 10,000 and 50,000 files, and beside Biome and Fallow on each. Without a part, all of them, about 35
// minutes on two idle cores; each says how long it took. `--small` shows in a few minutes that they work. The checkout is
// written to and restored.
//
// | part          | what                                                                    | minutes, two idle cores |
// |---------------|-------------------------------------------------------------------------|-------------------------|
// | checkout      | start, 500 + 500 edits, switch of 2,000 files, idle                     | 1                       |
// | memory        | 10,000 edits of the checkout                                            | 4                       |
// | peers         | the checkout beside Biome and Fallow                                    | 1                       |
// | 10k, 10k-peers | the same on 10,000 files                                                | 2 and 3                 |
// | 50k, 50k-peers | the same on 50,000 files, fewer edits                                   | 5 and 8                 |
// | random        | 500 sequences of edits in UTF-8 and 500 in UTF-16 against fresh checks  | 6                       |
const options = process.argv.slice(2);
const isSmall = options.includes('--small');
const [checkout = '', ...chosen] = options.filter(option => !option.startsWith('--'));
if (!existsSync(checkout)) throw new Error('name the checkout of a real repository');

const generated = (count: number): string => {
  const root = join(tmpdir(), `lintel-bench-${count}`);
  if (!existsSync(join(root, 'architecture.jsonc'))) generateRepository(root, count);
  return root;
};
/** The script with arguments: root, edits, switched files, edits for memory. */
const latency = (root: string, ...counts: readonly number[]): number => bench('./lsp-latency.js', root, ...counts);
const peers = (root: string, edits: number): number => bench('./lsp-compare.js', root, edits);
const random = (sequences: number): number =>
  spawnSync('npx', ['vitest', 'run', 'test/lsp/random-edits.test.ts'], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    env: { ...process.env, LINTEL_SEQUENCES: String(sequences) },
    stdio: 'inherit',
  }).status ?? 1;

const large: Readonly<Record<string, () => number>> = {
  checkout: () => latency(checkout, 500, 2_000, 0),
  '10k': () => latency(generated(10_000), 300, 2_000, 0),
  '50k': () => latency(generated(50_000), 100, 2_000, 0),
  memory: () => latency(checkout, 0, 0, 10_000),
  peers: () => peers(checkout, 40),
  '10k-peers': () => peers(generated(10_000), 20),
  '50k-peers': () => peers(generated(50_000), 4),
  random: () => random(500),
};
const small: typeof large = {
  checkout: () => latency(checkout, 4, 50, 0),
  memory: () => latency(checkout, 0, 0, 8),
  peers: () => peers(checkout, 4),
  '10k': () => latency(generated(200), 4, 50, 0),
  '10k-peers': () => peers(generated(200), 4),
  random: () => random(10),
};

const parts = isSmall ? small : large;
const unknown = chosen.filter(name => !(name in large));
if (unknown.length > 0)
  throw new Error(`no part named ${unknown.join(', ')}; there are ${Object.keys(large).join(', ')}`);
for (const [name, run] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  say(`\n== ${name}`);
  const from = performance.now();
  const status = run();
  say(`${name}: ${status === 0 ? '' : `ended with ${status}, `}${((performance.now() - from) / 1_000).toFixed(0)} s`);
}

function bench(script: string, ...args: readonly (string | number)[]): number {
  // lintel-ignore-next-line arch/unknown-target: one of the benches beside this
  const file = fileURLToPath(new URL(script, import.meta.url));
  return spawnSync(process.execPath, [file, ...args.map(String)], { stdio: 'inherit' }).status ?? 1;
}
