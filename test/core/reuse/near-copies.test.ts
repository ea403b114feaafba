import { describe, expect, it } from 'vitest';
import { nearCopies, type PlacedFunction } from '../../../core/reuse/near-copies.js';
import { cpuTime } from '../../harness/cpu-time.js';

/** A function whose 16 bands are the given numbers, counted up from them. */
function placed(path: string, name: string, shape: string, bands: readonly number[], tokens = 100): PlacedFunction {
  const span = { start: Number(name.replace(/\D/g, '') || 0), end: 500 };
  const fact = { name, span, isAsync: false, isGenerator: false, signature: '()', tokens, shape, bands };
  return { path, fact };
}

const bands = (seed: number, changed = 0): number[] =>
  Array.from({ length: 16 }, (_, i) => (i < changed ? seed * 1000 + i + 500_000 : i + 1));
const found = (...functions: PlacedFunction[]) =>
  nearCopies(functions).map(({ members, exact }) => ({ members: members.map(m => `${m.path}#${m.fact.name}`), exact }));

describe('near-copies', () => {
  it('are none for functions without anything in common, or too short for a fingerprint', () => {
    const other = bands(1).map(n => n + 900);
    expect(found(placed('a.ts', 'a', 's1', bands(1)), placed('b.ts', 'b', 's2', other))).toEqual([]);
    expect(found(placed('a.ts', 'a', '', []), placed('b.ts', 'b', '', []))).toEqual([]);
  });

  it('of equal shape are exact copies', () => {
    expect(found(placed('b.ts', 'b', 's', bands(1)), placed('a.ts', 'a', 's', bands(1)))).toEqual([
      { members: ['a.ts#a', 'b.ts#b'], exact: true },
    ]);
  });

  it('share enough bands: seven of sixteen stand for 0.8', () => {
    expect(found(placed('a.ts', 'a', 's1', bands(1)), placed('b.ts', 'b', 's2', bands(2, 9)))).toEqual([
      { members: ['a.ts#a', 'b.ts#b'], exact: false },
    ]);
    expect(found(placed('a.ts', 'a', 's1', bands(1)), placed('b.ts', 'b', 's2', bands(2, 10)))).toEqual([]);
    const loose = nearCopies([placed('a.ts', 'a', 's1', bands(1)), placed('b.ts', 'b', 's2', bands(2, 10))], {
      similarity: 0.6,
    });
    expect(loose[0]?.similarity).toBeCloseTo((6 / 16) ** 0.25);
  });

  it('are of about the same length', () => {
    expect(found(placed('a.ts', 'a', 's1', bands(1), 100), placed('b.ts', 'b', 's2', bands(1), 50))).toEqual([]);
  });

  it('do not chain what is unlike: a resembles b, b resembles c, c is no copy of a', () => {
    const a = placed('a.ts', 'a', 's1', [1, 2, 3, 4, 5, 6, 7, 8, 101, 102, 103, 104, 105, 106, 107, 108]);
    const b = placed('b.ts', 'b', 's2', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    const c = placed('c.ts', 'c', 's3', [201, 202, 203, 204, 205, 206, 207, 208, 9, 10, 11, 12, 13, 14, 15, 16]);
    const d = placed('d.ts', 'd', 's4', [301, 302, 303, 304, 305, 306, 307, 8, 209, 210, 211, 212, 213, 214, 215, 216]);
    expect(found(a, b, c, d)).toEqual([{ members: ['a.ts#a', 'b.ts#b', 'c.ts#c'], exact: false }]);
  });

  it('pass over band values that stand for boilerplate', () => {
    const crowd = Array.from({ length: 60 }, (_, i) => placed(`${i}.ts`, 'f', `s${i}`, bands(1)));
    expect(nearCopies(crowd)).toEqual([]);
    const sameShape = crowd.map(({ path, fact }) => ({ path, fact: { ...fact, shape: 's' } }));
    expect(nearCopies(sameShape)[0]?.members).toHaveLength(60);
  });

  it('come out the same for any order of input', () => {
    const functions = ['c', 'a', 'd', 'b'].map((name, i) => placed(`${name}.ts`, name, `s${i % 3}`, bands(i, i * 2)));
    expect(nearCopies([...functions].reverse())).toEqual(nearCopies(functions));
  });

  it('among 20,000 functions are found within seconds', () => {
    const functions = Array.from({ length: 20_000 }, (_, i) =>
      placed(
        `${i}.ts`,
        'f',
        `s${i}`,
        bands(i, 9).map(n => n + Math.floor(i / 20) * 100),
      ),
    );
    const spent = cpuTime();
    expect(nearCopies(functions).length).toBeGreaterThan(900);
    expect(spent()).toBeLessThan(3000);
  });
});
