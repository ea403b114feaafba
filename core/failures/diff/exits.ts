import type { Expr, Stmt } from '../../syntax/ir/nodes.js';
import { bare } from '../shapes/scope.js';
import type { Exit } from './behaviour.js';
import { conditionText } from './conditions.js';
import type { Context } from './context.js';
import { causeIn, errorText } from './error-facts.js';
import { spotOf } from './reading.js';

export function exitOf(
  how: Exit['how'],
  value: string,
  at: Stmt | Expr,
  context: Context,
  cause: Exit['cause'],
  detail = '',
): Exit {
  return {
    ...spotOf(context, at),
    how,
    value,
    detail,
    guards: context.guards,
    asksStatus: context.asksStatus,
    cause,
    shield: context.shield,
    isNested: context.isNested,
    condition: context.condition,
  };
}

export function throwExit(error: Expr, at: Stmt | Expr, context: Context): Exit {
  const inner = bare(error);
  const isCaught = inner.kind === 'name' && inner.name === context.caught;
  const cause = !context.inHandler ? undefined : isCaught ? 'whole' : causeIn(inner, context);
  const detail = conditionText(context.file, context.fn, inner);
  return exitOf('throw', isCaught ? 'caught' : errorText(inner, context), at, context, cause, detail);
}
