import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFailureRule, type Label, type ListedFinding } from './failure-rules.js';

// node dist/test/bench/precision/list-findings.js CHECKOUT [--labels FILE] [--rule ID] [--all] [--report FILE]
// Checks a checkout with the built command and prints each finding of a failure rule at Error and Warning with the code around
// it, the ones without a label alone unless --all is given. --report reads a report that `lintel check --format json` wrote.
const args = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args.splice(at, 2)[1];
};
const labelFile = option('--labels');
const rule = option('--rule');
const reportFile = option('--report');
const everything = args.includes('--all');
const root = resolve(args.find(word => !word.startsWith('--')) ?? '.');

const report = JSON.parse(readFileSync(reportFile ?? check(root), 'utf8')) as { findings: ListedFinding[] };
const labelled = new Set(labelsOf(labelFile).map(label => label.id));
const listed = report.findings
  .filter(finding => isFailureRule(finding.rule) && (finding.severity === 'error' || finding.severity === 'warning'))
  .filter(finding => rule === undefined || finding.rule === rule)
  .filter(finding => everything || !labelled.has(finding.id))
  .sort(
    (a, b) => a.rule.localeCompare(b.rule) || a.path.localeCompare(b.path) || a.range.start.line - b.range.start.line,
  );

for (const finding of listed) {
  const { line } = finding.range.start;
  console.log(`\n## ${finding.id} ${finding.rule} ${finding.severity} ${finding.path}:${line}\n${finding.message}`);
  console.log(excerpt(finding));
}
console.log(`\n${listed.length} findings`);

/** Runs the built command and answers where its report lies: it can be larger than a pipe's buffer. */
function check(root: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'lintel-precision-')), 'report.json');
  const command = fileURLToPath(new URL('../../../clients/cli/main.js', import.meta.url));
  const run = spawnSync(
    process.execPath,
    [command, 'check', '--format', 'json', '--no-cache', '--quiet', '--min-severity', 'hint', '--root', root],
    { stdio: ['ignore', openSync(path, 'w'), 'inherit'] },
  );
  if (run.status === 2 || run.status === null)
    throw new Error(`lintel check ended with ${run.status ?? run.signal} in ${root}`);
  return path;
}

function labelsOf(path: string | undefined): Label[] {
  if (path === undefined || !existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Label);
}

/** Twelve lines before the finding and eight after its end, numbered; of a long one the first forty. */
function excerpt({ path, range }: ListedFinding): string {
  const lines = readFileSync(join(root, path), 'utf8').split('\n');
  const first = Math.max(1, range.start.line - 12);
  const last = Math.min(lines.length, range.end.line + 8, range.start.line + 40);
  return lines
    .slice(first - 1, last)
    .map(
      (text, at) =>
        `${first + at === range.start.line ? '>' : ' '}${String(first + at).padStart(5)} ${text.slice(0, 180)}`,
    )
    .join('\n');
}
