import { compareText, type FilePath } from '../files/paths.js';
import type { Checker } from './checker.js';

/** A compiler at work in this thread. Methods may throw when its process is gone; then `isAlive` says so. */
export interface Compiler {
  /** Announces files that will be asked about, so that a project they need together is made once. */
  prepare(paths: readonly FilePath[]): void;
  /** The checker of the project a file belongs to, good until the next change; `undefined` when no program takes it. */
  checkerFor(path: FilePath): Checker | undefined;
  /** Takes note of texts that changed. */
  changed(changes: ChangedFiles): void;
  isAlive(): boolean;
  /** Resolves once its process has ended and was collected. */
  close(): Promise<void>;
  /** The process that does the work, where it is not this one. */
  readonly pid?: number;
}

/** Absolute paths by what happened to them, sorted; `everything` when the disk must be read anew. */
export interface ChangedFiles {
  readonly changed: readonly string[];
  readonly created: readonly string[];
  readonly deleted: readonly string[];
  readonly everything: boolean;
}

/** The changes with what the projects already have taken out of `created`: a file that was saved is no new file. */
export function onlyNew(changes: ChangedFiles, isKnown: (path: string) => boolean): ChangedFiles {
  const known = changes.created.filter(isKnown);
  if (known.length === 0) return changes;
  return {
    ...changes,
    changed: [...new Set([...changes.changed, ...known])].sort(compareText),
    created: changes.created.filter(path => !isKnown(path)),
  };
}

/** True when files may belong to other projects than before. */
export function touchesProjects({ changed, created, deleted, everything }: ChangedFiles): boolean {
  return everything || created.length > 0 || deleted.length > 0 || changed.some(path => path.endsWith('.json'));
}
