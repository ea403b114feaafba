import type { Expr, Stmt } from '../../syntax/ir/nodes.js';
import { contentsOf, eachStmt, someIn } from '../walk.js';

/** What the paths through statements that never meet a wanted expression do. */
interface Missing {
  /** Some path reaches the end. */
  readonly falls: boolean;
  /** Some path returns or leaves by a jump. */
  readonly exits: boolean;
}

/** Whether a path completes normally (by its end or by `return`) without evaluating an expression that `hits`. */
export function completesWithout(stmts: readonly Stmt[], hits: (expr: Expr) => boolean): boolean {
  const { falls, exits } = missing(stmts, hits);
  return falls || exits;
}

function missing(stmts: readonly Stmt[], hits: (expr: Expr) => boolean): Missing {
  let exits = false;
  for (const stmt of stmts) {
    const step = missingIn(stmt, hits);
    exits ||= step.exits;
    if (!step.falls) return { falls: false, exits };
  }
  return { falls: true, exits };
}

function missingIn(stmt: Stmt, hits: (expr: Expr) => boolean): Missing {
  if (contentsOf(stmt).exprs.some(expr => someIn(expr, hits))) return { falls: false, exits: false };
  switch (stmt.kind) {
    case 'return':
    case 'jump':
      return { falls: false, exits: true };
    case 'throw':
      return { falls: false, exits: false };
    case 'if':
      return either([missing(stmt.yes, hits), missing(stmt.no, hits)]);
    case 'switch': {
      const hasDefault = stmt.cases.some(each => each.test === undefined);
      const arms = stmt.cases.map((_, i) =>
        missing(
          stmt.cases.slice(i).flatMap(each => each.body),
          hits,
        ),
      );
      const all = either(hasDefault ? arms : [...arms, { falls: true, exits: false }]);
      return { falls: all.falls || all.exits, exits: all.exits };
    }
    case 'loop':
      return { falls: true, exits: missing(stmt.body, hits).exits };
    case 'try': {
      const last = missing(stmt.final ?? [], hits);
      if (stmt.final && !last.falls) return last;
      return stmt.handler
        ? either([missing(stmt.block, hits), missing(stmt.handler.body, hits)])
        : missing(stmt.block, hits);
    }
    case 'block':
      return missing(stmt.body, hits);
    default:
      return { falls: true, exits: false };
  }
}

function either(ways: readonly Missing[]): Missing {
  return { falls: ways.some(way => way.falls), exits: ways.some(way => way.exits) };
}

/** Whether control never reaches the end of statements. */
export function alwaysLeaves(stmts: readonly Stmt[]): boolean {
  const last = stmts.at(-1);
  if (last === undefined) return false;
  if (last.kind === 'return' || last.kind === 'throw' || last.kind === 'jump') return true;
  if (last.kind === 'if') return alwaysLeaves(last.yes) && alwaysLeaves(last.no);
  if (last.kind === 'block') return alwaysLeaves(last.body);
  return false;
}

/** Whether some statement in statements satisfies a test. */
export function someStmt(stmts: readonly Stmt[], test: (stmt: Stmt) => boolean): boolean {
  let found = false;
  eachStmt(stmts, stmt => {
    found ||= test(stmt);
  });
  return found;
}

/** The statements that follow a statement in its block. */
export function statementsBehind(body: readonly Stmt[], statement: Stmt): readonly Stmt[] {
  const at = body.indexOf(statement);
  if (at >= 0) return body.slice(at + 1);
  let found: readonly Stmt[] = [];
  eachStmt(body, stmt => {
    const blocks =
      stmt.kind === 'if'
        ? [stmt.yes, stmt.no]
        : stmt.kind === 'block' || stmt.kind === 'loop'
          ? [stmt.body]
          : stmt.kind === 'try'
            ? [stmt.block]
            : [];
    for (const block of blocks) if (block.includes(statement)) found = block.slice(block.indexOf(statement) + 1);
  });
  return found;
}
