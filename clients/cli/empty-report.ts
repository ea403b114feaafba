import type { Report } from './engine.js';

/** The report of a run that could check nothing, so that every format says why instead of nothing. */
export function nothingChecked(reason: string): Report {
  return {
    status: 'not_checked',
    reason,
    coverage: {
      complete: false,
      files: 0,
      parseErrors: 0,
      unresolvedImports: 0,
      unknownTargets: 0,
      unassignedFiles: 0,
      rulesEvaluated: 0,
      vacuousRules: 0,
      typed: 'off',
      notChecked: [{ what: 'everything', count: 1, why: 'not-checked' }],
      expected: [],
    },
    counts: { error: 0, warning: 0, information: 0, hint: 0, baselined: 0, suppressed: 0 },
    findings: [],
  };
}
