import { compareText } from '../../files/paths.js';
import { rules } from '../../rules/index.js';
import { positionAt } from '../../text/lines.js';
import { undecidedByLinters } from '../analysis/delegated.js';
import type { State } from '../analysis/state.js';
import type { Coverage, ExpectedFailure, NotChecked } from '../report.js';
import type { TypeCoverage } from '../typing/type-coverage.js';
import { unreadableFiles } from './about-the-run.js';
import type { Settled, SettledScope } from './settle.js';
import { lineStartsIn } from './texts.js';

/** What a run covers and what it does not. */
export function coverageOf(state: State, settled: Settled, types: TypeCoverage, scope: SettledScope = 'all'): Coverage {
  const { policy, layout } = state.setting;
  let parseErrors = 0;
  let unresolvedImports = 0;
  let unknownTargets = 0;
  let notInstalled = 0;
  let absent = 0;
  const unchecked = new Map<string, number>();
  let unassignedFiles = 0;
  let fixtures = 0;
  for (const path of state.files) {
    const number = state.numbers.of(path);
    if ((state.records.get(number)?.facts.problemCount ?? 0) > 0) parseErrors++;
    if (policy.declared && !policy.moduleOf(path)) unassignedFiles++;
    if (policy.isFixture(path)) fixtures++;
    for (const { target } of state.links.get(number)?.edges ?? []) {
      if (target.kind === 'unresolved') unresolvedImports++;
      else if (target.kind === 'unknown') unknownTargets++;
      else if (target.kind === 'external' && !target.installed && !target.builtin) notInstalled++;
      else if (target.kind === 'absent') absent++;
      else if (target.kind === 'ambient' && target.unchecked !== undefined) count(unchecked, target.unchecked);
    }
  }
  const notChecked: NotChecked[] = [];
  const skipped = new Map<string, number>();
  const extended = new Map<string, number>();
  const add = (what: string, times: number, why: string): void => {
    if (times > 0) notChecked.push({ what, count: times, why });
  };
  add('files that parse only in part', parseErrors, 'syntax-error');
  for (const { why } of [...state.setting.skipped, ...unreadableFiles(state)]) count(skipped, why);
  for (const [why, times] of sorted(skipped)) add('source files', times, why);
  add('imports and syntax of test inputs', fixtures, 'fixture');
  add('names imported from packages', notInstalled, 'not-installed');
  add('imports of files that a tool writes', absent, 'generated');
  for (const { kind } of layout.problems) if (kind !== undefined) count(extended, kind);
  for (const [why, times] of sorted(extended)) add('what tsconfigs extend', times, why);
  for (const [why, times] of sorted(unchecked)) add('specifiers that may be aliases', times, why);
  for (const [rule, times] of undecidedByLinters(state)) add(rule, times, 'linter-undecidable');
  for (const section of policy.inactiveSections) add(`policy section ${section}`, 1, 'not-yet');
  notChecked.push(...types.notChecked);
  const active = rules.filter(rule => rule.zeroConfig || policy.declared);
  return {
    complete: notChecked.length === 0,
    files: state.files.length,
    parseErrors,
    unresolvedImports,
    unknownTargets,
    unassignedFiles,
    rulesEvaluated: policy.usable
      ? active.filter(rule => policy.severityOf(rule.id, '', 'production') !== 'off').length
      : 0,
    vacuousRules: settled.findings.filter(finding => finding.rule === 'arch/vacuous-rule').length,
    typed: types.mode,
    notChecked,
    expected: scope === 'architecture' ? [] : expectedFailures(state),
  };
}

/** What reason markers silenced, each comment once for a rule. */
function expectedFailures(state: State): ExpectedFailure[] {
  const found = [...state.failures.of(state).checks.speaking.values()].flatMap(check => check.expected);
  const told = found.map(({ start, ...each }) => ({
    ...each,
    line: positionAt(lineStartsIn(state, each.path), start).line,
  }));
  const byPlace = (a: ExpectedFailure, b: ExpectedFailure) =>
    compareText(a.path, b.path) || a.line - b.line || compareText(a.rule, b.rule);
  return [...new Map(told.map(each => [`${each.path}:${each.line}:${each.rule}`, each])).values()].sort(byPlace);
}

function count(counts: Map<string, number>, why: string): void {
  counts.set(why, (counts.get(why) ?? 0) + 1);
}

function sorted(counts: ReadonlyMap<string, number>): readonly [why: string, times: number][] {
  return [...counts].sort(([a], [b]) => compareText(a, b));
}
