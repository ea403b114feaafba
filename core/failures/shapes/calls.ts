import type { CallExpr, Expr, PropertyIr } from '../../syntax/ir/nodes.js';
import type { CallEffect } from '../classes.js';
import { type ArgumentPath, type CallModel, effectOfHttpMethod, effectOfSql } from '../model-pack/pack.js';
import { isCallMeant } from '../policy/call-pattern.js';
import type { FileView } from '../view.js';
import { pathOf } from '../walk.js';
import { bare } from './scope.js';

/** What the pack says of a call; `undefined` for functions of the project and for what no pack knows. */
export function modelOf(file: FileView, fn: number, call: CallExpr): CallModel | undefined {
  const callee = file.callee(fn, call);
  return callee.kind === 'external' ? callee.model : undefined;
}

/** The name of what a call calls when it needs no import: `fetch`, `JSON.stringify`. */
export function globalName(file: FileView, fn: number, call: CallExpr): string | undefined {
  const callee = file.callee(fn, call);
  return callee.kind === 'external' && callee.package === 'lib' ? callee.name : undefined;
}

/** The last name of a callee: `b` of `a.b()`, `f` of `f()`. */
export function calledName(call: CallExpr): string {
  const callee = bare(call.callee);
  return callee.kind === 'member' ? callee.property : callee.kind === 'name' ? callee.name : '';
}

/** What a method is called on. */
export function receiverOf(call: CallExpr): Expr | undefined {
  const callee = bare(call.callee);
  return callee.kind === 'member' ? callee.object : undefined;
}

/** An argument, or a member of one; `absent` when it is certainly not there, `hidden` when it may be where nobody sees it. */
export function argumentAt(
  file: FileView,
  fn: number,
  call: CallExpr,
  { argument, path }: ArgumentPath,
): Expr | 'absent' | 'hidden' {
  if (call.args.slice(0, argument + 1).some(each => each.kind === 'spread')) return 'hidden';
  const given = call.args[argument];
  if (given === undefined || isUndefined(given)) return 'absent';
  let at: Expr = given;
  for (const name of path === '' ? [] : path.split('.')) {
    const next: Expr | 'absent' | 'hidden' = memberOf(file, fn, at, name);
    if (next === 'absent' || next === 'hidden') return next;
    at = next;
  }
  return at;
}

/** A property of an object that is written out here or in a `const`. */
export function memberOf(file: FileView, fn: number, object: Expr, name: string): Expr | 'absent' | 'hidden' {
  const written = writtenObject(file, fn, object);
  if (written === undefined) return 'hidden';
  let found: Expr | 'absent' | 'hidden' = 'absent';
  for (const property of written) {
    if (property.name === name) found = property.value;
    else if (property.name === '') found = found === 'absent' ? 'hidden' : found;
    else if (property.name === '...') {
      const inner = memberOf(file, fn, property.value, name);
      if (inner !== 'absent') found = inner;
    }
  }
  return found;
}

/** The properties of an object literal, also of a `const` that holds one. */
export function writtenObject(file: FileView, fn: number, expr: Expr): readonly PropertyIr[] | undefined {
  const inner = constantOf(file, fn, expr);
  return inner.kind === 'object' ? inner.properties : undefined;
}

/** What a `const` stands for, followed through names; the expression itself where it is none. */
export function constantOf(file: FileView, fn: number, expr: Expr, hops = 4): Expr {
  const inner = bare(expr);
  if (inner.kind !== 'name' || hops === 0) return inner;
  const bound = file.binding(fn, inner.name);
  if (bound?.kind !== 'local' || bound.isReassigned || bound.value === undefined) return inner;
  return constantOf(file, bound.fn, bound.value, hops - 1);
}

/** What the policy says that a call does; `undefined` for calls that it does not name. */
export function declaredEffect(file: FileView, fn: number, call: CallExpr): CallEffect | undefined {
  return file.policy.effects.find(([pattern]) => isCallMeant(file, fn, call, [pattern]))?.[1];
}

/** What a call does to the world, by the policy or by its model; `undefined` when that is not known. */
export function effectOf(file: FileView, fn: number, call: CallExpr): CallEffect | undefined {
  const declared = declaredEffect(file, fn, call);
  if (declared) return declared;
  const model = modelOf(file, fn, call);
  if (model === undefined) return undefined;
  const by = model.effectBy;
  if (by === undefined) return model.effect;
  const given = argumentAt(file, fn, call, by);
  if (given === 'hidden') return undefined;
  const word = given === 'absent' ? by.default : textOf(constantOf(file, fn, given));
  if (word === undefined) return undefined;
  return by.kind === 'http-method' ? effectOfHttpMethod(word) : by.kind === 'sql' ? effectOfSql(word) : undefined;
}

/** The text of a literal; of a template the text with `${}` for its parts. */
export function textOf(expr: Expr): string | undefined {
  const inner = bare(expr);
  if (inner.kind === 'template') return inner.text;
  return inner.kind === 'literal' && typeof inner.value === 'string' ? inner.value : undefined;
}

function isUndefined(expr: Expr): boolean {
  return expr.kind === 'name' && expr.name === 'undefined';
}

/** `spawn(process.execPath, …)`, `fork(…)`: what runs now is there to be started. */
export function isOwnProgram(made: CallExpr): boolean {
  const name = calledName(made);
  const [program] = made.args;
  if (name === 'fork') return true;
  if (name !== 'spawn' || program === undefined) return false;
  return textOf(program) === 'node' || pathOf(program) === 'process.execPath';
}
