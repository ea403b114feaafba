import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesIn } from './ask.js';
import { kinds } from './case.js';

import type { Outcome, ReplayResult } from './replay-repository.js';
import { stopLabels } from './stop-labels.js';

/** The tables of all results in a folder, as Markdown. */
export function summaryOf(folder: string): string {
  const results = readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ReplayResult);
  const outcomes = results.flatMap(result => result.outcomes);
  const seeds = outcomes.filter(({ kind }) => kind !== 'clean');
  const clean = outcomes.filter(({ kind }) => kind === 'clean');
  const lines = [
    ...results.map(
      ({ repository, commit, files, outcomes: own, changedLines }) =>
        `${repository} ${commit.slice(0, 8)}: ${files} files, ${own.filter(({ kind }) => kind !== 'clean').length} seeds, ${own.filter(({ kind }) => kind === 'clean').length} real writes of ${changedLines} lines`,
    ),
    '',
    '| kind | seeds | plan | content | patch | hook | told before the write | a reason to stop | cold hook | after the shell: next event / end of turn / missed | remedy: clean / left out / not / none |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...[...kinds, 'all' as const].map(kind =>
      row(kind, kind === 'all' ? seeds : seeds.filter(each => each.kind === kind)),
    ),
    '',
    `real writes: ${clean.length}; stopped by the hook ${clean.filter(({ hook }) => hook).length}, as patch ${clean.filter(({ patch }) => patch).length}, of which wrongly ${clean.filter(each => (each.hook || each.patch) && !labelOf(each).startsWith('right')).length}; violations in check_content ${clean.filter(({ content }) => content).length}, check_plan ${clean.filter(({ plan }) => plan).length}`,
    '',
    ...times(results),
    '',
    ...clean.filter(({ hook, patch }) => hook || patch).map(each => `stopped (${labelOf(each)}): ${line(each)}`),
    ...clean
      .filter(({ hook, patch, content, plan }) => !hook && !patch && (content || plan))
      .map(each => `told: ${line(each)}`),
    ...seeds.filter(each => !each.content || !each.hook || each.plan === false).map(each => `missed: ${line(each)}`),
    ...seeds.filter(({ remedy }) => remedy === 'not clean').map(each => `not clean: ${line(each)}`),
  ];
  return lines.join('\n');
}

/** What reading the write said of its stop. */
function labelOf({ repository, path, said }: Outcome): string {
  const rules = said.flatMap(text => [...rulesIn(text), text.split(' ')[2] ?? '']);
  const label = stopLabels.find(
    each => each.repository === repository && each.path === path && rules.includes(each.rule),
  );
  return label === undefined ? 'not read yet' : `${label.isRight ? 'right' : 'false'}: ${label.why}`;
}

function row(name: string, seeds: readonly Outcome[]): string {
  const share = (hits: number, of: number) => (of === 0 ? '–' : `${hits}/${of}`);
  const plans = seeds.filter(({ plan }) => plan !== undefined);
  const count = (test: (each: Outcome) => boolean | undefined) => seeds.filter(each => test(each) === true).length;
  const cells = [
    name,
    String(seeds.length),
    share(plans.filter(({ plan }) => plan).length, plans.length),
    share(
      count(each => each.content),
      seeds.length,
    ),
    share(
      count(each => each.patch),
      seeds.length,
    ),
    share(
      count(each => each.hook),
      seeds.length,
    ),
    share(
      count(each => each.content || each.hook || each.patch || each.plan),
      seeds.length,
    ),
    share(
      count(each => each.stops),
      seeds.length,
    ),
    share(
      count(each => each.cold),
      seeds.filter(({ cold }) => cold !== undefined).length,
    ),
    `${count(each => each.afterShell === 'event')} / ${count(each => each.afterShell === 'stop')} / ${count(each => each.afterShell === 'missed')}`,
    `${count(each => each.remedy === 'clean')} / ${count(each => each.remedy === 'left out')} / ${count(each => each.remedy === 'not clean')} / ${count(each => each.remedy === 'none')}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function times(results: readonly ReplayResult[]): readonly string[] {
  const joined = (of: (result: ReplayResult) => Readonly<Record<string, readonly number[]>>, unit: string) => {
    const names = [...new Set(results.flatMap(result => Object.keys(of(result))))].sort();
    return names.map(name => {
      const values = results.flatMap(result => of(result)[name] ?? []).sort((a, b) => a - b);
      const at = (part: number) =>
        Math.round(values[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0);
      return `| ${name} | ${values.length} | ${at(0.5)} ${unit} | ${at(0.95)} ${unit} | ${at(1)} ${unit} |`;
    });
  };
  return [
    '| | n | p50 | p95 | max |',
    '|---|---|---|---|---|',
    ...joined(({ ms }) => ms, 'ms'),
    ...joined(({ tokens }) => tokens, 'tokens'),
  ];
}

function line({ repository, commit, path, kind, what, said, ...rest }: Outcome): string {
  const forms = Object.entries(rest)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
  return `${repository.split('/')[1]} ${commit.slice(0, 8)} ${path} [${kind}] ${what ?? ''} (${forms})\n    ${said.map(text => text.slice(0, 260)).join('\n    ')}`;
}
