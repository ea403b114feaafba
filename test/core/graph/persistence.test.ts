import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkedArray } from '../../../core/graph/chunked.js';
import { condense } from '../../../core/graph/condense.js';
import { kindBit } from '../../../core/graph/source-graph.js';
import { graphOf, valueMask } from './graphs.js';

describe('a chunked array', () => {
  it('leaves the old one as it was', () => {
    const before = chunkedArray(['a', 'b']);
    const after = before.set(1, 'c');
    expect([before.get(1), after.get(1), after.get(0)]).toEqual(['b', 'c', 'a']);
  });

  it('is itself when nothing changes', () => {
    const array = chunkedArray(['a']);
    expect(array.set(0, 'a')).toBe(array);
    expect(array.withAll([])).toBe(array);
    expect(chunkedArray<string>().get(7)).toBeUndefined();
  });

  it('equals a plain array after any batches, sparse ones included', () => {
    const entry = fc.tuple(fc.nat({ max: 1200 }), fc.option(fc.nat(), { nil: undefined }));
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { maxLength: 600 }),
        fc.array(fc.array(entry, { maxLength: 5 }), { maxLength: 6 }),
        (start, batches) => {
          const plain: (number | undefined)[] = [...start];
          let array = chunkedArray<number>(start);
          for (const batch of batches) {
            const [before, copy] = [array, [...plain]];
            for (const [index, value] of batch) {
              while (plain.length <= index) plain.push(undefined);
              plain[index] = value;
            }
            array = array.withAll(batch);
            expect(Array.from({ length: before.length }, (_, i) => before.get(i))).toEqual(copy);
          }
          expect(array.length).toBe(plain.length);
          expect(plain.map((_, i) => array.get(i))).toEqual(plain);
        },
      ),
    );
  });
});

describe('a condensed graph', () => {
  const graph = graphOf(
    5,
    [
      [0, 2],
      [1, 2],
      [1, 0],
      [2, 3, 'type'],
      [3, 0],
      [4, 0],
    ],
    ['z', 'a', 'b', 'c', 'd'],
  );
  const groups: Record<string, number> = { z: 0, a: 0, b: 1, c: 2 };
  const condensed = condense(graph, { size: 3, groupOf: path => groups[path] });

  it('has edges between groups alone, with the kinds and the number of those behind them', () => {
    expect([0, 1, 2].map(each => [...condensed.targets(each)])).toEqual([[1], [2], [0]]);
    expect([0, 1, 2].map(each => [...condensed.kinds(each)])).toEqual([
      [kindBit.eager],
      [kindBit.type],
      [kindBit.eager],
    ]);
    expect([condensed.count(0, 1), condensed.count(1, 0)]).toEqual([2, 0]);
  });

  it('names the file edges behind one, by path', () => {
    expect(condensed.edges(0, 1, valueMask)).toEqual([
      [1, 2],
      [0, 2],
    ]);
    expect(condensed.edges(1, 2, valueMask)).toEqual([]);
  });
});
