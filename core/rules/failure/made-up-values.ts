import type { ReturnOutcome } from '../../failures/contract.js';
import { bare } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { eachExpr, eachStmt, pathOf } from '../../failures/walk.js';
import type { Expr, Stmt, TypeIr } from '../../syntax/ir/nodes.js';
import { returnAt } from './handlers.js';

/** A value with which a handler answers as if it were data. */
export function isFabricated({ value, tags, handled, carriesError }: ReturnOutcome): boolean {
  if (!handled || carriesError) return false;
  if (value === 'empty' || value === 'literal' || value === 'true') return true;
  // `{ customer: null }` says that there is nothing; `{ hadErrors: true }`, `{ verified: false }` say how it went.
  return (
    value === 'object' &&
    Object.values(tags).some(each => each !== null) &&
    !Object.keys(tags).some(tag =>
      /^(ok|success|succeeded|status|kind|type|_tag|degraded|message|reason|valid|verified|found|exists|available|connected)$|err(or)?s?($|[A-Z])|fail/i.test(
        tag,
      ),
    )
  );
}

/** What a `return` answers, with all that leads to it. */
export function atOnePlace(returns: readonly ReturnOutcome[]): readonly ReturnOutcome[] {
  const places = new Map<number, ReturnOutcome>();
  for (const outcome of returns) {
    const known = places.get(outcome.start);
    const modes = new Map([...(known?.modes ?? []), ...outcome.modes].map(mode => [mode.key, mode]));
    places.set(outcome.start, known ? { ...known, modes: [...modes.values()] } : outcome);
  }
  return [...places.values()];
}

/** A property says which it is: `{ step: 'unreadable' }` beside `{ step: 'done' }`, `{ found: false }` beside `{ found: true }`. */
export function isToldApart({ tags }: ReturnOutcome, returns: readonly ReturnOutcome[]): boolean {
  return returns.some(
    other =>
      !other.handled && Object.entries(tags).some(([key, value]) => key in other.tags && other.tags[key] !== value),
  );
}

/** `return { statusCode: 200 };` behind the handler is answered when all went well too: nothing is made up in it. */
export function isWrittenOut(
  body: readonly Stmt[],
  { start, value }: ReturnOutcome,
  returns: readonly ReturnOutcome[],
): boolean {
  const stmt = returnAt(body, start);
  if (value !== 'object' || stmt?.kind !== 'return' || stmt.value?.kind !== 'object') return false;
  return (
    stmt.value.properties.every(each => each.name !== '...' && each.value.kind === 'literal') &&
    returns.some(other => other.start === start && !other.handled)
  );
}

/** A text for people, a word that stands for nothing (`unknown`, `n/a`), or an object with a place for the error. */
export function saysItself(file: FileView, fn: number, { start, end }: ReturnOutcome): boolean {
  let found = false;
  eachExpr(file.ir.functions[fn]?.body ?? [], expr => {
    if (expr.start !== start || expr.end !== end) return;
    // `'signed-in' | 'signed-out' | 'unreachable'`: one of the answers says so.
    if (expr.kind === 'literal' && typeof expr.value === 'string' && isOfWords(file.ir.functions[fn]?.returns))
      found = true;
    if (expr.kind === 'literal' && typeof expr.value === 'string')
      found ||=
        /\s|^(unknown|none|n\/?a|no[-_]|not[-_]|error|failed|unavailable|missing|-|\?)|[_-](failed|failure|error|missing|unavailable|unknown)$/i.test(
          expr.value.trim(),
        );
    // `return 1` beside `return 0`: how a command ends.
    if (expr.kind === 'literal' && typeof expr.value === 'number' && expr.value !== 0) found ||= endsWell(file, fn);
    if (/exit_?(code|status)$/i.test(pathOf(expr) ?? '')) found = true;
    // `{ id, rows: [], total }`: what was learnt, not what was made up.
    if (expr.kind === 'object')
      found ||=
        expr.properties.length > 0 &&
        expr.properties.filter(({ value }) => isLearnt(value)).length * 2 >= expr.properties.length;
    if (expr.kind === 'object')
      found ||= expr.properties.some(
        ({ name, value }) =>
          /^(error|errors|err|errorMessage|failure|problem|reason|message)$/.test(name) && value.kind !== 'literal',
      );
  });
  return found;
}

/** Not written out: a name, a member or what a call gives. */
function isLearnt(value: Expr): boolean {
  const at = bare(value);
  if (at.kind === 'name') return at.name !== 'undefined';
  return at.kind === 'member' || at.kind === 'call' || at.kind === 'await' || at.kind === 'function';
}

/** A choice of written words. */
function isOfWords(type: TypeIr | undefined): boolean {
  if (type?.kind === 'ref') return type.name === 'Promise' && type.args.some(isOfWords);
  return type?.kind === 'union' && type.members.length > 1 && type.members.every(each => each.kind === 'literal');
}

/** 0 is returned somewhere. */
function endsWell(file: FileView, fn: number): boolean {
  let found = false;
  eachStmt(file.ir.functions[fn]?.body ?? [], stmt => {
    found ||= stmt.kind === 'return' && stmt.value?.kind === 'literal' && stmt.value.value === 0;
  });
  return found;
}

/** What it is, in words. */
export function words({ value }: ReturnOutcome): string {
  return (
    { empty: 'an empty value', literal: 'a constant', true: 'true', object: 'a made-up object' }[value as string] ??
    value
  );
}
