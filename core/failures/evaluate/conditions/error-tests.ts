import type { Expr } from '../../../syntax/ir/nodes.js';
import type { FailureMode } from '../../contract.js';
import type { Evaluation } from '../evaluation.js';
import { filtered, isHole, isOpen } from '../modes.js';
import { type Path, type Val, withVar } from '../values.js';
import { classSymbol, isInstance } from './error-classes.js';
import { askedIn } from './variables.js';

type Caught = Extract<Val, { kind: 'error' }>;

/** `err instanceof C`, three-valued by the hierarchy: what is not known stays on both ways. */
export function instanceTest(left: Expr, right: Expr, path: Path, sense: boolean, run: Evaluation): readonly Path[] {
  const asked = askedIn(left, path);
  if (asked?.value.kind !== 'error') return [path];
  const target = right.kind === 'name' ? namedAs(right.name, run) : right.kind === 'member' ? right.property : '';
  const symbol = classSymbol(right, run);
  return narrowed(asked.name, asked.value, path, each => isInstance(each, target, symbol, run) !== !sense);
}

/** What an import calls a class at its home. */
function namedAs(name: string, { unit, index }: Evaluation): string {
  const binding = unit.scopes.lookup(index, name);
  return binding?.kind === 'import' && binding.name !== 'default' && binding.name !== '*' ? binding.name : name;
}

/** `err.code === 'ENOENT'`, three-valued as well. */
export function memberTest(
  name: string,
  value: Caught,
  member: string,
  wanted: unknown,
  path: Path,
  holds: boolean,
): readonly Path[] {
  const says = (each: FailureMode): boolean | undefined => {
    if (isHole(each)) return undefined;
    const own =
      member === 'name' && each.discriminants.name === undefined ? each.type || undefined : each.discriminants[member];
    if (own !== undefined) return own === wanted;
    return each.typeSymbol !== undefined || each.confidence === 'modelled' ? false : undefined;
  };
  return narrowed(name, value, path, each => says(each) !== !holds);
}

function narrowed(name: string, value: Caught, path: Path, keep: (each: FailureMode) => boolean): readonly Path[] {
  const modes = filtered(value.modes, keep);
  if (modes.size === 0 && value.modes.size > 0 && !isOpen(value.modes)) return [];
  const next = withVar(path, name, { kind: 'error', modes });
  return [path.caught === name ? { ...next, handled: modes } : next];
}
