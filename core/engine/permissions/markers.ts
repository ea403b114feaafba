import { documentedMarkers, markersOf, type ReasonMarker } from '../../failures/shapes/markers.js';
import type { FilePath } from '../../files/paths.js';
import type { Widening } from '../../policy/permissions/widening.js';
import { unpackIr } from '../../syntax/ir/codec.js';
import type { Snapshot } from '../snapshot.js';

/**
 * Reason markers of files that changed which no changed file of the base has: each says that a failure may stay unheard. A
 * marker that moves along with its code is none.
 */
export function newMarkers(base: Snapshot, head: Snapshot): readonly Widening[] {
  const oldPath = new Map([...base.renamed].map(([from, to]) => [to, from]));
  const changed = head.graph.files.filter(
    path => recordOf(head, path)?.hash !== recordOf(base, oldPath.get(path) ?? path)?.hash,
  );
  if (changed.length === 0) return [];
  const known = new Map<string, number>();
  for (const path of base.graph.files) {
    if (recordOf(head, path)?.hash === recordOf(base, path)?.hash) continue;
    for (const marker of markersIn(base, path)) known.set(wordsOf(marker), (known.get(wordsOf(marker)) ?? 0) + 1);
  }
  return changed.flatMap(path =>
    markersIn(head, path).flatMap((marker): readonly Widening[] => {
      const words = wordsOf(marker);
      const left = known.get(words) ?? 0;
      known.set(words, left - 1);
      return left > 0 ? [] : [wideningOf(marker, path, base, head)];
    }),
  );
}

function wideningOf(marker: ReasonMarker, path: FilePath, base: Snapshot, head: Snapshot): Widening {
  const { start, end } = marker.at;
  const text = head.text(path)?.slice(start, end) ?? '';
  const owner = (base.policy.moduleOf(path) ?? head.policy.moduleOf(path))?.owner;
  return {
    route: 'marker',
    path,
    span: { start, end },
    what: `a reason marker accepts a failure: "${wordsOf(marker)}"`,
    from: [head.policy.moduleOf(path)?.id ?? path],
    to: [],
    targets: [path],
    ...(owner !== undefined && { owner }),
    mark: { isRequested: version => version.includes(text) },
  };
}

function wordsOf({ class: failure, reason }: ReasonMarker): string {
  return `expected ${failure}: ${reason.replace(/\s+/g, ' ').trim()}`;
}

/** By place: comments and `@expected` in documentation. */
function markersIn(snapshot: Snapshot, path: FilePath): readonly ReasonMarker[] {
  if (!snapshot.text(path)?.includes('expected')) return [];
  const ir = unpackIr(recordOf(snapshot, path)?.ir ?? new Uint8Array());
  if (!ir) return [];
  return [...markersOf({ ir }), ...documentedMarkers({ ir })].sort((a, b) => a.at.start - b.at.start);
}

function recordOf({ state }: Snapshot, path: FilePath) {
  return state.records.get(state.numbers.known(path) ?? -1);
}
