import type { FilePath } from '../files/paths.js';
import type { Finding, Severity } from '../rules/finding.js';
import { compareSeverity } from './identity.js';

/** Something that was not checked: what, how often, and why (`not-installed`, `syntax-error`, `too-large`, `off`, `not-yet`, …). */
export interface NotChecked {
  readonly what: string;
  readonly count: number;
  readonly why: string;
}

/** A failure that somebody expects and said so: a finding that a reason marker silences. `line` is 1-based, of the marker. */
export interface ExpectedFailure {
  readonly rule: string;
  readonly path: FilePath;
  readonly line: number;
  readonly symbol: string;
  readonly class: string;
  readonly reason: string;
}

/** What an answer covers: so that "no findings" is a statement about something. */
export interface Coverage {
  readonly complete: boolean;
  readonly files: number;
  readonly parseErrors: number;
  readonly unresolvedImports: number;
  readonly unknownTargets: number;
  readonly unassignedFiles: number;
  readonly rulesEvaluated: number;
  readonly vacuousRules: number;
  readonly typed: 'full' | 'partial' | 'off';
  readonly notChecked: readonly NotChecked[];
  /** Sorted by path, line and rule. */
  readonly expected: readonly ExpectedFailure[];
}

export interface Counts {
  readonly error: number;
  readonly warning: number;
  readonly information: number;
  readonly hint: number;
  readonly baselined: number;
  readonly suppressed: number;
}

/** One answer, the same on every surface. Findings are sorted by path, place, rule and id. */
export interface Report {
  readonly status: 'ok' | 'violations' | 'not_checked';
  /** Only with `not_checked`: one sentence. */
  readonly reason?: string;
  readonly coverage: Coverage;
  readonly counts: Counts;
  readonly findings: readonly Finding[];
}

/** What of a run is reported. The whole root is analysed whatever stands here. */
export interface ReportOptions {
  /** Files or folders; policy-wide findings are then left out. Default: everything. */
  readonly paths?: readonly FilePath[];
  /** Rule ids. Default: all. */
  readonly rules?: readonly string[];
  /** What is listed; weaker findings are only counted. Default `information`. */
  readonly minSeverity?: Severity;
  /** From which severity on findings make the status `violations`. Default `error`. */
  readonly failOn?: Severity;
  /** Incomplete coverage gives `not_checked`. */
  readonly strictCoverage?: boolean;
}

/** What a run found, before it is cut to what was asked. Plain data: the on-disk cache keeps it. */
export interface RunResult {
  /** False in the run without an architecture file. */
  readonly hasPolicy: boolean;
  /** Set when the policy cannot be used. */
  readonly unusable?: string;
  readonly coverage: Coverage;
  readonly findings: readonly Finding[];
  readonly baselined: number;
  readonly suppressed: number;
}

/** The report on a run. */
export function reportOn(run: RunResult, options: ReportOptions): Report {
  const findings = run.findings.filter(finding => isAsked(finding, options));
  const counts = {
    error: 0,
    warning: 0,
    information: 0,
    hint: 0,
    baselined: run.baselined,
    suppressed: run.suppressed,
  };
  for (const finding of findings) counts[finding.severity]++;
  const reason = whyNotChecked(run, options);
  const failOn = options.failOn ?? 'error';
  const violated = findings.some(finding => compareSeverity(finding.severity, failOn) <= 0);
  const minSeverity = options.minSeverity ?? 'information';
  return {
    status: reason !== undefined ? 'not_checked' : violated ? 'violations' : 'ok',
    ...(reason !== undefined && { reason }),
    coverage: run.coverage,
    counts,
    findings: findings.filter(finding => compareSeverity(finding.severity, minSeverity) <= 0),
  };
}

export const noFiles = 'No source file was found to analyse. Check the root, sources.include and .gitignore.';

function whyNotChecked({ unusable, coverage }: RunResult, options: ReportOptions): string | undefined {
  if (unusable !== undefined) return unusable;
  if (coverage.files === 0) return noFiles;
  if (options.strictCoverage && !coverage.complete) {
    const what = coverage.notChecked.map(({ what, why }) => `${what} (${why})`).join(', ');
    return `Coverage is incomplete: ${what}.`;
  }
  return undefined;
}

/** Findings about the policy as a whole: no path that somebody asks about is their cause. */
const policyWide = new Set([
  'arch/vacuous-rule',
  'arch/unused-permission',
  'arch/stale-exception',
  'arch/expired-exception',
  'arch/stale-baseline',
  'arch/baseline-growth',
  'arch/permission-widened',
  'arch/required-missing',
]);

function isAsked(finding: Finding, { paths, rules }: ReportOptions): boolean {
  if (rules && !rules.includes(finding.rule)) return false;
  if (!paths) return true;
  const named = paths.some(path => path === '' || finding.path === path || finding.path.startsWith(`${path}/`));
  return finding.rule.startsWith('config/') || (named && !policyWide.has(finding.rule));
}
