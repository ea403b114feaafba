import { expandGlob } from '../../graph/glob.js';
import { noNumbers, reverseAfter } from '../../graph/number-lists.js';
import type { OriginResolver } from '../../graph/origins.js';
import { concernedReaders } from './concerned-readers.js';
import { sameEdges } from './edges-equal.js';
import { makeLinks } from './link-file.js';
import type { Replaced } from './replace-records.js';
import type { Retargeted } from './retarget.js';
import type { FileLinks, Setting, State } from './state.js';

/** The outcome of the third step: the edges. */
export interface Relinked extends Pick<State, 'links' | 'importers'> {
  /** Numbers of files with other edges than before. */
  readonly edgesChanged: ReadonlySet<number>;
}

export interface RelinkInput {
  readonly setting: Setting;
  readonly replaced: Replaced;
  readonly retargeted: Retargeted;
  readonly origins: OriginResolver;
  /** Compiler options, test patterns or ambient modules are others: every edge is made again. */
  readonly all: boolean;
}

/** Makes the edges of files whose text, targets or targets' surfaces changed. */
export function relink(before: State, input: RelinkInput): Relinked {
  const { replaced, retargeted, setting, origins } = input;
  const { numbers } = before;
  const entries: [number, FileLinks | undefined][] = [];
  const edgesChanged = new Set<number>();
  const reversed: { value: number; before: Int32Array; after: Int32Array }[] = [];
  const shared = {
    numbers,
    origins,
    files: replaced.files,
    record: (path: string) => replaced.records.get(numbers.known(path) ?? -1),
    isTest: (path: string) => setting.policy.isTest(path),
    emit: (path: string) => setting.layout.projectOf(path)?.emit,
    ambient: (specifier: string) => retargeted.ambient.has(specifier),
  };
  for (const number of filesToLink(before, input)) {
    const record = replaced.records.get(number);
    const targets = retargeted.targets.get(number);
    const old = before.links.get(number);
    const made = record && targets ? makeLinks(record, targets, shared) : undefined;
    const isSame = made !== undefined && old !== undefined && sameEdges(old.edges, made.edges);
    if (!isSame) edgesChanged.add(number);
    // The same object where nothing is another: who looks for differences passes over it.
    const links = isSame && sameIndexes(old, made) ? old : made;
    entries.push([number, links]);
    reversed.push({ value: number, before: old?.imports ?? noNumbers, after: links?.imports ?? noNumbers });
  }
  return {
    links: before.links.withAll(entries),
    importers: reverseAfter(before.importers, reversed),
    edgesChanged,
  };
}

function sameIndexes(a: FileLinks, b: FileLinks): boolean {
  return (['targetNumbers', 'kindBits', 'imports', 'reads'] as const).every(
    index => a[index].length === b[index].length && a[index].every((number, i) => number === b[index][i]),
  );
}

function filesToLink(before: State, { replaced, retargeted, all }: RelinkInput): ReadonlySet<number> {
  const numberOf = (path: string) => before.numbers.of(path);
  const files = new Set(all ? replaced.files.map(numberOf) : retargeted.retargeted);
  for (const number of replaced.changed) files.add(number);
  if (all) return files;
  const stands = (number: number) => replaced.records.get(number) !== undefined;
  const { records } = replaced;
  for (const number of new Set([...replaced.surfaceChanged, ...retargeted.passesOnOthers])) {
    const passesOnOthers = retargeted.passesOnOthers.has(number);
    for (const reader of concernedReaders(before, { number, records, passesOnOthers }))
      if (stands(reader)) files.add(reader);
    // A target that appears or goes away changes the numbers of its importers' edges.
    if (stands(number) === (before.records.get(number) !== undefined)) continue;
    for (const importer of before.importers.get(number) ?? noNumbers) if (stands(importer)) files.add(importer);
  }
  if (replaced.moved.length > 0)
    for (const number of replaced.globbing) if (matchesMoved(replaced, number)) files.add(number);
  return files;
}

/** A pattern of the file stands for a file that came or went. */
function matchesMoved({ records, moved }: Replaced, number: number): boolean {
  const record = records.get(number);
  return (
    record?.facts.imports.some(
      ({ pattern }) => pattern !== undefined && (expandGlob(record.path, pattern, moved)?.length ?? 0) > 0,
    ) === true
  );
}
