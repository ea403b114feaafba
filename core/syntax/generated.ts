import { typescript6 } from '../typescript6.js';

/** True when the comments before the first code say that a tool wrote the file. */
export function isGenerated(text: string): boolean {
  const ts = typescript6();
  const start = ts.getShebang(text)?.length ?? 0;
  const first = ts.getLeadingCommentRanges(text, start)?.slice(0, 20) ?? [];
  const comments = first.map(({ pos, end }) => text.slice(pos, Math.min(end, pos + 2000))).join('\n');
  if (comments === '') return false;
  return /@generated\b/.test(comments) || (/\bdo not (edit|modify)\b/i.test(comments) && /generated/i.test(comments));
}
