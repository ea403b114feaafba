import { approverOf } from '../../policy/exceptions.js';
import type { Finding } from '../../rules/finding.js';
import { compareSeverity } from '../identity.js';
import { introducedSince } from '../since.js';
import type { Snapshot } from '../snapshot.js';
import type { ToldFinding } from './engine.js';
import { weightOf } from './weight.js';

/** What `head` has and `base` has not, warnings and errors, strongest first. */
export function introducedFindings(base: Snapshot, head: Snapshot): readonly ToldFinding[] {
  return toldFindings(introducedSince(base, head), head);
}

/** Findings as they are told to whoever makes a change; weaker ones than warnings are no reason to speak. */
export function toldFindings(findings: readonly Finding[], { policy }: Snapshot): readonly ToldFinding[] {
  return findings
    .filter(({ severity }) => compareSeverity(severity, 'warning') <= 0)
    .sort((a, b) => compareSeverity(a.severity, b.severity))
    .map(finding => {
      const { id, rule, severity, path, range, message, dependency, module } = finding;
      const approver = dependency && approverOf(finding, policy);
      return {
        id,
        rule,
        severity,
        path,
        line: range.start.line,
        message,
        weight: weightOf(finding),
        ...(dependency && {
          dependency: {
            rule: dependency.clauses.length === 1 ? (dependency.clauses[0] ?? rule) : 'arch/*',
            from: module ?? path,
            to: dependency.toModule ?? dependency.to,
            ...(approver !== undefined && { approver }),
          },
        }),
      };
    });
}
