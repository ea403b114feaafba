import type { Commit } from '../../files/history.js';
import type { OwnersOf } from '../../policy/code-owners.js';
import type { Widening } from '../../policy/permissions/widening.js';
import type { Policy } from '../../policy/policy.js';
import type { Record } from './record.js';

/** Whether an owner's yes to a widening is on record, and where or why not. */
export type Approval =
  | { readonly status: 'approved'; readonly by: string; readonly commit: string }
  | { readonly status: 'missing'; readonly why: string };

/**
 * Who may approve a widening, sorted: whom the base policy lists, else the owners of the target by the base policy and by
 * CODEOWNERS. Both as they were at the base revision: a change cannot name its own approvers.
 */
export function approversOf(widening: Widening, base: Policy, codeOwners: OwnersOf): readonly string[] {
  const approvers = base.governance.widening?.approvers ?? 'targetOwner';
  if (approvers !== 'targetOwner') return [...approvers].sort();
  const owners = widening.targets.flatMap(path => codeOwners(path));
  return [...new Set([...(widening.owner === undefined ? [] : [widening.owner]), ...owners])].sort();
}

/** Looks for the approval of a widening in the commits since the base revision. */
export function approvalOf(widening: Widening, approvers: readonly string[], record: Record): Approval {
  const { approvedBy, mark, path } = widening;
  const requested = record.introducedBy(path, mark.isRequested);
  if (approvedBy === undefined || !mark.isApproved) {
    if (!requested) return missing(`it is not committed yet${howTo(approvers)}`);
    return byTrailer(requested, approvers) ?? missing(`${short(requested)} carries no approval${howTo(approvers)}`);
  }
  if (approvers.length > 0 && !approvers.includes(approvedBy))
    return missing(`${approvedBy} is written down, who is none of ${approvers.join(', ')}`);
  const approved = record.introducedBy(path, mark.isApproved);
  if (!approved) return missing(`the approval by ${approvedBy} is not committed yet`);
  const signed = byTrailer(approved, approvers.length > 0 ? approvers : [approvedBy]);
  if (signed) return signed;
  if (requested && requested.email !== approved.email)
    return { status: 'approved', by: approvedBy, commit: approved.id };
  return missing(
    `${short(approved)} by ${approved.author} adds the approval by ${approvedBy}, and the same author asked for it: another author has to commit the approval, or the commit has to carry "Approved-by: ${approvedBy}"`,
  );
}

function missing(why: string): Approval {
  return { status: 'missing', why };
}

function byTrailer({ id, trailers, email }: Commit, approvers: readonly string[]): Approval | undefined {
  for (const { key, value } of trailers) {
    if (!/^(reviewed|approved)-by$/i.test(key)) continue;
    const by = approvers.find(approver => names(value, approver));
    if (by !== undefined) return { status: 'approved', by, commit: id };
    // Where nobody is named as an owner, anybody but the author may say yes.
    if (approvers.length === 0 && value !== '' && !names(value, email))
      return { status: 'approved', by: value, commit: id };
  }
  return undefined;
}

/** True when a trailer names somebody: the handle or address as a word of its own, whatever the case. */
function names(value: string, who: string): boolean {
  return value
    .toLowerCase()
    .split(/[\s,;<>()]+/)
    .includes(who.toLowerCase());
}

function howTo(approvers: readonly string[]): string {
  if (approvers.length === 0) return ', and no owner is named: any "Approved-by:" of another person will do';
  return `: it needs "Approved-by: ${approvers[0]}"${approvers.length > 1 ? ` (or ${approvers.slice(1).join(', ')})` : ''}`;
}

function short({ id }: Commit): string {
  return `commit ${id.slice(0, 10)}`;
}
