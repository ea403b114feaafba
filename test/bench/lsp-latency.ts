import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ms, quantiles, say } from './lsp/figures.js';
import { startMeasured } from './lsp/server.js';
import { busiest, sourcesOf } from './lsp/sources.js';

// node dist/test/bench/lsp-latency.js ROOT [EDITS] [SWITCHED] [MEMORY_EDITS]
// The built server over stdio with ten files open: the time from `didChange` to the diagnostics of the edited file and of
// every other open file that the edit affects; from the start to the first diagnostics; a branch switch of SWITCHED files;
// memory over many edits; what it costs when nobody types. The edited file is the one that most others import.
const [folder = '.', edits = '300', switched = '2000', memoryEdits = '10000'] = process.argv.slice(2);
const root = resolve(folder);
const main = fileURLToPath(new URL('../../clients/cli/main.js', import.meta.url));
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = sourcesOf(root);
const edited = busiest(root, sources);
/** Imports the edited file; it stands in the editor alone. */
const user = `${dirname(edited)}/lintel-bench-user.ts`;
const name = edited.slice(edited.lastIndexOf('/') + 1).replace(/\.tsx?$/, '');
const others = sources.filter(path => path !== edited);
const neighbours = [...others.filter(path => dirname(path) === dirname(edited)), ...others].slice(0, 8);

const server = await startMeasured([process.execPath, main, 'lsp', '--stdio'], root);
const before = textOf(edited);
await server.open(edited, before);
await server.open(user, `import { lintelBench } from './${name}';\nexport const use = lintelBench;\n`);
for (const path of neighbours) await server.open(path, textOf(path));
const missing = /missing-export/;
await server.until(() => server.count(user, missing) > 0, 'the first diagnostics', 600_000);
say(`${sources.length} files, edited ${edited}`);
say(`start: initialize ${ms(server.greetedMs)}, first diagnostics ${ms(performance.now() - server.started)}`);

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
const spentSince = (from: number, list: readonly number[]): string =>
  `processor ${((server.processorMs() - from) / list.length).toFixed(1)} ms an edit`;

let spent = server.processorMs();
const times: number[] = [];
for (let i = 0; i < Number(edits); i++) times.push(await edit(i));
if (times.length > 0) say(`edit to the diagnostics of both files: ${quantiles(times)}, ${spentSince(spent, times)}`);
// The first complete analysis runs beside the first of them.
const later = times.slice(100);
if (later.length > 100) say(`the same without the first hundred: ${quantiles(later)}`);

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
if (bodyTimes.length > 0)
  say(`edit of a body to the diagnostics of the file: ${quantiles(bodyTimes)}, ${spentSince(spent, bodyTimes)}`);

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
  say(`branch switch of ${files.length} files, ${half}: ${ms(performance.now() - from)}`);
};
if (files.length > 0)
  try {
    await switchTo('there', text => `${text}// switched\n`);
  } finally {
    await switchTo('back', text => text);
  }

/** Resolves once the server has done what it put off until nobody types. */
async function rest(): Promise<void> {
  for (let before = server.processorMs(); ; ) {
    await new Promise(done => setTimeout(done, 3_000));
    const now = server.processorMs();
    if (now - before < 100) return;
    before = now;
  }
}
await rest();
const marks = [`0: ${server.memory()} MB`];
for (let i = 1; i <= Number(memoryEdits); i++) {
  await edit(i + 1);
  if (i % Math.ceil(Number(memoryEdits) / 10) === 0) marks.push(`${i}: ${server.memory()} MB`);
}
if (Number(memoryEdits) > 0) say(`memory after edits: ${marks.join(', ')}`);

await rest();
const idleFrom = server.processorMs();
await new Promise(done => setTimeout(done, 10_000));
say(`idle: ${server.processorMs() - idleFrom} ms of processor time in 10 s`);
await server.stop();
