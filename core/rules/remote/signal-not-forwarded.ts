import type { CallModel } from '../../failures/model-pack/pack.js';
import { printExpr } from '../../failures/print.js';
import { argumentAt, calledName, modelOf } from '../../failures/shapes/calls.js';
import { bare, functionsOf, someDeep } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { callsOf, eachExpr, eachStmt } from '../../failures/walk.js';
import type { CallExpr, Expr, FunctionIr, ParamIr, TypeIr } from '../../syntax/ir/nodes.js';
import { draftAt, relatedAt, replacing } from '../draft.js';
import type { Fix } from '../finding.js';
import { defineRule } from '../rule.js';

export const signalNotForwarded = defineRule({
  id: 'remote/signal-not-forwarded',
  summary: 'A function that can be cancelled does not cancel what it waits for.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report }) {
    if (isTest) return;
    for (const { fn, index } of functionsOf(file)) {
      const signal = signalOf(file, fn);
      if (signal === undefined) continue;
      for (const call of waitedCalls(fn)) {
        const model = modelOf(file, index, call);
        if (
          model?.abortable === undefined ||
          isShortWrite(model) ||
          (model.marks.includes('timer') && call.args.length === 0)
        )
          continue;
        if (argumentAt(file, index, call, model.abortable) !== 'absent' || isDetached(file, fn, index, call)) continue;
        report(
          draftAt(
            file,
            index,
            call,
            `${printExpr(call.callee)} goes on when ${signal.text} is aborted: the caller gave up, and the work is done for nobody. Hand the signal on.`,
            {
              related: [relatedAt(file, signal.param, 'The signal arrives here.')],
              fixes: fixOf(file, call, model.abortable, signal),
            },
          ),
        );
      }
    }
  },
});

/** A file of this machine: read in no time, and half of it written is worse than late. */
function isShortWrite({ package: home }: CallModel): boolean {
  return home.startsWith('node:fs');
}

interface Signal {
  readonly param: ParamIr;
  /** How the function reaches it: `signal`, `opts.signal`. */
  readonly text: string;
  readonly isOptional: boolean;
}

/** A parameter that is a signal, or has one as a member. */
function signalOf(file: FileView, { params, body }: FunctionIr): Signal | undefined {
  for (const param of params) {
    const { target, type } = param;
    if (target.kind === 'name' && isSignal(type)) return { param, text: target.name, isOptional: param.isOptional };
    if (target.kind === 'pattern') {
      const taken = target.elements.find(each => each.property === 'signal' && each.target.kind === 'name');
      if (taken?.target.kind === 'name') return { param, text: taken.target.name, isOptional: true };
    }
    if (target.kind === 'name' && (hasSignal(file, type) || readsSignal(body, target.name)))
      return { param, text: `${target.name}.signal`, isOptional: true };
  }
  return undefined;
}

function isSignal(type: TypeIr | undefined): boolean {
  if (type?.kind === 'union') return type.members.some(isSignal);
  return type?.kind === 'ref' && type.name === 'AbortSignal';
}

/** A shape with a member `signal: AbortSignal`, written here or declared in the file. */
function hasSignal(file: FileView, type: TypeIr | undefined): boolean {
  if (type?.kind === 'shape') return type.properties.some(each => each.name === 'signal' && isSignal(each.type));
  if (type?.kind !== 'ref') return false;
  const declared = file.ir.types.find(each => each.name === type.name);
  return declared !== undefined && declared.type.kind === 'shape' && hasSignal(file, declared.type);
}

function readsSignal(body: FunctionIr['body'], name: string): boolean {
  let found = false;
  eachExpr(body, expr => {
    found ||=
      expr.kind === 'member' && expr.property === 'signal' && expr.object.kind === 'name' && expr.object.name === name;
  });
  return found;
}

/** Calls that are awaited or returned: the function waits for them. */
function waitedCalls(fn: FunctionIr): readonly CallExpr[] {
  const waited = new Set<Expr>();
  const add = (expr: Expr): void => {
    const at = bare(expr);
    waited.add(at);
    // `ky.get(url).json()`, `fetch(url).then(…)`: the request is what is waited for.
    if (at.kind === 'call' && at.callee.kind === 'member' && bare(at.callee.object).kind === 'call')
      add(at.callee.object);
  };
  eachExpr(fn.body, expr => {
    if (expr.kind === 'await') add(expr.value);
  });
  eachStmt(fn.body, stmt => {
    if (stmt.kind === 'return' && stmt.value) add(stmt.value);
  });
  return callsOf(fn).filter(call => waited.has(call));
}

/** Meant to go on: `waitUntil(…)`, cleaning up in a handler or at last, or the signal is raced. */
function isDetached(file: FileView, fn: FunctionIr, index: number, call: CallExpr): boolean {
  let late = false;
  eachStmt(fn.body, stmt => {
    if (stmt.kind !== 'try') return;
    late ||= [...(stmt.handler?.body ?? []), ...(stmt.final ?? [])].some(
      each => each.start <= call.start && call.end <= each.end,
    );
  });
  if (late) return true;
  return callsOf(fn).some(
    each =>
      each !== call &&
      /^(waitUntil|after|defer|race|abortable|raceWithSignal|background|detach)$/.test(calledName(each)) &&
      each.args.some(arg => someDeep(file.ir, index, arg, part => part === call)),
  );
}

/** The option behind the arguments, where they stop right before it and nothing is in between. */
function fixOf(
  file: FileView,
  call: CallExpr,
  { argument, path }: { argument: number; path: string },
  { text, isOptional }: Signal,
): readonly Fix[] {
  const last = call.args.at(-1);
  if (path !== 'signal' || last === undefined || call.args.length !== argument || last.end !== call.end - 1) return [];
  const value = isOptional ? `signal: ${text} ?? null` : text === 'signal' ? 'signal' : `signal: ${text}`;
  return [replacing(file, { start: last.end, end: call.end - 1 }, 'Hand the signal on', `{ ${value} }`, 'last-item')];
}
