import type { FilePath } from '../../files/paths.js';
import type { Augmentation } from '../../graph/origins.js';
import type { State } from './state.js';

/** Exports that `declare module "./x" { … }` adds to files of the workspace. */
export interface Augmentations {
  readonly byFile: ReadonlyMap<FilePath, readonly Augmentation[]>;
  /** Equal digests add the same names to the same files. */
  readonly digest: string;
}

type Parts = Pick<State, 'files' | 'numbers' | 'records' | 'targets'>;

/** Collects the augmentations of all files. */
export function augmentationsOf({ files, numbers, records, targets }: Parts): Augmentations {
  const byFile = new Map<FilePath, Augmentation[]>();
  for (const path of files) {
    const number = numbers.of(path);
    for (const { import: site, names } of records.get(number)?.facts.augmentations ?? []) {
      const target = targets.get(number)?.targets[site];
      if (target?.kind !== 'file') continue;
      const known = byFile.get(target.path);
      if (known) known.push({ path, names });
      else byFile.set(target.path, [{ path, names }]);
    }
  }
  return { byFile, digest: JSON.stringify([...byFile].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** The augmentations after some files changed: the same object where none of them augments or did. */
export function augmentationsAfter(before: State, after: Parts, changed: Iterable<number>): Augmentations {
  for (const number of changed) {
    const augments = ({ records }: Pick<State, 'records'>) =>
      (records.get(number)?.facts.augmentations.length ?? 0) > 0;
    if (augments(before) || augments(after)) {
      const next = augmentationsOf(after);
      return next.digest === before.augmentations.digest ? before.augmentations : next;
    }
  }
  return before.augmentations;
}
