import type { FilePath } from '../files/paths.js';
import type { FileFacts } from '../syntax/facts.js';
import type { EdgeTarget } from './edge.js';
import { exportTable } from './export-table.js';
import type { StarCandidate } from './origin-memo.js';

/** What a walk over `export *` reads. */
export interface StarSource {
  facts(path: FilePath): FileFacts | undefined;
  target(path: FilePath, importIndex: number): EdgeTarget | undefined;
  /** Names that other files add by `declare module`, see `OriginLookup`. */
  augmentedNames(path: FilePath): Iterable<string>;
}

export interface StarWalk {
  readonly candidates: ReadonlyMap<string, readonly StarCandidate[]>;
  readonly complete: boolean;
  /** Every file walked, the start excluded. */
  readonly visited: readonly FilePath[];
}

interface Stop {
  readonly path: FilePath;
  readonly chain: readonly FilePath[];
  readonly typeOnly: boolean;
}

/**
 * The names that `export *` declarations pass on from a file, breadth first so that the shortest chain stands first.
 * Each file is walked once (twice where `export type *` reached it before a plain star did), so cycles end. A name that a
 * file exports itself shadows the same name behind its own stars, which is only exact when the walk is for one name
 * (`only`); `default` never passes a star.
 */
export function walkStars(path: FilePath, source: StarSource, only?: string): StarWalk {
  const candidates = new Map<string, StarCandidate[]>();
  const reached = new Map<FilePath, { typeOnly: boolean }>([[path, { typeOnly: false }]]);
  let complete = true;
  let wave: Stop[] = [{ path, chain: [], typeOnly: false }];
  while (wave.length > 0) {
    const next: Stop[] = [];
    for (const stop of wave) {
      const facts = source.facts(stop.path);
      if (!facts) continue;
      for (const star of exportTable(facts).stars) {
        const target = star.import === undefined ? undefined : source.target(stop.path, star.import);
        const targetFacts = target?.kind === 'file' ? source.facts(target.path) : undefined;
        if (target?.kind !== 'file' || !targetFacts) {
          complete = false;
          continue;
        }
        const typeOnly = stop.typeOnly || star.typeOnly;
        const before = reached.get(target.path);
        if (before && (typeOnly || !before.typeOnly)) continue;
        reached.set(target.path, { typeOnly });
        const arrived = { path: target.path, chain: [...stop.chain, target.path], typeOnly };
        if (!exportTable(targetFacts).isClosed) complete = false;
        let shadows = false;
        for (const name of ownNames(targetFacts, source.augmentedNames(target.path))) {
          if (only === undefined || name === only) addCandidate(candidates, name, arrived);
          shadows ||= name === only;
        }
        if (!shadows) next.push(arrived);
      }
    }
    wave = next;
  }
  reached.delete(path);
  return { candidates, complete, visited: [...reached.keys()] };
}

/** The names a file exports itself, `default` and `=` left out. */
function* ownNames(facts: FileFacts, augmented: Iterable<string>): Iterable<string> {
  const table = exportTable(facts);
  for (const name of table.byName.keys()) if (name !== 'default' && name !== '=') yield name;
  if (table.exportsAll) for (const name of table.declarations.keys()) if (!table.byName.has(name)) yield name;
  for (const name of augmented) if (!table.byName.has(name)) yield name;
}

function addCandidate(candidates: Map<string, StarCandidate[]>, name: string, stop: Stop): void {
  const found = candidates.get(name);
  if (!found) {
    candidates.set(name, [stop]);
    return;
  }
  const same = found.findIndex(candidate => candidate.chain.at(-1) === stop.path);
  if (same < 0) found.push(stop);
  else if (!stop.typeOnly) found[same] = stop;
}
