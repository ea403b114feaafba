import type { FileChange } from '../../files/file-system.js';
import { compareText, type FilePath } from '../../files/paths.js';
import { bindPolicy } from '../../policy/bind.js';
import { codeOwnersPlaces, type OwnersOf, readCodeOwners } from '../../policy/code-owners.js';
import { loadPolicy } from '../../policy/load.js';
import { newEntries, newExceptions } from '../../policy/permissions/granted.js';
import { openedPassages, type PolicyPair } from '../../policy/permissions/passages.js';
import { loweredSwitches } from '../../policy/permissions/switches.js';
import type { Legalised, Widening } from '../../policy/permissions/widening.js';
import type { Policy } from '../../policy/policy.js';
import { knownRuleIds, rules } from '../../rules/index.js';
import { movesBetween } from '../moves-between.js';
import type { Snapshot } from '../snapshot.js';
import { type Approval, approvalOf, approversOf } from './approval.js';
import { attribute } from './attribute.js';
import { legalisedIn } from './legalised.js';
import { newMarkers } from './markers.js';
import { noRecord, type Record } from './record.js';
import { newSuppressions } from './silenced.js';

/** A widening with what it made legal in today's code and whether an owner agreed. */
export interface JudgedWidening extends Widening {
  /** Findings of today's code that are legal by it, sorted by place; none: nothing uses it yet. */
  readonly legal: readonly Legalised[];
  /** Who may approve it, sorted; empty: nobody is named. */
  readonly approvers: readonly string[];
  readonly approval: Approval;
}

/** What the rules permit at the head that they did not permit at the base. */
export type PermissionDelta =
  /** `reason`: why there is nothing to compare, where there is not. */
  | { readonly status: 'compared'; readonly widenings: readonly JudgedWidening[]; readonly reason?: string }
  | { readonly status: 'not_checked'; readonly widenings: readonly []; readonly reason: string };

/**
 * Judges the code of the head by the rules of the base (policy, baseline, exceptions, severities, sources) and by those of
 * the head, and compares besides what both permit between modules whether or not an import uses it. Reorders, renames of
 * modules and narrowings give nothing.
 */
export async function permissionDelta(
  base: Snapshot,
  head: Snapshot,
  record: Record = noRecord,
): Promise<PermissionDelta> {
  const [before, now] = [base.policy, head.policy];
  if (!now.usable)
    return notChecked(`The policy ${now.path} cannot be used, so nothing can be said about what it permits.`);
  if (!before.usable)
    return notChecked(`The policy at the base revision cannot be used, so it cannot be compared with.`);
  const silenced = [...newSuppressions(base, head, movesBetween(base, head)), ...newMarkers(base, head)];
  const judged = (widenings: readonly Widening[], legal: (widening: Widening) => readonly Legalised[] = () => []) =>
    judgedBy(widenings, legal, base, record);
  if (!before.declared)
    return {
      status: 'compared',
      widenings: judged(silenced),
      ...(now.declared && { reason: 'The policy is new: there was none to compare with.' }),
    };
  if (!now.declared) return { status: 'compared', widenings: judged([policyRemoved(before, head), ...silenced]) };
  const changes = rulesAt(base, head);
  if (changes.length === 0) return { status: 'compared', widenings: judged(silenced) };

  const underBase = await head.with(changes);
  const pair = pairOf(before, head);
  const widenings = [
    ...openedPassages(pair),
    ...loweredSwitches(pair, rules.filter(isAboutCode)),
    ...newExceptions(pair),
    ...newEntries(
      head.state.setting.baseline,
      base.state.setting.baseline,
      base.settled.accepted.map(({ finding }) => finding),
      pair,
      movesBetween(base, head),
    ),
    ...filesLeft(head, underBase),
    ...silenced,
  ];
  const { all, legalBy } = attribute(widenings, legalisedIn(head, underBase), pair);
  return { status: 'compared', widenings: judged(all, widening => legalBy.get(widening) ?? []) };
}

