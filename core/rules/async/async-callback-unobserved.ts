import type { FailureMode } from '../../failures/contract.js';
import type { CallModel } from '../../failures/model-pack/pack.js';
import { printExpr } from '../../failures/print.js';
import { hasBodies } from '../../failures/shapes/bodies.js';
import { calledName, constantOf, memberOf, modelOf, receiverOf, textOf } from '../../failures/shapes/calls.js';
import { isMisuse, isNotSetUp, isReckonedWith } from '../../failures/shapes/misuse.js';
import { bare, functionsOf } from '../../failures/shapes/scope.js';
import { isEnding, isExample, isOfTests, isSignal } from '../../failures/shapes/settings.js';
import type { FailureView, FileView, FunctionRef } from '../../failures/view.js';
import { callsOf, eachExpr, eachStmt } from '../../failures/walk.js';
import type { CallExpr, Expr, Stmt } from '../../syntax/ir/nodes.js';
import { draftAt } from '../draft.js';
import { defineRule } from '../rule.js';
import { listOf } from '../wording.js';

export const asyncCallbackUnobserved = defineRule({
  id: 'async/async-callback-unobserved',
  summary: 'An async function that may reject is handed to a call that ignores its promise.',
  severity: 'error',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, failures, isTest, report }) {
    if (isTest) return;
    for (const { fn, index } of functionsOf(file)) {
      for (const call of callsOf(fn)) {
        const model = modelOf(file, index, call);
        if (model === undefined || model.constructs || capturesRejections(file, index, call) || isEnding(call))
          continue;
        for (const callback of ignoredIn(model, call)) {
          const { modes, open } = rejections(failures, file, index, callback);
          const isSeen = !modes.every(mode => isMisuse(mode) || isNotSetUp(failures, mode));
          if (!isSeen && !open) continue;
          const isFatal = isLoud(model, call) && file.environment !== 'browser';
          const isMinor =
            !modes.some(mode => isReckonedWith(failures, mode)) ||
            isSignal(call) ||
            isExample(file.path) ||
            isOfTests(file.path);
          const origin = modes[0]?.origins[0];
          const how = isSeen
            ? ` (${listOf([...new Set(modes.map(wordOf))])})`
            : ', for nothing is known of what it awaits';
          report(
            draftAt(
              file,
              index,
              callback,
              `${printExpr(call.callee)} ignores the promise of this async function, which may reject${how}: nobody hears of it${file.environment === 'browser' ? '' : ', and Node ends the process'}. Catch inside, or attach a handler.`,
              {
                span: headOf(callback, file),
                ...(isMinor ? { severity: 'information' as const } : isFatal ? {} : { severity: 'warning' as const }),
                related: origin
                  ? [
                      {
                        path: origin.path,
                        span: { start: origin.start, end: origin.end },
                        message: `${origin.text} may fail.`,
                      },
                    ]
                  : [],
              },
            ),
          );
        }
      }
    }
  },
});

/** A listener of an emitter that was made with `captureRejections: true`: a rejection becomes its event `error`. */
function capturesRejections(file: FileView, fn: number, call: CallExpr): boolean {
  const emitter = receiverOf(call);
  const made = emitter && constantOf(file, fn, emitter);
  if (made?.kind !== 'call' || !made.isNew || made.args[0] === undefined) return false;
  const captures = memberOf(file, fn, made.args[0], 'captureRejections');
  return typeof captures !== 'string' && captures.kind === 'literal' && captures.value === true;
}

/** Arguments that are functions whose promise nobody looks at. */
function ignoredIn(model: CallModel, call: CallExpr): readonly Expr[] {
  return model.invokes.flatMap(invoke => {
    if (invoke.rejected !== 'unhandled' || invoke.path !== '') return [];
    const at = invoke.argument;
    if (at === 'functions') return call.args;
    const given = at === 'last' ? call.args.at(-1) : call.args[at];
    return given ? [given] : [];
  });
}

interface Rejections {
  readonly modes: readonly FailureMode[];
  /** It awaits something of which nothing is known. */
  readonly open: boolean;
}

/** How the async function that a value is may reject; nothing for functions that are not async or not known. */
function rejections(failures: FailureView, file: FileView, fn: number, callback: Expr): Rejections {
  const refs = refsOf(file, fn, callback).filter(ref => {
    const target = failures.file(ref.path)?.ir.functions[ref.index];
    return target?.isAsync && !target.isGenerator;
  });
  return {
    modes: refs.flatMap(ref =>
      (failures.contractOf(ref)?.modes ?? []).filter(({ channel }) => channel === 'reject' || channel === 'throw'),
    ),
    open: refs.some(ref => awaitsUnknown(failures, failures.file(ref.path)!, ref.index)),
  };
}

/** A wait, outside every `try` with a handler, for a call of which nothing is known; what is handed in is the affair of whoever hands it. */
function awaitsUnknown(failures: FailureView, file: FileView, fn: number): boolean {
  const body = file.ir.functions[fn]?.body ?? [];
  const guarded: Stmt[] = [];
  eachStmt(body, stmt => {
    if (stmt.kind === 'try' && stmt.handler) guarded.push(...stmt.block);
  });
  let found = false;
  eachExpr(body, expr => {
    if (found || expr.kind !== 'await') return;
    const call = bare(expr.value);
    found =
      call.kind === 'call' &&
      !guarded.some(stmt => stmt.start <= expr.start && expr.end <= stmt.end) &&
      !isWrittenHere(failures, file, fn, call) &&
      file.failuresOf(fn, call).open;
  });
  return found;
}

/** Handed in, or a function of the workspace with a body: what is unknown of that may be its log alone. */
function isWrittenHere(failures: FailureView, file: FileView, fn: number, call: CallExpr): boolean {
  const callee = file.callee(fn, call);
  return callee.kind === 'callback' || hasBodies(failures, callee);
}

function refsOf(file: FileView, fn: number, callback: Expr): readonly FunctionRef[] {
  const value = bare(callback);
  if (value.kind === 'function') return [{ path: file.path, index: value.index }];
  if (value.kind !== 'name' && value.kind !== 'member') return [];
  const callee = file.functionValue(fn, value);
  return callee?.kind === 'project' ? callee.targets : [];
}

function wordOf(mode: FailureMode): string {
  return mode.type === '' || mode.type === 'Error' ? mode.class : mode.type;
}

/** The head of a function, not its whole body: up to where the body starts. */
function headOf(callback: Expr, file: FileView): { start: number; end: number } {
  const value = bare(callback);
  const fn = value.kind === 'function' ? file.ir.functions[value.index] : undefined;
  const end = fn?.params.at(-1)?.end;
  return fn === undefined
    ? { start: callback.start, end: callback.end }
    : { start: value.start, end: Math.max(end ?? 0, value.start + 'async'.length) };
}

/** Emitters, timers and signals: nothing else stands between the rejection and the end of the process. */
function isLoud(model: CallModel, call: CallExpr): boolean {
  if (model.marks.includes('timer')) return true;
  return (
    /^(on|once|addListener|prependListener)$/.test(calledName(call)) &&
    call.args[0] !== undefined &&
    textOf(call.args[0]) !== undefined
  );
}
