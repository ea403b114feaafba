import type { Place, Stmt } from '../../syntax/ir/nodes.js';

/** Where a statement can be put right behind another, and its text with the layout that fits there. */
export interface Insertion {
  readonly at: Place;
  readonly text: string;
}

/**
 * A statement behind another one of a block. Declarators end before their semicolon, which then closes the new statement;
 * the indentation is read off the distance to the next statement.
 */
export function insertBehind(block: readonly Stmt[], stmt: Stmt, text: string): Insertion | undefined {
  const next = block[block.indexOf(stmt) + 1];
  const isLet = stmt.kind === 'let';
  const keyword = next?.kind === 'let' ? next.keyword.length + 1 : 0;
  const gap = next === undefined ? -1 : next.start - stmt.end - (isLet ? 2 : 1) - keyword;
  if (isLet && keyword > 0 && gap < 0) return undefined;
  const line = gap >= 0 && gap <= 24 ? `\n${' '.repeat(gap)}` : ' ';
  const at = { start: stmt.end, end: stmt.end };
  return { at, text: isLet ? `;${line}${text.replace(/;$/, '')}` : `${line}${text}` };
}