function notChecked(reason: string): PermissionDelta {
  return { status: 'not_checked', widenings: [], reason };
}

function isAboutCode({ id }: { readonly id: string }): boolean {
  return !id.startsWith('config/') && id !== 'policy/approval-added';
}

function judgedBy(
  widenings: readonly Widening[],
  legal: (widening: Widening) => readonly Legalised[],
  base: Snapshot,
  record: Record,
): readonly JudgedWidening[] {
  const codeOwners = codeOwnersOf(base);
  return widenings
    .map(widening => {
      const approvers = approversOf(widening, base.policy, codeOwners);
      return { ...widening, legal: legal(widening), approvers, approval: approvalOf(widening, approvers, record) };
    })
    .sort(
      (a, b) =>
        compareText(a.approvers.join(), b.approvers.join()) ||
        compareText(a.path, b.path) ||
        a.span.start - b.span.start ||
        compareText(a.what, b.what),
    );
}

/** CODEOWNERS as it was at the base revision, at one of its usual places below the root. */
function codeOwnersOf(base: Snapshot): OwnersOf {
  for (const place of codeOwnersPlaces) {
    const text = base.text(place);
    if (text !== undefined) return readCodeOwners(text);
  }
  return () => [];
}

/** The texts of the rules as they were, for all that differ. */
function rulesAt(base: Snapshot, head: Snapshot): readonly FileChange[] {
  const extras = ({ moment }: Snapshot) => moment.situation.inventory.extras.map(({ path }) => path);
  const paths = new Set<FilePath>([head.policy.path, ...[...extras(base), ...extras(head)].filter(isNarrowing)]);
  for (const { policy, state } of [base, head]) {
    if (policy.baseline) paths.add(policy.baseline.file);
    for (const { path } of state.setting.failureInputs.models) paths.add(path);
  }
  return [...paths].sort().flatMap(path => {
    const text = base.text(path);
    return text === head.text(path) ? [] : [{ path, text }];
  });
}

function isNarrowing(path: FilePath): boolean {
  return path.endsWith('architecture.module.jsonc');
}

/** The base policy over the files of the head, and the head's own. */
function pairOf(before: Policy, head: Snapshot): PolicyPair {
  const files = head.graph.files;
  const { fs } = head.state.setting;
  const known = new Map<string, Policy | undefined>();
  const facts = { knownRules: [...knownRuleIds], resourceExists: (path: FilePath) => fs.stat(path)?.kind === 'file' };
  const policyAt = (text: string): Policy | undefined => {
    if (text === head.policy.text) return head.policy;
    if (!known.has(text)) {
      const policy = bindPolicy(loadPolicy(head.policy.path, text), files, facts);
      known.set(text, policy.usable ? policy : undefined);
    }
    return known.get(text);
  };
  return { base: before, head: head.policy, layout: head.layout, files, policyAt };
}

function policyRemoved(before: Policy, head: Snapshot): Widening {
  return {
    route: 'policy',
    path: head.policy.path,
    span: { start: 0, end: 0 },
    what: `${before.path} is gone, and with it every rule about modules`,
    from: [],
    to: before.modules.map(({ id }) => id).sort(),
    targets: [before.path],
    mark: { isRequested: () => false },
  };
}

/** Files that were analysed under the base rules and are no longer. */
function filesLeft(head: Snapshot, underBase: Snapshot): readonly Widening[] {
  const left = underBase.graph.files.filter(path => !head.graph.has(path));
  const [first] = left;
  if (first === undefined) return [];
  return [
    {
      route: 'sources',
      path: head.policy.path,
      span: { start: 0, end: 0 },
      what: `${left.length === 1 ? `${first} is` : `${left.length} files (${first}, …) are`} no longer analysed`,
      from: [],
      to: [],
      targets: left,
      mark: { isRequested: text => text === head.policy.text },
    },
  ];
}
