import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Components, createCycleFinder } from '../../../core/graph/components.js';
import { kindBit, mockBit } from '../../../core/graph/source-graph.js';
import { stronglyConnected } from '../../../core/graph/tarjan.js';
import { allMask, arbitraryEdges, graphOf, naiveReach, type TestEdge, valueMask } from './graphs.js';

const finder = createCycleFinder();
const cycles = (found: Components): readonly (readonly string[])[] => found.list.map(component => component.paths);
const pathsOf = (size: number, edges: readonly TestEdge[], mask = valueMask) =>
  cycles(finder.components(graphOf(size, edges), mask));

describe('components', () => {
  it('are none in an acyclic graph, a diamond included', () => {
    expect(
      pathsOf(4, [
        [0, 1],
        [0, 2],
        [1, 3],
        [2, 3],
      ]),
    ).toEqual([]);
  });

  it('are found once however many cycles they hold', () => {
    expect(
      pathsOf(4, [
        [0, 1],
        [1, 0],
        [1, 2],
        [2, 0],
        [2, 3],
      ]),
    ).toEqual([['f0', 'f1', 'f2']]);
  });

  it('count a file that imports itself', () => {
    expect(
      pathsOf(3, [
        [0, 1],
        [1, 1],
        [1, 2],
      ]),
    ).toEqual([['f1']]);
  });

  it('see only edges under the mask: a type cycle is none at runtime', () => {
    const edges: TestEdge[] = [
      [0, 1],
      [1, 0, 'type'],
      [2, 2, 'type'],
    ];
    expect(pathsOf(3, edges, valueMask)).toEqual([]);
    expect(pathsOf(3, edges, allMask)).toEqual([['f0', 'f1'], ['f2']]);
    expect(pathsOf(3, edges, kindBit.type)).toEqual([['f2']]);
  });

  it('leave mocks out unless asked for', () => {
    const edges: TestEdge[] = [
      [0, 1],
      [1, 0, 'mock'],
    ];
    expect(pathsOf(2, edges)).toEqual([]);
    expect(pathsOf(2, edges, valueMask | mockBit)).toEqual([['f0', 'f1']]);
  });

  it('are ordered by path, not by number', () => {
    const graph = graphOf(
      5,
      [
        [0, 4],
        [4, 0],
        [1, 3],
        [3, 1],
      ],
      ['z', 'c', 'x', 'b', 'a'],
    );
    expect(finder.components(graph, valueMask).list).toEqual([
      { paths: ['a', 'z'], files: [4, 0] },
      { paths: ['b', 'c'], files: [3, 1] },
    ]);
  });

  it('do not overflow the stack on a cycle of 200,000 files', () => {
    const size = 200_000;
    const ring = Array.from({ length: size }, (_, i): TestEdge => [i, (i + 1) % size]);
    expect(finder.components(graphOf(size, ring), valueMask).list[0]?.files).toHaveLength(size);
  });

  it('equal mutual reachability on random graphs', () => {
    fc.assert(
      fc.property(arbitraryEdges(9, 24), fc.constantFrom(valueMask, allMask, kindBit.eager), (edges, mask) => {
        const bits = { eager: 1, deferred: 2, type: 4, resource: 8, mock: 0 } as const;
        const reach = naiveReach(9, edges, ([, , kind]) => (bits[kind ?? 'eager'] & mask) !== 0);
        const expected: string[][] = [];
        const placed = new Set<number>();
        for (let a = 0; a < 9; a++) {
          if (placed.has(a) || !reach[a]?.[a]) continue;
          const members = [...reach.keys()].filter(b => b === a || (reach[a]?.[b] && reach[b]?.[a]));
          for (const member of members) placed.add(member);
          expected.push(members.map(member => `f${member}`));
        }
        expect(pathsOf(9, edges, mask)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });
});

describe('components after an edit', () => {
  const before: TestEdge[] = [
    [0, 1],
    [1, 0],
    [2, 3],
    [3, 4],
    [4, 2],
  ];
  const previous = finder.components(graphOf(5, before), valueMask);

  it('are the very same list where no edge that counts has changed', () => {
    const withType = graphOf(5, [...before, [0, 2, 'type'], [0, 1]]);
    expect(finder.componentsAfter(previous, withType, [0]).list).toBe(previous.list);
  });

  it('are the very same list when an edge leads out of a cycle and not back', () => {
    expect(finder.componentsAfter(previous, graphOf(5, [...before, [1, 2]]), [1]).list).toBe(previous.list);
  });

  it('merge when an edge closes the way back', () => {
    const closed = graphOf(5, [...before, [1, 2], [4, 0]]);
    expect(cycles(finder.componentsAfter(previous, closed, [1, 4]))).toEqual([['f0', 'f1', 'f2', 'f3', 'f4']]);
  });

  it('fall apart when an edge within is lost', () => {
    const opened = graphOf(5, before.slice(0, -1));
    expect(cycles(finder.componentsAfter(previous, opened, [4]))).toEqual([['f0', 'f1']]);
  });

  it('bear the new name when a number is used for another file', () => {
    const renamed = graphOf(5, before, ['f0', 'new', 'f2', 'f3', 'f4']);
    expect(cycles(finder.componentsAfter(previous, renamed, [1]))).toEqual([
      ['f0', 'new'],
      ['f2', 'f3', 'f4'],
    ]);
  });

  it('equal a full run after any sequence of edits', () => {
    const size = 8;
    const edits = fc.array(fc.tuple(fc.nat({ max: size - 1 }), arbitraryEdges(size, 4)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(arbitraryEdges(size, 16), edits, fc.constantFrom(valueMask, allMask), (start, sequence, mask) => {
        let edges: readonly TestEdge[] = start;
        let state = finder.components(graphOf(size, edges), mask);
        for (const [file, replacement] of sequence) {
          edges = [
            ...edges.filter(([from]) => from !== file),
            ...replacement.map(([, to, kind]): TestEdge => [file, to, kind]),
          ];
          const graph = graphOf(size, edges);
          state = finder.componentsAfter(state, graph, [file]);
          expect(state.list).toEqual(finder.components(graph, mask).list);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('equal a full run when several files change at once, files come and go', () => {
    const edits = fc.array(arbitraryEdges(10, 18), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 6, max: 10 }), { minLength: 5, maxLength: 5 }),
        edits,
        (sizes, versions) => {
          let state = finder.components(graphOf(0, []), valueMask);
          for (const [i, edges] of versions.entries()) {
            const size = sizes[i] as number;
            const inside = edges.filter(([from, to]) => from < size && to < size);
            const graph = graphOf(
              10,
              inside,
              Array.from({ length: 10 }, (_, n) => (n < size ? `v${i % 2}f${n}` : undefined)),
            );
            state = finder.componentsAfter(
              state,
              graph,
              Array.from({ length: 10 }, (_, n) => n),
            );
            expect(state.list).toEqual(finder.components(graph, valueMask).list);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('stronglyConnected', () => {
  it('finds cycles of modules and those that depend on themselves', () => {
    const targets = [[1], [2], [1], [3], []];
    expect(stronglyConnected(5, node => targets[node] as number[])).toEqual([[1, 2], [3]]);
  });
});
