import { type Span, spansOverlap } from './span.js';

/** Replaces the text of `span` with `text`; an empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** True when two of the edits touch the same code units or insert at the same place. */
export function editsConflict(edits: readonly TextEdit[]): boolean {
  const sorted = inOrder(edits);
  return sorted.some((edit, i) => {
    const next = sorted[i + 1];
    if (!next) return false;
    return spansOverlap(edit.span, next.span) || edit.span.start === next.span.start;
  });
}

/** The text after all edits; the spans refer to the text before any of them. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const { span, text: replacement } of inOrder(edits)) {
    result += text.slice(at, span.start) + replacement;
    at = span.end;
  }
  return result + text.slice(at);
}

function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
