import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver/node';
import { keep, ms, quantiles, say, spreadOf } from './lsp/figures.js';
import { startMeasured } from './lsp/server.js';
import { busiest, sourcesOf } from './lsp/sources.js';

// node dist/test/bench/lsp-latency.js ROOT [EDITS] [SWITCHED] [MEMORY_EDITS]
// The built server over stdio with ten files open: the time from `didChange` to the diagnostics of the edited file and of
// every other open file that the edit affects; to a finding that needs contracts and types; from the start to the first
// diagnostics, with a cold cache and with a warm one; a branch switch of SWITCHED files; memory over many edits; what it costs
// when nobody types. The edited file is the one that most others import.
const [folder = '.', edits = '300', switched = '2000', memoryEdits = '10000'] = process.argv.slice(2);
const root = resolve(folder);
const main = fileURLToPath(new URL('../../clients/cli/bundle/lintel.cjs', import.meta.url));
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = sourcesOf(root);
const edited = busiest(root, sources);
/** Imports the edited file; it stands in the editor alone. */
const user = `${dirname(edited)}/lintel-bench-user.ts`;
const name = edited.slice(edited.lastIndexOf('/') + 1).replace(/\.tsx?$/, '');
const others = sources.filter(path => path !== edited);
const neighbours = [...others.filter(path => dirname(path) === dirname(edited)), ...others].slice(0, 8);

const before = textOf(edited);
const missing = /missing-export/;
const cache = mkdtempSync(join(tmpdir(), 'lintel-bench-cache-'));
process.on('exit', () => rmSync(cache, { recursive: true, force: true }));

/** A server with the ten files open, once the first diagnostics are there. */
async function start() {
  const server = await startMeasured([process.execPath, main, 'lsp', '--stdio'], root, { XDG_CACHE_HOME: cache });
  await server.open(edited, before);
  await server.open(user, `import { lintelBench } from './${name}';\nexport const use = lintelBench;\n`);
  for (const path of neighbours) await server.open(path, textOf(path));
  await server.until(() => server.count(user, missing) > 0, 'the first diagnostics', 600_000);
  return { server, first: performance.now() - server.started };
}
const cold = await start();
await cold.server.stop();
const warm = await start();
const { server } = warm;
say(`${sources.length} files, edited ${edited}`);
const firsts = `first diagnostics ${ms(cold.first)} with a cold cache, ${ms(warm.first)} with a warm one`;
say(`start: initialize ${ms(server.greetedMs)}, ${firsts}`);
keep({ files: sources.length, greeting: server.greetedMs, firstCold: cold.first, firstWarm: warm.first });

/** Every second edit adds a finding to the edited file and takes away the one of its user; the others do the reverse. */
async function edit(i: number): Promise<number> {
  const isOn = i % 2 === 0;
  const text = isOn
    ? `import './lintel-nowhere-${i}';\n${before}\nexport const lintelBench = ${i};\n`
    : `${before}\n// ${i}\n`;
  const from = performance.now();
  const version = await server.change(edited, text);
  const isSeen = () => server.latest(edited)?.version === version && server.count(user, missing) > 0 === !isOn;
  await server.until(isSeen, `edit ${i}`);
  return performance.now() - from;
}
const spentSince = (from: number, list: readonly number[]): number => (server.processorMs() - from) / list.length;

let spent = server.processorMs();
const times: number[] = [];
for (let i = 0; i < Number(edits); i++) times.push(await edit(i));
if (times.length > 0) {
  const editProcessor = spentSince(spent, times);
  say(`edit to the diagnostics of both files: ${quantiles(times)}, processor ${editProcessor.toFixed(1)} ms an edit`);
  keep({ edit: spreadOf(times), editProcessor });
}
// So far the first complete analysis ran beside them.
await server.rest();
const later: number[] = [];
for (let i = 0; i < Number(edits); i++) later.push(await edit(Number(edits) + i));
if (later.length > 0) {
  say(`the same once the first complete analysis is over: ${quantiles(later)}`);
  keep({ editLater: spreadOf(later) });
}

