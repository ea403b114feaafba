import type { Position as LspPosition, Range as LspRange } from 'vscode-languageserver';
import { type LineStarts, lineStartsOf, type Position, type Range, rangeOf, type Span } from '../core/index.js';

/** In what units the client counts columns. Lines are the same in all. */
export type PositionEncoding = 'utf-8' | 'utf-16' | 'utf-32';

export function isPositionEncoding(name: string): name is PositionEncoding {
  return name === 'utf-8' || name === 'utf-16' || name === 'utf-32';
}

/** A UTF-16 column of a line (0-based) in another encoding. */
export function encodedColumn(line: string, column: number, encoding: PositionEncoding): number {
  if (encoding === 'utf-16') return column;
  let units = 0;
  for (const character of line.slice(0, Math.max(column, 0))) units += sizeOf(character, encoding);
  return units;
}

/** The UTF-16 column (0-based) of a column in another encoding; one inside a character is the character's start. */
export function utf16Column(line: string, units: number, encoding: PositionEncoding): number {
  if (encoding === 'utf-16') return units;
  let left = units;
  let column = 0;
  for (const character of line) {
    left -= sizeOf(character, encoding);
    if (left < 0) break;
    column += character.length;
  }
  return column;
}

function sizeOf(character: string, encoding: PositionEncoding): number {
  if (encoding === 'utf-32') return 1;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** Translates between places of the engine and of the client in one text. */
export interface PositionMap {
  toLsp(position: Position): LspPosition;
  rangeToLsp(range: Range): LspRange;
  /** A span of the engine's text. */
  spanToLsp(span: Span): LspRange;
  /** An offset of the engine's text (without byte order mark), clamped to it. */
  offsetOf(position: LspPosition): number;
}

const byteOrderMark = '\uFEFF';

/**
 * The map of a text as the client holds it. Clients that keep a byte order mark in the buffer count it on the first line;
 * the engine never does.
 */
export function positionMap(text: string, encoding: PositionEncoding, known?: LineStarts): PositionMap {
  const shift = text.startsWith(byteOrderMark) ? 1 : 0;
  const starts = shift === 0 && known ? known : lineStartsOf(text);
  const lineAt = (line: number): string => text.slice(starts[line] ?? text.length, starts[line + 1] ?? text.length);
  const toLsp = ({ line, column }: Position): LspPosition => {
    const units = column - 1 + (line === 1 ? shift : 0);
    const character = encoding === 'utf-16' ? units : encodedColumn(lineAt(line - 1), units, encoding);
    return { line: line - 1, character };
  };
  const rangeToLsp = ({ start, end }: Range): LspRange => ({ start: toLsp(start), end: toLsp(end) });
  return {
    toLsp,
    rangeToLsp,
    spanToLsp: span => rangeToLsp(rangeOf(shift === 0 ? starts : lineStartsOf(text.slice(shift)), span)),
    offsetOf({ line, character }) {
      const start = starts[line];
      if (start === undefined) return Math.max(text.length - shift, 0);
      const content = lineAt(line);
      const column = Math.min(utf16Column(content, character, encoding), content.length);
      return Math.max(start + column - shift, 0);
    },
  };
}
