import type { FilePath } from '../../files/paths.js';
import type { FunctionIr } from '../../syntax/ir/nodes.js';
import type { FailureContract, FailureMode, Origin } from '../contract.js';

/**
 * The contract with origins that stand in its own file bound to the function and counted there: a function that moves, or in
 * which something moves, has the contract it had, and its callers need not be looked at. Who reads a contract moves the
 * origins to where they are now (`located`).
 */
export function anchored(contract: FailureContract, path: FilePath, { name, start }: FunctionIr): FailureContract {
  const isOwn = (origin: Origin): boolean => origin.path === path && !origin.anchor;
  const places = ranked(contract, isOwn);
  if (places.length === 0) return contract;
  return withOrigins(contract, origin =>
    isOwn(origin) ? { ...origin, anchor: { name, start, nth: places.indexOf(origin.start) } } : origin,
  );
}

/** Where origins of a contract start, in order, each place once. */
function ranked(contract: FailureContract, isMeant: (origin: Origin) => boolean): readonly number[] {
  const starts = new Set<number>();
  withOrigins(contract, origin => {
    if (isMeant(origin)) starts.add(origin.start);
    return origin;
  });
  return [...starts].sort((a, b) => a - b);
}

/** Whether two origins are one: the same place of the same function, whenever they were made. */
export function isSameOrigin(a: Origin, b: Origin): boolean {
  if (a.path !== b.path) return false;
  return a.anchor && b.anchor ? a.anchor.name === b.anchor.name && a.anchor.nth === b.anchor.nth : a.start === b.start;
}

/** An origin of another contract as the contract of the function it is bound to has it now. */
export function ownOrigin(contract: FailureContract, { text, anchor }: Origin): Origin | undefined {
  const known = ownOrigins.get(contract) ?? ownOriginsOf(contract);
  ownOrigins.set(contract, known);
  return anchor && known.get(`${anchor.name} ${anchor.nth} ${text}`);
}

const ownOrigins = new WeakMap<FailureContract, ReadonlyMap<string, Origin>>();

function ownOriginsOf(contract: FailureContract): ReadonlyMap<string, Origin> {
  const found = new Map<string, Origin>();
  withOrigins(contract, origin => {
    const { anchor, text } = origin;
    if (anchor && contract.symbol.endsWith(`#${anchor.name}`))
      found.set(`${anchor.name} ${anchor.nth} ${text}`, origin);
    return origin;
  });
  return found;
}

/** The contract with every origin replaced; what nothing changes in stays the object it is. */
export function withOrigins(contract: FailureContract, change: (origin: Origin) => Origin): FailureContract {
  const modes = modeChanger(change);
  const within = <T extends { readonly modes: readonly FailureMode[] }>(list: readonly T[]): readonly T[] =>
    mapped(list, each => {
      const next = modes(each.modes);
      return next === each.modes ? each : { ...each, modes: next };
    });
  const next = {
    modes: modes(contract.modes),
    bugs: modes(contract.bugs),
    declared: modes(contract.declared),
    returns: within(contract.returns),
    swallows: within(contract.swallows),
    conflations: within(contract.conflations),
  };
  const isSame =
    next.modes === contract.modes &&
    next.bugs === contract.bugs &&
    next.declared === contract.declared &&
    next.returns === contract.returns &&
    next.swallows === contract.swallows &&
    next.conflations === contract.conflations;
  return isSame ? contract : { ...contract, ...next };
}

/** Replaces origins in lists of modes; one mode stays one mode. */
export function modeChanger(
  change: (origin: Origin) => Origin,
): (list: readonly FailureMode[]) => readonly FailureMode[] {
  const known = new Map<FailureMode, FailureMode>();
  const changed = (mode: FailureMode): FailureMode => {
    let next = known.get(mode);
    if (!next) {
      const origins = mapped(mode.origins, change);
      next = origins === mode.origins ? mode : { ...mode, origins };
      known.set(mode, next);
    }
    return next;
  };
  return list => mapped(list, changed);
}

function mapped<T>(list: readonly T[], change: (each: T) => T): readonly T[] {
  let next: T[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const value = change(list[i]!);
    if (value !== list[i]) next ??= list.slice(0, i);
    next?.push(value);
  }
  return next ?? list;
}
