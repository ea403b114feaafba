import type { Expr, Stmt } from '../../syntax/ir/nodes.js';
import { contentsOf, eachStmt, someIn } from '../walk.js';

/** What tests on the way have shown of names: true or not. */
type Shown = ReadonlyMap<string, boolean>;

/** What the paths through statements that never meet a wanted expression do. */
interface Missing {
  /** What is shown on each path that reaches the end. */
  readonly falls: readonly Shown[];
  /** Some path returns or leaves by a jump. */
  readonly exits: boolean;
}

/** Ways kept apart; beyond that what they have shown is forgotten. */
const WAYS = 8;

/** Whether a path completes normally (by its end or by `return`) without evaluating an expression that `hits`. */
export function completesWithout(stmts: readonly Stmt[], hits: (expr: Expr) => boolean): boolean {
  const { falls, exits } = missing(stmts, hits, [new Map()]);
  return falls.length > 0 || exits;
}

function missing(stmts: readonly Stmt[], hits: (expr: Expr) => boolean, ways: readonly Shown[]): Missing {
  let exits = false;
  let live = ways;
  for (const stmt of stmts) {
    const steps = live.map(shown => missingIn(stmt, hits, shown));
    exits ||= steps.some(step => step.exits);
    live = steps.flatMap(step => step.falls);
    if (live.length > WAYS) live = [new Map()];
    if (live.length === 0) break;
  }
  return { falls: live, exits };
}

function missingIn(stmt: Stmt, hits: (expr: Expr) => boolean, shown: Shown): Missing {
  if (contentsOf(stmt).exprs.some(expr => someIn(expr, hits))) return { falls: [], exits: false };
  const within = (stmts: readonly Stmt[], ways: readonly Shown[] = [shown]): Missing => missing(stmts, hits, ways);
  switch (stmt.kind) {
    case 'return':
    case 'jump':
      return { falls: [], exits: true };
    case 'throw':
      return { falls: [], exits: false };
    case 'if': {
      const test = testOf(stmt.test);
      if (!test) return either([within(stmt.yes), within(stmt.no)]);
      const known = shown.get(test.name);
      return either(
        [true, false]
          .filter(value => known === undefined || known === value)
          .map(value =>
            within(value === test.sense ? stmt.yes : stmt.no, [new Map([...shown, [test.name, value] as const])]),
          ),
      );
    }
    case 'switch': {
      const hasDefault = stmt.cases.some(each => each.test === undefined);
      const arms = stmt.cases.map((_, i) => within(stmt.cases.slice(i).flatMap(each => each.body)));
      const all = either(hasDefault ? arms : [...arms, { falls: [shown], exits: false }]);
      return { falls: all.exits ? [...all.falls, shown] : all.falls, exits: all.exits };
    }
    case 'loop':
      return { falls: [shown], exits: within(stmt.body).exits };
    case 'try': {
      const last = within(stmt.final ?? []);
      if (stmt.final && last.falls.length === 0) return last;
      return stmt.handler ? either([within(stmt.block), within(stmt.handler.body)]) : within(stmt.block);
    }
    case 'block':
      return within(stmt.body);
    default:
      return { falls: [shown], exits: false };
  }
}

function either(ways: readonly Missing[]): Missing {
  return { falls: ways.flatMap(way => way.falls), exits: ways.some(way => way.exits) };
}

/** `name` and `!name`: what a branch shows of a name. */
function testOf(test: Expr): { readonly name: string; readonly sense: boolean } | undefined {
  if (test.kind === 'name') return { name: test.name, sense: true };
  if (test.kind !== 'unary' || test.op !== '!') return undefined;
  const inner = testOf(test.value);
  return inner && { name: inner.name, sense: !inner.sense };
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
