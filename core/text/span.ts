/** A range of a text in UTF-16 code units, 0-based, `end` exclusive. Offsets refer to the text without its byte order mark. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place in a text: line and column 1-based, column in UTF-16 code units (the shape of all printed output). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A range in lines and columns, `end` exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** True when the two spans share at least one code unit; empty spans overlap nothing. */
export function spansOverlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
