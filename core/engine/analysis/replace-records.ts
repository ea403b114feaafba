import { compareText, type FilePath } from '../../files/paths.js';
import { withEntries } from '../../files/sorted-paths.js';
import type { FileRecord, State } from './state.js';

/** The outcome of the first step: which files there are and which of them say something new. */
export interface Replaced extends Pick<State, 'files' | 'records' | 'globbing'> {
  /** Numbers of files with other facts, the gone ones included. */
  readonly changed: ReadonlySet<number>;
  /** Those among them whose exports or declarations are others than before. */
  readonly surfaceChanged: ReadonlySet<number>;
  /** Source files that came or went, sorted. */
  readonly moved: readonly FilePath[];
}

/** Puts the changed records in place. `files` stays the same array when no source file appeared or went away. */
export function replaceRecords(before: State, changes: ReadonlyMap<FilePath, FileRecord | undefined>): Replaced {
  const changed = new Set<number>();
  const surfaceChanged = new Set<number>();
  const globs = new Map<number, boolean>();
  const entries: [number, FileRecord | undefined][] = [];
  const moved = new Map<FilePath, FilePath | undefined>();
  for (const [path, record] of changes) {
    const number = before.numbers.of(path);
    const old = before.records.get(number);
    if (old === record) continue;
    if (!old) moved.set(path, path);
    if (!record) moved.set(path, undefined);
    entries.push([number, record]);
    if (isSameText(old, record)) continue;
    if (hasGlobs(old) !== hasGlobs(record)) globs.set(number, hasGlobs(record));
    changed.add(number);
    if (old?.facts.surfaceDigest !== record?.facts.surfaceDigest) surfaceChanged.add(number);
  }
  return {
    files: withEntries(before.files, moved, path => path),
    records: before.records.withAll(entries),
    globbing: globbingAfter(before.globbing, globs),
    changed,
    surfaceChanged,
    moved: [...moved.keys()].sort(compareText),
  };
}

function isSameText(a: FileRecord | undefined, b: FileRecord | undefined): boolean {
  return a !== undefined && b !== undefined && a.hash === b.hash && a.dialect === b.dialect;
}

/** Imports of whatever matches a pattern. */
function hasGlobs(record: FileRecord | undefined): boolean {
  return record?.facts.imports.some(fact => fact.pattern !== undefined) === true;
}

function globbingAfter(before: ReadonlySet<number>, changes: ReadonlyMap<number, boolean>): ReadonlySet<number> {
  if (changes.size === 0) return before;
  const globbing = new Set(before);
  for (const [number, has] of changes) {
    if (has) globbing.add(number);
    else globbing.delete(number);
  }
  return globbing;
}
