import type { CallExpr, Expr } from '../../syntax/ir/nodes.js';
import type { FailureContract, ReturnOutcome } from '../contract.js';
import type { CallModel } from '../model-pack/pack.js';
import { printExpr } from '../print.js';
import type { Callee } from '../view.js';
import { memberModes } from './declared.js';
import { mappedClass } from './errors.js';
import { type Evaluation, holeAt, originAt, raise } from './evaluation.js';
import { followHandler } from './handlers.js';
import { type Modes, mode, modesOf, noModes, onChannel, through, union } from './modes.js';
import { rejectionsOf } from './new-promise.js';
import { allStatuses, type Path, unknownVal, type Val } from './values.js';

/** Members that look something up and give `undefined` where there is nothing. */
const lookups = new Set([
  'Map.get',
  'WeakMap.get',
  'Array.find',
  'Array.at',
  'Array.pop',
  'Array.shift',
  'URLSearchParams.get',
  'Headers.get',
  'String.match',
  'RegExp.exec',
  'Array.findLast',
]);

/** Evaluates a call: the receiver and arguments first, then what is called. */
export function evaluateCall(call: CallExpr, path: Path, run: Evaluation): { value: Val; path: Path } {
  let next = path;
  let receiver: Val = unknownVal;
  if (call.callee.kind === 'member') {
    const inner = run.evaluate(call.callee.object, next, run);
    receiver = inner.value;
    next = inner.path;
  } else if (call.callee.kind !== 'name' && call.callee.kind !== 'super' && call.callee.kind !== 'function')
    next = run.evaluate(call.callee, next, run).path;
  const args: Val[] = [];
  for (const arg of call.args) {
    if (arg.kind === 'function' || arg.kind === 'class') {
      args.push(unknownVal);
      continue;
    }
    const inner = run.evaluate(arg, next, run);
    args.push(inner.value);
    next = inner.path;
  }
  const chained = call.callee.kind === 'member' ? chain(call, call.callee.property, receiver, next, run) : undefined;
  if (chained) return { value: chained, path: next };
  const callee = run.linker.callee(run.unit, run.index, call);
  return { value: calledValue(call, callee, receiver, args, run), path: next };
}

function calledValue(call: CallExpr, callee: Callee, receiver: Val, args: readonly Val[], run: Evaluation): Val {
  switch (callee.kind) {
    case 'project':
      return projectCall(
        call,
        callee.targets.flatMap(target => run.contractOf(target) ?? []),
        run,
      );
    case 'external':
      return externalCall(call, callee, args, run);
    case 'declared':
      return declaredCall(call, callee, run);
    case 'callback':
      return opened(call, 'callback', run);
    case 'unknown': {
      if (receiver.kind === 'response' && call.callee.kind === 'member') return opened(call, 'any', run);
      if (isCombinator(call)) return unknownVal;
      return opened(call, callee.why, run);
    }
  }
}

/** What the documentation of an interface member declares is assumed; more may come. */
function declaredCall(call: CallExpr, callee: Extract<Callee, { kind: 'declared' }>, run: Evaluation): Val {
  const unit = run.linker.unit(callee.path);
  const type = { kind: 'ref' as const, name: callee.type, args: [] };
  const modes = unit ? memberModes(unit, type, callee.property, run.linker, run.classes) : [];
  const rejected = modesOf(modes.filter(each => each.channel === 'reject'));
  raise(run, modesOf(modes.filter(each => each.channel === 'throw')));
  const value = opened(call, 'dynamic', run);
  return rejected.size > 0 ? { kind: 'promise', rejects: onChannel(rejected, 'throw'), value } : value;
}

/** A call about which nothing is known may throw and may reject. */
function opened(call: CallExpr, why: 'any' | 'callback' | 'dynamic' | 'external', run: Evaluation): Val {
  const text = printExpr(call.callee).slice(0, 80);
  run.holes.push({ start: call.start, end: call.end, why, text });
  raise(run, holeAt(run, call, text));
  return unknownVal;
}

