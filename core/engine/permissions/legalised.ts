import { membersOf } from '../../policy/baseline/subject.js';
import { canBeBaselined } from '../../policy/baseline.js';
import { clauses } from '../../policy/judge.js';
import type { Legalised } from '../../policy/permissions/widening.js';
import type { Finding } from '../../rules/finding.js';
import type { Accepted } from '../findings/settle.js';
import type { Snapshot } from '../snapshot.js';

/** A finding of today's code under yesterday's rules, with what accepts it today; nothing: the policy no longer forbids it. */
export interface LegalNow {
  readonly finding: Finding;
  readonly by: Accepted | { readonly entry: true } | undefined;
}

/** What today's rules let pass of what yesterday's rules would report in today's code. */
export function legalisedIn(head: Snapshot, underBase: Snapshot): readonly LegalNow[] {
  const open = new Set(head.findings.map(identityOf));
  const accepted = new Map(head.settled.accepted.map(each => [identityOf(each.finding), each]));
  const entries = new Set(head.settled.baseline.matched.map(({ finding }) => identityOf(finding)));
  return underBase.findings.flatMap((finding): readonly LegalNow[] => {
    if (!canBeBaselined(finding.rule)) return [];
    const identity = identityOf(finding);
    if (open.has(identity)) return [];
    // A file that a module has taken in is held to more than before.
    if (finding.rule === 'arch/unassigned-file' && head.policy.moduleOf(finding.path)) return [];
    const by = accepted.get(identity) ?? (entries.has(identity) ? { entry: true as const } : undefined);
    return [{ finding, by }];
  });
}

/** Rules that are the verdict on an import: which of them speaks is a matter of what else is permitted. */
const verdictRules: ReadonlySet<string> = new Set(clauses.map(([, rule]) => rule));

/** What makes two findings about the same code the same: the import judged, the members of a circle, else rule and place. */
function identityOf(finding: Finding): string {
  const members = membersOf(finding);
  if (members) return `${finding.rule}\0${members.join('\0')}`;
  const { dependency, path, span, rule } = finding;
  const judged = dependency && verdictRules.has(rule) ? `verdict on ${dependency.to}` : `${rule} until ${span.end}`;
  return `${path}\0${span.start}\0${judged}`;
}

/** As the delta shows it. */
export function asLegalised({ rule, path, range, message, dependency }: Finding): Legalised {
  return { rule, path, line: range.start.line, message, ...(dependency && { to: dependency.to }) };
}
