// Compares every import of a repository with TypeScript's answer, and times the resolver:
//   npx tsc -b test && node dist/test/bench/resolve-differential.js <repository> [how many unexplained to print]
import { resolve } from 'node:path';
import { diskFileSystem } from '../../core/files/disk.js';
import { ignoreRules } from '../../core/files/ignore-rules.js';
import { takeInventory } from '../../core/files/inventory.js';
import { readLayout } from '../../core/resolve/layout.js';
import type { ResolutionRequest } from '../../core/resolve/resolution.js';
import { createResolver } from '../../core/resolve/resolver.js';
import { dialectOf } from '../../core/syntax/parser.js';
import { byOurs, byTypeScript } from '../core/resolve/oracle/configs.js';
import { compareWithTypeScript, specifiersOf } from '../core/resolve/oracle/differential.js';

const root = resolve(process.argv[2] ?? '.').replaceAll('\\', '/');
const most = Number(process.argv[3] ?? 20);
const fs = diskFileSystem(root);
const settings = { tsconfig: 'nearest', generated: [] };
const rules = ignoreRules(fs);
const inventory = takeInventory(
  fs,
  { include: [], exclude: [] },
  { isSource: path => dialectOf(path) !== undefined, rules },
);

const requests: ResolutionRequest[] = [];
const decoder = new TextDecoder();
for (const { path } of inventory.files) {
  const text = decoder.decode(fs.readBytes(path) ?? new Uint8Array());
  for (const specifier of specifiersOf(text)) requests.push({ from: path, specifier, mode: 'import' });
}

const input = {
  manifests: inventory.manifests.map(file => file.path),
  configs: inventory.configs.map(file => file.path),
};
const memoryBefore = process.memoryUsage().rss;
const start = performance.now();
const layout = readLayout(fs, input, settings);
const read = performance.now();
const resolver = createResolver({ fs, layout, settings, ignored: path => rules.isIgnored(path) });
for (const request of requests) resolver.resolve(request);
const cold = performance.now();
for (const request of requests) resolver.resolve(request);
const warm = performance.now();
const memory = process.memoryUsage().rss - memoryBefore;
const added = [`${requests[0]?.from.replace(/[^/]*$/, '') ?? ''}brand-new-file.ts`];
let concerned = 0;
for (const request of requests) if (resolver.couldChange(request, resolver.resolve(request), added)) concerned++;
const tested = performance.now();
const derived = resolver.after({ fs, ignored: path => rules.isIgnored(path), paths: added });
for (const request of requests.slice(0, 10)) derived.resolve(request);
const after = performance.now();

const ms = (value: number) => value.toFixed(1);
const figures = [
  `${inventory.files.length} files, ${requests.length} imports, ${input.manifests.length} manifests, ${input.configs.length} tsconfigs`,
  `layout ${ms(read - start)} ms, resolve cold ${ms(cold - read)} ms (${ms(((cold - read) * 1000) / requests.length)} µs each), again ${ms(warm - cold)} ms, one new file: ${concerned} to ask again, told in ${ms(tested - warm)} ms, next resolver and ten answers ${ms(after - tested)} ms; ${(memory / 2 ** 20).toFixed(1)} MB more`,
];
process.stdout.write(`${figures.join('\n')}\n`);
if (process.argv[4] === 'time') process.exit(0);

const isComponent = (path: string) => /\.(?:vue|svelte|astro)$/.test(path);
const sources = inventory.files.map(file => file.path).filter(path => !isComponent(path));
let differing = 0;
for (const path of input.configs) {
  const config = layout.config(path);
  if (config === undefined) continue;
  const ours = JSON.stringify(byOurs(config, sources));
  const theirs = JSON.stringify(byTypeScript(fs, path, sources));
  if (ours === theirs) continue;
  differing++;
  if (differing <= most)
    process.stdout.write(`${path}\n  ours ${ours.slice(0, 1500)}\n  TypeScript ${theirs.slice(0, 1500)}\n`);
}
process.stdout.write(`${differing} of ${input.configs.length} tsconfigs read otherwise than by TypeScript\n`);

const comparison = compareWithTypeScript(fs, layout, resolver, requests);
for (const [verdict, count] of [...comparison.counts].sort((a, b) => b[1] - a[1])) {
  process.stdout.write(`${String(count).padStart(7)}  ${verdict}\n`);
}
const shown = process.argv[4] ?? 'unexplained';
for (const [verdict, differences] of comparison.differences) {
  if (!verdict.startsWith(shown)) continue;
  for (const { request, ours, oracle } of differences.slice(0, most)) {
    const answers = `ours ${JSON.stringify(ours)}\n  TypeScript ${JSON.stringify(oracle)}`;
    process.stdout.write(`${request.from} '${request.specifier}'\n  ${answers}\n`);
  }
}
for (const problem of layout.problems.slice(0, most)) process.stdout.write(`${problem.path}: ${problem.message}\n`);
process.exitCode = comparison.counts.has('unexplained') ? 1 : 0;
