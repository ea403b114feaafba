import { placeNow } from '../../failures/program/located.js';
import type { Program } from '../../failures/program/program.js';
import type { FilePath } from '../../files/paths.js';
import type { Draft, Related } from '../../rules/finding.js';
import type { Place } from '../../syntax/ir/nodes.js';
import type { FailureCheck, RuleCheck } from './failure-check.js';

/** Takes what a rule said along to where the places that it points to stand now; `undefined` where that is not known. */
export type DraftMover = (said: RuleCheck) => RuleCheck | undefined;

/** Moves what rules said of a file that is what it was, while other files are not. */
export function draftMover(
  { places }: FailureCheck,
  { members: before }: Program,
  { members: now }: Program,
): DraftMover {
  /** By where failures started: where they do now, `undefined` where two parted. */
  let known: Map<string, Place | undefined> | undefined;
  const placeOf = (path: FilePath, span: Place): Place | undefined => {
    if (!known) {
      known = new Map();
      for (const { origin, place } of places.values()) {
        const next = placeNow(now, origin);
        const key = keyOf(origin.path, place);
        known.set(key, known.has(key) && !isSamePlace(known.get(key), next) ? undefined : next);
      }
    }
    return known.get(keyOf(path, span));
  };
  const moved = (draft: Draft): Draft | undefined => {
    if (!draft.related?.some(({ path }) => before.get(path) !== now.get(path))) return draft;
    const related: Related[] = [];
    for (const each of draft.related) {
      const isThere = before.get(each.path) === now.get(each.path);
      const place = isThere ? each.span : placeOf(each.path, each.span);
      if (!place) return undefined;
      related.push(isSamePlace(place, each.span) ? each : { ...each, span: { start: place.start, end: place.end } });
    }
    return { ...draft, related };
  };
  return said => {
    if (said.drafts.length === 0) return said;
    const drafts: Draft[] = [];
    for (const draft of said.drafts) {
      const next = moved(draft);
      if (!next) return undefined;
      drafts.push(next);
    }
    return drafts.every((draft, i) => draft === said.drafts[i]) ? said : { ...said, drafts };
  };
}

function keyOf(path: FilePath, { start, end }: Place): string {
  return `${path}:${start}:${end}`;
}

function isSamePlace(a: Place | undefined, b: Place | undefined): boolean {
  return a?.start === b?.start && a?.end === b?.end;
}
