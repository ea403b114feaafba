import type { Finding } from '../../rules/finding.js';
import type { Weight } from './engine.js';

/** Agents write the consumer first: what these miss may come with the next file. */
const absences: ReadonlySet<string> = new Set([
  'arch/unresolved-import',
  'arch/missing-export',
  'arch/unassigned-file',
  'arch/required-missing',
  'lintel/syntax-error',
  'lintel/file-skipped',
  'review/behaviour-changed', // the callers may be next
]);

/** Left over when code gets better, or in need of a person. */
const upkeep: ReadonlySet<string> = new Set([
  'arch/vacuous-rule',
  'arch/unused-permission',
  'arch/stale-exception',
  'arch/expired-exception',
  'arch/stale-baseline',
  'lintel/unused-suppression',
]);

/** When a finding may stop a change. */
export function weightOf({ rule, data }: Finding): Weight {
  if (upkeep.has(rule) || isAcknowledged(data)) return 'upkeep';
  if (absences.has(rule) || data?.certain === false) return 'absence';
  return 'certain';
}

/** A person said yes to it: the write may land, though the owner still has to approve. */
function isAcknowledged(data: Finding['data']): boolean {
  const exception = data?.exception as { readonly standing?: string } | undefined;
  return exception?.standing === 'acknowledged';
}
