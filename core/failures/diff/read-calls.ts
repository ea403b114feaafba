import type { CallExpr } from '../../syntax/ir/nodes.js';
import { calledName, receiverOf } from '../shapes/calls.js';
import { bare } from '../shapes/scope.js';
import type { Use } from './behaviour.js';
import { marks } from './call-facts.js';
import { callTrait } from './call-traits.js';
import { conditionText } from './conditions.js';
import { atItsBeginning, type Context } from './context.js';
import { isErrorLike } from './error-facts.js';
import { isRejectOf, rejectOf } from './executors.js';
import { throwExit } from './exits.js';
import { isInside } from './nesting.js';
import { familyOfCall } from './options.js';
import { readChain } from './read-chains.js';
import { readBody, readFunction } from './read-functions.js';
import { noteCondition, protect, type Reading } from './reading.js';
import { isWrittenOut } from './value-facts.js';

/** How deep functions are read in the place of their calls. */
const deepest = 4;

const loopNames = /^(map|forEach|filter|flatMap|reduce|reduceRight|some|every|find|findIndex|sort)$/;

export function readCall(reading: Reading, call: CallExpr, context: Context, use: Use): void {
  const name = calledName(call);
  const { file: at, fn } = context;
  if (call.optional) noteCondition(reading, conditionText(at, fn, call.callee));
  const receiver = receiverOf(call);
  if (receiver && (name === 'then' || name === 'catch' || name === 'finally') && call.args.length > 0) {
    readChain(reading, call, name, receiver, context, use);
    return;
  }
  const family = familyOfCall(at, fn, call, name);
  if (family) protect(reading, context, family, call, name);
  for (const arg of call.args) {
    const inner = bare(arg);
    const named = inner.kind === 'name' ? inner.name : inner.kind === 'member' ? inner.property : '';
    if (/(^signal|Signal)$/.test(named)) protect(reading, context, 'signal', arg, named);
  }
  const [error] = call.args;
  const isHanded = /^(next|callback|cb|done|reject)$/.test(name) && isErrorLike(error, context);
  if (error && (isHanded || isRejectOf(call, context))) reading.exits.push(throwExit(error, call, context));

  const callee = at.callee(fn, call);
  const [target] = callee.kind === 'project' && callee.targets.length === 1 ? callee.targets : [];
  const targetKey = target && `${target.path}#${target.index}`;
  const isRead =
    target !== undefined &&
    targetKey !== undefined &&
    context.depth < deepest &&
    !context.open.includes(targetKey) &&
    reading.side.view.file(target.path) !== undefined &&
    (reading.inPlace(target) || isInside(at, fn, target));
  const isRetry = /retry|withBackoff/i.test(name) || marks(callee, 'retry');
  if (isRetry) protect(reading, context, 'retry', call, name);
  if (isRead) {
    const inner = reading.side.view.file(target.path)!;
    readBody(reading, {
      ...context,
      file: inner,
      fn: target.index,
      isOwn: context.isOwn && target.path === at.path && isInside(at, fn, target),
      ...atItsBeginning,
      isNested: true,
      depth: context.depth + 1,
      open: [...context.open, targetKey],
    });
  } else reading.calls.push(callTrait(reading, call, callee, name, context, use));

  const isLoop = receiver !== undefined && loopNames.test(name);
  const isTransaction = /transaction$/i.test(name) || marks(callee, 'transaction');
  if (isTransaction) protect(reading, context, 'transaction', call, name);
  const inside: Context = {
    ...context,
    rejects: [...context.rejects, ...rejectOf(call, context)],
    loops: context.loops + (isLoop ? 1 : 0),
    fixedLoops: context.fixedLoops + (isLoop && isWrittenOut(at, fn, receiver) ? 1 : 0),
    isRetried: context.isRetried || isRetry,
    isTransactional: context.isTransactional || isTransaction,
  };
  reading.expression(call.callee.kind === 'member' ? call.callee.object : call.callee, context, 'value');
  for (const arg of call.args) {
    const value = bare(arg);
    if (value.kind === 'function') readFunction(reading, value.index, inside);
    else reading.expression(arg, inside, 'handed');
  }
}
