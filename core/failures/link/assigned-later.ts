import type { Expr } from '../../syntax/ir/nodes.js';
import type { Binding } from '../view.js';
import { eachExpr } from '../walk.js';
import type { Unit } from './linker.js';

const known = new WeakMap<Binding, Expr | 'none'>();

/**
 * What a variable without initializer gets later: `let service; beforeEach(() => { service = new Service(); })`. Only an
 * object that is made on the spot, in one place or in several by the same class.
 */
export function assignedLater(
  unit: Unit,
  name: string,
  binding: Extract<Binding, { kind: 'local' }>,
): Expr | undefined {
  const found = known.get(binding) ?? search(unit, name, binding) ?? 'none';
  known.set(binding, found);
  return found === 'none' ? undefined : found;
}

function search(unit: Unit, name: string, binding: Extract<Binding, { kind: 'local' }>): Expr | undefined {
  const home = unit.ir.functions[binding.fn];
  if (home === undefined) return undefined;
  let found: Expr | undefined;
  let isOne = true;
  for (const [index, fn] of unit.ir.functions.entries()) {
    if (fn.start < home.start || fn.end > home.end) continue;
    eachExpr(fn.body, expr => {
      if (expr.kind !== 'assign' || expr.target.kind !== 'name' || expr.target.name !== name) return;
      if (unit.scopes.lookup(index, name) !== binding) return;
      const { value } = expr;
      if (value.kind !== 'call' || !value.isNew || value.callee.kind !== 'name') isOne = false;
      else if (found?.kind === 'call' && found.callee.kind === 'name' && found.callee.name !== value.callee.name)
        isOne = false;
      else found = value;
    });
  }
  return isOne ? found : undefined;
}
