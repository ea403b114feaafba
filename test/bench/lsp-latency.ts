import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

// node dist/test/bench/lsp-latency.js ROOT [EDITS] [SWITCHED] [MEMORY_EDITS]
// The built server over stdio on a repository of `generate-repository.js`, with ten files open: the time from `didChange`
// to the diagnostics of the edited file and of every other open file that the edit affects; from the start to the first
// diagnostics; a branch switch of SWITCHED files; memory over many edits; what it costs when nobody types.
const [folder = '.', edits = '300', switched = '2000', memoryEdits = '10000'] = process.argv.slice(2);
const root = resolve(folder);
const main = fileURLToPath(new URL('../../clients/cli/main.js', import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const uriOf = (path: string): string => pathToFileURL(join(root, path)).href;
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

const started = performance.now();
const child = spawn(process.execPath, [main, 'lsp', '--stdio'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
const rpc = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
const latest = new Map<string, PublishDiagnosticsParams>();
let look = (): void => {};
rpc.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
  latest.set(params.uri, params);
  look();
});
rpc.onRequest('client/registerCapability', () => null);
rpc.listen();
const until = (isThere: () => boolean): Promise<void> =>
  new Promise(done => {
    look = () => {
      if (isThere()) done();
    };
    look();
  });
const count = (path: string): number => latest.get(uriOf(path))?.diagnostics.length ?? 0;

await rpc.sendRequest('initialize', {
  processId: process.pid,
  rootUri: pathToFileURL(root).href,
  capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
});
const greeted = performance.now();
await rpc.sendNotification('initialized', {});

// `user` imports `edited`; eight more files are open beside them.
const edited = 'src/m0/f1.ts';
const user = 'src/m0/bench-user.ts';
const open = (path: string, text: string) =>
  rpc.sendNotification('textDocument/didOpen', {
    textDocument: { uri: uriOf(path), languageId: 'typescript', version: 1, text },
  });
const before = textOf(edited);
await open(edited, before);
await open(user, `import { marker } from './f1';\nexport const use = marker;\n`);
for (let i = 2; i < 10; i++) await open(`src/m0/f${i}.ts`, textOf(`src/m0/f${i}.ts`));
await until(() => count(user) > 0);
say(`start: initialize ${ms(greeted - started)}, first diagnostics ${ms(performance.now() - started)}`);

let version = 1;
const change = (text: string) =>
  rpc.sendNotification('textDocument/didChange', {
    textDocument: { uri: uriOf(edited), version: ++version },
    contentChanges: [{ text }],
  });
/** Every second edit adds a finding to the edited file and takes away the one of its user; the others do the reverse. */
async function edit(i: number): Promise<number> {
  const isOn = i % 2 === 0;
  const text = isOn ? `import './nowhere-${i}';\n${before}\nexport const marker = ${i};\n` : `${before}\n// ${i}\n`;
  const from = performance.now();
  await change(text);
  await until(() => latest.get(uriOf(edited))?.version === version && count(user) > 0 === !isOn);
  return performance.now() - from;
}
/** Processor time of the server so far, all threads, in milliseconds: it says the same on a busy machine. */
const processorTime = (): number => {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
};
const times: number[] = [];
let spent = processorTime();
for (let i = 0; i < Number(edits); i++) times.push(await edit(i));
say(
  `edit to the diagnostics of both files: ${quantiles(times)}, processor ${each(spent, times)} (${times.length} edits)`,
);

const bodyTimes: number[] = [];
spent = processorTime();
for (let i = 0; i < Number(edits); i++) {
  const from = performance.now();
  await change(`import './nowhere';\n${before}\nfunction added${i}() { return ${i}; }\n`);
  await until(() => latest.get(uriOf(edited))?.version === version);
  bodyTimes.push(performance.now() - from);
}
say(`edit of a body to the diagnostics of the file: ${quantiles(bodyTimes)}, processor ${each(spent, bodyTimes)}`);

const files = Array.from({ length: Number(switched) }, (_, i) => `src/m${1 + Math.floor(i / 50)}/f${i % 50}.ts`);
const originals = new Map(files.flatMap(path => (exists(path) ? [[path, textOf(path)] as const] : [])));
for (const half of ['there', 'back']) {
  for (const [path, text] of originals)
    writeFileSync(join(root, path), half === 'there' ? `${text}// switched\n` : text);
  const from = performance.now();
  await rpc.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [...originals.keys()].map(path => ({ uri: uriOf(path), type: 2 })),
  });
  await rpc.sendRequest('textDocument/hover', {
    textDocument: { uri: uriOf(edited) },
    position: { line: 0, character: 9 },
  });
  say(`branch switch of ${originals.size} files, ${half}: ${ms(performance.now() - from)}`);
}

const memory = (): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024);
const marks: string[] = [`0: ${memory()} MB`];
for (let i = 1; i <= Number(memoryEdits); i++) {
  await edit(i);
  if (i % (Number(memoryEdits) / 4) === 0) marks.push(`${i}: ${memory()} MB`);
}
if (Number(memoryEdits) > 0) say(`memory after edits: ${marks.join(', ')}`);

await new Promise(done => setTimeout(done, 3_000));
const idleFrom = processorTime();
await new Promise(done => setTimeout(done, 10_000));
say(`idle: ${processorTime() - idleFrom} ms of processor time in 10 s`);
await rpc.sendRequest('shutdown');
await rpc.sendNotification('exit');

function ms(time: number): string {
  return `${time.toFixed(0)} ms`;
}

function each(from: number, list: readonly number[]): string {
  return `${((processorTime() - from) / list.length).toFixed(1)} ms an edit`;
}

function quantiles(list: readonly number[]): string {
  const sorted = [...list].sort((a, b) => a - b);
  const at = (q: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`;
}

function exists(path: string): boolean {
  try {
    textOf(path);
    return true;
  } catch {
    return false;
  }
}
