import type { Range } from '../engine.js';
import { columnsOf, wellFormed } from './characters.js';

/** One line of a code frame: a source line with its number, or the marks under one. */
export type FrameLine =
  | { readonly kind: 'code'; readonly line: number; readonly marked: boolean; readonly text: string }
  | { readonly kind: 'marks'; readonly text: string }
  | { readonly kind: 'gap' };

const tabWidth = 2;
const maxColumns = 120;
const maxMarkedLines = 6;

/**
 * The source around a range, `^` under every column of it. Tabs are widened, wide characters take two marks, and a line
 * too long for a terminal (minified code) is cut to a window around the range. Empty when the range is not in the text.
 * `around` is the number of lines before and after.
 */
export function codeFrame(text: string, range: Range, around = 1): readonly FrameLine[] {
  const lines = text.split(/\r\n|\n|\r/);
  const { start, end } = range;
  if (start.line > lines.length || start.line < 1) return [];
  const lastMarked = Math.min(end.column === 1 && end.line > start.line ? end.line - 1 : end.line, lines.length);
  const frame: FrameLine[] = [];
  const from = Math.max(1, start.line - around);
  const to = Math.min(lines.length, lastMarked + around);
  const skip = lastMarked - start.line + 1 > maxMarkedLines ? ([start.line + 2, lastMarked - 2] as const) : undefined;
  for (let line = from; line <= to; line++) {
    const source = lines[line - 1] ?? '';
    if (skip && line > skip[0] && line < skip[1]) {
      if (line === skip[0] + 1) frame.push({ kind: 'gap' });
      continue;
    }
    const marked = line >= start.line && line <= lastMarked;
    if (!marked) {
      if (!(line === to && source.trim() === '') && !(line === from && source.trim() === ''))
        frame.push({ kind: 'code', line, marked, text: rendered(source, 0, source.length).text });
      continue;
    }
    const indent = source.length - source.trimStart().length;
    const first = line === start.line ? start.column - 1 : indent;
    const last = line === end.line ? end.column - 1 : source.length;
    const { text: shown, before, under } = rendered(source, first, Math.max(last, first));
    frame.push({ kind: 'code', line, marked, text: shown });
    if (source.trim() !== '' || line === start.line)
      frame.push({ kind: 'marks', text: ' '.repeat(before) + '^'.repeat(Math.max(under, 1)) });
  }
  return frame;
}

/** The frame as plain lines with a gutter: `> 12 | code`. */
export function plainFrame(frame: readonly FrameLine[]): readonly string[] {
  const width = gutterWidth(frame);
  return frame.map(line => {
    if (line.kind === 'gap') return `  ${' '.repeat(width)} ⋮`;
    if (line.kind === 'marks') return `  ${' '.repeat(width)} | ${line.text}`;
    return `${line.marked ? '>' : ' '} ${String(line.line).padStart(width)} | ${line.text}`.trimEnd();
  });
}

/** Columns that the line numbers of a frame need. */
export function gutterWidth(frame: readonly FrameLine[]): number {
  return Math.max(1, ...frame.map(line => (line.kind === 'code' ? String(line.line).length : 0)));
}

/** A source line as printed, with the columns before and under the code units `[first, last)`. */
function rendered(source: string, first: number, last: number): { text: string; before: number; under: number } {
  const cutFrom = source.length > 4 * maxColumns ? Math.max(0, first - maxColumns / 2) : 0;
  let text = cutFrom > 0 ? '…' : '';
  let columns = text.length;
  let before = columns;
  let under = 0;
  let at = cutFrom;
  const safe = wellFormed(source);
  while (at < safe.length) {
    const codePoint = safe.codePointAt(at) ?? 0;
    const size = codePoint > 0xffff ? 2 : 1;
    const [glyph, width] = glyphOf(codePoint);
    if (columns + width > maxColumns) {
      text += '…';
      break;
    }
    text += glyph;
    columns += width;
    if (at + size <= first) before = columns;
    else if (at < last) under += width;
    at += size;
  }
  return { text, before, under };
}

function glyphOf(codePoint: number): readonly [text: string, columns: number] {
  if (codePoint === 9) return [' '.repeat(tabWidth), tabWidth];
  const isHidden =
    codePoint < 32 ||
    (codePoint >= 0x7f && codePoint <= 0x9f) ||
    (codePoint >= 0x202a && codePoint <= 0x202e) ||
    (codePoint >= 0x2066 && codePoint <= 0x2069);
  return isHidden ? ['\ufffd', 1] : [String.fromCodePoint(codePoint), columnsOf(codePoint)];
}
