import { rules } from '../../rules/index.js';
import type { State } from '../analysis/state.js';
import type { Coverage, NotChecked } from '../report.js';
import type { Settled } from './settle.js';

/** What a run covers and what it does not. */
export function coverageOf(state: State, settled: Settled): Coverage {
  const { policy } = state.setting;
  let parseErrors = 0;
  let unresolvedImports = 0;
  let unknownTargets = 0;
  let notInstalled = 0;
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
    }
  }
  const notChecked: NotChecked[] = [];
  const add = (what: string, count: number, why: string): void => {
    if (count > 0) notChecked.push({ what, count, why });
  };
  add('files that parse only in part', parseErrors, 'syntax-error');
  for (const [why, count] of skippedCounts(state)) add('source files', count, why);
  add('imports and syntax of test inputs', fixtures, 'fixture');
  add('names imported from packages', notInstalled, 'not-installed');
  for (const section of policy.inactiveSections) add(`policy section ${section}`, 1, 'not-yet');
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
    typed: 'off',
    notChecked,
  };
}

function skippedCounts(state: State): [why: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { why } of state.setting.skipped) counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
