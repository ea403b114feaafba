import type { CallExpr } from '../../syntax/ir/nodes.js';
import type { Callee } from '../view.js';
import { pathOf } from '../walk.js';
import type { CallTrait, Use } from './behaviour.js';
import { calleeName, effectsOf, hasFamily, hasSpread, isSurelyAsync, isUnsafe, mayBeAsync } from './call-facts.js';
import { conditionText } from './conditions.js';
import type { Context } from './context.js';
import { isCheckName } from './options.js';
import { type Reading, spotOf } from './reading.js';
import { noShield } from './shields.js';

function isUnknown(callee: Callee): boolean {
  return callee.kind === 'unknown' || (callee.kind === 'external' && callee.model === undefined);
}

export function callTrait(
  reading: Reading,
  call: CallExpr,
  callee: Callee,
  name: string,
  context: Context,
  use: Use,
): CallTrait {
  const { file: at, fn } = context;
  // A promise that is returned out of a `try` is past its handler.
  const isAsync = mayBeAsync(reading.side, callee);
  const isSure = isSurelyAsync(reading.side, callee);
  const escapes = use === 'returned' && isSure;
  const keys = call.args.some(arg => hasFamily(arg, 'idempotency'));
  return {
    ...spotOf(context, call),
    callee: calleeName(reading.side, callee, call, context),
    detail: call.args.map(arg => conditionText(at, fn, arg)).join(),
    targets: callee.kind === 'project' ? callee.targets : [],
    text: pathOf(call.callee) ?? (name || 'a call'),
    use,
    mayBeAsync: isAsync,
    isSurelyAsync: isSure,
    loops: context.loops,
    fixedLoops: context.fixedLoops,
    shield: escapes ? noShield : context.shield,
    isRetried: context.isRetried || call.args.some(arg => hasFamily(arg, 'retry')),
    isTransactional: context.isTransactional || call.args.some(arg => hasFamily(arg, 'transaction')),
    isUnsafeToRepeat: !keys && isUnsafe(at, fn, call, name),
    effects: effectsOf(reading.side, callee, call),
    isTotal: callee.kind === 'external' && callee.isTotal,
    isGuess: isUnknown(callee) && !isSure && (use === 'value' || use === 'kept' || use === 'handed'),
    leavesTry: use === 'returned' && context.inTry,
    hasOpenOptions: call.args.some(hasSpread),
    isStatement: use === 'floating' || use === 'awaited',
    isCheck:
      isCheckName(name) || (/^(parse|parseAsync)$/.test(name) && /[sS]chema|^z\b/.test(pathOf(call.callee) ?? '')),
  };
}
