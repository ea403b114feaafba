import type { FileTypes } from '../../failures/link/typed.js';
import type { FilePath } from '../../files/paths.js';
import { globalMark } from '../../syntax/type-digest.js';
import type { FileRecord, State } from '../analysis/state.js';
import type { TypeGap } from './type-coverage.js';

/** What a type checker said of the texts of a state. Immutable. */
export interface TypeAnswers {
  readonly files: ReadonlyMap<FilePath, FileTypes>;
  /** Files about which it will say nothing, as long as nothing changes. */
  readonly silent: ReadonlyMap<FilePath, TypeGap>;
  /** Files whose answers may rest on something that changed since. */
  readonly stale: ReadonlySet<FilePath>;
}

export const noAnswers: TypeAnswers = { files: new Map(), silent: new Map(), stale: new Set() };

type Parts = Pick<State, 'files' | 'numbers' | 'records' | 'targets' | 'importers' | 'augmentations' | 'setting'>;

/**
 * The answers of an earlier state (or of a sibling) that can serve another one: those about files with the same text
 * whose imports lead to the same places. Files that import one whose types may be others, directly or not, are stale.
 */
export function carriedOver(answers: TypeAnswers, from: Parts, to: Parts): TypeAnswers {
  if (from === to) return answers;
  if (from.setting.layout !== to.setting.layout || from.augmentations !== to.augmentations) return noAnswers;
  const changed = new Set<number>();
  const surfaces: number[] = [];
  for (const number of to.records.differences(from.records)) {
    const [before, after] = [from.records.get(number), to.records.get(number)];
    if (before && after && before.hash === after.hash && before.dialect === after.dialect) continue;
    changed.add(number);
    if (before?.facts.typeDigest === after?.facts.typeDigest) continue;
    if (speaksToAll(before) || speaksToAll(after)) return noAnswers;
    surfaces.push(number);
  }
  for (const number of to.targets.differences(from.targets)) {
    if (sameTargets(from, to, number)) continue;
    changed.add(number);
    surfaces.push(number);
  }
  if (changed.size === 0) return answers;
  const stale = importersOf(surfaces, from, to);
  const pathsOf = (numbers: Iterable<number>): FilePath[] => [...numbers].map(number => to.numbers.path(number));
  const gone = new Set(pathsOf(changed));
  const without = <T>(map: ReadonlyMap<FilePath, T>): ReadonlyMap<FilePath, T> =>
    new Map([...map].filter(([path]) => !gone.has(path)));
  const files = without(answers.files);
  return {
    files,
    silent: without(answers.silent),
    stale: new Set([...answers.stale, ...pathsOf(stale)].filter(path => files.has(path))),
  };
}

/** Declares things that files see without importing it. */
function speaksToAll(record: FileRecord | undefined): boolean {
  if (!record) return false;
  const { dialect, isModule, ambientModules, augmentations, typeDigest } = record.facts;
  if (dialect === 'json') return false;
  return !isModule || ambientModules.length > 0 || augmentations.length > 0 || typeDigest.startsWith(globalMark);
}

function sameTargets(from: Parts, to: Parts, number: number): boolean {
  const [before, after] = [from.targets.get(number), to.targets.get(number)];
  return JSON.stringify(before?.targets) === JSON.stringify(after?.targets);
}

/** All that import one of the files, in either state, directly or through others; the files themselves left out. */
function importersOf(files: readonly number[], from: Parts, to: Parts): ReadonlySet<number> {
  const found = new Set<number>();
  const waiting = [...files];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const { importers } of from === to ? [to] : [from, to])
      for (const importer of importers.get(at) ?? []) {
        if (found.has(importer)) continue;
        found.add(importer);
        waiting.push(importer);
      }
  }
  for (const file of files) found.delete(file);
  return found;
}
