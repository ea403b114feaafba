import { type InlayHint, InlayHintKind, type InlayHintParams } from 'vscode-languageserver';
import type { Place } from '../projects.js';
import { positionsIn, type Session } from '../session.js';

/** Behind each import the module it reaches, where that is another one. The failures that reach a `catch` join here. */
export async function inlayHints(session: Session, place: Place, { range }: InlayHintParams): Promise<InlayHint[]> {
  if (!session.settings.inlayHints.modules) return [];
  const view = await place.project.fresh();
  if (!view) return [];
  const { graph, policy } = view.snapshot;
  const positions = positionsIn(session, place.project, view, place.path);
  const [start, end] = [positions.offsetOf(range.start), positions.offsetOf(range.end)];
  const own = policy.moduleOf(place.path)?.id;
  const imports = graph.facts(place.path)?.imports ?? [];
  return graph.edges(place.path).flatMap(edge => {
    const fact = imports[edge.import];
    const module = edge.target.kind === 'file' ? policy.moduleOf(edge.target.path)?.id : undefined;
    if (!fact || module === undefined || module === own || fact.span.end < start || fact.span.end > end) return [];
    const position = positions.spanToLsp({ start: fact.span.end, end: fact.span.end }).start;
    return [{ position, label: `→ ${module}`, kind: InlayHintKind.Type, paddingLeft: true }];
  });
}
