import type { CallExpr, Expr, FunctionIr } from '../../syntax/ir/nodes.js';
import type { FailureMode, ReturnOutcome } from '../contract.js';
import type { Unit } from '../link/linker.js';
import { printExpr } from '../print.js';
import { callsOf } from '../walk.js';
import { type Evaluation, originAt, within } from './evaluation.js';
import { type Modes, mode, modesOf, noModes } from './modes.js';
import { allStatuses, type Path, type Settled, startPath, type Val, withVar } from './values.js';

/** Callbacks within callbacks are followed this far. */
const DEPTH = 4;

/** The variables `resolve` and `reject` of an executor. */
export function settlersOf({ params }: FunctionIr, into: Settled): readonly (readonly [string, Val])[] {
  return params.slice(0, 2).flatMap(({ target }, at) => {
    const value: Val = { kind: 'settler', rejects: at === 1, into };
    return target.kind === 'name' ? [[target.name, value] as const] : [];
  });
}

/**
 * What the functions within an executor resolve its promise with, whenever they run. Each starts with what its place says:
 * a listener of `error` runs after a failure, the callback of `https.get` has an answer, an error-first callback has a failure
 * or none.
 */
export function resolvedLater(unit: Unit, executor: number, ir: FunctionIr, run: Evaluation): readonly ReturnOutcome[] {
  const resolve = ir.params[0]?.target;
  if (resolve?.kind !== 'name' || run.depth > DEPTH) return [];
  const settled: Settled = { modes: noModes, outcomes: [] };
  for (const [index, fn] of unit.ir.functions.entries()) {
    const binding = unit.scopes.lookup(index, resolve.name);
    if (index === executor || binding?.kind !== 'param' || binding.fn !== executor) continue;
    if (!callsOf(fn).some(call => call.callee.kind === 'name' && call.callee.name === resolve.name)) continue;
    let start: Path = startPath;
    for (const [name, value] of settlersOf(ir, settled)) start = withVar(start, name, value);
    // Nothing is kept of it but what the settlers collect.
    run.evaluateBody(within(run, unit, index), startOf(unit, index, fn, start, run));
  }
  return settled.outcomes;
}

/** What is known where a callback begins. */
function startOf(unit: Unit, index: number, { parent, params }: FunctionIr, start: Path, run: Evaluation): Path {
  const call = callOf(unit, parent, index);
  const first = params[0]?.target;
  if (call === undefined) return start;
  if (call.callee.kind === 'member' && /^(on|once|addListener)$/.test(call.callee.property)) {
    const [event] = call.args;
    if (event?.kind !== 'literal') return start;
    const maker = makerOf(unit, parent, call.callee.object);
    if (event.value === 'error') {
      const modes = maker ? toldOf(unit, parent, maker, 'event', run) : noModes;
      const failed: Path = { ...start, handled: modes };
      return first?.kind === 'name'
        ? { ...withVar(failed, first.name, { kind: 'error', modes }), caught: first.name }
        : failed;
    }
    const isAnswer = event.value === 'response' && maker !== undefined && isRequest(unit, parent, maker, run);
    return isAnswer && first?.kind === 'name' ? withVar(start, first.name, answerOf(maker)) : start;
  }
  if (first?.kind !== 'name' || call.args.at(-1)?.kind !== 'function') return start;
  if (isRequest(unit, parent, call, run)) return withVar(start, first.name, answerOf(call));
  const failures = toldOf(unit, parent, call, 'callback', run);
  return failures.size === 0 ? start : withVar(start, first.name, failureOrNone(call, failures));
}

