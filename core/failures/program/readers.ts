import type { FilePath } from '../../files/paths.js';
import { chunkedArray } from '../../graph/chunked.js';
import { type ListChange, type NumberLists, noNumbers, reverseAfter, sortedUnique } from '../../graph/number-lists.js';
import type { PathNumbering } from '../../graph/path-map.js';

/** Who reads a file. Immutable. */
export interface ReaderIndex {
  of(path: FilePath): Iterable<FilePath>;
  /** With other reads for some files. */
  with(changes: Iterable<ReadsChange>): ReaderIndex;
}

/** What a file reads, before and after a change; nothing where it is not there. */
export interface ReadsChange {
  readonly path: FilePath;
  readonly before: Iterable<FilePath> | undefined;
  readonly now: Iterable<FilePath> | undefined;
}

/** An index of files that read nothing. */
export function noReaders(numbers: PathNumbering): ReaderIndex {
  return over(numbers, chunkedArray());
}

function over(numbers: PathNumbering, lists: NumberLists): ReaderIndex {
  return {
    *of(path) {
      for (const reader of lists.get(numbers.known(path) ?? -1) ?? noNumbers) yield numbers.path(reader);
    },
    with: changes => {
      const numbered = Array.from(
        changes,
        ({ path, before, now }): ListChange => ({
          value: numbers.of(path),
          before: numbersOf(before, numbers),
          after: numbersOf(now, numbers),
        }),
      );
      return over(numbers, reverseAfter(lists, numbered));
    },
  };
}

function numbersOf(paths: Iterable<FilePath> | undefined, numbers: PathNumbering): Int32Array {
  return paths ? sortedUnique(Array.from(paths, path => numbers.of(path))) : noNumbers;
}

/** Whose links rest on what a file declares, on its types, on who implements what it declares. */
export interface Readers {
  readonly links: ReaderIndex;
  readonly types: ReaderIndex;
  readonly hierarchy: ReaderIndex;
}

type Reading = Readonly<Record<'reads' | 'typeReads' | 'hierarchyReads', ReadonlySet<FilePath>>>;

/** The readers after some files were linked anew or are gone. */
export function readersAfter(
  before: Readers | undefined,
  numbers: PathNumbering,
  earlier: { get(path: FilePath): Reading | undefined },
  linked: ReadonlyMap<FilePath, Reading | undefined>,
): Readers {
  const after = (index: ReaderIndex | undefined, field: keyof Reading): ReaderIndex => {
    const changes = [...linked].map(([path, now]) => ({
      path,
      before: earlier.get(path)?.[field],
      now: now?.[field],
    }));
    return (index ?? noReaders(numbers)).with(changes);
  };
  return {
    links: after(before?.links, 'reads'),
    types: after(before?.types, 'typeReads'),
    hierarchy: after(before?.hierarchy, 'hierarchyReads'),
  };
}
