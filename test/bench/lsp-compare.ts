import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keep, ms, quantiles, say, spreadOf } from './lsp/figures.js';
import { type Measured, startMeasured } from './lsp/server.js';
import { busiest, sourcesOf } from './lsp/sources.js';
import { biomeProgram, installPeers } from './peers.js';

// node dist/test/bench/lsp-compare.js ROOT [EDITS]
// The same edit in three language servers, one after the other in each round: a file of a pair imports the other, which
// closes a circle, and does not any more. Lintel and Biome from `didChange`, Fallow from `didSave`: it does not look at
// what is not saved. ROOT is a copy that may be written to: a pair of files, and a configuration for Biome.
const [folder = '.', edits = '40'] = process.argv.slice(2);
const root = resolve(folder);
const sources = sourcesOf(root);
const place = dirname(busiest(root, sources));
const first = `${place}/lintel-bench-a.ts`;
const second = `${place}/lintel-bench-b.ts`;
const apart = 'export const a = 1;\n';
const circle = `import { b } from './lintel-bench-b';\nexport const a = () => b;\n`;
const secondText = `import { a } from './lintel-bench-a';\nexport const b = () => a;\nexport const used = [a];\n`;
const biomeConfig = join(root, 'biome.json');
const main = fileURLToPath(new URL('../../clients/cli/bundle/lintel.cjs', import.meta.url));

interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  /** The code of the circle. */
  readonly circle: RegExp;
  /** Looks at the disk alone. */
  readonly saves: boolean;
}

const contenders: readonly Contender[] = [
  { name: 'Lintel', command: [process.execPath, main, 'lsp', '--stdio'], circle: /cycle/, saves: false },
  { name: 'Biome', command: [biomeProgram(), 'lsp-proxy'], circle: /noImportCycles/, saves: false },
  { name: 'Fallow', command: [installPeers().fallow, 'lsp-server'], circle: /circular/, saves: true },
];

const kept = read(biomeConfig);
const biomeRules = { recommended: false, suspicious: { noImportCycles: 'error' } };
writeFileSync(biomeConfig, JSON.stringify({ root: true, linter: { enabled: true, rules: biomeRules } }));
writeFileSync(join(root, first), apart);
writeFileSync(join(root, second), secondText);
try {
  say(`${sources.length} files, ${edits} edits each`);
  for (const contender of contenders)
    await measure(contender).catch(error => say(`${contender.name}: ${error.message}`));
} finally {
  for (const path of [first, second]) rmSync(join(root, path), { force: true });
  if (kept === undefined) rmSync(biomeConfig, { force: true });
  else writeFileSync(biomeConfig, kept);
}

async function measure({ name, command, circle: code, saves }: Contender): Promise<void> {
  const server = await startMeasured(command, root);
  try {
    await server.open(first, circle);
    await server.open(second, secondText);
    if (saves) await save(server, first, circle);
    await server.until(() => server.count(first, code) + server.count(second, code) > 0, 'the first circle', 600_000);
    const began = performance.now() - server.started;
    say(`${name}: first diagnostics after ${ms(began)}`);
    // Each has looked at everything by then: what typing costs beside that is a figure of `lsp-latency.ts`.
    await server.rest();
    const times: number[] = [];
    for (let i = 0; i < Number(edits); i++) {
      const closes = i % 2 === 1;
      const text = `${closes ? circle : apart}// ${i}\n`;
      const from = performance.now();
      await server.change(first, text);
      if (saves) await save(server, first, text);
      const isSeen = () => server.count(first, code) + server.count(second, code) > 0 === closes;
      await server.until(isSeen, `edit ${i}`, 120_000);
      times.push(performance.now() - from);
    }
    say(`${name}: ${saves ? 'didSave' : 'didChange'} to the circle in the files, and gone: ${quantiles(times)}`);
    const memory = server.memory() + (name === 'Biome' ? daemonMemory() : 0);
    say(`${name}: ${memory} MB`);
    keep({ [`${name} first`]: began, [`${name} edit`]: spreadOf(times), [`${name} memory`]: memory });
  } finally {
    await server.stop();
    writeFileSync(join(root, first), apart);
  }
}

async function save(server: Measured, path: string, text: string): Promise<void> {
  writeFileSync(join(root, path), text);
  await server.rpc.sendNotification('textDocument/didSave', { textDocument: { uri: server.uri(path) } });
}

/** Resident memory of the daemon that Biome's proxy talks to, in MB. */
function daemonMemory(): number {
  const statuses = readdirSync('/proc')
    .filter(
      pid => /^\d+$/.test(pid) && /biome\0(__run_server|.*\0__run_server)/.test(read(`/proc/${pid}/cmdline`) ?? ''),
    )
    .map(pid => read(`/proc/${pid}/status`) ?? '');
  return statuses.reduce((sum, status) => sum + Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024), 0);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