const bodyTimes: number[] = [];
spent = server.processorMs();
for (let i = 0; i < Number(edits); i++) {
  const from = performance.now();
  const version = await server.change(
    edited,
    `import './lintel-nowhere';\n${before}\nfunction added${i}() { return ${i}; }\n`,
  );
  await server.until(() => server.latest(edited)?.version === version, `edit of a body ${i}`);
  bodyTimes.push(performance.now() - from);
}
if (bodyTimes.length > 0) {
  const bodyProcessor = spentSince(spent, bodyTimes);
  say(`edit of a body to the diagnostics: ${quantiles(bodyTimes)}, processor ${bodyProcessor.toFixed(1)} ms an edit`);
  keep({ body: spreadOf(bodyTimes), bodyProcessor });
}

/** A function that hides a failure: a finding that only contracts, and the types they ask for, can give. */
const hiding = (i: number): string => `
export async function lintelHides${i}(id: string): Promise<string | null> {
  try {
    const response = await fetch(\`/users/\${id}\`, { signal: AbortSignal.timeout(2000) });
    return response.status === 404 ? null : response.text();
  } catch {
    return null;
  }
}
`;
const lines = before.split('\n').length;
const isOfHiding = ({ code, range }: Diagnostic): boolean =>
  /^failure\//.test(String(code)) && range.start.line >= lines - 1;
const typedTimes: number[] = [];
await server.rest();
for (let i = 0; i < Math.min(Number(edits), 100); i++) {
  await server.change(edited, before);
  await server.until(() => !server.latest(edited)?.diagnostics.some(isOfHiding), `nothing hidden ${i}`);
  const from = performance.now();
  await server.change(edited, `${before}${hiding(i)}`);
  await server.until(() => server.latest(edited)?.diagnostics.some(isOfHiding) === true, `what is hidden ${i}`);
  typedTimes.push(performance.now() - from);
}
if (typedTimes.length > 0) {
  say(`edit to a new finding about failures: ${quantiles(typedTimes)}`);
  keep({ typed: spreadOf(typedTimes) });
}

const files = others.filter(path => !neighbours.includes(path)).slice(0, Number(switched));
const originals = new Map(files.map(path => [path, textOf(path)] as const));
const switchTo = async (half: string, textFor: (text: string) => string): Promise<void> => {
  for (const [path, text] of originals) writeFileSync(join(root, path), textFor(text));
  const from = performance.now();
  await server.rpc.sendNotification('workspace/didChangeWatchedFiles', {
    changes: files.map(path => ({ uri: server.uri(path), type: 2 })),
  });
  await server.rpc.sendRequest('textDocument/hover', {
    textDocument: { uri: server.uri(edited) },
    position: { line: 0, character: 9 },
  });
  const took = performance.now() - from;
  say(`branch switch of ${files.length} files, ${half}: ${ms(took)}`);
  keep({ [half === 'there' ? 'switchThere' : 'switchBack']: took });
};
if (files.length > 0)
  try {
    await switchTo('there', text => `${text}// switched\n`);
  } finally {
    await switchTo('back', text => text);
  }

await server.rest();
const marks = [server.memory()];
for (let i = 1; i <= Number(memoryEdits); i++) {
  await edit(i + 1);
  if (i % Math.ceil(Number(memoryEdits) / 10) === 0) marks.push(server.memory());
}
if (Number(memoryEdits) > 0) {
  say(`memory in MB at the start and after each tenth of ${memoryEdits} edits: ${marks.join(', ')}`);
  keep({ memory: marks, memoryEdits: Number(memoryEdits) });
}

await server.rest();
const idleFrom = server.processorMs();
await new Promise(done => setTimeout(done, 10_000));
const idle = server.processorMs() - idleFrom;
say(`idle: ${idle} ms of processor time in 10 s, ${server.memory()} MB`);
keep({ idle, resident: server.memory() });
await server.stop();
