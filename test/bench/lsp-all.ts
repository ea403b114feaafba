import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateRepository } from './generated-repository.js';
import { say } from './lsp/figures.js';

// node dist/test/bench/lsp-all.js CHECKOUT [--small]
// All figures of the language server, for RESULTS.md: on a checkout of a real repository (2,500 files: outline), on
// generated ones of 10,000 and 50,000 files, and beside Biome and Fallow on each. About 35 minutes on two idle cores;
// `--small` takes a minute and only shows that it works. The checkout is written to and restored.
const [checkout = '', flag] = process.argv.slice(2);
const isSmall = flag === '--small';
if (!existsSync(checkout)) throw new Error('name the checkout of a real repository');

const latency = new URL('./lsp-latency.js', import.meta.url);
const compare = new URL('./lsp-compare.js', import.meta.url);

interface Run {
  readonly root: string;
  readonly edits: number;
  readonly switched: number;
  readonly memoryEdits: number;
  /** In the comparison, where a save of Fallow's may take a minute. */
  readonly compared: number;
}

const generated = (count: number): string => {
  const root = join(tmpdir(), `lintel-bench-${count}`);
  if (!existsSync(join(root, 'architecture.jsonc'))) generateRepository(root, count);
  return root;
};

const runs: readonly (() => Run)[] = isSmall
  ? [
      () => ({ root: checkout, edits: 4, switched: 50, memoryEdits: 8, compared: 4 }),
      () => ({ root: generated(200), edits: 4, switched: 50, memoryEdits: 0, compared: 4 }),
    ]
  : [
      () => ({ root: checkout, edits: 300, switched: 2_000, memoryEdits: 10_000, compared: 40 }),
      () => ({ root: generated(10_000), edits: 300, switched: 2_000, memoryEdits: 0, compared: 20 }),
      () => ({ root: generated(50_000), edits: 100, switched: 2_000, memoryEdits: 0, compared: 6 }),
    ];

for (const prepare of runs) {
  const { root, edits, switched, memoryEdits, compared } = prepare();
  say(`\n== ${root}`);
  run(latency, [root, edits, switched, memoryEdits]);
  run(compare, [root, compared]);
}

function run(script: URL, args: readonly (string | number)[]): void {
  const { status } = spawnSync(process.execPath, [fileURLToPath(script), ...args.map(String)], { stdio: 'inherit' });
  if (status !== 0) say(`${script.href} ended with ${status}`);
}
