import type { FilePath } from '../../files/paths.js';
import { baselineOf, type Moves, matchBaseline } from '../../policy/baseline.js';
import { approverOf } from '../../policy/exceptions.js';
import type { Widening } from '../../policy/permissions/widening.js';
import type { Finding } from '../../rules/finding.js';
import type { Snapshot } from '../snapshot.js';

/** All that counts as accepted in a snapshot, whatever accepts it. */
function acceptedIn({ settled }: Snapshot): readonly Finding[] {
  return [...settled.accepted.map(({ finding }) => finding), ...settled.baseline.matched.map(({ finding }) => finding)];
}

/** Inline suppressions that hide what was not accepted at the base revision. */
export function newSuppressions(base: Snapshot, head: Snapshot, moves: Moves): readonly Widening[] {
  const silenced = head.settled.accepted.filter(({ suppression }) => suppression !== undefined);
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

// `// expected <class>: reason` in a handler, `@expected <class> reason` in a documentation comment.
const marker =
  /(?:\/\/|\*)\s*@?expected\s+(absent|invalid|conflict|denied|upstream|timeout|cancelled|exhausted|bug|unknown)\b\s*:?[^\n*]*/g;

/** Reason markers that the changed files have and their base versions have not: each says that a failure may stay unheard. */
export function newMarkers(base: Snapshot, head: Snapshot): readonly Widening[] {
  const oldPath = new Map([...base.renamed].map(([from, to]) => [to, from]));
  return head.graph.files.flatMap((path): readonly Widening[] => {
    const [now, before] = [recordHash(head, path), recordHash(base, oldPath.get(path) ?? path)];
    if (now === before) return [];
    const text = head.text(path) ?? '';
    if (!text.includes('expected')) return [];
    const known = counted(base.text(oldPath.get(path) ?? path) ?? '');
    const owner = (base.policy.moduleOf(path) ?? head.policy.moduleOf(path))?.owner;
    return [...text.matchAll(marker)].flatMap((match): readonly Widening[] => {
      const words = folded(match[0]);
      const left = known.get(words) ?? 0;
      known.set(words, left - 1);
      if (left > 0) return [];
      return [
        {
          route: 'marker',
          path,
          span: { start: match.index, end: match.index + match[0].trimEnd().length },
          what: `a reason marker accepts a failure: "${words.replace(/^(\/\/|\*)\s*/, '')}"`,
          from: [head.policy.moduleOf(path)?.id ?? path],
          to: [],
          targets: [path],
          ...(owner !== undefined && { owner }),
          mark: { isRequested: version => version.includes(match[0].trimEnd()) },
        },
      ];
    });
  });
}

function counted(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [found] of text.matchAll(marker)) counts.set(folded(found), (counts.get(folded(found)) ?? 0) + 1);
  return counts;
}

function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function recordHash({ state }: Snapshot, path: FilePath): string | undefined {
  return state.records.get(state.numbers.known(path) ?? -1)?.hash;
}
