import type { Span } from '../text/span.js';
import type { SyntaxNode } from './checker.js';

/**
 * The innermost node at exactly each span, in the order of the spans. Innermost, because what shares the span of an
 * expression and holds it (a statement without semicolon, a heritage clause) is not what is asked for.
 */
export function findNodes(file: SyntaxNode, spans: readonly Span[]): readonly (SyntaxNode | undefined)[] {
  return spans.map(span => findNode(file, span));
}

function findNode(file: SyntaxNode, { start, end }: Span): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  let at: SyntaxNode | undefined = file;
  while (at) {
    if (at !== file && at.end === end && at.getStart() === start) found = at;
    // `pos` lies before comments and blanks, so of two neighbours only one can hold the whole span.
    at = at.forEachChild(child => (child.pos <= start && end <= child.end ? child : undefined));
  }
  return found;
}
