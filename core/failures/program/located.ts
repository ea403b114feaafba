import type { FilePath } from '../../files/paths.js';
import type { FailureContract, FailureMode, Origin } from '../contract.js';
import { modeChanger, withOrigins } from '../evaluate/anchors.js';
import { functionNamed } from '../link/typed.js';
import type { Member } from './member.js';

/** Hears of a function whose place an answer rests on: `undefined` where it is gone. */
export type PlaceNote = (path: FilePath, name: string, start: number | undefined) => void;

/** Moves origins to where they stand in a program. */
export interface Locator {
  contract(contract: FailureContract): FailureContract;
  modes(list: readonly FailureMode[]): readonly FailureMode[];
}

export function locatorOf(members: ReadonlyMap<FilePath, Member>, note: PlaceNote): Locator {
  const move = (origin: Origin): Origin => {
    const { anchor, ...place } = origin;
    if (!anchor) return origin;
    const start = startOf(members, place.path, anchor.name);
    note(place.path, anchor.name, start);
    const by = (start ?? anchor.start) - anchor.start;
    return { ...place, start: place.start + by, end: place.end + by };
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

/** Where a function starts in a program. */
export function startOf(members: ReadonlyMap<FilePath, Member>, path: FilePath, name: string): number | undefined {
  const unit = members.get(path)?.unit;
  const index = functionNamed(unit, name);
  return index === undefined ? undefined : unit?.ir.functions[index]?.start;
}
