import type { CallExpr } from '../../syntax/ir/nodes.js';
import { bare } from '../shapes/scope.js';
import type { Context } from './context.js';

/** What the executor of `new Promise(…)` calls the function that rejects; nothing for other calls. */
export function rejectOf(call: CallExpr, { file }: Context): readonly string[] {
  const [executor] = call.args;
  if (!call.isNew || call.callee.kind !== 'name' || call.callee.name !== 'Promise' || !executor) return [];
  const inner = bare(executor);
  const target = inner.kind === 'function' ? file.ir.functions[inner.index]?.params[1]?.target : undefined;
  return target?.kind === 'name' ? [target.name] : [];
}

/** A call of what an executor around got to reject with. */
export function isRejectOf({ callee }: CallExpr, { rejects }: Context): boolean {
  return callee.kind === 'name' && rejects.includes(callee.name);
}
