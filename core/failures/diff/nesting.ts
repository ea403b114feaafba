import type { FileView, FunctionRef } from '../view.js';
import { eachExpr } from '../walk.js';

/** Functions of a file that something in it calls. */
export function calledWithin(file: FileView): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [fn, { body }] of file.ir.functions.entries())
    eachExpr(body, expr => {
      const callee = expr.kind === 'call' ? file.callee(fn, expr) : undefined;
      if (callee?.kind !== 'project') return;
      for (const { path, index } of callee.targets) if (path === file.path) found.add(index);
    });
  return found;
}

/** A function that is declared in the one that calls it. */
export function isInside(file: FileView, fn: number, target: FunctionRef): boolean {
  if (target.path !== file.path) return false;
  for (let at = file.ir.functions[target.index]?.parent ?? -1; at > 0; at = file.ir.functions[at]?.parent ?? -1)
    if (at === fn || isAncestor(file, at, fn)) return true;
  return false;
}

export function isAncestor(file: FileView, ancestor: number, fn: number): boolean {
  for (let at = fn; at > 0; at = file.ir.functions[at]?.parent ?? -1) if (at === ancestor) return true;
  return false;
}
