import { baselineOf, type Moves, matchBaseline } from '../../policy/baseline.js';
import { approverOf } from '../../policy/exceptions.js';
import type { Widening } from '../../policy/permissions/widening.js';
import type { Finding } from '../../rules/finding.js';
import type { Snapshot } from '../snapshot.js';

/** All that counts as accepted in a snapshot, whatever accepts it. */
function acceptedIn({ settled }: Snapshot): readonly Finding[] {
  return [...settled.accepted.map(({ finding }) => finding), ...settled.baseline.matched.map(({ finding }) => finding)];
}

/** Inline suppressions of files that changed which hide what was not accepted at the base revision. */
export function newSuppressions(base: Snapshot, head: Snapshot, moves: Moves): readonly Widening[] {
  const silenced = head.settled.accepted.filter(
    ({ suppression, finding }) => suppression !== undefined && base.text(finding.path) !== head.text(finding.path),
  );
  // Nothing is asked of the base then: its rules need not run.
  if (silenced.length === 0) return [];
  const { fresh } = matchBaseline(
    silenced.map(({ finding }) => finding),
    baselineOf(acceptedIn(base)),
    moves,
  );
  const isNew = new Set(fresh);
  return silenced.flatMap(({ finding, suppression }): readonly Widening[] => {
    if (!suppression || !isNew.has(finding)) return [];
    const { dependency, path, rule } = finding;
    const owner = approverOf(finding, base.policy) ?? approverOf(finding, head.policy);
    const target =
      dependency && !dependency.to.startsWith('external:') && dependency.to !== 'unknown' ? dependency.to : path;
    const comment = (head.text(path) ?? '').slice(suppression.span.start, suppression.span.end);
    return [
      {
        route: 'suppression',
        path,
        span: suppression.span,
        rule,
        what: `a comment suppresses ${rule}${dependency ? ` for the import of ${dependency.to}` : ''} ("${suppression.reason}")`,
        from: [finding.module ?? path],
        to: dependency ? [dependency.toModule ?? dependency.to] : [],
        targets: [target],
        ...(owner !== undefined && { owner }),
        mark: { isRequested: text => text.includes(comment) },
      },
    ];
  });
}
