import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkspace } from '../../core/index.js';
import { randomFrom } from '../core/engine/random-workspace.js';

// node dist/test/bench/edit-latency.js ROOT [EDITS]: one changed file in a resident workspace until the new findings are
// there. A third of the edits each change a body, add an import of something the file reaches already, and import a file
// drawn at random, which in most cases closes a circle through large parts of the repository.
const [root = '.', edits = '300'] = process.argv.slice(2);
const started = performance.now();
const workspace = await openWorkspace({ root, cache: false, resident: true });
void workspace.snapshot.findings.length;
const opened = performance.now() - started;
const random = randomFrom(1);
const { files } = workspace.snapshot.graph;
const times: { kind: string; ms: number }[] = [];
const kinds = ['body', 'import', 'circle'] as const;
const targetsOf = (path: string): string[] =>
  workspace.snapshot.graph
    .edges(path)
    .flatMap(({ target }) => (target.kind === 'file' && /\.[jt]sx?$/.test(target.path) ? [target.path] : []));
for (let i = 0; i < Number(edits); i++) {
  const path = files[random(files.length)] ?? '';
  const kind = kinds[i % 3] ?? 'body';
  const near = targetsOf(path).flatMap(targetsOf);
  const other = kind === 'import' ? near[random(near.length || 1)] : files[random(files.length)];
  const text = readFileSync(join(root, path), 'utf8');
  const up = '../'.repeat(path.split('/').length - 1) || './';
  const edited =
    kind === 'body' || other === undefined
      ? `${text}\nfunction added${i}() { return ${i}; }\n`
      : `import * as added${i} from '${up}${other.replace(/\.[cm]?[jt]sx?$/, '')}';\nexport const use${i} = added${i};\n${text}`;
  const before = performance.now();
  const snapshot = await workspace.apply([{ path, text: edited }]);
  void snapshot.findings.length;
  times.push({ kind, ms: performance.now() - before });
  // Back to what is on disk, so that every edit meets the same repository.
  void (await workspace.refresh([path])).findings.length;
}
const quantile = (list: number[], q: number): string => {
  const sorted = list.sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0).toFixed(1);
};
for (const kind of kinds) {
  const list = times.filter(time => time.kind === kind).map(time => time.ms);
  process.stdout.write(
    `${kind}: p50 ${quantile(list, 0.5)} ms, p95 ${quantile(list, 0.95)} ms, max ${quantile(list, 1)} ms (${list.length} edits, ${files.length} files)\n`,
  );
}
process.stdout.write(`opened in ${opened.toFixed(0)} ms, ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB\n`);
await workspace.close();
