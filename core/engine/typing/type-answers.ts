import type { FileTypes } from '../../failures/link/typed.js';
import type { FilePath } from '../../files/paths.js';
import { emptyPathMap, type PathMap } from '../../graph/path-map.js';
import { globalMark } from '../../syntax/type-digest.js';
import type { Span } from '../../text/span.js';
import type { FileRecord, State } from '../analysis/state.js';
import { type MovedAnswers, movedAnswers, wholeText } from './moved-answers.js';
import type { TypeGap } from './type-coverage.js';

/** What a type checker said of the texts of a state. Immutable. */
export interface TypeAnswers {
  readonly files: PathMap<FileTypes>;
  /** Files about which it will say nothing, as long as nothing changes. */
  readonly silent: ReadonlyMap<FilePath, TypeGap>;
  /** Files whose answers may rest on something that changed since, with the part of the text whose answers do. */
  readonly stale: ReadonlyMap<FilePath, Span>;
}

export function noAnswers({ numbers }: Pick<State, 'numbers'>): TypeAnswers {
  return { files: emptyPathMap(numbers), silent: new Map(), stale: new Map() };
}

type Parts = Pick<State, 'files' | 'numbers' | 'records' | 'targets' | 'importers' | 'augmentations' | 'setting'>;

/**
 * The answers of an earlier state (or of a sibling) that can serve another one: those about files whose imports lead to the
 * same places. Files that import one whose types may be others, directly or not, are stale; of a file that was edited, the
 * part that the edit may have changed.
 */
export function carriedOver(answers: TypeAnswers, from: Parts, to: Parts): TypeAnswers {
  if (from === to) return answers;
  if (from.setting.layout !== to.setting.layout || from.augmentations !== to.augmentations) return noAnswers(to);
  const edited = new Set<number>();
  const surfaces = new Set<number>();
  for (const number of to.records.differences(from.records)) {
    const [before, after] = [from.records.get(number), to.records.get(number)];
    if (before && after && before.hash === after.hash && before.dialect === after.dialect) continue;
    edited.add(number);
    if (before?.facts.typeDigest === after?.facts.typeDigest) continue;
    if (speaksToAll(before) || speaksToAll(after)) return noAnswers(to);
    surfaces.add(number);
  }
  for (const number of to.targets.differences(from.targets)) if (!sameTargets(from, to, number)) surfaces.add(number);
  if (edited.size === 0 && surfaces.size === 0) return answers;
  const [silent, stale] = [new Map(answers.silent), new Map(answers.stale)];
  const carried = new Map<FilePath, FileTypes | undefined>();
  for (const number of edited) {
    const path = to.numbers.path(number);
    const moved = takenAlong(answers, path, from, to, number);
    carried.set(path, moved?.types);
    silent.delete(path);
    stale.delete(path);
    if (!moved) continue;
    stale.set(path, answers.stale.has(path) ? wholeText : moved.doubtful);
  }
  const files = answers.files.with(carried);
  // Who imports them is looked for only where somebody has answers.
  for (const number of files.size === 0 ? surfaces : reached(surfaces, from, to)) {
    const path = to.numbers.path(number);
    if (surfaces.has(number)) silent.delete(path);
    if (files.has(path)) stale.set(path, wholeText);
  }
  return { files, silent, stale };
}

function takenAlong(
  { files }: TypeAnswers,
  path: FilePath,
  from: Parts,
  to: Parts,
  number: number,
): MovedAnswers | undefined {
  const types = files.get(path);
  const [before, after] = [from.records.get(number), to.records.get(number)];
  if (!types || !before || !after || before.dialect !== after.dialect) return undefined;
  const moment = ({ setting }: Parts, record: FileRecord) => ({ fs: setting.fs, record });
  return movedAnswers(types, path, moment(from, before), moment(to, after));
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

/** The files, and all that import one of them, in either state, directly or through others. */
function reached(files: ReadonlySet<number>, from: Parts, to: Parts): ReadonlySet<number> {
  const found = new Set(files);
  for (const at of found)
    for (const { importers } of [from, to]) for (const importer of importers.get(at) ?? []) found.add(importer);
  return found;
}
