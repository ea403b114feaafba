import type { CallExpr, Expr } from '../../syntax/ir/nodes.js';
import { bare } from '../shapes/scope.js';
import type { Use } from './behaviour.js';
import { throwsOn } from './call-facts.js';
import { callTrait } from './call-traits.js';
import type { Context } from './context.js';
import { isIgnoring } from './error-facts.js';
import { readFunction } from './read-functions.js';
import type { Reading } from './reading.js';
import { bodyShield } from './shields.js';

/** `p.then(a, b)`, `p.catch(h)`: handlers as `catch` clauses are. */
export function readChain(
  reading: Reading,
  call: CallExpr,
  name: string,
  receiver: Expr,
  context: Context,
  use: Use,
): void {
  const handler = name === 'catch' ? call.args[0] : name === 'then' ? call.args[1] : undefined;
  const handled = handler && bare(handler);
  let { shield } = context;
  if (handled?.kind === 'function') {
    const ir = context.file.ir.functions[handled.index]!;
    const param = ir.params[0]?.target;
    shield = bodyShield(
      ir.body,
      param?.kind === 'name' ? param.name : undefined,
      handled.start,
      context.shield,
      throwsOn(reading.side, { ...context, fn: handled.index }),
    );
  } else if (handled && isIgnoring(handled)) shield = { level: 'swallowed', to: 'nothing', at: handled.start };
  const chained: Use = handled && use === 'floating' ? 'left' : use;
  if (bare(receiver).kind !== 'call')
    reading.calls.push(
      callTrait(reading, call, context.file.callee(context.fn, call), name, { ...context, shield }, chained),
    );
  reading.expression(receiver, { ...context, shield }, chained);
  for (const arg of call.args) {
    const value = bare(arg);
    if (value.kind !== 'function') reading.expression(arg, context, 'handed');
    else if (arg === handler) {
      const param = context.file.ir.functions[value.index]?.params[0]?.target;
      const caught = param?.kind === 'name' ? param.name : undefined;
      readFunction(reading, value.index, context, { caught, inHandler: true, guards: ['caught'] });
    } else readFunction(reading, value.index, { ...context, shield });
  }
}
