import type { Finding } from '../rules/finding.js';

/** Something that was not checked: what, how often, and why (`not-installed`, `syntax-error`, `too-large`, `off`, `not-yet`, …). */
export interface NotChecked {
  readonly what: string;
  readonly count: number;
  readonly why: string;
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
