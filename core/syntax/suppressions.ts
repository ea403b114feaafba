import { type LineStarts, positionAt } from '../text/lines.js';
import type { TypeScript } from '../typescript6.js';
import { type Comment, commentsWith } from './comments.js';
import type { SuppressionFact } from './facts.js';
import { flat, folded } from './strings.js';

const marker = 'lintel-ignore';

/**
 * The inline suppressions of a file. `whole` is the text with all markup, `source` the script in it; `isComponent` says
 * that the two differ, so that HTML comments count too.
 */
export function suppressionsOf(
  source: TypeScript.SourceFile,
  whole: string,
  isComponent: boolean,
  lines: LineStarts,
): SuppressionFact[] {
  if (!whole.includes(marker)) return [];
  const comments = [...commentsWith(source, marker), ...(isComponent ? htmlComments(whole) : [])];
  comments.sort((a, b) => a.start - b.start);
  const found: SuppressionFact[] = [];
  for (const { start, end } of comments) {
    const body = contentOf(whole.slice(start, end));
    if (!body.startsWith(marker)) continue;
    const line = codeLineAfter(end, whole, lines, comments);
    found.push({ ...parsed(body), span: { start, end }, line });
  }
  return found;
}

/** The text of a comment without its delimiters. */
function contentOf(comment: string): string {
  if (comment.startsWith('//')) return comment.slice(2).trim();
  if (comment.startsWith('<!--')) return comment.replace(/^<!--/, '').replace(/-->$/, '').trim();
  return comment
    .replace(/^\/\*+/, '')
    .replace(/\*+\/$/, '')
    .replace(/^[ \t]*\*?[ \t]?/gm, '')
    .trim();
}

/** `lintel-ignore-next-line RULE: reason`; what is missing or written otherwise is empty. */
function parsed(body: string): { rule: string; reason: string } {
  const directive = 'lintel-ignore-next-line';
  if (!body.startsWith(directive)) return { rule: '', reason: '' };
  const rest = body.slice(directive.length);
  if (rest !== '' && !/^\s/.test(rest)) return { rule: '', reason: '' };
  const text = folded(rest, 1000);
  const colon = text.indexOf(':');
  const rule = (colon < 0 ? text : text.slice(0, colon)).trim();
  const reason = colon < 0 ? '' : text.slice(colon + 1).trim();
  if (!/^[\w-]+(\/[\w-]+)*$/.test(rule)) return { rule: '', reason: flat(reason) };
  return { rule: flat(rule), reason: flat(reason) };
}

/** The next line that holds more than comments, so that suppressions can be stacked. */
function codeLineAfter(end: number, text: string, lines: LineStarts, comments: readonly Comment[]): number {
  let line = positionAt(lines, Math.max(end - 1, 0)).line + 1;
  for (; line <= lines.length; line++) {
    const start = lines[line - 1] ?? 0;
    const content = text.slice(start, lines[line] ?? text.length);
    const first = start + content.search(/\S|$/);
    if (content.trim() === '') continue;
    if (/^\s*(\/\/|\{?\s*\/\*.*\*\/\s*\}?\s*$|<!--.*-->\s*$)/.test(content)) continue;
    const covering = comments.find(comment => comment.start <= first && first < comment.end);
    if (!covering) return line;
  }
  return Math.max(1, Math.min(line, lines.length));
}

function htmlComments(text: string): Comment[] {
  const found: Comment[] = [];
  for (let at = text.indexOf('<!--'); at >= 0; ) {
    const close = text.indexOf('-->', at + 4);
    if (close < 0) break;
    if (text.slice(at, close).includes(marker)) found.push({ start: at, end: close + 3 });
    at = text.indexOf('<!--', close);
  }
  return found;
}