function projectCall(call: CallExpr, contracts: readonly FailureContract[], run: Evaluation): Val {
  let thrown: Modes = noModes;
  let rejected: Modes = noModes;
  const outcomes: ReturnOutcome[] = [];
  let isAsync = false;
  for (const contract of contracts) {
    isAsync ||= contract.isAsync;
    for (const each of contract.modes) {
      const seen = through(modesOf([each]), contract.symbol);
      if (each.channel === 'throw') thrown = union(thrown, seen);
      else if (each.channel === 'reject') rejected = union(rejected, onChannel(seen, 'throw'));
    }
    if (!contract.closed) {
      const text = printExpr(call.callee).slice(0, 80);
      const open = holeAt(run, call, text, [contract.symbol]);
      if (contract.isAsync) rejected = union(rejected, open);
      else thrown = union(thrown, open);
    }
    outcomes.push(...contract.returns);
  }
  raise(run, thrown);
  const value: Val =
    outcomes.length > 0 && outcomes.length <= 24 ? { kind: 'outcomes', outcomes, start: call.start } : unknownVal;
  if (!isAsync) {
    // A plain function that hands on a promise.
    return rejected.size > 0 ? { kind: 'promise', rejects: rejected, value } : value;
  }
  return { kind: 'promise', rejects: rejected, value };
}

function externalCall(
  call: CallExpr,
  callee: Extract<Callee, { kind: 'external' }>,
  args: readonly Val[],
  run: Evaluation,
): Val {
  const { model, package: packageName, name } = callee;
  const text = printExpr(call.callee);
  if (packageName === 'lib') {
    const combined = combinator(name, args);
    if (combined) return combined;
    if (name === 'Promise' && call.isNew) return newPromise(call, run);
    if (name === 'Promise.reject') return rejectWith(call, args[0], run);
    if (lookups.has(name)) return { kind: 'lookup', start: call.start, end: call.end, text: text.slice(0, 60) };
  }
  if (!model) {
    return callee.isTotal ? unknownVal : opened(call, 'external', run);
  }
  const modes = modelModes(call, model, run);
  const handed = invoked(call, model, run);
  if (!model.async) {
    raise(run, modes);
    return returned(call, model, text, handed);
  }
  const value = returned(call, model, text, handed.kind === 'promises' ? unknownVal : handed);
  return { kind: 'promise', rejects: modes, value };
}

function modelModes(call: CallExpr, model: CallModel, run: Evaluation): Modes {
  const found = [];
  for (const each of model.modes) {
    if (each.channel !== 'throw' && each.channel !== 'reject') continue;
    if (each.class === 'timeout' && model.abortable && !hasOption(call, model.abortable.argument)) continue;
    if (each.class === 'cancelled' && model.abortable && !hasOption(call, model.abortable.argument)) continue;
    found.push(
      mode({
        class: mappedClass([each.type], each.discriminants, run.classes) ?? each.class,
        channel: 'throw',
        type: each.type,
        package: model.package === 'lib' ? undefined : model.package,
        discriminants: each.discriminants,
        when: each.when,
        retryable: each.retryable,
        confidence: 'modelled',
        origins: [originAt(run, call, 'model', printExpr(call.callee).slice(0, 60))],
      }),
    );
  }
  return modesOf(found);
}

function hasOption(call: CallExpr, argument: number): boolean {
  return call.args.length > argument;
}

function returned(call: CallExpr, model: CallModel, text: string, handed: Val): Val {
  if (model.returns?.name === 'Response' || model.httpStatus === 'resolves')
    return { kind: 'response', status: allStatuses, start: call.start, end: call.end, text: text.slice(0, 60) };
  return handed;
}

/** Functions handed to a call: what they throw comes out of it where the model says so. */
function invoked(call: CallExpr, model: CallModel, run: Evaluation): Val {
  let value: Val = unknownVal;
  for (const use of model.invokes) {
    const chosen =
      use.argument === 'functions'
        ? call.args
        : use.argument === 'last'
          ? call.args.slice(-1)
          : call.args.slice(use.argument, use.argument + 1);
    for (const arg of chosen) {
      const handed = use.path === '' ? arg : memberOf(arg, use.path);
      const outcome = handed && contractOfValue(handed, run);
      if (!outcome) continue;
      const { contract, open } = outcome;
      const thrown = modesOf((contract?.modes ?? []).filter(each => each.channel === 'throw'));
      const rejected = onChannel(modesOf((contract?.modes ?? []).filter(each => each.channel === 'reject')), 'throw');
      const holeHere = open ? holeAt(run, arg, printExpr(arg).slice(0, 60)) : noModes;
      if (use.thrown === 'caller') raise(run, union(thrown, contract?.isAsync ? noModes : holeHere));
      if (use.rejected === 'returned' && contract?.isAsync)
        value = { kind: 'promises', rejects: union(rejected, holeHere), value: unknownVal };
    }
  }
  return value;
}

