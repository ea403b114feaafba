import type { Expr, Stmt } from '../../../syntax/ir/nodes.js';
import { type Path, withVar } from '../values.js';
import { memberTaken } from './variables.js';

/** Ways beyond that are not followed: the function is no plain guard. */
const WAYS = 24;

type Refined = (test: Expr, path: Path, holds: boolean) => readonly Path[];

/**
 * The ways through the body of a function that asks and answers on which it answers something true (`sense`) or false; `undefined`
 * where it does more than that: loops, handles failures, throws.
 */
export function waysOut(
  body: readonly Stmt[],
  start: Path,
  sense: boolean,
  refined: Refined,
): readonly Path[] | undefined {
  const out: Path[] = [];
  const ends = through(body, [start]);
  if (!ends) return undefined;
  return sense ? out : [...out, ...ends];

  function through(stmts: readonly Stmt[], paths: readonly Path[]): readonly Path[] | undefined {
    let live = paths;
    for (const stmt of stmts) {
      if (live.length + out.length > WAYS) return undefined;
      if (stmt.kind === 'return') {
        const { value } = stmt;
        out.push(...(value ? live.flatMap(path => refined(value, path, sense)) : sense ? [] : live));
        return [];
      }
      if (stmt.kind === 'if') {
        const yes = through(
          stmt.yes,
          live.flatMap(path => refined(stmt.test, path, true)),
        );
        const no = through(
          stmt.no,
          live.flatMap(path => refined(stmt.test, path, false)),
        );
        if (!yes || !no) return undefined;
        live = [...yes, ...no];
      } else if (stmt.kind === 'let') {
        const { target, value } = stmt;
        if (value) live = live.map(path => withTaken(target, value, path));
      } else if (stmt.kind !== 'expression') return undefined;
    }
    return live;
  }
}

function withTaken(target: Expr, value: Expr, path: Path): Path {
  const taken = memberTaken(value, path);
  if (!taken) return path;
  if (target.kind === 'name') return withVar(path, target.name, taken);
  if (target.kind !== 'pattern' || taken.member !== undefined) return path;
  return target.elements.reduce(
    (at, { property, target: each }) =>
      each.kind === 'name' && property !== '' && property !== '...'
        ? withVar(at, each.name, { ...taken, member: property })
        : at,
    path,
  );
}
