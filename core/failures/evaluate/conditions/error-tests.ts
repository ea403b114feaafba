import type { Expr } from '../../../syntax/ir/nodes.js';
import type { FailureMode } from '../../contract.js';
import type { Evaluation } from '../evaluation.js';
import { filtered, isHole, isOpen } from '../modes.js';
import type { Path, Val } from '../values.js';
import { classSymbol, isInstance, isPrimitive } from './error-classes.js';
import { type Asked, askedIn } from './variables.js';

type Caught = Extract<Val, { kind: 'error' }>;

/** A condition on a caught error, of one of its modes; `undefined` where that is not known. */
type Says = (each: FailureMode) => boolean | undefined;

/** `err instanceof C`, three-valued by the hierarchy: what is not known stays on both ways. */
export function instanceTest(left: Expr, right: Expr, path: Path, sense: boolean, run: Evaluation): readonly Path[] {
  const caught = caughtIn(left, path);
  if (!caught) return [path];
  const target = right.kind === 'name' ? namedAs(right.name, run) : right.kind === 'member' ? right.property : '';
  const symbol = classSymbol(right, run);
  return narrowed(caught, path, each => isInstance(each, target, symbol, run), sense);
}

/** What an import calls a class at its home. */
function namedAs(name: string, { unit, index }: Evaluation): string {
  const binding = unit.scopes.lookup(index, name);
  return binding?.kind === 'import' && binding.name !== 'default' && binding.name !== '*' ? binding.name : name;
}

/** `err.code === 'ENOENT'`, and of several values, three-valued as well. */
export function memberTest(
  value: Caught,
  member: string,
  wanted: readonly unknown[],
  path: Path,
  holds: boolean,
): readonly Path[] {
  const says: Says = each => {
    if (isHole(each)) return undefined;
    const own = memberOf(each, member);
    if (own !== undefined) return wanted.includes(own);
    return each.typeSymbol !== undefined || each.confidence === 'modelled' ? false : undefined;
  };
  return narrowed(value, path, says, holds);
}

/** `'code' in err`, `Object.hasOwn(err, 'code')`. */
export function hasMemberTest(value: Caught, member: string, path: Path, holds: boolean): readonly Path[] {
  const says: Says = each => {
    if (isUnread(each)) return undefined;
    if (isPrimitive(each.type)) return false;
    return /^(message|stack|name)$/.test(member) || memberOf(each, member) !== undefined ? true : undefined;
  };
  return narrowed(value, path, says, holds);
}

/** `typeof err === 'object'`, `typeof err.code === 'string'`. */
export function typeofTest(asked: Asked, type: unknown, path: Path, holds: boolean): readonly Path[] {
  return valueTest(asked, path, holds, {
    ofMember: own => typeof own === type,
    ofError: each => (isPrimitive(each.type) && each.type !== 'null' ? each.type : 'object') === type,
  });
}

/** `err && …`, `if (err.code)`. */
export function errorTruth(asked: Asked, path: Path, holds: boolean): readonly Path[] {
  return valueTest(asked, path, holds, {
    ofMember: Boolean,
    ofError: each => {
      if (each.type === 'null' || each.type === 'undefined') return false;
      return isPrimitive(each.type) ? undefined : true;
    },
  });
}

interface ValueSays {
  readonly ofMember: (own: unknown) => boolean;
  readonly ofError: Says;
}

/** A condition on a caught error itself, or on a member of it where one is read. */
function valueTest(
  { members, value }: Asked,
  path: Path,
  holds: boolean,
  { ofMember, ofError }: ValueSays,
): readonly Path[] {
  if (value.kind !== 'error') return [path];
  const member = members.at(-1) ?? value.member;
  const says: Says = each => {
    if (isUnread(each)) return undefined;
    if (member === undefined) return ofError(each);
    const own = memberOf(each, member);
    return own === undefined ? undefined : ofMember(own);
  };
  return narrowed(value, path, says, holds);
}

/** Keeps of a caught error what a condition says; other names of it are narrowed as it is, and what the handler took. */
export function narrowed(value: Caught, path: Path, says: Says, holds: boolean): readonly Path[] {
  const { modes: before } = value;
  const modes = filtered(before, each => says(each) !== !holds);
  if (modes.size === before.size) return [path];
  if (modes.size === 0 && !isOpen(before)) return [];
  const vars = new Map(path.vars);
  for (const [name, each] of vars) if (isOf(each, before)) vars.set(name, { ...each, modes });
  const caught = path.caught === undefined ? undefined : path.vars.get(path.caught);
  return [{ ...path, vars, ...(caught && isOf(caught, before) && { handled: modes }) }];
}

/** The caught error that an expression is, a cast of it included. */
export function caughtIn(expr: Expr, path: Path): Caught | undefined {
  const asked = askedIn(expr, path);
  if (asked?.value.kind !== 'error' || asked.members.length > 0 || asked.value.member !== undefined) return undefined;
  return asked.value;
}

function isOf(value: Val, modes: Caught['modes']): value is Caught {
  return value.kind === 'error' && value.modes === modes;
}

function isUnread(each: FailureMode): boolean {
  return isHole(each) || each.type === '';
}

function memberOf({ type, discriminants }: FailureMode, member: string): unknown {
  return discriminants[member] ?? (member === 'name' ? type || undefined : undefined);
}
