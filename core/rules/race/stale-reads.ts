import { bare } from '../../failures/shapes/scope.js';
import { partsOf, pathOf } from '../../failures/walk.js';
import type { Expr } from '../../syntax/ir/nodes.js';

interface Order {
  /** The path was read, as a part of the value. */
  read: boolean;
  /** A wait came after such a read. */
  stale: boolean;
}

/**
 * Whether an expression reads a path and waits afterwards, so that its value holds what was before the wait: `n + await f()`,
 * `merge(n, await f())`. A read that is only tested is none, and neither is one that is handed to what is waited for.
 */
export function readsBeforeWait(value: Expr, path: string): boolean {
  const order: Order = { read: false, stale: false };
  follow(value, path, order);
  return order.stale;
}

function follow(value: Expr, path: string, order: Order): void {
  const expr = bare(value);
  if (pathOf(expr) === path && expr.kind !== 'await') {
    order.read = true;
    return;
  }
  switch (expr.kind) {
    case 'await': {
      const before = order.read;
      follow(expr.value, path, order);
      if (before) order.stale = true;
      return;
    }
    case 'conditional':
      tested(expr.test, path, order);
      branches([expr.yes, expr.no], path, order);
      return;
    case 'binary':
      if (/^(&&|\|\||\?\?)$/.test(expr.op)) {
        tested(expr.left, path, order);
        follow(expr.right, path, order);
        return;
      }
      break;
    case 'function':
    case 'class':
      return;
  }
  for (const part of partsOf(expr)) follow(part, path, order);
}

/** What is only looked at: a wait in it counts, a read does not. */
function tested(test: Expr, path: string, order: Order): void {
  const { read } = order;
  follow(test, path, order);
  order.read = read;
}

function branches(ways: readonly Expr[], path: string, order: Order): void {
  const ends = ways.map(way => {
    const own = { ...order };
    follow(way, path, own);
    return own;
  });
  order.read = ends.some(end => end.read);
  order.stale = ends.some(end => end.stale);
}
