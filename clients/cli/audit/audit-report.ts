import type { Audit, AuditRow } from '../engine.js';
import { groupBy } from '../format/context.js';

/** An audit with what its formats need besides. */
export interface AuditReport {
  readonly audit: Audit;
  /** `--since` as it was asked. */
  readonly since: string;
  /** Put before paths where the reader starts elsewhere than at the root: `''` or ending in `/`. */
  readonly prefix: string;
}

/** The rows of one pair of modules. */
export interface Pair {
  readonly from: string;
  readonly to: string;
  /** There was no import from the one to the other before. */
  readonly isNew: boolean;
  readonly rows: readonly AuditRow[];
}

/** Pairs in the order of their names. */
export function pairsOf({ rows }: Audit): readonly Pair[] {
  return [...groupBy(rows, ({ from, to }) => `${from}\0${to}`).values()].map(of => ({
    from: of[0]!.from,
    to: of[0]!.to,
    isNew: of[0]!.isNewPair,
    rows: of,
  }));
}

/** Pairs that are new first. */
export function newFirst(pairs: readonly Pair[]): readonly Pair[] {
  return [...pairs.filter(({ isNew }) => isNew), ...pairs.filter(({ isNew }) => !isNew)];
}

export interface AuditCounts {
  readonly imports: number;
  readonly pairs: number;
  readonly newPairs: number;
  readonly assisted: number;
  readonly unapproved: number;
  readonly uncommitted: number;
  readonly unknown: number;
}

/** How many of some imports came with an assistant named, and how many nobody approved. */
export function standingOf(rows: readonly AuditRow[]): Pick<AuditCounts, 'assisted' | 'unapproved'> {
  return {
    assisted: rows.filter(({ assistants }) => assistants.length > 0).length,
    unapproved: rows.filter(({ standing }) => !standing.isApproved && standing.by !== 'no-policy').length,
  };
}

export function countsOf(audit: Audit): AuditCounts {
  const count = (is: (row: AuditRow) => boolean) => audit.rows.filter(is).length;
  const pairs = pairsOf(audit);
  return {
    imports: audit.rows.length,
    pairs: pairs.length,
    newPairs: pairs.filter(({ isNew }) => isNew).length,
    ...standingOf(audit.rows),
    uncommitted: count(({ introduction }) => introduction.kind === 'uncommitted'),
    unknown: count(({ introduction }) => introduction.kind === 'unknown'),
  };
}

/** `permitted by the policy`, `not approved: baseline (unreviewed)`. */
export function standingWords({ standing: { by, isApproved, detail } }: AuditRow): string {
  const more = detail === undefined ? '' : ` (${detail})`;
  switch (by) {
    case 'policy':
      return 'permitted by the policy';
    case 'no-policy':
      return 'no policy to ask';
    case 'nothing':
      return `not approved: breaks ${detail ?? 'the policy'}`;
    case 'exception':
      return `approved by exception ${detail ?? ''}`.trimEnd();
    case 'suppression':
      return `not approved: a comment suppresses ${detail ?? 'it'}`;
    case 'baseline':
      return isApproved ? `approved in the baseline${more}` : `not approved: in the baseline${more}`;
  }
}

/** `2026-03-01 1a2b3c4d5e Ada: Charge orders`. */
export function introductionWords({ introduction }: AuditRow): string {
  if (introduction.kind === 'uncommitted') return 'not committed yet';
  if (introduction.kind === 'unknown') return `first commit unknown: ${introduction.why}`;
  const { id, date, author, subject } = introduction.commit;
  return `${date} ${id.slice(0, 10)} ${author}: ${subject}`;
}

/** `{ a, b }`, `for its side effects`, `everything`. */
export function symbolWords({ symbols }: AuditRow): string {
  if (symbols.length === 0) return 'no names';
  const shown = symbols.slice(0, 6).join(', ');
  return symbols.length > 6 ? `${shown} and ${symbols.length - 6} more` : shown;
}

/** What is true of the whole audit, a sentence each. */
export function notesOf({ audit, since }: AuditReport): readonly string[] {
  const { base, modules, commits } = audit;
  const counts = countsOf(audit);
  return [
    ...(base === undefined
      ? [`The history begins after ${since}: every import between modules is listed.`]
      : [`Compared with ${base.slice(0, 10)}, ${commits} ${commits === 1 ? 'commit' : 'commits'} before HEAD.`]),
    ...(modules === 'inferred'
      ? [
          'No architecture.jsonc declares modules: these are the ones lintel init would write, so nothing is approved or not.',
        ]
      : []),
    ...(counts.uncommitted > 0 ? [`${counts.uncommitted} not committed yet.`] : []),
    ...(counts.unknown > 0 ? [`${counts.unknown} of which no commit of the range shows the introduction.`] : []),
    'Trailers and authors are what commits say about themselves; a commit without them may have had help too.',
  ];
}

/** `12 imports between modules in 4 pairs added since main; 3 with an assistant, 2 not approved`. */
export function headline({ audit, since }: AuditReport): string {
  const { imports, pairs, newPairs, assisted, unapproved } = countsOf(audit);
  if (imports === 0) return `no import between modules was added since ${since}`;
  const many = (n: number, one: string) => `${n} ${n === 1 ? one : `${one}s`}`;
  const approved = audit.modules === 'inferred' ? '' : `, ${unapproved} not approved`;
  return `${many(imports, 'import')} between modules in ${many(pairs, 'pair')} added since ${since}; ${newPairs > 0 ? `${many(newPairs, 'new pair')}, ` : ''}${assisted} with an assistant named${approved}`;
}
