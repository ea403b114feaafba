import type { FailureClass } from '../../failures/classes.js';
import { documentedMarker, isExplained, markersOf, type ReasonMarker } from '../../failures/shapes/markers.js';
import type { FileView } from '../../failures/view.js';
import type { FilePath } from '../../files/paths.js';
import { type Draft, type Severity, severities } from '../../rules/finding.js';
import type { FailureDraft, FailureRule } from '../../rules/rule.js';
import { type LineStarts, positionAt } from '../../text/lines.js';

/** A finding that a reason marker silenced. */
export interface Expected {
  readonly rule: string;
  readonly path: FilePath;
  readonly symbol: string;
  readonly class: FailureClass;
  readonly reason: string;
  /** UTF-16 offset of the comment. */
  readonly start: number;
}

/** What remains of a draft when the comments of its file have been read. */
export function afterComments(
  rule: FailureRule,
  { handler, ...draft }: FailureDraft,
  file: FileView,
  lineStarts: () => LineStarts,
): { readonly draft: Draft } | { readonly expected: Expected } {
  const marker = markerFor({ ...draft, handler }, file, lineStarts);
  if (marker)
    return {
      expected: {
        rule: rule.id,
        path: draft.path,
        symbol: draft.symbol,
        class: marker.class,
        reason: marker.reason,
        start: marker.at.start,
      },
    };
  if (!handler || !isExplained(file, handler)) return { draft: { ...draft, rule: rule.id } };
  return { draft: { ...draft, rule: rule.id, severity: lowered(draft.severity ?? rule.severity) } };
}

/** In the handler, in the span, at its first line or right above it, or in the documentation of a function around it. */
function markerFor(
  { handler, span, path }: FailureDraft,
  file: FileView,
  lineStarts: () => LineStarts,
): ReasonMarker | undefined {
  if (path !== file.path) return undefined;
  const markers = markersOf(file);
  const inside = markers.find(
    ({ at }) =>
      (handler && at.start >= handler.start && at.end <= handler.end) || (at.start >= span.start && at.end <= span.end),
  );
  if (inside) return inside;
  if (markers.length > 0) {
    const starts = lineStarts();
    const { line } = positionAt(starts, span.start);
    const near = markers.find(({ at }) => {
      const own = positionAt(starts, at.start).line;
      return own === line || positionAt(starts, at.end).line === line - 1;
    });
    if (near) return near;
  }
  return documentedMarker(file, span.start);
}

function lowered(severity: Severity): Severity {
  return severities[severities.indexOf(severity) + 1] ?? severity;
}
