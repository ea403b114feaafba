import type { Stmt } from '../../syntax/ir/nodes.js';

/** Another declarator of the same statement follows: `const a = 1, b = 2;`. Nothing can be put behind the first. */
export function isFollowedByDeclarator(block: readonly Stmt[], stmt: Stmt): boolean {
  const next = block[block.indexOf(stmt) + 1];
  // A keyword and the space behind it are between two statements.
  return stmt.kind === 'let' && next?.kind === 'let' && next.start - stmt.end - 2 < next.keyword.length + 1;
}
