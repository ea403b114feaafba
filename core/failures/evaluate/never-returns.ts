import type { Expr } from '../../syntax/ir/nodes.js';
import type { Evaluation } from './evaluation.js';

const ends = /^(lib#process\.|node:process#)(exit|abort|reallyExit)$/;

/**
 * Whether nothing comes after an expression: it ends the process, or calls a function that is left by a throw alone. A method that
 * throws may be overridden by one that does not, unless it says `never`.
 */
export function neverReturns(expr: Expr, run: Evaluation): boolean {
  const isAwaited = expr.kind === 'await';
  const call = isAwaited ? expr.value : expr;
  if (call.kind !== 'call' || call.isNew || call.optional) return false;
  const callee = run.linker.callee(run.unit, run.index, call);
  if (callee.kind === 'external') return ends.test(`${callee.package}#${callee.name}`);
  if (callee.kind !== 'project' || callee.targets.length === 0) return false;
  return callee.targets.every(target => {
    const fn = run.linker.unit(target.path)?.ir.functions[target.index];
    const contract = run.contractOf(target);
    if (!fn?.hasBody || fn.isGenerator || !contract || contract.returns.length > 0) return false;
    if (contract.isAsync && !isAwaited) return false;
    return fn.owner < 0 || (fn.returns?.kind === 'ref' && fn.returns.name === 'never');
  });
}
