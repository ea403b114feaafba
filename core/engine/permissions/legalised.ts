import { membersOf } from '../../policy/baseline/subject.js';
import { canBeBaselined } from '../../policy/baseline.js';
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
  const open = new Set(head.findings.flatMap(identitiesOf));
  const accepted = new Map<string, Accepted>();
  for (const each of head.settled.accepted)
    for (const identity of identitiesOf(each.finding)) accepted.set(identity, each);
  const entries = new Set(head.settled.baseline.matched.flatMap(({ finding }) => identitiesOf(finding)));
  return underBase.findings.flatMap((finding): readonly LegalNow[] => {
    if (!canBeBaselined(finding.rule)) return [];
    const identities = identitiesOf(finding);
    if (identities.some(identity => open.has(identity))) return [];
    const by = identities.map(identity => accepted.get(identity)).find(each => each !== undefined);
    if (by) return [{ finding, by }];
    return [{ finding, by: identities.some(identity => entries.has(identity)) ? { entry: true } : undefined }];
  });
}

/** What makes two findings about the same code the same: the import and its target, the members of a circle, else the id. */
function identitiesOf(finding: Finding): readonly string[] {
  const members = membersOf(finding);
  if (members) return [`${finding.rule}\0${members.join('\0')}`];
  const { dependency, path, span } = finding;
  if (dependency) return [`${path}\0${span.start}\0${dependency.to}`];
  return [finding.id];
}

/** As the delta shows it. */
export function asLegalised({ rule, path, range, message, dependency }: Finding): Legalised {
  return { rule, path, line: range.start.line, message, ...(dependency && { to: dependency.to }) };
}
