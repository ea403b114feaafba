import { type TypeScript, typescript6 } from '../../typescript6.js';
import { folded } from '../strings.js';
import type { Lowering } from './lowering.js';
import type { CommentIr } from './nodes.js';

/** Notes the comments before and behind a statement or member; documentation too before variables, which have no other place for it. */
export function takeComments(node: TypeScript.Node, low: Lowering): void {
  const ts = typescript6();
  const { text } = low.source;
  const isVariable = node.kind === ts.SyntaxKind.VariableStatement;
  take(ts.getLeadingCommentRanges(text, node.pos), low, isVariable);
  take(ts.getTrailingCommentRanges(text, node.end), low);
}

/** Notes the comments before the closing brace of a block, or in an empty one. */
export function takeInnerComments(block: TypeScript.Block, low: Lowering): void {
  const ts = typescript6();
  const { text } = low.source;
  const open = block.getStart(low.source) + 1;
  take(ts.getTrailingCommentRanges(text, open), low);
  const last = block.statements.at(-1);
  take(ts.getLeadingCommentRanges(text, last ? last.end : open), low);
}

/** All comments that were noted, in order. */
export function commentsOf({ comments }: Lowering): CommentIr[] {
  return [...comments.values()].sort((a, b) => a.start - b.start);
}

function take(
  ranges: readonly TypeScript.CommentRange[] | undefined,
  { source: { text }, comments }: Lowering,
  withDocs = false,
): void {
  for (const { pos, end } of ranges ?? []) {
    const isDoc = text.startsWith('/**', pos) && text[pos + 3] !== '/';
    if ((isDoc && !withDocs) || comments.has(pos)) continue;
    const inner = text.startsWith('//', pos) ? text.slice(pos + 2, end) : text.slice(pos + 2, end - 2);
    comments.set(pos, { start: pos, end, text: folded(inner.replace(/^\s*\*+/gm, ''), 300) });
  }
}
