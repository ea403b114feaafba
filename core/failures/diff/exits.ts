import type { Expr, Stmt } from '../../syntax/ir/nodes.js';
import { bare } from '../shapes/scope.js';
import type { Exit } from './behaviour.js';
import type { Context } from './context.js';
import { causeIn, errorText } from './error-facts.js';
import { spotOf } from './reading.js';

export function exitOf(how: Exit['how'], value: string, at: Stmt | Expr, context: Context, cause: Exit['cause']): Exit {
  return {
    ...spotOf(context, at),
    how,
    value,
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
  return exitOf('throw', isCaught ? 'caught' : errorText(inner, context), at, context, cause);
}
