import type { Expr } from '../../../syntax/ir/nodes.js';
import { pathOf } from '../../walk.js';
import { type Path, type Val, withVar } from '../values.js';

/** The variable that a condition asks about, as `name`, and the way to the member: `x?.a` is `x` and `['a']`. */
export interface Asked {
  readonly name: string;
  readonly members: readonly string[];
  /** What is known of the variable. */
  readonly value: Val;
}

/** `undefined` where nothing is known of the variable, or the expression is none. */
export function askedIn(expr: Expr, path: Path): Asked | undefined {
  const [name = '', ...members] = pathOf(expr)?.split('.') ?? [];
  const value = path.vars.get(name);
  return value && { name, members, value };
}

/** The way on which the request was answered, and the one on which something stands in the place of the answer. */
export function answeredOrNot({ name, value }: Asked, path: Path): readonly Path[] | undefined {
  if (value.kind !== 'response' || value.instead === undefined) return undefined;
  const { instead, ...answer } = value;
  return [
    withVar(path, name, answer),
    withVar(path, name, { kind: 'outcomes', outcomes: instead, start: value.start }),
  ];
}

/** The caught error, or a part of it, that a value is: `err as NodeJS.ErrnoException`, `err.code`. */
export function memberTaken(value: Expr, path: Path): Extract<Val, { kind: 'error' }> | undefined {
  const asked = askedIn(value, path);
  if (asked?.value.kind !== 'error') return undefined;
  const [member, ...further] = asked.members;
  if (further.length > 0 || (member !== undefined && asked.value.member !== undefined)) return undefined;
  return member === undefined ? asked.value : { ...asked.value, member };
}
