import type { FilePath } from '../../files/paths.js';
import { compareText } from '../../files/paths.js';

/**
 * What of a finding decides whether a baseline entry or an exception speaks of it. Findings, drafts and the findings of
 * another revision have this shape; nothing in it depends on line numbers.
 */
export interface Subject {
  readonly rule: string;
  readonly path: FilePath;
  /** The qualified name of the enclosing declaration, `''` at the top level. */
  readonly symbol: string;
  /** Normalised text of the site, for imports the specifier. */
  readonly site: string;
  readonly module?: string;
  /** For a cycle `members` (paths, module ids or packages), `scope` and `kind`: its identity instead of the place. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly dependency?: SubjectDependency;
}

export interface SubjectDependency {
  /** A path, `external:pkg`, or `unknown`. */
  readonly to: string;
  readonly toModule?: string;
  readonly kind: string;
  readonly context: string;
  readonly symbols: readonly string[];
  /** All broken clauses as rule ids. */
  readonly clauses: readonly string[];
}

/** The rules a finding breaks: an exception or baseline entry has to cover each of them. */
export function brokenRules(subject: Subject): readonly string[] {
  const clauses = subject.dependency?.clauses ?? [];
  if (clauses.length === 0) return [subject.rule];
  return clauses.includes(subject.rule) ? clauses : [...clauses, subject.rule];
}

/** The sorted members of a cycle, or `undefined` for a finding that is identified by its place. */
export function membersOf(subject: Subject): readonly string[] | undefined {
  const members = subject.data?.members;
  if (!Array.isArray(members) || !members.every(member => typeof member === 'string')) return undefined;
  return [...new Set<string>(members)].sort(compareText);
}

/** Rules about the policy itself and about what was not checked: what stands in the baseline cannot excuse them. */
const neverBaselined = new Set([
  'arch/vacuous-rule',
  'arch/unused-permission',
  'arch/stale-exception',
  'arch/expired-exception',
  'arch/stale-baseline',
  'arch/baseline-growth',
  'arch/permission-widened',
  'lintel/file-skipped',
  'lintel/unused-suppression',
  'lintel/invalid-suppression',
]);

/** Whether findings of a rule may stand in a baseline: those about code, not those about the policy. */
export function canBeBaselined(rule: string): boolean {
  return !neverBaselined.has(rule) && !rule.startsWith('config/') && !rule.startsWith('policy/');
}

/** As `canBeBaselined`; `config/*` is also said of tsconfigs and manifests, which are code like any other. */
export function isGrandfatherable({ rule, path }: Pick<Subject, 'rule' | 'path'>): boolean {
  return canBeBaselined(rule) || (rule.startsWith('config/') && /(^|\/)((ts|js)config[^/]*|package)\.json$/.test(path));
}
