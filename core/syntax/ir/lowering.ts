import type { TypeScript } from '../../typescript6.js';
import type { ClassIr, CommentIr, Expr, FunctionIr, Stmt } from './nodes.js';

/** What the lowering of one file reads and fills. */
export interface Lowering {
  readonly source: TypeScript.SourceFile;
  readonly functions: FunctionIr[];
  readonly classes: ClassIr[];
  /** Names of functions as the walk gave them, so that facts and IR speak of the same symbols. */
  readonly names: ReadonlyMap<TypeScript.Node, string>;
  /** Comments other than documentation, by start. */
  readonly comments: Map<number, CommentIr>;
  /** Index of the function being lowered. */
  current: number;
  /** Qualified name of the enclosing declaration, for classes. */
  symbol: string;
  expr(node: TypeScript.Expression): Expr;
  stmt(node: TypeScript.Statement, into: Stmt[]): void;
  stmts(nodes: readonly TypeScript.Statement[]): Stmt[];
  /** A function-like declaration: its index. `ownName` names members and variables' functions for docs. */
  fn(node: TypeScript.FunctionLikeDeclaration, owner: number, docFrom?: TypeScript.Node): number;
  cls(node: TypeScript.ClassLikeDeclaration): number;
}

/** The place of a node without leading trivia. */
export function place(node: TypeScript.Node, { source }: Lowering): { start: number; end: number } {
  return { start: node.getStart(source), end: node.end };
}
