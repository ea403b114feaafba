import type { FilePath } from '../../files/paths.js';
import type { PolicyProblem } from '../policy.js';
import { type Baseline, type BaselineEntry, entryOf } from './entry.js';
import { type BaselineOutcome, matchBaseline } from './match.js';
import type { Moves } from './moves.js';
import type { Subject } from './subject.js';

/** The problems of entries that cover nothing any more, each at its line of the baseline file. */
export function staleProblems(baseline: Baseline, stale: readonly BaselineEntry[]): readonly PolicyProblem[] {
  return stale.map(entry => ({
    rule: 'arch/stale-baseline',
    path: baseline.path,
    span: entry.span,
    message: `${entry.rule} ${placeOf(entry)} is gone or is another violation now. Remove the entry: \`lintel check --update-baseline\` does it.`,
    data: { rule: entry.rule, path: entry.path, ...(entry.to !== undefined && { to: entry.to }) },
  }));
}

export interface GrowthQuestion {
  readonly baseline: Baseline;
  /** The baseline of the base revision, empty where its policy had none; undefined: no policy there, or no base given. */
  readonly base?: Baseline;
  readonly ratchet: 'shrinkOnly' | 'off';
  /** Modules that may have no entries; their nested modules neither. */
  readonly strict: readonly string[];
  /** The module of a path and its ancestors, the nearest first. */
  modulesOf(path: FilePath): readonly string[];
  /** Who may approve an entry: the owner of its target, for other findings of the file; undefined: nobody is named. */
  approverOf(entry: BaselineEntry): string | undefined;
  readonly moves?: Moves;
}

/**
 * Entries by which the baseline grew: those that the base revision has not (moved and shrunk ones are not growth) and
 * that no owner of the target approved, and every entry in a module that is listed as strict.
 */
export function growthProblems(question: GrowthQuestion): readonly PolicyProblem[] {
  const { baseline, base, ratchet, strict } = question;
  const problems: PolicyProblem[] = [];
  const report = (entry: BaselineEntry, message: string) =>
    problems.push({
      rule: 'arch/baseline-growth',
      path: baseline.path,
      span: entry.span,
      message,
      data: { rule: entry.rule, path: entry.path, ...(entry.to !== undefined && { to: entry.to }) },
    });
  const added = base && ratchet === 'shrinkOnly' ? addedEntries(baseline, base, question.moves) : new Set();
  for (const entry of baseline.entries) {
    const banned = strict.length > 0 && question.modulesOf(entry.path).find(module => strict.includes(module));
    if (banned) {
      report(entry, `${banned} is strict: it may have no baseline entries. Fix ${entry.rule} ${placeOf(entry)}.`);
    } else if (added.has(entry)) {
      const approver = question.approverOf(entry);
      if (entry.approvedBy === undefined) {
        const who = approver === undefined ? 'an approver' : approver;
        report(
          entry,
          `The baseline may only shrink, and ${entry.rule} ${placeOf(entry)} is not in the base revision. Fix it, or have ${who} accept it in "approvedBy".`,
        );
      } else if (approver !== undefined && approver !== entry.approvedBy) {
        report(
          entry,
          `${entry.approvedBy} cannot accept ${entry.rule} ${placeOf(entry)}: the target belongs to ${approver}. Fix it, or have ${approver} accept it in "approvedBy".`,
        );
      }
    }
  }
  return problems;
}

/** The entries of a baseline that its base has not, neither at another place nor wider. */
export function addedEntries(baseline: Baseline, base: Baseline, moves?: Moves): ReadonlySet<BaselineEntry> {
  const subjects = baseline.entries.map(entry => ({ ...subjectOf(entry), entry }));
  const outcome: BaselineOutcome<(typeof subjects)[number]> = matchBaseline(subjects, base, moves);
  return new Set(outcome.fresh.map(subject => subject.entry));
}

/** The findings of another run as a baseline in memory: what `--since` and the check of proposed edits compare with. */
export function baselineOf(findings: readonly Subject[]): Baseline {
  return { path: '', entries: findings.map(finding => entryOf(finding)) };
}

/** The finding an entry stands for. */
export function subjectOf(entry: BaselineEntry): Subject {
  const { path, rule, symbol, site, to, kind, context, symbols, clauses, scope, members, module } = entry;
  return {
    path,
    rule,
    symbol,
    site,
    ...(module !== undefined && { module }),
    ...(members && { data: { members, ...(scope !== undefined && { scope }), ...(kind !== undefined && { kind }) } }),
    ...(to !== undefined && {
      dependency: {
        to,
        kind: kind ?? '',
        context: context ?? 'production',
        symbols: symbols ?? [],
        clauses: [rule, ...(clauses ?? [])],
      },
    }),
  };
}

/** "in src/a.ts (to src/b.ts)", "of 4 members": enough to find it, no line number. */
function placeOf(entry: BaselineEntry): string {
  if (entry.members) return `between ${entry.members.length} members (${entry.members.slice(0, 3).join(', ')}, …)`;
  const where = entry.symbol === '' ? entry.path : `${entry.path} in ${entry.symbol}`;
  return entry.to === undefined ? `at ${where}` : `from ${where} to ${entry.to}`;
}
