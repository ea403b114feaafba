import type { CallExpr, Expr, ObjectExpr } from '../../syntax/ir/nodes.js';
import type { FailureClass } from '../classes.js';
import type { CallModel } from '../model-pack/pack.js';
import { pathOf } from '../walk.js';
import type { Evaluation } from './evaluation.js';

/** Whether a signal that a call is given may end it like that: as cancelled, or because a time is over. */
export function mayEnd(call: CallExpr, model: CallModel, how: FailureClass, run: Evaluation): boolean {
  if (!model.abortable) return true;
  const given = signalIn(call, model.abortable.argument, model.abortable.path, run);
  if (given === 'none') return false;
  if (given === 'unknown') return true;
  if (given.kind === 'call' && pathOf(given.callee) === 'AbortSignal.timeout')
    return how === 'timeout' || !model.modes.some(each => each.class === 'timeout');
  const isOwn = given.kind === 'member' && given.property === 'signal' && madeHere(given.object, run);
  return how !== 'timeout' || !isOwn;
}

/** The signal among the options, where they are written out; a text, or an object without one, holds none. */
function signalIn(call: CallExpr, argument: number, path: string, run: Evaluation): Expr | 'none' | 'unknown' {
  const given = call.args[argument];
  if (given === undefined) return call.args.some(each => each.kind === 'spread') ? 'unknown' : 'none';
  const options = plain(given, run);
  if (options.kind === 'literal' || options.kind === 'template' || options.kind === 'function') return 'none';
  if (options.kind !== 'object') return 'unknown';
  const [name] = path.split('.');
  const found = options.properties.find(each => each.name === name);
  if (found) return path.includes('.') ? 'unknown' : plain(found.value, run);
  return isWhole(options) ? 'none' : 'unknown';
}

function isWhole({ properties }: ObjectExpr): boolean {
  return properties.every(({ name }) => name !== '' && name !== '...');
}

/** Casts are taken off, and a constant stands for what it holds; an object that is kept may be given more later. */
function plain(expr: Expr, run: Evaluation): Expr {
  if (expr.kind === 'cast') return plain(expr.value, run);
  if (expr.kind !== 'name') return expr;
  const bound = run.unit.scopes.lookup(run.index, expr.name);
  if (bound?.kind !== 'local' || bound.isReassigned || !bound.value) return expr;
  return bound.value.kind === 'call' ? bound.value : expr;
}

/** `new AbortController()`: whoever aborts it gives no time for a reason. */
function madeHere(controller: Expr, run: Evaluation): boolean {
  const made = plain(controller, run);
  return made.kind === 'call' && made.isNew && pathOf(made.callee) === 'AbortController';
}
