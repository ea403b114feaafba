import { compareText, type FilePath } from '../../files/paths.js';
import {
  type BaselineOutcome,
  indexBaseline,
  matchFile,
  matchLeftovers,
  staleProblems,
} from '../../policy/baseline.js';
import { compileExceptions } from '../../policy/exceptions.js';
import type { PolicyProblem } from '../../policy/policy.js';
import { applySuppressions } from '../../policy/suppressions.js';
import type { Draft, Finding } from '../../rules/finding.js';
import { knownRuleIds } from '../../rules/index.js';
import type { SuppressionFact } from '../../syntax/facts.js';
import { type LineStarts, positionAt } from '../../text/lines.js';
import { originResolverOver, sourceGraphOver } from '../analysis/linked-graph.js';
import type { State } from '../analysis/state.js';
import { draftOf, draftsAboutTheRun } from './about-the-run.js';
import { findingsOf } from './make-finding.js';
import { withWhatJoined } from './outgrown.js';
import { lineStartsIn } from './texts.js';

/** What remains of the drafts after severities, exceptions, suppressions and the baseline. */
export interface Settled {
  /** Sorted by path, place, rule, id. */
  readonly findings: readonly Finding[];
  /** How many findings the baseline and exceptions, and inline suppressions, took away. */
  readonly baselined: number;
  readonly suppressed: number;
  /** For `--update-baseline`. */
  readonly baseline: BaselineOutcome<Finding>;
  /** What exceptions and inline suppressions took away, and by what: the comparison of permissions asks. */
  readonly accepted: readonly Accepted[];
}

/** A finding that counts as accepted; the ids of the exceptions that cover it, or the comment that suppresses it. */
export interface Accepted {
  readonly finding: Finding;
  readonly exceptions?: readonly string[];
  readonly suppression?: SuppressionFact;
}

const ruleIds = [...knownRuleIds];

/**
 * What is known before contracts are: the findings of a state that neither failure rules make nor anything that must know
 * whether those were silent. All of them are among those of `settle`.
 */
export function firstFindings(state: State): readonly Finding[] {
  return settle(state, 'architecture').findings.filter(({ rule }) => !waitsForAll.has(rule));
}

/** Whether a suppression, an exception or an entry is of use is known when everything has been said. */
const waitsForAll: ReadonlySet<string> = new Set([
  'lintel/unused-suppression',
  'arch/stale-exception',
  'arch/stale-baseline',
]);

/** What is settled: everything, or all but what rests on contracts. */
export type SettledScope = 'all' | 'architecture';

/** Settles the drafts of a state. */
export function settle(state: State, scope: SettledScope = 'all'): Settled {
  const { policy, today, baseline, moves } = state.setting;
  const starts = memoized((path: FilePath) => lineStartsIn(state, path));
  const exceptions = compileExceptions(policy);
  const spoken = new Set<string>();
  const index = baseline && indexBaseline(baseline);

  const kept: Finding[] = [];
  const matched: BaselineOutcome<Finding>['matched'][number][] = [];
  const fresh: Finding[] = [];
  const stale = new Map(index?.byPath);
  const engineDrafts: Draft[] = [...draftsAboutTheRun(state)];
  const accepted: Accepted[] = [];
  let excepted = 0;
  let suppressed = 0;

  for (const [path, drafts] of draftsByPath(state, scope)) {
    const open: Finding[] = [];
    for (const finding of findingsOf(drafts, policy, starts)) {
      const verdict = exceptions.about(finding, today);
      for (const id of verdict?.spoken ?? []) spoken.add(id);
      if (verdict?.covered) {
        excepted++;
        accepted.push({ finding, exceptions: verdict.spoken });
      } else if (verdict?.note === undefined) open.push(finding);
      else
        open.push({
          ...finding,
          message: `${finding.message} ${verdict.note}`,
          data: { ...finding.data, exception: verdict.exception },
        });
    }
    const suppressions = state.records.get(state.numbers.known(path) ?? -1)?.facts.suppressions ?? [];
    const outcome = applySuppressions(path, open, suppressions, {
      inlineIgnores: policy.governance.inlineIgnores,
      rules: ruleIds,
      lineOf: offset => positionAt(starts(path), offset).line,
    });
    suppressed += outcome.suppressed.length;
    accepted.push(...outcome.suppressed);
    engineDrafts.push(...outcome.problems);
    if (!index) {
      kept.push(...outcome.kept);
      continue;
    }
    const own = matchFile(index, path, outcome.kept);
    matched.push(...own.matched);
    fresh.push(...own.fresh);
    stale.set(path, own.stale);
  }

  const last = index && matchLeftovers(index, fresh, [...stale.values()].flat(), moves);
  const outcome = {
    matched: [...matched, ...(last?.matched ?? [])],
    fresh: last?.fresh ?? kept,
    outgrown: last?.outgrown ?? [],
    stale: last?.stale ?? [],
  };
  const problems: PolicyProblem[] = [
    ...exceptions.problems(spoken, today),
    ...(baseline ? staleProblems(baseline, outcome.stale) : []),
  ];
  engineDrafts.push(...problems.map(draftOf));
  const graph = () => sourceGraphOver(state, originResolverOver(state));
  const open = withWhatJoined(outcome.fresh, outcome.outgrown, graph, starts);
  const all = [...open, ...findingsByFile(engineDrafts, state, starts)].sort(inOrder);
  // Of a policy that its text no longer shows only what is wrong with the text can be said in place.
  const findings = policy.isKept
    ? all.filter(({ path, rule }) => path !== policy.path || rule.startsWith('config/'))
    : all;
  return { findings, baselined: outcome.matched.length + excepted, suppressed, baseline: outcome, accepted };
}

/** All drafts of a state by the file they stand in, files in order. */
function draftsByPath(state: State, scope: SettledScope): ReadonlyMap<FilePath, readonly Draft[]> {
  const byPath = new Map<FilePath, Draft[]>();
  const add = (draft: Draft): void => {
    const known = byPath.get(draft.path);
    if (known) known.push(draft);
    else byPath.set(draft.path, [draft]);
  };
  for (const number of state.speaking) {
    const record = state.records.get(number);
    // A file whose suppressions suppress nothing has no drafts and must still be heard.
    if (record) byPath.set(record.path, []);
    for (const draft of state.checks.get(number)?.drafts ?? []) add(draft);
  }
  for (const check of state.workspaceChecks.values()) for (const draft of check.drafts) add(draft);
  if (scope === 'architecture') return byPath;
  for (const check of state.failures.of(state).checks.speaking.values()) for (const draft of check.drafts) add(draft);
  for (const problem of state.failures.of(state).problems) add(draftOf(problem));
  return byPath;
}

function findingsByFile(drafts: readonly Draft[], state: State, starts: (path: FilePath) => LineStarts): Finding[] {
  const byPath = new Map<FilePath, Draft[]>();
  for (const draft of drafts) byPath.set(draft.path, [...(byPath.get(draft.path) ?? []), draft]);
  return [...byPath.values()].flatMap(own => findingsOf(own, state.setting.policy, starts));
}

function inOrder(a: Finding, b: Finding): number {
  return (
    compareText(a.path, b.path) ||
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    compareText(a.rule, b.rule) ||
    compareText(a.id, b.id)
  );
}

function memoized<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return key => {
    let value = known.get(key);
    if (value === undefined) {
      value = compute(key);
      known.set(key, value);
    }
    return value;
  };
}
