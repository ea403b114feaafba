import type { Expr } from '../../syntax/ir/nodes.js';
import { bare } from '../shapes/scope.js';
import { alternativesOf, conditionText, unsigned } from './conditions.js';
import type { Context } from './context.js';
import { asksStatus, statusOf } from './options.js';
import { noteCondition, protect, type Reading } from './reading.js';

/** What stands behind a test that holds (`sign`) or does not. */
export function asked(test: Expr, sign: boolean, context: Context): Context {
  const guards = alternativesOf(context.file, context.fn, test, sign);
  return { ...context, guards, asksStatus: asksStatus(followed(test, context)), condition: test };
}

/** A test that is asked. */
export function noteTest(reading: Reading, test: Expr, context: Context): void {
  noteAlternatives(reading, test, context);
  if (asksStatus(followed(test, context))) protect(reading, context, 'status', test, '', statusKey(context, test));
  reading.expression(test, context, 'value');
}

export function noteAlternatives(reading: Reading, test: Expr, { file: at, fn }: Context): void {
  const both = [...alternativesOf(at, fn, test, true), ...alternativesOf(at, fn, test, false)];
  for (const each of new Set(both.map(unsigned))) noteCondition(reading, each);
}

/** Which status is asked for: `.ok`, `404`. */
export function statusKey({ file, fn }: Context, test: Expr): string {
  return statusOf(conditionText(file, fn, test));
}

/** A test that was given a name. */
function followed(test: Expr, { file: at, fn }: Context): Expr {
  const inner = bare(test);
  const of = inner.kind === 'unary' && inner.op === '!' ? bare(inner.value) : inner;
  if (of.kind !== 'name') return inner;
  const bound = at.binding(fn, of.name);
  return bound?.kind === 'local' && !bound.isReassigned && bound.value ? bound.value : inner;
}
