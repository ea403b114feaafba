import type { CallExpr, Expr, Place } from '../../syntax/ir/nodes.js';
import type { FailureMode, ReturnOutcome } from '../contract.js';
import type { CallModel } from '../model-pack/pack.js';
import { printExpr } from '../print.js';
import type { Callee, FunctionRef } from '../view.js';
import { chain } from './chains.js';
import { combinator, isCombinator, noReason, rejectWith } from './combinators.js';
import { memberModes } from './declared.js';
import { mappedClass } from './errors.js';
import { type Evaluation, holeAt, originAt, raise } from './evaluation.js';
import { failuresOfFunction, isNothing, onlyKnown } from './function-values.js';
import { handedHole, type Modes, mode, modesOf, onChannel, through, throughOne, union } from './modes.js';
import { newPromise, settle } from './new-promise.js';
import { errorsHeard } from './resolved-later.js';
import { mayEnd } from './signals.js';
import { toldResult } from './told-result.js';
import { allStatuses, type Path, unknownVal, type Val } from './values.js';

/** Members that look something up and give `undefined` where there is nothing. */
const lookups: ReadonlyMap<string, 'null' | 'undefined'> = new Map([
  ['Map.get', 'undefined'],
  ['WeakMap.get', 'undefined'],
  ['Array.find', 'undefined'],
  ['Array.at', 'undefined'],
  ['Array.pop', 'undefined'],
  ['Array.shift', 'undefined'],
  ['URLSearchParams.get', 'null'],
  ['Headers.get', 'null'],
  ['String.match', 'null'],
  ['RegExp.exec', 'null'],
  ['Array.findLast', 'undefined'],
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
  const settler = call.callee.kind === 'name' ? next.vars.get(call.callee.name) : undefined;
  if (settler?.kind === 'settler') return { value: settle(call, settler, args, next, run), path: next };
  const chained = call.callee.kind === 'member' ? chain(call, call.callee.property, receiver, next, run) : undefined;
  if (chained) return { value: chained, path: next };
  // `got(url).json()`: the answer and its body are waited for in one.
  if (receiver.kind === 'promise' && call.callee.kind === 'member' && bodies.test(call.callee.property))
    return { value: { kind: 'promise', rejects: receiver.rejects, value: unknownVal }, path: next };
  escapeSettlers(call, args, run);
  const callee = run.linker.callee(run.unit, run.index, call);
  return { value: calledValue(call, callee, receiver, args, next, run), path: next };
}

/** `reject` is handed to something: what that gives it is not known, save for a timer, and what a listener of `error` gets. */
function escapeSettlers(call: CallExpr, args: readonly Val[], run: Evaluation): void {
  const isTimer = call.callee.kind === 'name' && /^(setTimeout|setImmediate|queueMicrotask)$/.test(call.callee.name);
  for (const arg of args) {
    if (arg.kind !== 'settler' || !arg.rejects) continue;
    const given = isTimer ? noReason(call, run) : errorsHeard(call, run);
    arg.into.modes = union(
      arg.into.modes,
      given ?? holeAt(run, call, `reject handed to ${printExpr(call.callee).slice(0, 60)}`),
    );
  }
}

function calledValue(
  call: CallExpr,
  callee: Callee,
  receiver: Val,
  args: readonly Val[],
  path: Path,
  run: Evaluation,
): Val {
  const ofBody =
    receiver.kind === 'response' && call.callee.kind === 'member'
      ? bodyCall(call.callee.property, callee, run)
      : undefined;
  if (ofBody) return externalCall(call, ofBody, receiver, args, path, run);
  switch (callee.kind) {
    case 'project':
      return projectCall(call, () => printExpr(call.callee), call.args, callee.targets, run);
    case 'external':
      return externalCall(call, callee, receiver, args, path, run);
    case 'declared':
      return declaredCall(call, callee, run);
    case 'callback':
      return calledParameter(call, callee.parameter, run);
    case 'unknown':
      return isCombinator(call) ? unknownVal : opened(call, callee.why, run);
  }
}

/** `res.json()` of an answer whose own type tells nothing: as that of the platform. */
function bodyCall(
  property: string,
  callee: Callee,
  { linker }: Evaluation,
): Extract<Callee, { kind: 'external' }> | undefined {
  if (callee.kind !== 'unknown' && !(callee.kind === 'external' && callee.model === undefined)) return undefined;
  const name = `Response.${property}`;
  const model = linker.pack.call('lib', name);
  return model && { kind: 'external', package: 'lib', name, model, isTotal: false };
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

/** A function that was handed in: what it fails with is its caller's to say. */
function calledParameter(call: CallExpr, parameter: number | undefined, run: Evaluation): Val {
  if (parameter === undefined) return opened(call, 'callback', run);
  const text = printExpr(call.callee).slice(0, 80);
  run.holes.push({ start: call.start, end: call.end, why: 'callback', text });
  const origin = originAt(run, call, 'hole', text);
  raise(run, modesOf([handedHole(parameter, 'throw', origin)]));
  return { kind: 'promise', rejects: modesOf([handedHole(parameter, 'reject', origin)]), value: unknownVal };
}

/** A call about which nothing is known may throw and may reject. */
function opened(call: CallExpr, why: 'any' | 'callback' | 'dynamic' | 'external', run: Evaluation): Val {
  const text = printExpr(call.callee).slice(0, 80);
  run.holes.push({ start: call.start, end: call.end, why, text });
  raise(run, holeAt(run, call, text));
  return unknownVal;
}

/** As `opened`, of what is declared to give a promise: whatever happens is heard of there. */
function openedLater(call: CallExpr, run: Evaluation): Val {
  const text = printExpr(call.callee).slice(0, 80);
  run.holes.push({ start: call.start, end: call.end, why: 'external', text });
  return { kind: 'promise', rejects: holeAt(run, call, text), value: unknownVal };
}

/** What calling functions of the workspace comes to; `text` is how the call is written. */
export function projectCall(
  place: Place,
  text: () => string,
  args: readonly Expr[],
  targets: readonly FunctionRef[],
  run: Evaluation,
): Val {
  let found = run.called.get(place);
  if (!found) {
    found = outcomeOf(place, text, args, targets, run);
    run.called.set(place, found);
  }
  raise(run, found.thrown);
  return found.value;
}

function outcomeOf(
  place: Place,
  text: () => string,
  args: readonly Expr[],
  targets: readonly FunctionRef[],
  run: Evaluation,
): { readonly thrown: Modes; readonly value: Val } {
  const contracts = targets.flatMap(target => run.contractOf(target) ?? []);
  const throws: FailureMode[] = [];
  const rejects: FailureMode[] = [];
  const outcomes: ReturnOutcome[] = [];
  let isAsync = false;
  for (const contract of contracts) {
    isAsync ||= contract.isAsync;
    for (const each of [...contract.modes, ...contract.bugs])
      if (each.channel === 'throw') throws.push(throughOne(each, contract.symbol));
      else if (each.channel === 'reject') rejects.push(throughOne(each, contract.symbol));
    for (const { parameter, channel, leaves } of contract.handed) {
      const arg = args[parameter];
      if (!arg || isNothing(arg)) continue;
      const given = failuresOfFunction(arg, run);
      const modes = through(channel === 'throw' ? given.thrown : given.rejected, contract.symbol);
      (leaves === 'throw' ? throws : rejects).push(...modes.values());
    }
    if (contract.open) {
      const open = holeAt(run, place, text().slice(0, 80), [contract.symbol]);
      (contract.isAsync ? rejects : throws).push(...open.values());
    }
    outcomes.push(...contract.returns);
  }
  const thrown = modesOf(throws);
  const rejected = onChannel(modesOf(rejects), 'throw');
  const value: Val =
    outcomes.length > 0 && outcomes.length <= 24 ? { kind: 'outcomes', outcomes, start: place.start } : unknownVal;
  // A plain function may hand on a promise.
  const isPromise = isAsync || rejected.size > 0;
  return { thrown, value: isPromise ? { kind: 'promise', rejects: rejected, value } : value };
}

function externalCall(
  call: CallExpr,
  callee: Extract<Callee, { kind: 'external' }>,
  receiver: Val,
  args: readonly Val[],
  path: Path,
  run: Evaluation,
): Val {
  const { model, package: packageName, name } = callee;
  const text = printExpr(call.callee);
  if (packageName === 'lib') {
    const combined = combinator(name, call, args, run);
    if (combined) return combined;
    if (name === 'Promise' && call.isNew) return newPromise(call, path, run);
    if (name === 'Promise.reject') return rejectWith(call, args[0], path, run);
    const missing = lookups.get(name);
    if (missing) return { kind: 'lookup', missing, start: call.start, end: call.end, text: text.slice(0, 60) };
  }
  if (!model) {
    if (callee.isTotal) return unknownVal;
    if (callee.givesPromise) return openedLater(call, run);
    const value = opened(call, 'external', run);
    return toldResult(call, run) ?? value;
  }
  const modes = modelModes(call, model, receiver, run);
  const handed = invoked(call, model, run);
  if (!model.async) {
    raise(run, modes);
    return returned(call, model, text, handed, run);
  }
  const value = returned(call, model, text, handed.kind === 'promises' ? unknownVal : handed, run);
  return { kind: 'promise', rejects: modes, value };
}

function modelModes(call: CallExpr, model: CallModel, receiver: Val, run: Evaluation): Modes {
  const found = [];
  for (const each of model.modes) {
    if (each.channel !== 'throw' && each.channel !== 'reject') continue;
    const isOfSignal = each.class === 'cancelled' || (each.class === 'timeout' && each.type === 'DOMException');
    if (isOfSignal && model.abortable && !mayEnd(call, model, each.class, run)) continue;
    if (isOfSignal && receiver.kind === 'response' && receiver.ends?.[each.class as 'cancelled' | 'timeout'] === false)
      continue;
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

function returned(call: CallExpr, model: CallModel, text: string, handed: Val, run: Evaluation): Val {
  // `http.get` gives the request; its answer comes to the callback.
  if (model.returns?.name === 'Response' || (model.httpStatus === 'resolves' && model.async))
    return {
      kind: 'response',
      status: allStatuses,
      start: call.start,
      end: call.end,
      text: text.slice(0, 60),
      ...(model.abortable && {
        ends: { cancelled: mayEnd(call, model, 'cancelled', run), timeout: mayEnd(call, model, 'timeout', run) },
      }),
    };
  if (model.missing !== undefined)
    return { kind: 'lookup', missing: model.missing, start: call.start, end: call.end, text: text.slice(0, 60) };
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
      if (!handed || isNothing(handed)) continue;
      const { thrown, rejected, isAsync } = failuresOfFunction(handed, run);
      if (use.thrown === 'caller') raise(run, isAsync ? onlyKnown(thrown) : thrown);
      if (use.rejected === 'returned' && isAsync) value = { kind: 'promises', rejects: rejected, value: unknownVal };
    }
  }
  return value;
}

function memberOf(arg: Expr, path: string): Expr | undefined {
  return arg.kind === 'object' ? arg.properties.find(each => each.name === path)?.value : undefined;
}

const bodies = /^(json|text|buffer|blob|arrayBuffer|formData)$/;
