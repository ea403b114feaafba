import type { ChunkedArray } from '../../graph/chunked.js';
import { noNumbers } from '../../graph/number-lists.js';
import { changedExports } from '../../syntax/surface.js';
import { passesOn } from './passed-on.js';
import type { FileRecord, State } from './state.js';

/** What became of the surface of a file. */
export interface SurfaceChange {
  readonly number: number;
  readonly records: ChunkedArray<FileRecord>;
  /** Names that it passes on lead elsewhere. */
  readonly passesOnOthers: boolean;
}

/**
 * Files whose links or checks may come out otherwise since the surface of a file is another. Those that do no more than import
 * names from it by name, none of which means something else, are left out: a file that all import gains an export and nobody
 * is concerned.
 */
export function* concernedReaders(before: State, { number, records, passesOnOthers }: SurfaceChange): Iterable<number> {
  const readers = before.surfaceReaders.get(number) ?? noNumbers;
  const [then, now] = [before.records.get(number)?.facts, records.get(number)?.facts];
  const changed = then && now && !passesOnOthers ? changedExports(then, now) : undefined;
  if (!changed) {
    yield* readers;
    return;
  }
  // Who reads a file that passes names of this one on may come to it that way.
  const byOthers = new Set<number>();
  for (const importer of before.importers.get(number) ?? noNumbers) {
    const facts = before.records.get(importer)?.facts;
    const targets = before.targets.get(importer)?.targets ?? [];
    if (facts && passesOn(facts, site => leadsTo(targets[site], before.numbers.path(number))))
      for (const reader of before.surfaceReaders.get(importer) ?? noNumbers) byOthers.add(reader);
  }
  for (const reader of readers)
    if (byOthers.has(reader) || !importsOthersOnly(before, reader, number, changed)) yield reader;
}

function importsOthersOnly(before: State, reader: number, number: number, changed: ReadonlySet<string>): boolean {
  const path = before.numbers.path(number);
  const targets = before.targets.get(reader)?.targets ?? [];
  const sites = (before.records.get(reader)?.facts.imports ?? []).filter((_, site) => leadsTo(targets[site], path));
  return (
    sites.length > 0 &&
    before.checks.get(reader)?.listed.includes(number) === false &&
    sites.every(
      ({ form, names }) =>
        form === 'import' && names.every(({ imported }) => imported !== '*' && !changed.has(imported)),
    )
  );
}

function leadsTo(target: { readonly kind: string; readonly path?: string } | undefined, path: string): boolean {
  return target !== undefined && target.path === path;
}
