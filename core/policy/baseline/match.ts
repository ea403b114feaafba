import type { FilePath } from '../../files/paths.js';
import { compareText } from '../../files/paths.js';
import { matchCycles, type Outgrown } from './cycles.js';
import type { Baseline, BaselineEntry } from './entry.js';
import { type Moves, matchMoved } from './moves.js';
import { type Match, pairByKey, pairUnambiguous, type Unmatched } from './pairing.js';
import { isGrandfatherable, membersOf, type Subject } from './subject.js';

export interface BaselineOutcome<F> {
  readonly matched: readonly Match<F>[];
  /** Findings that no entry covers, in the order given. */
  readonly fresh: readonly F[];
  /** Those of `fresh` that are grandfathered cycles with more members; their entries are not stale. */
  readonly outgrown: readonly Outgrown<F>[];
  /** Entries that cover nothing, in the order of the file. */
  readonly stale: readonly BaselineEntry[];
}

/** A baseline ready to be asked file by file. */
export interface BaselineIndex {
  readonly baseline: Baseline;
  /** Entries for findings that are identified by their place, by path. */
  readonly byPath: ReadonlyMap<FilePath, readonly BaselineEntry[]>;
  /** Entries for cycles, which belong to no single file. */
  readonly cycles: readonly BaselineEntry[];
}

/** Sorts the entries of a baseline by file; do it once per baseline text. */
export function indexBaseline(baseline: Baseline): BaselineIndex {
  const byPath = new Map<FilePath, BaselineEntry[]>();
  const cycles: BaselineEntry[] = [];
  for (const entry of baseline.entries) {
    if (entry.members) cycles.push(entry);
    else {
      const known = byPath.get(entry.path);
      if (known) known.push(entry);
      else byPath.set(entry.path, [entry]);
    }
  }
  return { baseline, byPath, cycles };
}

/**
 * Matches the findings of one file with its own entries: all that an edit of the file can change, apart from cycles and
 * moves. What it leaves goes to `matchLeftovers`.
 */
export function matchFile<F extends Subject>(
  index: BaselineIndex,
  path: FilePath,
  findings: readonly F[],
): BaselineOutcome<F> {
  const entries = index.byPath.get(path);
  if (!entries) return { matched: [], fresh: findings, outgrown: [], stale: [] };
  const placed = findings.filter(finding => isGrandfatherable(finding) && !membersOf(finding));
  const matched: Match<F>[] = [];
  let rest: Unmatched<F> = { entries, findings: placed };
  rest = pairByKey(rest, siteKeyOfEntry, siteKey, 'exact', matched);
  // The same dependency written another way: importer symbol or site may differ, not both.
  rest = pairUnambiguous(rest, targetKeyOfEntry, targetKey, sameSymbolOrSite, 'exact', matched);
  const taken = new Set(matched.map(match => match.finding));
  return { matched, fresh: findings.filter(finding => !taken.has(finding)), outgrown: [], stale: rest.entries };
}

/**
 * The step over the whole workspace: cycles by their members, then findings whose file or target moved. `fresh` and
 * `stale` are what `matchFile` left over all files, entries of files that are gone included.
 */
export function matchLeftovers<F extends Subject>(
  index: BaselineIndex,
  fresh: readonly F[],
  stale: readonly BaselineEntry[],
  moves?: Moves,
): BaselineOutcome<F> {
  const matched: Match<F>[] = [];
  const cyclic = fresh.filter(finding => isGrandfatherable(finding) && membersOf(finding));
  const cycles = matchCycles({ entries: index.cycles, findings: cyclic }, moves, matched);
  const placed = fresh.filter(finding => isGrandfatherable(finding) && !membersOf(finding));
  const rest = moves ? matchMoved({ entries: stale, findings: placed }, moves, matched) : { entries: stale };
  const taken = new Set(matched.map(match => match.finding));
  const unused = [...rest.entries, ...cycles.stale];
  return {
    matched,
    fresh: fresh.filter(finding => !taken.has(finding)),
    outgrown: cycles.outgrown,
    stale: unused.sort((a, b) => a.span.start - b.span.start || compareText(a.path, b.path)),
  };
}

/**
 * Matches all findings of a run with a baseline: exact key; else the same key elsewhere where the old path is gone and
 * exactly one candidate stands; else by the renames the version control system sees. What stays ambiguous is new.
 */
export function matchBaseline<F extends Subject>(
  findings: readonly F[],
  baseline: Baseline,
  moves?: Moves,
): BaselineOutcome<F> {
  const index = indexBaseline(baseline);
  const byPath = new Map<FilePath, F[]>();
  for (const finding of findings) {
    const known = byPath.get(finding.path);
    if (known) known.push(finding);
    else byPath.set(finding.path, [finding]);
  }
  const matched: Match<F>[] = [];
  const stale: BaselineEntry[] = [];
  for (const [path, entries] of index.byPath) {
    const own = byPath.get(path);
    if (!own) {
      stale.push(...entries);
      continue;
    }
    const outcome = matchFile(index, path, own);
    matched.push(...outcome.matched);
    stale.push(...outcome.stale);
  }
  const taken = new Set(matched.map(match => match.finding));
  const fresh = findings.filter(finding => !taken.has(finding));
  const last = matchLeftovers(index, fresh, stale, moves);
  return { ...last, matched: [...matched, ...last.matched] };
}

function siteKey(finding: Subject): string {
  return `${finding.rule}\0${finding.symbol}\0${finding.site}\0${finding.dependency?.to ?? ''}`;
}

function siteKeyOfEntry(entry: BaselineEntry): string {
  return `${entry.rule}\0${entry.symbol}\0${entry.site}\0${entry.to ?? ''}`;
}

/** A target that is not known is told apart by its site alone. */
function targetKey(finding: Subject): string | undefined {
  return finding.dependency?.to === 'unknown' ? undefined : finding.dependency?.to;
}

function targetKeyOfEntry(entry: BaselineEntry): string | undefined {
  return entry.to === 'unknown' ? undefined : entry.to;
}

function sameSymbolOrSite(entry: BaselineEntry, finding: Subject): boolean {
  return entry.symbol === finding.symbol || entry.site === finding.site;
}
