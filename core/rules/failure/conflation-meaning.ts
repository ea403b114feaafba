import type { AbstractValue, Conflation, FailureContract } from '../../failures/contract.js';
import { isBodyRead } from '../../failures/shapes/misuse.js';
import { ownName } from '../../failures/shapes/names.js';
import type { FileView } from '../../failures/view.js';
import { eachStmt, mentions, pathOf } from '../../failures/walk.js';
import type { IfStmt, Place, Stmt, TypeIr } from '../../syntax/ir/nodes.js';
import {
  callsIn,
  discriminates,
  type Handler,
  handlersAround,
  handlersLeadingTo,
  isProbe,
  isShownToUser,
} from './handlers.js';
import { throwsIn } from './harmless.js';

/** Classes that a sentinel must not hide. Local files that may not be read are left out: on real code they are rarely told apart on purpose. */
export const grave = new Set(['upstream', 'timeout']);

/** The value is an answer of the function, an outage is among what it stands for, and nothing says that this is meant. */
export function isTakenForAnswer(
  file: FileView,
  fn: number,
  contract: FailureContract,
  conflation: Conflation,
): boolean {
  const { value, modes } = conflation;
  if (value !== 'null' && value !== 'undefined' && value !== 'false') return false;
  if (!modes.some(mode => grave.has(mode.class))) return false;
  const known = new Set(modes.map(mode => mode.class).filter(each => each !== 'unknown' && each !== 'bug'));
  const isMixed = known.size > 1 && (known.has('absent') || known.has('denied') || known.has('invalid'));
  const isDeclaredAbsent = value !== 'false' && meansAbsent(file, fn);
  if (!isMixed && !conflation.withNormal && !isDeclaredAbsent) return false;
  // Nothing is returned anywhere: whoever calls cannot take it for an answer.
  if (isNothing(value) && contract.returns.every(each => isNothing(each.value))) return false;
  if (
    value === 'false' &&
    !isBesideValues(file.ir.functions[fn]?.returns) &&
    contract.returns.every(each => each.value === 'true' || each.value === 'false' || each.value === 'other')
  )
    return false;
  if (value === 'undefined' && givesNothing(file.ir.functions[fn]?.returns)) return false;
  // Only the body of an answer is read: that it cannot be parsed is what the value says.
  if (modes.every(isBodyRead)) return false;
  if (isProbe(file, fn)) return false;
  if (declares(file, fn)) return false;
  // Asked which it is, and the rest thrown on: what is answered here is the one that was asked for.
  if (handlersAround(file, fn, conflation.start).some(each => discriminates(each) && throwsIn(each.handler.body)))
    return false;
  if (handlersLeadingTo(file, fn, conflation).some(isHandedOver)) return false;
  return decidingBlocks(file, fn, conflation).every(block => !callsIn(block.body).some(isShownToUser));
}

/** `next(error)`, `reject(error)`, `callback(error)`: whoever is to hear of it does. */
function isHandedOver({ handler, param }: Handler): boolean {
  if (param === undefined) return false;
  return callsIn(handler.body).some(
    ({ callee, args: [error] }) =>
      error !== undefined && /^(next|reject|done|cb|callback)$/.test(pathOf(callee) ?? '') && mentions(error, param),
  );
}

/** `User | false`: the value stands for nothing, as `null` does. */
function isBesideValues(type: TypeIr | undefined): boolean {
  if (type?.kind === 'ref') return type.name === 'Promise' && type.args.some(isBesideValues);
  if (type?.kind !== 'union') return false;
  return (
    type.members.some(each => each.kind === 'literal' && each.value === false) &&
    type.members.some(each => !(each.kind === 'literal' && typeof each.value === 'boolean'))
  );
}

/** `void` or `Promise<void>`. */
function givesNothing(type: TypeIr | undefined): boolean {
  if (type?.kind !== 'ref') return false;
  return type.name === 'void' || (type.name === 'Promise' && type.args.some(givesNothing));
}

/** `userExists()`: who calls asks whether something is there, and `false` is the answer that it is not. */
export function asksForExistence(file: FileView, fn: number, { value, modes }: Conflation): boolean {
  const ir = file.ir.functions[fn];
  return (
    value === 'false' &&
    modes.some(mode => grave.has(mode.class)) &&
    ir !== undefined &&
    /^(exists|has|isKnown|isRegistered|isTaken|isUsed|isPresent)(?=[A-Z_]|$)|[a-z]Exists(?=[A-Z_]|$)/.test(ownName(ir))
  );
}

/** Where the value is decided on: the handlers around it, or the branch of the test that looked at a status. */
export function decidingBlocks(
  file: FileView,
  fn: number,
  conflation: Conflation,
): readonly (Place & { readonly body: readonly Stmt[] })[] {
  const { start, end } = conflation;
  const handlers = handlersLeadingTo(file, fn, conflation).map(each => each.handler);
  if (handlers.length > 0) return handlers;
  let branch: IfStmt | undefined;
  eachStmt(file.ir.functions[fn]?.body ?? [], stmt => {
    if (stmt.kind === 'if' && stmt.start <= start && end <= stmt.end) branch = stmt;
  });
  return branch ? [{ start: branch.start, end: branch.end, body: [branch] }] : [];
}

export function isNothing(value: AbstractValue): boolean {
  return value === 'undefined' || value === 'none';
}

/** `find…(): T | null`: the name and the type say that the value means absent. */
function meansAbsent(file: FileView, fn: number): boolean {
  const ir = file.ir.functions[fn];
  const name = ir?.name.split('.').at(-1) ?? '';
  return /^(find|get|lookup|load|read|fetch)[A-Z_]/.test(name) && ir?.returns !== undefined && hasNothing(ir.returns);
}

function hasNothing(type: TypeIr): boolean {
  if (type.kind === 'ref' && type.name === 'Promise') return type.args.some(hasNothing);
  if (type.kind === 'union') return type.members.some(hasNothing);
  return (type.kind === 'literal' && type.value === null) || (type.kind === 'ref' && type.name === 'undefined');
}

/** `@returns the user, or null [absent, upstream] because …`. */
function declares(file: FileView, fn: number): boolean {
  return (
    file.ir.functions[fn]?.doc?.tags.some(
      tag => /^returns?$/.test(tag.name) && /\[[a-z]+,\s*[a-z, ]+\]/.test(tag.text),
    ) ?? false
  );
}
