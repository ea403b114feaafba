import { basename, compareText } from '../../files/paths.js';
import { coversKind } from './cover.js';
import type { BaselineEntry } from './entry.js';
import { type Moves, renamesOf } from './moves.js';
import type { Match, Unmatched } from './pairing.js';
import { membersOf, type Subject } from './subject.js';

/** A cycle that holds more than the entries that speak of it. */
export interface Outgrown<F> {
  readonly finding: F;
  readonly entries: readonly BaselineEntry[];
  /** Members that no such entry names, sorted; none where known cycles have become one. */
  readonly joined: readonly string[];
}

export interface CycleOutcome<F> {
  readonly outgrown: readonly Outgrown<F>[];
  /** Entries that cover nothing and speak of no cycle that is there. */
  readonly stale: readonly BaselineEntry[];
}

/**
 * Matches cycles by their members. An entry covers the cycle it names and everything that is left of it: fewer members,
 * also when it fell into several smaller cycles, or closes by weaker kinds. A member more is a new finding, and the entry
 * stays: it holds again when the member leaves. So a knot of any size can be grandfathered and still only shrink.
 */
export function matchCycles<F extends Subject>(
  unmatched: Unmatched<F>,
  moves: Moves | undefined,
  into: Match<F>[],
): CycleOutcome<F> {
  const used = new Set<BaselineEntry>();
  let open = unmatched.findings;
  const attempt = (known: ReadonlyMap<BaselineEntry, readonly string[]>, how: Match<F>['how']) => {
    const byMember = entriesByMember(known);
    open = open.filter(finding => {
      const entry = coveringEntry(finding, known, byMember);
      if (!entry) return true;
      used.add(entry);
      const shrunk = (known.get(entry)?.length ?? 0) !== membersOf(finding)?.length;
      const outdated = how === 'moved' || shrunk || entry.kind !== finding.data?.kind;
      into.push({ finding, entry, how, outdated });
      return false;
    });
  };
  let members: ReadonlyMap<BaselineEntry, readonly string[]> = new Map(
    unmatched.entries.map(entry => [entry, entry.members ?? []]),
  );
  attempt(members, 'exact');
  if (open.length > 0 && moves && unmatched.entries.length > 0) {
    const present = new Set(open.flatMap(finding => membersOf(finding) ?? []));
    members = new Map([...members, ...movedMembers(unmatched.entries, present, moves)]);
    attempt(members, 'moved');
  }
  const outgrown = open.flatMap(finding => outgrownBy(finding, members, used) ?? []);
  for (const { entries } of outgrown) for (const entry of entries) used.add(entry);
  return { outgrown, stale: unmatched.entries.filter(entry => !used.has(entry)) };
}

/** The entries of which a new cycle holds more than half, and what it holds besides. */
function outgrownBy<F extends Subject>(
  finding: F,
  members: ReadonlyMap<BaselineEntry, readonly string[]>,
  used: ReadonlySet<BaselineEntry>,
): Outgrown<F> | undefined {
  const wanted = membersOf(finding) ?? [];
  const all = new Set(wanted);
  const entries = [...members].flatMap(([entry, names]) => {
    if (used.has(entry) || !speaksOf(entry, finding)) return [];
    return names.filter(name => all.has(name)).length * 2 > names.length ? [entry] : [];
  });
  if (entries.length === 0) return undefined;
  const known = new Set(entries.flatMap(entry => members.get(entry) ?? []));
  return { finding, entries, joined: wanted.filter(name => !known.has(name)) };
}

/** Whether an entry is about cycles of this rule, scope and kind, or a weaker kind. */
function speaksOf(entry: BaselineEntry, finding: Subject): boolean {
  const kind = typeof finding.data?.kind === 'string' ? finding.data.kind : undefined;
  return (
    entry.rule === finding.rule &&
    (entry.scope ?? undefined) === (finding.data?.scope ?? undefined) &&
    coversKind(entry.kind, kind)
  );
}

/** Members under their present paths: renamed ones by the renames, else the only present file of the same name. */
function movedMembers(
  entries: readonly BaselineEntry[],
  present: ReadonlySet<string>,
  moves: Moves,
): ReadonlyMap<BaselineEntry, readonly string[]> {
  const ofFiles = entries.filter(({ scope }) => scope === undefined || scope === 'file');
  const named = ofFiles.flatMap(({ members = [] }) => members);
  const renames = renamesOf(named, { ...moves, exists: path => present.has(path) || moves.exists(path) });
  const result = new Map<BaselineEntry, readonly string[]>();
  for (const entry of ofFiles) {
    const old = new Set(entry.members);
    const byName = new Map<string, string[]>();
    for (const path of present) {
      if (old.has(path)) continue;
      const name = basename(path);
      byName.set(name, [...(byName.get(name) ?? []), path]);
    }
    const now = [...old].map(member => {
      const renamed = renames.get(member);
      if (renamed !== undefined) return renamed;
      if (present.has(member) || moves.exists(member)) return member;
      const [only, second] = byName.get(basename(member)) ?? [];
      return only !== undefined && second === undefined ? only : member;
    });
    result.set(entry, [...new Set(now)].sort(compareText));
  }
  return result;
}

function entriesByMember(members: ReadonlyMap<BaselineEntry, readonly string[]>): Map<string, BaselineEntry[]> {
  const result = new Map<string, BaselineEntry[]>();
  for (const [entry, names] of members) {
    for (const name of names) {
      const known = result.get(name);
      if (known) known.push(entry);
      else result.set(name, [entry]);
    }
  }
  return result;
}

/** The entry with the fewest members that has all of the finding's. */
function coveringEntry(
  finding: Subject,
  members: ReadonlyMap<BaselineEntry, readonly string[]>,
  byMember: ReadonlyMap<string, readonly BaselineEntry[]>,
): BaselineEntry | undefined {
  const wanted = membersOf(finding) ?? [];
  const [first] = wanted;
  if (first === undefined) return undefined;
  let best: BaselineEntry | undefined;
  let size = Number.POSITIVE_INFINITY;
  for (const entry of byMember.get(first) ?? []) {
    if (!speaksOf(entry, finding)) continue;
    const names = members.get(entry) ?? [];
    if (names.length < wanted.length || names.length >= size) continue;
    const all = new Set(names);
    if (!wanted.every(name => all.has(name))) continue;
    best = entry;
    size = names.length;
  }
  return best;
}
