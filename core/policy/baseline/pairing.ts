import { coverOf } from './cover.js';
import type { BaselineEntry } from './entry.js';
import type { Subject } from './subject.js';

/** A finding and the entry that covers it. */
export interface Match<F> {
  readonly finding: F;
  readonly entry: BaselineEntry;
  /** `moved`: found through a moved file or target. */
  readonly how: 'exact' | 'moved';
  /** The entry says something else than the finding (place, names, members): `updateBaseline` rewrites it. */
  readonly outdated: boolean;
}

/** What is still to be matched. */
export interface Unmatched<F> {
  readonly entries: readonly BaselineEntry[];
  readonly findings: readonly F[];
}

type Allowed<F> = (entry: BaselineEntry, finding: F) => boolean;

/** Above this many pairs with one key the candidates count as ambiguous: keeps the step linear on degenerate input. */
const tooMany = 10_000;

/**
 * Pairs entries and findings with equal keys one to one: equal ones first, then each finding, those with most names
 * first, with the narrowest entry that covers it. An undefined key takes no part.
 */
export function pairByKey<F extends Subject>(
  unmatched: Unmatched<F>,
  keyOfEntry: (entry: BaselineEntry) => string | undefined,
  keyOf: (finding: F) => string | undefined,
  how: Match<F>['how'],
  into: Match<F>[],
): Unmatched<F> {
  const buckets = bucketsOf(unmatched, keyOfEntry, keyOf);
  const usedEntries = new Set<BaselineEntry>();
  const usedFindings = new Set<F>();
  const take = (entry: BaselineEntry, finding: F, equal: boolean) => {
    usedEntries.add(entry);
    usedFindings.add(finding);
    into.push({ finding, entry, how, outdated: how === 'moved' || !equal });
  };
  for (const { entries, findings } of buckets) {
    for (const finding of findings) {
      const entry = entries.find(candidate => !usedEntries.has(candidate) && coverOf(candidate, finding) === 'equal');
      if (entry) take(entry, finding, true);
    }
    const open = findings.filter(finding => !usedFindings.has(finding));
    if (open.length === 0 || entries.every(entry => usedEntries.has(entry))) continue;
    open.sort((a, b) => namesIn(b) - namesIn(a));
    const narrow = [...entries].sort((a, b) => (a.symbols?.length ?? 0) - (b.symbols?.length ?? 0));
    for (const finding of open) {
      const entry = narrow.find(candidate => !usedEntries.has(candidate) && coverOf(candidate, finding) === 'wider');
      if (entry) take(entry, finding, false);
    }
  }
  return remaining(unmatched, usedEntries, usedFindings);
}

/**
 * Pairs an entry with a finding of equal key where each is the other's only candidate; anything else is ambiguous and
 * stays unmatched.
 */
export function pairUnambiguous<F extends Subject>(
  unmatched: Unmatched<F>,
  keyOfEntry: (entry: BaselineEntry) => string | undefined,
  keyOf: (finding: F) => string | undefined,
  allowed: Allowed<F>,
  how: Match<F>['how'],
  into: Match<F>[],
): Unmatched<F> {
  const usedEntries = new Set<BaselineEntry>();
  const usedFindings = new Set<F>();
  for (const { entries, findings } of bucketsOf(unmatched, keyOfEntry, keyOf)) {
    if (entries.length * findings.length > tooMany) continue;
    const fits: Allowed<F> = (entry, finding) => coverOf(entry, finding) !== 'none' && allowed(entry, finding);
    for (const entry of entries) {
      const [finding, second] = findings.filter(candidate => fits(entry, candidate));
      if (finding === undefined || second !== undefined) continue;
      if (entries.some(other => other !== entry && fits(other, finding))) continue;
      usedEntries.add(entry);
      usedFindings.add(finding);
      into.push({ finding, entry, how, outdated: true });
    }
  }
  return remaining(unmatched, usedEntries, usedFindings);
}

function bucketsOf<F>(
  unmatched: Unmatched<F>,
  keyOfEntry: (entry: BaselineEntry) => string | undefined,
  keyOf: (finding: F) => string | undefined,
): readonly { entries: BaselineEntry[]; findings: F[] }[] {
  if (unmatched.entries.length === 0 || unmatched.findings.length === 0) return [];
  const buckets = new Map<string, { entries: BaselineEntry[]; findings: F[] }>();
  for (const entry of unmatched.entries) {
    const key = keyOfEntry(entry);
    if (key === undefined) continue;
    const bucket = buckets.get(key);
    if (bucket) bucket.entries.push(entry);
    else buckets.set(key, { entries: [entry], findings: [] });
  }
  for (const finding of unmatched.findings) {
    const key = keyOf(finding);
    if (key !== undefined) buckets.get(key)?.findings.push(finding);
  }
  return [...buckets.values()].filter(bucket => bucket.findings.length > 0);
}

function remaining<F>(
  unmatched: Unmatched<F>,
  usedEntries: ReadonlySet<BaselineEntry>,
  usedFindings: ReadonlySet<F>,
): Unmatched<F> {
  if (usedEntries.size === 0) return unmatched;
  return {
    entries: unmatched.entries.filter(entry => !usedEntries.has(entry)),
    findings: unmatched.findings.filter(finding => !usedFindings.has(finding)),
  };
}

function namesIn(finding: Subject): number {
  return finding.dependency?.symbols.length ?? 0;
}
