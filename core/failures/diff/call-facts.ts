import type { CallExpr, Expr } from '../../syntax/ir/nodes.js';
import { effectOf } from '../shapes/calls.js';
import { someStmt } from '../shapes/paths.js';
import { bare } from '../shapes/scope.js';
import type { Callee, FileView } from '../view.js';
import { someIn } from '../walk.js';
import type { Context, Side } from './context.js';
import { type Effect, externalEffect } from './effects.js';
import { isRejectOf } from './executors.js';
import { familyOfProperty } from './options.js';
import type { ThrowsOn } from './shields.js';

export function marks(callee: Callee, mark: 'retry' | 'transaction'): boolean {
  return callee.kind === 'external' && callee.model?.marks.includes(mark) === true;
}

/** How functions of the workspace end that a handler hands its error to. */
export function throwsOn(side: Side, context: Context): ThrowsOn {
  const { file, fn } = context;
  return call => {
    if (isRejectOf(call, context)) return 'carries';
    const callee = file.callee(fn, call);
    if (callee.kind !== 'project') return 'never';
    const bodies = callee.targets.flatMap(({ path, index }) => side.view.file(path)?.ir.functions[index] ?? []);
    if (bodies.some(({ returns }) => returns?.kind === 'ref' && returns.name === 'never')) return 'always';
    const isHanded = call.args.some(arg => arg.kind === 'name');
    return isHanded && bodies.some(({ body }) => someStmt(body, each => each.kind === 'throw')) ? 'sometimes' : 'never';
  };
}

export function calleeName(side: Side, callee: Callee, call: CallExpr, { file, fn }: Context): string {
  switch (callee.kind) {
    case 'project':
      return callee.targets
        .map(target => side.nameOf(target))
        .sort()
        .join();
    case 'external':
      return `${callee.package}#${callee.name}`;
    default: {
      const written = bare(call.callee);
      if (written.kind === 'member') return `.${written.property}`;
      if (written.kind !== 'name') return written.kind;
      return file.binding(fn, written.name)?.kind === 'param' ? '()' : written.name;
    }
  }
}

export function effectsOf(side: Side, callee: Callee, call: CallExpr): ReadonlySet<Effect> {
  const effects = new Set<Effect>();
  const own = externalEffect(callee, call);
  if (own) effects.add(own);
  if (callee.kind === 'project')
    for (const target of callee.targets) for (const effect of side.effects.of(target)) effects.add(effect);
  return effects;
}

export function mayBeAsync(side: Side, callee: Callee): boolean {
  if (callee.kind === 'external') return callee.model ? callee.model.async : !callee.isTotal;
  if (callee.kind !== 'project') return true;
  return callee.targets.some(target => {
    const ir = side.view.file(target.path)?.ir.functions[target.index];
    if (!ir || ir.isAsync || !ir.hasBody) return true;
    // Without a result there is no promise.
    if (ir.returns === undefined && !someStmt(ir.body, each => each.kind === 'return' && each.value !== undefined))
      return false;
    if (ir.returns === undefined || ir.returns.kind === 'unread') return true;
    return ir.returns.kind !== 'ref' || !/^(void|string|number|boolean|never)$/.test(ir.returns.name);
  });
}

export function isSurelyAsync(side: Side, callee: Callee): boolean {
  if (callee.kind === 'external') return (callee.model ? callee.model.async : callee.givesPromise) === true;
  return (
    callee.kind === 'project' &&
    callee.targets.every(target => side.view.file(target.path)?.ir.functions[target.index]?.isAsync === true)
  );
}

export function isUnsafe(file: FileView, fn: number, call: CallExpr, name: string): boolean {
  if (effectOf(file, fn, call) === 'write-non-idempotent') return true;
  if (/^(post|charge|publish|enqueue|insertOne|insertMany|sendMail)$/.test(name)) return true;
  return call.args.some(arg =>
    someIn(
      arg,
      each => each.kind === 'literal' && typeof each.value === 'string' && each.value.toUpperCase() === 'POST',
    ),
  );
}

/** `{ ...options }`: what it holds is not written here. */
export function hasSpread(arg: Expr): boolean {
  return arg.kind === 'object' && arg.properties.some(({ name }) => name === '...');
}

export function hasFamily(arg: Expr, family: 'retry' | 'transaction' | 'idempotency'): boolean {
  return someIn(
    arg,
    each => each.kind === 'object' && each.properties.some(property => familyOfProperty(property.name) === family),
  );
}
