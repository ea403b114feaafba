import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Label } from './failure-rules.js';

// node dist/test/bench/precision/tally-labels.js [--folder test/bench/precision] [--fresh REPO,REPO] [--typed]
// Prints how many of the labelled findings of the failure rules are true, a rule and severity a line. What a reader could argue
// about counts as false. --fresh names repositories whose code nobody had looked at, which are counted a second time apart.
// --typed counts the labels of runs with dependencies and types instead (failures-*-typed.jsonl): both runs have most findings.
const args = process.argv.slice(2);
const option = (name: string): string | undefined => args[args.indexOf(name) + 1 || args.length];
const folder = option('--folder') ?? 'test/bench/precision';
const fresh = new Set(option('--fresh')?.split(','));

const typed = args.includes('--typed');

const labels = readdirSync(folder)
  .filter(name => /^failures-.*\.jsonl$/.test(name) && name.endsWith('-typed.jsonl') === typed)
  .flatMap(name => readFileSync(join(folder, name), 'utf8').split('\n'))
  .filter(line => line !== '')
  .map(line => JSON.parse(line) as Label);

console.log(
  '| Rule | Severity | Findings | True | Arguable | False | True, % | Lower bound, % | Fresh, true of all | Repositories |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|');
const groups = new Map<string, Label[]>();
for (const label of labels) {
  const key = `${label.rule} ${label.severity}`;
  groups.set(key, [...(groups.get(key) ?? []), label]);
}

for (const [key, group] of [...groups].sort()) {
  const [rule = '', severity = ''] = key.split(' ');
  const count = (verdict: Label['verdict'], among = group): number =>
    among.filter(label => label.verdict === verdict).length;
  const unseen = group.filter(({ repo }) => fresh.has(repo));
  const right = count('true');
  const cells = [
    `\`${rule}\``,
    severity,
    group.length,
    right,
    count('debatable'),
    count('false'),
    percent(right / group.length),
    percent(wilsonLower(right, group.length)),
    unseen.length === 0 ? '' : `${count('true', unseen)} of ${unseen.length}`,
    new Set(group.map(({ repo }) => repo)).size,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

function percent(share: number): string {
  return (100 * share).toFixed(0);
}

/** The lower end of Wilson's interval at 95 %: what a share of `right` in `all` says at least. */
function wilsonLower(right: number, all: number): number {
  const z = 1.96;
  const share = right / all;
  const middle = share + (z * z) / (2 * all);
  const spread = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
  return (middle - spread) / (1 + (z * z) / all);
}
