import type { FilePath } from '../files/paths.js';
import { subjectOf } from '../policy/baseline/growth.js';
import { baselineOf, canBeBaselined, growthProblems, type Moves, matchBaseline } from '../policy/baseline.js';
import { approverOf } from '../policy/exceptions.js';
import type { Policy, PolicyProblem } from '../policy/policy.js';
import type { Finding } from '../rules/finding.js';
import { draftOf, moduleChain } from './findings/about-the-run.js';
import { findingsOf } from './findings/make-finding.js';
import { withWhatJoined } from './findings/outgrown.js';
import { movesBetween } from './moves-between.js';
import type { PermissionDelta } from './permissions/permission-delta.js';
import { wideningProblems } from './permissions/widening-problems.js';
import type { Snapshot } from './snapshot.js';

/**
 * What `head` has and `base` has not: findings about code matched as the baseline matches them (moves and renames
 * followed), findings about the policy by id, then what only a comparison shows: growth of the baseline, approvals, and
 * (given the permission delta of the two) what nobody approved of it. `renamed` leads from paths in `base` to those in `head`.
 */
export function introducedSince(
  base: Snapshot,
  head: Snapshot,
  delta?: PermissionDelta,
  renamed: ReadonlyMap<FilePath, FilePath> = base.renamed,
): readonly Finding[] {
  const known = new Set(base.findings.map(finding => finding.id));
  const aboutCode = head.findings.filter(finding => canBeBaselined(finding.rule));
  const moves = movesBetween(base, head, renamed);
  const { fresh, outgrown } = matchBaseline(
    aboutCode,
    baselineOf(base.findings.filter(({ rule }) => canBeBaselined(rule))),
    moves,
  );
  const isFresh = new Set(fresh);
  const introduced = head.findings.filter(finding =>
    canBeBaselined(finding.rule) ? isFresh.has(finding) : !known.has(finding.id),
  );
  const told = withWhatJoined(
    introduced,
    outgrown,
    () => head.graph,
    path => head.lineStarts(path),
  );
  return [...told.map(raiseNewDeprecated), ...policyChanges(base, head, delta, moves)];
}

/** A new dependency on a module that is on its way out has no excuse; those that were there are information. */
function raiseNewDeprecated(finding: Finding): Finding {
  return finding.rule === 'arch/deprecated-dependency' ? { ...finding, severity: 'error' } : finding;
}

/** What the change does to the rules: growth of the baseline, approvals added, permissions that nobody approved. */
export function policyChanges(
  base: Snapshot,
  head: Snapshot,
  delta?: PermissionDelta,
  moves = movesBetween(base, head),
): readonly Finding[] {
  const grown = growth(base, head, moves);
  const starts = (path: FilePath) => head.lineStarts(path);
  const drafts = [...grown, ...approvals(base.policy, head.policy)].map(draftOf);
  const widened = delta ? wideningProblems(delta, grown).map(draftOf) : [];
  // How loud a widening is, the base says: else the change could silence its own report.
  const judge = base.policy.declared ? base.policy : head.policy;
  return [...findingsOf(drafts, head.policy, starts), ...findingsOf(widened, judge, starts)];
}

function growth(base: Snapshot, head: Snapshot, moves: Moves): readonly PolicyProblem[] {
  const { policy } = head;
  const { baseline } = head.state.setting;
  if (!baseline || !policy.baseline) return [];
  // Beside a policy that had no baseline every entry is growth; with the policy itself a first baseline comes along.
  const before =
    base.state.setting.baseline ?? (base.policy.declared ? { path: baseline.path, entries: [] } : undefined);
  return growthProblems({
    baseline,
    ...(before && { base: before }),
    ratchet: policy.baseline.ratchet,
    strict: [], // reported with and without a base
    modulesOf: path => moduleChain(policy, policy.moduleOf(path)?.id),
    approverOf: entry => approverOf(subjectOf(entry), policy),
    moves,
  });
}

/** Exceptions that gained an approver, each at its place in the policy: who reviews should see them. */
function approvals(base: Policy, head: Policy): readonly PolicyProblem[] {
  const before = new Map(base.exceptions.map(exception => [exception.id, exception]));
  return head.exceptions
    .filter(({ id, approvedBy }) => approvedBy !== undefined && before.get(id)?.approvedBy !== approvedBy)
    .map(({ id, approvedBy, from, to, span }) => ({
      rule: 'policy/approval-added',
      path: head.path,
      span,
      message: `This change adds the approval of ${id} by ${approvedBy}: ${from} may depend on ${to}. Lintel checks its form; that ${approvedBy} gave it is for the reviewer to see.`,
      data: { exception: id, approvedBy },
    }));
}
