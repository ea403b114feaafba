import fc from 'fast-check';
import type { Kind } from '../../../core/graph/edge.js';
import { type IndexedGraph, kindBit, mockBit } from '../../../core/graph/source-graph.js';

/** An edge of a test graph: `eager` unless said otherwise. */
export type TestEdge = readonly [from: number, to: number, kind?: Kind | 'mock' | undefined];

const bitOf = (kind: Kind | 'mock' = 'eager'): number => (kind === 'mock' ? kindBit.eager | mockBit : kindBit[kind]);

/** A graph over files `f0`, `f1`, … unless named. */
export function graphOf(
  size: number,
  edges: readonly TestEdge[],
  paths?: readonly (string | undefined)[],
): IndexedGraph {
  const targets: number[][] = Array.from({ length: size }, () => []);
  const kinds: number[][] = Array.from({ length: size }, () => []);
  for (const [from, to, kind] of edges) {
    targets[from]?.push(to);
    kinds[from]?.push(bitOf(kind));
  }
  const packedTargets = targets.map(list => Int32Array.from(list));
  const packedKinds = kinds.map(list => Uint8Array.from(list));
  return {
    size,
    path: file => (paths ? paths[file] : file < size ? `f${file}` : undefined),
    targets: file => packedTargets[file] ?? new Int32Array(),
    kinds: file => packedKinds[file] ?? new Uint8Array(),
  };
}

export const valueMask = kindBit.eager | kindBit.deferred;
export const allMask = valueMask | kindBit.type | kindBit.resource;

export const arbitraryKind = fc.constantFrom<Kind | 'mock'>('eager', 'eager', 'eager', 'deferred', 'type', 'mock');

/** Random sparse graphs, self-loops and parallel edges included. */
export function arbitraryEdges(size: number, maximum: number): fc.Arbitrary<TestEdge[]> {
  const node = fc.nat({ max: size - 1 });
  return fc.array(fc.tuple(node, node, arbitraryKind), { maxLength: maximum });
}

/** Which files reach which by one step or more, by the definition: the oracle for everything else. */
export function naiveReach(size: number, edges: readonly TestEdge[], counts: (edge: TestEdge) => boolean): boolean[][] {
  const reach = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const edge of edges) if (counts(edge)) (reach[edge[0]] as boolean[])[edge[1]] = true;
  for (let via = 0; via < size; via++) {
    for (let from = 0; from < size; from++) {
      if (!reach[from]?.[via]) continue;
      for (let to = 0; to < size; to++) if (reach[via]?.[to]) (reach[from] as boolean[])[to] = true;
    }
  }
  return reach;
}
