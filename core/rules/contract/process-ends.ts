import type { FailureMode } from '../../failures/contract.js';
import type { CallModel } from '../../failures/model-pack/pack.js';
import { printExpr } from '../../failures/print.js';
import { calledName, constantOf, modelOf, receiverOf, textOf } from '../../failures/shapes/calls.js';
import { isMisuse, isNotSetUp, isOfSystem } from '../../failures/shapes/misuse.js';
import { bare, functionsOf } from '../../failures/shapes/scope.js';
import { isEnding } from '../../failures/shapes/settings.js';
import type { FailureView, FileView, FunctionRef } from '../../failures/view.js';
import { callsOf, pathOf } from '../../failures/walk.js';
import type { CallExpr, Expr, Place } from '../../syntax/ir/nodes.js';

/** A function whose throw ends the process, with what it throws. */
export interface ProcessEnd {
  readonly ref: FunctionRef;
  /** The head of the function, or the name that stands for it. */
  readonly at: Place;
  /** The function that hands it over. */
  readonly fn: number;
  /** What it is handed to, as text. */
  readonly call: string;
  readonly modes: readonly FailureMode[];
  /** It is handed to an emitter that the file makes: who calls `emit` meets what it throws. */
  readonly isOwn: boolean;
}

/**
 * Listeners, timers and callbacks of Node that throw, seen without any policy: what they throw arrives at no `catch`. Only
 * failures of a known class count, and only where the process is one that ends.
 */
export function processEnds(file: FileView, failures: FailureView): readonly ProcessEnd[] {
  if (file.environment === 'browser') return [];
  const found: ProcessEnd[] = [];
  for (const { fn, index } of functionsOf(file)) {
    for (const call of callsOf(fn)) {
      const model = modelOf(file, index, call);
      if (model === undefined || model.constructs || !endsProcess(file, model, call) || isEnding(call)) continue;
      for (const value of uncaughtIn(model, call)) {
        for (const ref of refsOf(file, index, value)) {
          const target = failures.file(ref.path)?.ir.functions[ref.index];
          if (target === undefined || target.isAsync || target.isGenerator) continue;
          const modes = (failures.contractOf(ref)?.modes ?? []).filter(
            mode =>
              mode.channel === 'throw' &&
              mode.class !== 'unknown' &&
              mode.class !== 'bug' &&
              !isNotSetUp(failures, mode),
          );
          if (
            modes.length > 0 &&
            (takesFromOutside(call) || !modes.every(isMisuse)) &&
            !modes.every(isOfOwnProcess) &&
            // Who starts a program by hand reads what it ends with.
            !(file.environment === 'cli' && modes.every(isOfSystem))
          )
            found.push({
              ref,
              at: headOf(file, value),
              fn: index,
              call: printExpr(call.callee),
              modes,
              isOwn: isOwnEmitter(file, index, call),
            });
        }
      }
    }
  }
  return found;
}

/** An emitter that the file makes itself: a listener throws into whoever calls `emit`. */
function isOwnEmitter(file: FileView, fn: number, call: CallExpr): boolean {
  const receiver = receiverOf(call);
  const made = receiver && constantOf(file, fn, receiver);
  return made?.kind === 'call' && made.isNew && /EventEmitter\d?$/.test(pathOf(made.callee) ?? '');
}

/** What a stranger sends is handled: `createServer((request, response) => …)`. */
function takesFromOutside(call: CallExpr): boolean {
  const [event] = call.args;
  return /^create\w*Server$/.test(calledName(call)) || (event !== undefined && textOf(event) === 'request');
}

/** `process.kill(process.pid, signal)`: the process is there. */
function isOfOwnProcess({ origins }: FailureMode): boolean {
  return origins.length > 0 && origins.every(({ text }) => /^process\.(kill|exit)\b/.test(text));
}

/** Node's own, or a timer in a file that runs there. */
function endsProcess(file: FileView, model: CallModel, call: CallExpr): boolean {
  if (model.package.startsWith('node:')) return true;
  const isServer = file.environment === 'server' || file.environment === 'worker' || file.environment === 'cli';
  return (
    isServer &&
    model.package === 'lib' &&
    /^(setTimeout|setInterval|setImmediate|queueMicrotask)$/.test(calledName(call))
  );
}

function uncaughtIn(model: CallModel, call: CallExpr): readonly Expr[] {
  return model.invokes.flatMap(({ thrown, path, argument }) => {
    if (thrown !== 'uncaught' || path !== '') return [];
    if (argument === 'functions') return call.args;
    const given = argument === 'last' ? call.args.at(-1) : call.args[argument];
    return given ? [given] : [];
  });
}

function refsOf(file: FileView, fn: number, given: Expr): readonly FunctionRef[] {
  const value = bare(given);
  if (value.kind === 'function') return [{ path: file.path, index: value.index }];
  if (value.kind !== 'name' && value.kind !== 'member') return [];
  const callee = file.functionValue(fn, value);
  return callee?.kind === 'project' ? callee.targets : [];
}

/** The head of a function, not its whole body: up to where the parameters end. */
function headOf(file: FileView, given: Expr): Place {
  const value = bare(given);
  const fn = value.kind === 'function' ? file.ir.functions[value.index] : undefined;
  if (fn === undefined) return { start: given.start, end: given.end };
  return { start: value.start, end: Math.max(fn.params.at(-1)?.end ?? 0, value.start + 1) };
}
