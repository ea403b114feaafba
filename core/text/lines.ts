import type { Position, Range, Span } from './span.js';

/**
 * Offsets at which the lines of a text start, the first always 0. `\n`, `\r\n` and a lone `\r` end a line, as in LSP;
 * U+2028 and U+2029 do not.
 */
export type LineStarts = readonly number[];

/** Computes the line starts of a text, in UTF-16 code units. */
export function lineStartsOf(text: string): LineStarts {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

/** The 1-based line and UTF-16 column of an offset; an offset past the text lands on the last line. */
export function positionAt(starts: LineStarts, offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The range of a span. */
export function rangeOf(starts: LineStarts, span: Span): Range {
  return { start: positionAt(starts, span.start), end: positionAt(starts, span.end) };
}

/** The offset of a 1-based position, clamped to the lines that exist. */
export function offsetAt(starts: LineStarts, position: Position): number {
  const line = Math.min(Math.max(position.line, 1), starts.length);
  return (starts[line - 1] ?? 0) + Math.max(position.column - 1, 0);
}
