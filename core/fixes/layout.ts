import type { IntendedEdit } from '../rules/finding.js';
import type { TextEdit } from '../text/edit.js';
import { lineEndOf } from './single-file.js';

/** How a text is written, as far as what is put into it has to look alike. */
interface Style {
  readonly eol: string;
  /** One level of indentation. */
  readonly unit: string;
  readonly hasSemicolons: boolean;
  readonly quote: '"' | "'";
}

const named = /(?:^[ \t]*(?:import|export)\b[^'"\n]*|\brequire\()(['"])/m;

function styleOf(text: string): Style {
  return {
    eol: lineEndOf(text),
    unit: /^\t/m.test(text) ? '\t' : stepOf(text),
    hasSemicolons: /;[ \t]*(?:\}|(?:\/\/.*)?\r?$)/m.test(text) || !text.includes('\n'),
    quote: named.exec(text)?.[1] === '"' ? '"' : "'",
  };
}

/** By how many spaces the first block or list goes deeper; two where none does. */
function stepOf(text: string): string {
  for (const [, outer = '', inner = ''] of text.matchAll(/^( *)\S?.*[{([][ \t]*\r?\n( +)\S/gm))
    if (inner.length - outer.length === 2 || inner.length - outer.length === 4)
      return ' '.repeat(inner.length - outer.length);
  return '  ';
}

/** The edits of a text that carry out an intended one: placed, indented, with its quotes, semicolons and line ends. */
export function laidOut(source: string, edit: IntendedEdit): readonly TextEdit[] {
  const style = styleOf(source);
  const text = style.quote === '"' ? withDoubleQuotes(edit.text) : edit.text;
  switch (edit.placed) {
    case 'first-item':
      return [firstItem(source, edit.span.start, text, style)];
    case 'last-item':
      return [lastItem(source, edit, text, style)];
    case 'statement-before':
      return [statementBefore(source, edit.span.start, text, style)];
    case 'statement-behind':
      return [statementBehind(source, edit, text, style)];
    case 'indented':
      return indented(source, edit, style);
    default:
      return [{ span: edit.span, text: statement(source, edit.span.start, text, style) }];
  }
}

function withDoubleQuotes(text: string): string {
  return text.replaceAll(/'((?:[^'\\\n]|\\.)*)'/g, (whole, inner: string) =>
    /["\\]/.test(inner) ? whole : `"${inner}"`,
  );
}

/** Lines behind the first stand two spaces a level deeper than the line that holds `offset`. */
function indentedLike(source: string, offset: number, text: string, { eol, unit }: Style): string {
  const base = indentAt(source, offset);
  return text.replaceAll(/\n(\n?)( *)/g, (_, blank: string, spaces: string) => {
    const indent = base + unit.repeat(Math.floor(spaces.length / 2)) + ' '.repeat(spaces.length % 2);
    return (blank === '' ? eol : eol + eol) + indent;
  });
}

function indentAt(source: string, offset: number): string {
  const start = source.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(source.slice(start, offset))?.[0] ?? '';
}

/** Behind the bracket that opens a list or an object, before what stands there. */
function firstItem(source: string, offset: number, item: string, { eol }: Style): TextEdit {
  const span = { start: offset, end: offset };
  const gap = /^\s*/.exec(source.slice(offset))?.[0] ?? '';
  if (/^[}\])]/.test(source.slice(offset + gap.length)))
    return { span: { start: offset, end: offset + gap.length }, text: ` ${item} ` };
  const line = gap.lastIndexOf('\n');
  if (line >= 0) return { span, text: `${eol}${gap.slice(line + 1)}${item},` };
  return { span, text: gap === '' ? `${item}, ` : ` ${item},` };
}

/** Between the end of the last item, where a list has one, and the bracket that closes it; comments may stand there. */
function lastItem(source: string, { span }: IntendedEdit, item: string, { eol }: Style): TextEdit {
  const behind = source.slice(span.start, span.end);
  const isEmpty = /[([{]\s*$/.test(source.slice(0, span.start));
  let at = 0;
  for (const { 0: token, index } of behind.matchAll(/\/\/.*|\/\*[\s\S]*?\*\/|\)/g)) if (token === ')') at = index + 1;
  const start = span.start + at;
  const place = { start, end: start };
  if (isEmpty) return { span: place, text: item };
  if (!behind.slice(at).includes('\n')) return { span: place, text: `, ${item}` };
  return { span: place, text: `,${eol}${indentAt(source, start)}${item}` };
}

/** A declarator starts behind its keyword. */
const leading = /^([ \t]*)((?:(?:export|const|let|var|await|using)\s+)*)$/;

function statementBefore(source: string, offset: number, text: string, style: Style): TextEdit {
  const line = source.lastIndexOf('\n', offset - 1) + 1;
  const words = leading.exec(source.slice(line, offset));
  const start = words ? line + (words[1]?.length ?? 0) : offset;
  const written = statement(source, start, text, style);
  if (!words && text.startsWith('//')) {
    const line = `${style.eol}${indentAt(source, offset)}${style.unit}`;
    return { span: { start, end: start }, text: `${line}${text}${line}` };
  }
  return {
    span: { start, end: start },
    text: words ? `${written}${style.eol}${words[1] ?? ''}` : `${ended(written)} `,
  };
}

function statementBehind(source: string, { span }: IntendedEdit, text: string, style: Style): TextEdit {
  const semicolon = /^[ \t]*;/.exec(source.slice(span.end))?.[0].length ?? 0;
  const written = statement(source, span.start, text, style);
  const behind = source.slice(span.end + semicolon);
  const rest = /^[ \t]*(?:\/\/.*?|\/\*(?:[^*\n]|\*(?!\/))*\*\/[ \t]*)?(?=\r?\n|\r?$)/.exec(behind)?.[0];
  const at = span.end + semicolon + (rest?.trimEnd().length ?? 0);
  const place = { start: at, end: at };
  // A text that starts with an empty line brings its indentation along.
  const line = written.startsWith(style.eol) ? style.eol : `${style.eol}${indentAt(source, span.start)}`;
  if (rest !== undefined) return { span: place, text: `${line}${written}` };
  const isOpen = semicolon === 0 && source[span.end - 1] !== ';' && source[span.end - 1] !== '}';
  return { span: place, text: `${isOpen ? ';' : ''} ${ended(written)}` };
}

/** The text of statements as lines there; where lines of the file end without a semicolon, so do these. */
function statement(source: string, offset: number, text: string, style: Style): string {
  const written = style.hasSemicolons ? text : text.replaceAll(/;(?=\n|$)/g, '');
  return indentedLike(source, offset, written, style);
}

/** Something follows on the same line. */
function ended(statement: string): string {
  return /[;}]$/.test(statement) ? statement : `${statement};`;
}

/** One level deeper, from the second line on; a text of several lines in backquotes stays where it is, and all with it. */
function indented(source: string, { span }: IntendedEdit, { unit }: Style): readonly TextEdit[] {
  const body = source.slice(span.start, span.end);
  if (/`[^`]*\n[^`]*`/.test(body)) return [];
  return [...body.matchAll(/\n(?=[ \t]*[^\s])/g)].map(({ index }) => {
    const at = span.start + index + 1;
    return { span: { start: at, end: at }, text: unit };
  });
}
