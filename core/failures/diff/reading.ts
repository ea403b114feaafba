import type { Expr, Stmt, TryStmt } from '../../syntax/ir/nodes.js';
import { retriesOf } from '../shapes/retries.js';
import type { CallTrait, Exit, Protection, Spot, Use } from './behaviour.js';
import type { Context, ReadInPlace, Side } from './context.js';
import { calledWithin } from './nesting.js';

/** Calls, exits and protections kept of one function. */
const most = 4000;

/** A function being read: what was found so far, and how its parts are read. */
export interface Reading {
  readonly side: Side;
  readonly inPlace: ReadInPlace;
  readonly exits: Exit[];
  readonly calls: CallTrait[];
  readonly protections: Protection[];
  readonly conditions: Map<string, number>;
  /** By `path#fn`: the `try` statements that a loop repeats. */
  readonly attempts: Map<string, ReadonlySet<TryStmt>>;
  /** By path: functions that something in the file calls. */
  readonly called: Map<string, ReadonlySet<number>>;
  statements(stmts: readonly Stmt[], context: Context): void;
  expression(expr: Expr, context: Context, use: Use): void;
}

export function isFull({ exits, calls, protections }: Reading): boolean {
  return exits.length + calls.length + protections.length > most;
}

export function spotOf(context: Context, at: { start: number; end: number }): Spot {
  return {
    path: context.file.path,
    fn: context.fn,
    start: at.start,
    end: at.end,
    isOwn: context.isOwn,
    isStored: context.isStored,
  };
}

export function protect(
  reading: Reading,
  context: Context,
  family: Protection['family'],
  at: Expr | Stmt,
  text: string,
  detail = '',
): void {
  reading.protections.push({ ...spotOf(context, at), family, text, detail });
}

export function noteCondition(reading: Reading, text: string): void {
  reading.conditions.set(text, (reading.conditions.get(text) ?? 0) + 1);
}

export function attemptsOf(reading: Reading, { file: at, fn }: Context): ReadonlySet<TryStmt> {
  const key = `${at.path}#${fn}`;
  let found = reading.attempts.get(key);
  if (!found) {
    found = new Set(retriesOf(at, fn, at.ir.functions[fn]!).map(each => each.attempt));
    reading.attempts.set(key, found);
  }
  return found;
}

/** A named function is read at the calls of it; one that stands for itself is compared by itself. */
export function isReadElsewhere(reading: Reading, index: number, { file: at, fn }: Context): boolean {
  const ir = at.ir.functions[index];
  if (!ir || /(^|\.)~\d+$/.test(ir.name)) return false;
  if (fn === 0 && ir.parent <= 0) return true;
  let found = reading.called.get(at.path);
  if (!found) {
    found = calledWithin(at);
    reading.called.set(at.path, found);
  }
  return found.has(index);
}
