import type { FilePath } from '../../files/paths.js';
import type { SourceGraph } from '../../graph/source-graph.js';
import { membersOf, type Outgrown } from '../../policy/baseline.js';
import type { Finding } from '../../rules/finding.js';
import { type LineStarts, rangeOf } from '../../text/lines.js';

const shown = 3;

/**
 * Says of cycles that hold more than the baseline knows what joined them: among a hundred members nobody would see it.
 * The other findings are answered as they are.
 */
export function withWhatJoined(
  findings: readonly Finding[],
  outgrown: readonly Outgrown<Finding>[],
  graph: () => SourceGraph,
  lineStarts: (path: FilePath) => LineStarts,
): readonly Finding[] {
  if (outgrown.length === 0) return findings;
  const byFinding = new Map(outgrown.map(each => [each.finding, each]));
  return findings.map(finding => {
    const found = byFinding.get(finding);
    if (!found) return finding;
    const { entries, joined } = found;
    const related = joined.slice(0, shown).flatMap(member => wayIn(finding, member, graph(), lineStarts) ?? []);
    return {
      ...finding,
      message: `${sentence(joined, entries.length)} ${finding.message}`,
      related: [...related, ...finding.related],
      data: { ...finding.data, joined },
    };
  });
}

function sentence(joined: readonly string[], known: number): string {
  if (joined.length === 0) return `${known} circles of the baseline have become one.`;
  const names = joined.slice(0, shown).join(', ');
  const rest = joined.length > shown ? ` and ${joined.length - shown} more` : '';
  return `${names}${rest} joined a circle that the baseline holds and that may only shrink.`;
}

/** The first import by which a file that joined reaches the other members. */
function wayIn(
  finding: Finding,
  path: FilePath,
  graph: SourceGraph,
  lineStarts: (path: FilePath) => LineStarts,
): Finding['related'][number] | undefined {
  const members = new Set(membersOf(finding));
  const imports = graph.facts(path)?.imports ?? [];
  for (const { target, import: site } of graph.edges(path)) {
    const span = imports[site]?.span;
    if (target.kind !== 'file' || target.path === path || !members.has(target.path) || !span) continue;
    return {
      path,
      span,
      range: rangeOf(lineStarts(path), span),
      message: `${path} joined by importing ${target.path}.`,
    };
  }
  return undefined;
}
