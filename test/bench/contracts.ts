/**
 * What contracts with types cost on a repository: `node dist/test/bench/contracts.js ROOT FILE [EDITS]`. FILE is edited in
 * memory. Times are CPU milliseconds of this process, so that other work on the machine counts less; the type checker's own
 * process is not among them.
 */
import { openWorkspace } from '../../core/index.js';

const [root = '.', file = '', count = '10'] = process.argv.slice(2);
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return Math.round((user + system) / 1000);
};
const megabytes = (): number => Math.round(process.memoryUsage().rss / 1e6);

const workspace = await openWorkspace({ root, typed: true, cache: false });
console.log(`opened with types: ${cpuMs()} ms, ${megabytes()} MB, coverage ${workspace.snapshot.types.mode}`);
const text = workspace.snapshot.text(file);
if (text === undefined) throw new Error(`${file} is no file of ${root}`);
const times: number[] = [];
for (let edit = 0; edit < Number(count); edit++) {
  const at = text.indexOf('{', Math.floor((text.length * ((edit * 37) % 100)) / 100)) + 1;
  const before = cpuMs();
  const next = await workspace.apply([{ path: file, text: `${text.slice(0, at)} /* ${edit} */ ${text.slice(at)}` }]);
  const { snapshot } = await next.withTypes({ first: new Set([file]) });
  void snapshot.findings;
  times.push(cpuMs() - before);
}
times.sort((a, b) => a - b);
const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
console.log(`an edit to its typed findings: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms; ${megabytes()} MB`);
await workspace.close();
