import type { FilePath } from '../../files/paths.js';
import { compareText } from '../../files/paths.js';
import type { Span } from '../../text/span.js';
import { brokenRules, membersOf, type Subject } from './subject.js';

/** One finding that was there before the rule: grandfathered until it goes. Covers exactly one finding. */
export interface BaselineEntry {
  readonly path: FilePath;
  readonly rule: string;
  readonly symbol: string;
  readonly site: string;
  /** The target: a path, `external:pkg`, `unknown`; only for dependencies, as are the next four. */
  readonly to?: string;
  readonly kind?: string;
  readonly context?: string;
  /** Names that travel, sorted: fewer are covered, another one is not. */
  readonly symbols?: readonly string[];
  /** Rules broken besides `rule`, sorted: fewer are covered, another one is not. */
  readonly clauses?: readonly string[];
  /** `file`, `module` or `package` of a cycle. */
  readonly scope?: string;
  /** Members of a cycle, sorted: fewer are covered, another one is not. */
  readonly members?: readonly string[];
  /** 2 for the second of otherwise equal entries, and so on. */
  readonly ordinal?: number;
  /** The module of `path`, for readers. */
  readonly module?: string;
  readonly status: 'unreviewed' | 'reviewed';
  /** What a person has to decide about an unreviewed entry. */
  readonly question?: string;
  /** Who accepted an entry that was added after the first baseline: the owner of the target. */
  readonly approvedBy?: string;
  /** The entry in the baseline file; empty for entries made in memory. */
  readonly span: Span;
}

/** A baseline file as read. */
export interface Baseline {
  /** The file it was read from. */
  readonly path: FilePath;
  readonly entries: readonly BaselineEntry[];
}

export interface EntryDetails {
  readonly status?: 'unreviewed' | 'reviewed';
  readonly question?: string;
  readonly approvedBy?: string;
}

const nowhere: Span = { start: 0, end: 0 };

/** The entry that covers a finding, without an ordinal (`numbered` gives it where it needs one). */
export function entryOf(subject: Subject, details: EntryDetails = {}): BaselineEntry {
  const { rule, path, symbol, site, dependency, module } = subject;
  const members = membersOf(subject);
  const others = brokenRules(subject).filter(broken => broken !== rule);
  const scope = subject.data?.scope;
  const kind = subject.data?.kind;
  return {
    path,
    rule,
    symbol,
    site,
    // A cycle is its members; the import where it is reported is only the cheapest to cut today.
    ...(dependency &&
      !members && {
        to: dependency.to,
        kind: dependency.kind,
        context: dependency.context,
        symbols: sorted(dependency.symbols),
      }),
    ...(others.length > 0 && { clauses: sorted(others) }),
    ...(members && {
      ...(typeof scope === 'string' && { scope }),
      ...(typeof kind === 'string' && { kind }),
      members,
    }),
    ...(module !== undefined && { module }),
    status: details.status ?? 'reviewed',
    ...(details.question !== undefined && { question: details.question }),
    ...(details.approvedBy !== undefined && { approvedBy: details.approvedBy }),
    span: nowhere,
  };
}

/** Everything that identifies an entry except its ordinal, as one string. A cycle is its members, wherever it is reported. */
export function identityOf(entry: BaselineEntry): string {
  if (entry.members) return JSON.stringify([entry.rule, entry.scope ?? null, entry.kind ?? null, entry.members]);
  return JSON.stringify([
    entry.path,
    entry.rule,
    entry.symbol,
    entry.site,
    entry.to ?? null,
    entry.kind ?? null,
    entry.context ?? null,
    entry.symbols ?? null,
    entry.clauses ?? null,
  ]);
}

/** Gives otherwise equal entries the ordinals 2, 3, … in their order, and takes needless ordinals away. */
export function numbered(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const seen = new Map<string, number>();
  return entries.map(entry => {
    const identity = identityOf(entry);
    const ordinal = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, ordinal);
    if ((entry.ordinal ?? 1) === ordinal) return entry;
    const { ordinal: _, ...rest } = entry;
    return ordinal === 1 ? rest : { ...rest, ordinal };
  });
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareText);
}
