import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reachableFrom, shortestChain } from '../../../core/graph/paths.js';
import { kindBit } from '../../../core/graph/source-graph.js';
import { allMask, arbitraryEdges, graphOf, naiveReach, type TestEdge, valueMask } from './graphs.js';

const chain = (size: number, edges: readonly TestEdge[], from: number[], to: number[], excluded: number[] = []) =>
  shortestChain(graphOf(size, edges), {
    from,
    isTarget: file => to.includes(file),
    mask: valueMask,
    isExcluded: file => excluded.includes(file),
  });

describe('the shortest chain', () => {
  const edges: TestEdge[] = [
    [0, 1],
    [1, 2],
    [2, 3],
    [0, 4],
    [4, 3],
    [5, 4],
  ];

  it('takes the fewest steps', () => {
    expect(chain(6, edges, [0], [3])).toEqual([0, 4, 3]);
  });

  it('starts and ends at any file of the sets', () => {
    expect(chain(6, edges, [0, 5], [2, 3])).toEqual([0, 1, 2]);
  });

  it('avoids excluded files, a start included', () => {
    expect(chain(6, edges, [0], [3], [4])).toEqual([0, 1, 2, 3]);
    expect(chain(6, edges, [0], [3], [4, 2])).toBeUndefined();
    expect(chain(6, edges, [0], [3], [0])).toBeUndefined();
  });

  it('does not end where it starts', () => {
    expect(
      chain(
        2,
        [
          [0, 0],
          [0, 1],
          [1, 0],
        ],
        [0],
        [0],
      ),
    ).toBeUndefined();
  });

  it('uses edges under the mask only', () => {
    expect(chain(2, [[0, 1, 'type']], [0], [1])).toBeUndefined();
    expect(chain(2, [[0, 1, 'mock']], [0], [1])).toBeUndefined();
  });

  it('is the same for any numbering of the files', () => {
    const forward = graphOf(
      4,
      [
        [0, 1],
        [0, 2],
        [1, 3],
        [2, 3],
      ],
      ['a', 'b', 'c', 'd'],
    );
    const renumbered = graphOf(
      4,
      [
        [3, 2],
        [3, 1],
        [2, 0],
        [1, 0],
      ],
      ['d', 'c', 'b', 'a'],
    );
    const walked = [
      shortestChain(forward, { from: [0], isTarget: file => file === 3, mask: valueMask })?.map(forward.path),
      shortestChain(renumbered, { from: [3], isTarget: file => file === 0, mask: valueMask })?.map(renumbered.path),
    ];
    expect(walked).toEqual([
      ['a', 'b', 'd'],
      ['a', 'b', 'd'],
    ]);
  });

  it('is a chain of real edges, as long as the distance, whenever there is a way', () => {
    const size = 9;
    const set = fc.uniqueArray(fc.nat({ max: size - 1 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(arbitraryEdges(size, 22), set, set, set, (all, from, to, excluded) => {
        const graph = graphOf(size, all);
        const found = chain(size, all, from, to, excluded);
        const open = (file: number) => !excluded.includes(file);
        const usable = all.filter(([a, b, kind]) => (kind === 'eager' || kind === 'deferred') && open(a) && open(b));
        // Distances by repeated relaxation.
        const distance = Array.from({ length: size }, (_, n) =>
          from.includes(n) && open(n) ? 0 : Number.POSITIVE_INFINITY,
        );
        for (let round = 0; round < size; round++) {
          for (const [a, b] of usable) distance[b] = Math.min(distance[b] as number, (distance[a] as number) + 1);
        }
        const ends = to.filter(file => !(from.includes(file) && open(file)));
        const expected = Math.min(...ends.map(file => distance[file] as number));
        expect(found === undefined ? Number.POSITIVE_INFINITY : found.length - 1).toBe(expected);
        for (let i = 1; i < (found?.length ?? 0); i++) {
          expect(usable.some(([a, b]) => a === found?.[i - 1] && b === found?.[i])).toBe(true);
        }
        const reached = reachableFrom(graph, from, valueMask, file => !open(file));
        expect([...reached].map(Boolean)).toEqual(distance.map(d => d < Number.POSITIVE_INFINITY));
      }),
      { numRuns: 400 },
    );
  });
});

it('reachability follows every kind asked for', () => {
  const edges: TestEdge[] = [
    [0, 1, 'type'],
    [1, 2, 'deferred'],
    [2, 3],
  ];
  expect([...reachableFrom(graphOf(4, edges), [0], allMask)]).toEqual([1, 1, 1, 1]);
  expect([...reachableFrom(graphOf(4, edges), [0], kindBit.type)]).toEqual([1, 1, 0, 0]);
  expect(naiveReach(4, edges, () => true)[0]).toEqual([false, true, true, true]);
});
