import type { TextEdit } from '../text/edit.js';
import type { Span } from '../text/span.js';
import { lineEndOf } from './single-file.js';

/** What may stand between the start of a line and the name or keyword that a declaration is known by: comments and its words. */
const declarationWords =
  /^[ \t]*(?:\/\*(?:[^*]|\*(?!\/))*\*\/[ \t]*)*(?:(?:export|default|declare|async|const|let|var|public|private|protected|static|readonly|override)\s+)*$/;

/**
 * Writes tags into the documentation comment at `at`, behind its other `@throws`; where `at` is empty a comment is made for
 * the declaration that starts there. Indentation and line ends are the text's own.
 */
export function writeThrowsTags(text: string, at: Span, tags: readonly string[]): readonly TextEdit[] | undefined {
  if (at.end > text.length || tags.length === 0) return undefined;
  const lineStart = text.lastIndexOf('\n', at.start - 1) + 1;
  const before = text.slice(lineStart, at.start);
  const indent = /^[ \t]*/.exec(before)?.[0] ?? '';
  const eol = lineEndOf(text);
  if (at.start < at.end) return insideComment(text, at, tags, { indent, eol });
  if (!declarationWords.test(before)) return undefined;
  const start = lineStart + indent.length;
  const lines = ['/**', ...tags.map(tag => ` * ${tag}`), ' */', ''];
  return [{ span: { start, end: start }, text: lines.join(`${eol}${indent}`) }];
}

interface Layout {
  readonly indent: string;
  readonly eol: string;
}

function insideComment(
  text: string,
  { start, end }: Span,
  tags: readonly string[],
  { indent, eol }: Layout,
): readonly TextEdit[] | undefined {
  const comment = text.slice(start, end);
  if (!comment.startsWith('/**') || !comment.endsWith('*/') || comment.length < 5) return undefined;
  const lines = tags.map(tag => `${indent} * ${tag}${eol}`).join('');
  if (!comment.includes('\n')) {
    const words = comment.slice(3, -2).trim();
    const head = words === '' ? '' : `${indent} * ${words}${eol}`;
    return [{ span: { start, end }, text: `/**${eol}${head}${lines}${indent} */` }];
  }
  const behind = behindThrows(comment);
  if (behind !== undefined) return [{ span: { start: start + behind, end: start + behind }, text: lines }];
  const lastLine = comment.lastIndexOf('\n') + 1;
  const isAlone = /^[ \t]*\*\/$/.test(comment.slice(lastLine));
  if (isAlone) return [{ span: { start: start + lastLine, end: start + lastLine }, text: lines }];
  // The comment closes behind its last words.
  const closing = /\s*\*\/$/.exec(comment)?.index ?? comment.length - 2;
  return [{ span: { start: start + closing, end }, text: `${eol}${lines}${indent} */` }];
}

/** The start of the line behind the last `@throws` with its continuation; `undefined` without one, or where it ends the comment. */
function behindThrows(comment: string): number | undefined {
  const starts = [...comment.matchAll(/^[ \t]*\*?[ \t]*@(?:throws|exception)\b/gm)];
  const last = starts.at(-1);
  if (!last) return undefined;
  const rest = comment.slice(last.index + last[0].length);
  const next = /\n(?=[ \t]*(?:\*?[ \t]*@|\*?[ \t]*\r?\n|\*\/))/.exec(rest);
  return next ? last.index + last[0].length + next.index + 1 : undefined;
}
