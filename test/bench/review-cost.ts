import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// node dist/test/bench/review-cost.js REPO [FILES]: clones a repository, changes what functions do in FILES files spread over
// it, and prints what `lintel check` and `lintel review` take with their caches warm, in seconds, each run after one more edit.
const [repo = '.', wanted = '30'] = process.argv.slice(2);
const main = fileURLToPath(new URL('../../clients/cli/main.js', import.meta.url));
const root = join(mkdtempSync(join(tmpdir(), 'lintel-cost-')), 'repo');
const env = { ...process.env, XDG_CACHE_HOME: join(root, '..', 'cache') };
const git = (...words: string[]) => spawnSync('git', words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
spawnSync('git', ['clone', '-q', '--shared', repo, root]);
const sources = git('ls-files')
  .split('\n')
  .filter(
    path =>
      /^(?!.*(test|spec|\.d\.)).*\.tsx?$/.test(path) &&
      /throw new \w+\([^;]*\);?\n/.test(readFileSync(join(root, path), 'utf8')),
  );
const step = Math.max(1, Math.floor(sources.length / Number(wanted)));
const changed = sources.filter((_, i) => i % step === 0).slice(0, Number(wanted));
for (const path of changed) {
  const text = readFileSync(join(root, path), 'utf8');
  writeFileSync(join(root, path), text.replace(/throw new \w+\([^;]*\);?\n/, 'return undefined as never;\n'));
}
let edits = 0;
function seconds(...args: string[]): number {
  // Another text each time: a run over what nothing changed is recalled and costs nothing.
  const path = join(root, changed[0]!);
  writeFileSync(path, `${readFileSync(path, 'utf8')}// ${++edits}\n`);
  const startedAt = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [main, ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status === 2 || status === null) console.log(`status ${status}: ${stdout.slice(0, 300)}`);
  return (performance.now() - startedAt) / 1000;
}
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const told = (runs: readonly number[]): string =>
  `${median([...runs]).toFixed(1)} (${runs.map(run => run.toFixed(1)).join(' ')})`;
console.log(`${repo}: ${git('ls-files').split('\n').length} files, ${changed.length} changed`);
console.log(`check, cold: ${seconds('check', '--format', 'json').toFixed(1)}`);
console.log(`review, first: ${seconds('review', 'HEAD', '--format', 'json').toFixed(1)}`);
// By turns, so that both see the same machine.
const [checks, reviews]: [number[], number[]] = [[], []];
for (let round = 0; round < 3; round++) {
  checks.push(seconds('check', '--format', 'json'));
  reviews.push(seconds('review', 'HEAD', '--format', 'json'));
}
console.log(`check, warm: ${told(checks)}`);
console.log(`review, warm: ${told(reviews)}, ${(median(reviews) / median(checks)).toFixed(2)} of a check`);