/** What a listener of `error` is given, where a call adds one: `child.on('error', reject)`. */
export function errorsHeard(call: CallExpr, run: Evaluation): Modes | undefined {
  const [event] = call.args;
  if (call.callee.kind !== 'member' || !/^(on|once|addListener|addEventListener)$/.test(call.callee.property))
    return undefined;
  if (event?.kind !== 'literal' || event.value !== 'error') return undefined;
  const maker = makerOf(run.unit, run.index, call.callee.object);
  const told = maker ? toldOf(run.unit, run.index, maker, 'event', run) : noModes;
  if (told.size > 0) return told;
  const origins = [originAt(run, call, 'reject', printExpr(call).slice(0, 80))];
  return modesOf([mode({ class: 'unknown', type: '', confidence: 'assumed', origins })]);
}

/** The call that a function expression is an argument of. */
function callOf(unit: Unit, parent: number, index: number): CallExpr | undefined {
  const around = unit.ir.functions[parent];
  return around && callsOf(around).find(call => call.args.some(arg => arg.kind === 'function' && arg.index === index));
}

/** `https.get(url).on(…)`, `const req = https.get(url); req.on(…)`: the call that made what is listened to. */
function makerOf(unit: Unit, fn: number, emitter: Expr): CallExpr | undefined {
  if (emitter.kind === 'call')
    return emitter.callee.kind === 'member' && /^(on|once|addListener|setEncoding)$/.test(emitter.callee.property)
      ? makerOf(unit, fn, emitter.callee.object)
      : emitter;
  const binding = emitter.kind === 'name' ? unit.scopes.lookup(fn, emitter.name) : undefined;
  return binding?.kind === 'local' && binding.value?.kind === 'call' ? binding.value : undefined;
}

function modelOf(unit: Unit, fn: number, call: CallExpr, { linker }: Evaluation) {
  const callee = linker.callee(unit, fn, call);
  return callee.kind === 'external' ? callee.model : undefined;
}

/** Its callback gets an answer whose status nobody has looked at. */
function isRequest(unit: Unit, fn: number, call: CallExpr, run: Evaluation): boolean {
  const model = modelOf(unit, fn, call, run);
  return model?.httpStatus === 'resolves' && !model.async;
}

function answerOf({ start, end, callee }: CallExpr): Val {
  return { kind: 'response', status: allStatuses, start, end, text: printExpr(callee).slice(0, 60) };
}

/** The failures that a call tells of by an event or a callback. */
function toldOf(unit: Unit, fn: number, call: CallExpr, channel: 'event' | 'callback', run: Evaluation): Modes {
  const modes = modelOf(unit, fn, call, run)?.modes ?? [];
  return modesOf(
    modes
      .filter(each => each.channel === channel && each.class !== 'cancelled')
      .map(
        (each): FailureMode =>
          mode({
            class: each.class,
            channel: 'throw',
            type: each.type,
            discriminants: each.discriminants,
            when: each.when,
            retryable: each.retryable,
            confidence: 'modelled',
            origins: [originAt({ unit }, call, 'model', printExpr(call.callee).slice(0, 60))],
          }),
      ),
  );
}

/** The first argument of an error-first callback. */
function failureOrNone({ start, end }: CallExpr, failures: Modes): Val {
  const plain = { start, end, tags: {}, carriesError: false };
  return {
    kind: 'outcomes',
    start,
    outcomes: [
      { ...plain, value: 'null', modes: [], handled: false },
      { ...plain, value: 'object', modes: [...failures.values()], handled: true, carriesError: true },
    ],
  };
}

/** Outcomes of one place and look as two at most: one where nothing failed, and one with all that leads there. */
export function joinedOutcomes(outcomes: readonly ReturnOutcome[]): readonly ReturnOutcome[] {
  const joined = new Map<string, ReturnOutcome>();
  for (const each of outcomes) {
    const { start, value, tags, handled, carriesError, modes } = each;
    const key = JSON.stringify([start, value, Object.entries(tags).sort(), handled, carriesError, modes.length > 0]);
    const known = joined.get(key);
    joined.set(key, known ? { ...known, modes: [...modesOf([...known.modes, ...modes]).values()] } : each);
  }
  return [...joined.values()];
}
