import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskFileSystem } from '../../core/files/disk.js';
import type { Processes } from '../../core/files/host.js';
import { systemClock } from '../../core/host/clock.js';
import { systemProcesses } from '../../core/host/processes.js';
import { nodeWorkers } from '../../core/host/workers.js';
import { openTypeOracle } from '../../core/types/open-oracle.js';
import type { FileQuestions, OracleAnswer } from '../../core/types/oracle.js';
import { type TypeScript, typescript6 } from '../../core/typescript6.js';
import { randomFrom } from '../core/engine/random-workspace.js';

// node dist/test/bench/types.js ROOT [FOLDER] [typescript7|typescript6] [EDITS]: where every callee below FOLDER is declared and of what
// type every thrown, awaited and unused expression is, first cold, then again for one edited file at a time. Finding the
// spans is not part of the times.
const [root = '.', folder = '', compiler = 'typescript7', edits = '60'] = process.argv.slice(2);
const ts = typescript6();
const say = (line: string): unknown => process.stdout.write(`${line}\n`);

let peak = 0;
const system = systemProcesses();
const processes: Processes = {
  kill: system.kill,
  async residentBytes(pid) {
    const bytes = await system.residentBytes(pid);
    peak = Math.max(peak, bytes ?? 0);
    return bytes;
  },
};
const oracle = openTypeOracle({
  root,
  workers: nodeWorkers(),
  processes,
  clock: systemClock(),
  compiler: compiler === 'typescript6' ? 'typescript6' : 'typescript7',
  memoryLimitMb: 6000,
});

const paths = sourcesBelow(folder);
const texts = new Map(paths.map(path => [path, readFileSync(join(root, path), 'utf8')]));
const batch = [...texts].map(([path, text]) => questionsOf(path, text));
const count = (pick: (questions: FileQuestions) => readonly unknown[]): number =>
  batch.reduce((sum, questions) => sum + pick(questions).length, 0);
const lines = [...texts.values()].reduce((sum, text) => sum + text.split('\n').length, 0);
say(`${paths.length} files, ${lines} lines, ${count(q => q.callees)} callees, ${count(q => q.types)} types`);

const first = await timed(() => oracle.ask(batch.slice(0, 1)));
say(`first file, program opened: ${first.ms.toFixed(0)} ms`);
const cold = await timed(() => oracle.ask(batch));
say(`all: ${cold.ms.toFixed(0)} ms, ${JSON.stringify(oracle.state())}`);
say(`callees: ${tally(cold.value, file => file.callees.map(answer => answer.kind))}`);
say(
  `types: ${tally(cold.value, file => file.types.map(answer => (answer.kind === 'known' && answer.any ? 'any' : answer.kind)))}`,
);
say(`files not answered: ${cold.value.files.filter(file => file.unanswered !== undefined).length}`);
const warm = await timed(() => oracle.ask(batch));
say(`all again: ${warm.ms.toFixed(0)} ms`);
say(`memory: process ${mb(peak)} MB, this one ${mb(process.memoryUsage.rss())} MB`);

const random = randomFrom(1);
const times: number[] = [];
for (let i = 0; i < Number(edits); i++) {
  const path = paths[random(paths.length)] ?? '';
  const text = `${texts.get(path)}\nexport function added${i}() { return String(${i}); }\n`;
  const questions = questionsOf(path, text);
  oracle.update([{ path, text }]);
  times.push((await timed(() => oracle.ask([questions]))).ms);
  oracle.update([{ path, text: undefined }]);
}
times.sort((a, b) => a - b);
const at = (q: number): string => (times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0).toFixed(0);
say(`edit to answers of that file: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms (${times.length} edits)`);
await oracle.close();

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const before = performance.now();
  const value = await work();
  return { value, ms: performance.now() - before };
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function tally(answer: OracleAnswer, kindsOf: (file: OracleAnswer['files'][number]) => readonly string[]): string {
  const counts = new Map<string, number>();
  for (const kind of answer.files.flatMap(kindsOf)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, n]) => `${n} ${kind}`).join(', ');
}

function sourcesBelow(start: string): readonly string[] {
  const fs = diskFileSystem(root);
  const found: string[] = [];
  const visit = (at: string): void => {
    for (const { name, kind } of fs.list(at)) {
      const path = at === '' ? name : `${at}/${name}`;
      if (kind === 'directory' && name !== 'node_modules' && !name.startsWith('.')) visit(path);
      else if (kind === 'file' && /(?<!\.d)\.[cm]?[jt]sx?$/.test(name)) found.push(path);
    }
  };
  visit(start);
  return found;
}

function questionsOf(path: string, text: string): FileQuestions {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const callees: { start: number; end: number }[] = [];
  const types: { start: number; end: number }[] = [];
  const spanOf = (node: TypeScript.Node) => ({ start: node.getStart(), end: node.end });
  const visit = (node: TypeScript.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) callees.push(spanOf(node.expression));
    if (ts.isThrowStatement(node) || ts.isAwaitExpression(node)) types.push(spanOf(node.expression));
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) types.push(spanOf(node.expression));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path, callees, types };
}
