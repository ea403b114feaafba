import { compareText, type FilePath } from '../files/paths.js';
import { type ChunkedArray, chunkedArray } from './chunked.js';

/** Dense numbers for paths. A number means the same path for as long as the numbering lives; it only grows. */
export interface PathNumbering {
  /** The number of a path, given out on first sight. */
  of(path: FilePath): number;
  /** The number of a path that may never have been seen. */
  known(path: FilePath): number | undefined;
  path(number: number): FilePath;
}

/**
 * A persistent map by path: `with` answers a new one that shares all but a few hundred entries around the changed ones, so
 * that snapshots differ by little and the difference of any two is found without looking at what they share. Iterating
 * goes in the order of paths and looks at everything: never after an edit.
 */
export interface PathMap<V> {
  readonly size: number;
  get(path: FilePath): V | undefined;
  has(path: FilePath): boolean;
  /** With other values for some paths, `undefined` for those that are gone. */
  with(entries: Iterable<readonly [FilePath, V | undefined]>): PathMap<V>;
  /** Paths with another value (`===`) than in `other`, those in one of them alone included; in no order. */
  differences(other: PathMap<V>): readonly FilePath[];
  entries(): IterableIterator<readonly [FilePath, V]>;
  keys(): IterableIterator<FilePath>;
  values(): IterableIterator<V>;
}

interface Parts {
  readonly numbers: PathNumbering;
  readonly array: ChunkedArray<unknown>;
}

const partsOf = new WeakMap<object, Parts>();

/** A map of nothing over a numbering. Maps of one workspace are over the same. */
export function emptyPathMap<V>(numbers: PathNumbering): PathMap<V> {
  return over(numbers, chunkedArray<V>(), 0);
}

function over<V>(numbers: PathNumbering, array: ChunkedArray<V>, size: number): PathMap<V> {
  const get = (path: FilePath): V | undefined => {
    const number = numbers.known(path);
    return number === undefined ? undefined : array.get(number);
  };
  const sorted = (): [FilePath, V][] => {
    const found: [FilePath, V][] = [];
    for (let number = 0; number < array.length; number++) {
      const value = array.get(number);
      if (value !== undefined) found.push([numbers.path(number), value]);
    }
    return found.sort(([a], [b]) => compareText(a, b));
  };
  const map: PathMap<V> = {
    size,
    get,
    has: path => get(path) !== undefined,
    with: entries => {
      const changes = new Map<number, V | undefined>();
      for (const [path, value] of entries) changes.set(numbers.of(path), value);
      let next = size;
      for (const [number, value] of changes)
        next += (value === undefined ? 0 : 1) - (array.get(number) === undefined ? 0 : 1);
      const changed = array.withAll(changes);
      return changed === array ? map : over(numbers, changed, next);
    },
    differences: other => {
      const theirs = partsOf.get(other);
      if (theirs?.numbers === numbers)
        return array.differences(theirs.array as ChunkedArray<V>).map(number => numbers.path(number));
      const paths = new Set([...map.keys(), ...other.keys()]);
      return [...paths].filter(path => get(path) !== other.get(path));
    },
    *entries() {
      yield* sorted();
    },
    *keys() {
      for (const [path] of sorted()) yield path;
    },
    *values() {
      for (const [, value] of sorted()) yield value;
    },
  };
  partsOf.set(map, { numbers, array });
  return map;
}
