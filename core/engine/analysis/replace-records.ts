import { compareText, type FilePath } from '../../files/paths.js';
import type { FileRecord, State } from './state.js';

/** The outcome of the first step: which files there are and which of them say something new. */
export interface Replaced extends Pick<State, 'files' | 'records'> {
  /** Numbers of files with other facts, the gone ones included. */
  readonly changed: ReadonlySet<number>;
  /** Those among them whose exports or declarations are others than before. */
  readonly surfaceChanged: ReadonlySet<number>;
}

/** Puts the changed records in place. `files` stays the same array when no source file appeared or went away. */
export function replaceRecords(before: State, changes: ReadonlyMap<FilePath, FileRecord | undefined>): Replaced {
  const changed = new Set<number>();
  const surfaceChanged = new Set<number>();
  const entries: [number, FileRecord | undefined][] = [];
  const appeared: FilePath[] = [];
  const gone = new Set<FilePath>();
  for (const [path, record] of changes) {
    const number = before.numbers.of(path);
    const old = before.records.get(number);
    if (old === record) continue;
    if (!old) appeared.push(path);
    if (!record) gone.add(path);
    entries.push([number, record]);
    if (isSameText(old, record)) continue;
    changed.add(number);
    if (old?.facts.surfaceDigest !== record?.facts.surfaceDigest) surfaceChanged.add(number);
  }
  return {
    files: filesAfter(before.files, appeared, gone),
    records: before.records.withAll(entries),
    changed,
    surfaceChanged,
  };
}

function isSameText(a: FileRecord | undefined, b: FileRecord | undefined): boolean {
  return a !== undefined && b !== undefined && a.hash === b.hash && a.dialect === b.dialect;
}

function filesAfter(
  before: readonly FilePath[],
  appeared: readonly FilePath[],
  gone: ReadonlySet<FilePath>,
): readonly FilePath[] {
  if (appeared.length === 0 && gone.size === 0) return before;
  const kept = gone.size === 0 ? before : before.filter(path => !gone.has(path));
  if (appeared.length === 0) return kept;
  return merge(kept, [...appeared].sort(compareText));
}

function merge(a: readonly FilePath[], b: readonly FilePath[]): readonly FilePath[] {
  const merged: FilePath[] = [];
  let j = 0;
  for (const path of a) {
    while (j < b.length && compareText(b[j]!, path) < 0) merged.push(b[j++]!);
    merged.push(path);
  }
  while (j < b.length) merged.push(b[j++]!);
  return merged;
}
