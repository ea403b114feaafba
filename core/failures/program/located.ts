import type { PathMap } from '../../graph/path-map.js';
import type { Place } from '../../syntax/ir/nodes.js';
import type { FailureContract, FailureMode, Origin } from '../contract.js';
import { modeChanger, ownOrigin, withOrigins } from '../evaluate/anchors.js';
import { functionNamed } from '../link/typed.js';
import type { Member } from './member.js';

/** Hears of an origin whose place an answer rests on, as the contract has it, and of where it stands now. */
export type PlaceNote = (origin: Origin, place: Place) => void;

type Members = Pick<PathMap<Member>, 'get'>;

/** Moves origins to where they stand in a program. */
export interface Locator {
  contract(contract: FailureContract): FailureContract;
  modes(list: readonly FailureMode[]): readonly FailureMode[];
}

export function locatorOf(members: Members, note?: PlaceNote): Locator {
  const move = (origin: Origin): Origin => {
    if (!origin.anchor) return origin;
    const place = placeNow(members, origin);
    note?.(origin, place);
    const { anchor: _, ...rest } = origin;
    return { ...rest, ...place };
  };
  const known = new Map<FailureContract, FailureContract>();
  const modes = modeChanger(move);
  return {
    contract: contract => {
      let found = known.get(contract);
      if (!found) {
        found = withOrigins(contract, move);
        known.set(contract, found);
      }
      return found;
    },
    modes,
  };
}

/** Where an origin stands in a program: its function may have moved, and within the function what fails. */
export function placeNow(members: Members, origin: Origin): Place {
  const { path, anchor, start, end } = origin;
  const member = anchor && members.get(path);
  const index = anchor && functionNamed(member?.unit, anchor.name);
  const fn = index === undefined ? undefined : member?.unit.ir.functions[index];
  if (!anchor || !member || index === undefined || !fn) return { start, end };
  const contract = member.results[index]?.contract;
  const known = (contract && ownOrigin(contract, origin)) ?? origin;
  const by = fn.start - (known.anchor ?? anchor).start;
  return { start: known.start + by, end: known.end + by };
}