function memberOf(arg: Expr, path: string): Expr | undefined {
  return arg.kind === 'object' ? arg.properties.find(each => each.name === path)?.value : undefined;
}

/** The contract of a function that is passed as a value. */
export function contractOfValue(
  value: Expr,
  run: Evaluation,
): { contract: FailureContract | undefined; open: boolean } | undefined {
  const callee = run.linker.calledBy(run.unit, run.index, value, false);
  if (callee.kind === 'project') {
    const [target] = callee.targets;
    const contract = target && run.contractOf(target);
    return { contract, open: contract ? !contract.closed : false };
  }
  if (callee.kind === 'external' && callee.isTotal) return { contract: undefined, open: false };
  return { contract: undefined, open: true };
}

const combinators = /^Promise\.(all|allSettled|any|race|resolve)$/;

function isCombinator(call: CallExpr): boolean {
  return combinators.test(printExpr(call.callee));
}

function combinator(name: string, args: readonly Val[]): Val | undefined {
  if (!combinators.test(name)) return undefined;
  const [first = unknownVal] = args;
  const rejects = first.kind === 'promises' || first.kind === 'promise' ? first.rejects : noModes;
  if (name === 'Promise.allSettled') return { kind: 'promise', rejects: noModes, value: unknownVal };
  return {
    kind: 'promise',
    rejects,
    value: name === 'Promise.resolve' && first.kind !== 'promise' ? first : unknownVal,
  };
}

function rejectWith(call: CallExpr, arg: Val | undefined, run: Evaluation): Val {
  const origin = originAt(run, call, 'reject', printExpr(call).slice(0, 80));
  const modes =
    arg && (arg.kind === 'error' || arg.kind === 'made-error')
      ? arg.modes
      : modesOf([mode({ class: 'unknown', type: '', confidence: 'assumed', origins: [origin] })]);
  return { kind: 'promise', rejects: modes, value: unknownVal };
}

function newPromise(call: CallExpr, run: Evaluation): Val {
  const [executor] = call.args;
  return {
    kind: 'promise',
    rejects: executor?.kind === 'function' ? rejectionsOf(executor.index, run) : holeAt(run, call, 'new Promise'),
    value: unknownVal,
  };
}

/** `.then`, `.catch` and `.finally` on a promise whose rejections are known. */
function chain(call: CallExpr, property: string, receiver: Val, path: Path, run: Evaluation): Val | undefined {
  if (receiver.kind !== 'promise' || (property !== 'then' && property !== 'catch' && property !== 'finally'))
    return undefined;
  const [first, second] = call.args;
  if (property === 'finally') return receiver;
  const onReject = property === 'catch' ? first : second;
  const onValue = property === 'then' ? first : undefined;
  let rejects = receiver.rejects;
  let value = receiver.value;
  if (onReject) {
    const handled = followHandler(onReject, receiver.rejects, path, run);
    rejects = handled.rejects;
    if (handled.outcomes.length > 0) value = joinOutcomes(receiver.value, handled.outcomes, call);
  }
  if (onValue) {
    const next = contractOfValue(onValue, run);
    if (next?.contract) {
      rejects = union(
        rejects,
        onChannel(
          modesOf(next.contract.modes.filter(each => each.channel === 'throw' || each.channel === 'reject')),
          'throw',
        ),
      );
      if (!onReject)
        value =
          next.contract.returns.length > 0
            ? { kind: 'outcomes', outcomes: next.contract.returns, start: call.start }
            : unknownVal;
    }
    if (next?.open) rejects = union(rejects, holeAt(run, onValue, printExpr(onValue).slice(0, 60)));
  }
  return { kind: 'promise', rejects, value };
}

function joinOutcomes(value: Val, handled: readonly ReturnOutcome[], call: CallExpr): Val {
  const normal: readonly ReturnOutcome[] =
    value.kind === 'outcomes'
      ? value.outcomes
      : [
          {
            start: call.start,
            end: call.end,
            value: 'other',
            tags: {},
            modes: [],
            handled: false,
            carriesError: false,
          },
        ];
  return { kind: 'outcomes', outcomes: [...normal, ...handled], start: call.start };
}
