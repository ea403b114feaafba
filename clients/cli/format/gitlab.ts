import type { Report, Severity } from '../engine.js';
import { wellFormed } from './characters.js';
import type { FormatContext } from './context.js';

const severities: Readonly<Record<Severity, string>> = {
  error: 'critical',
  warning: 'major',
  information: 'minor',
  hint: 'info',
};

/**
 * GitLab's code quality report: an array of issues. It has no place for a status, so a run that could not check says so
 * as an issue of its own; an empty array would read as "all good".
 */
export function formatGitlab(report: Report, context: FormatContext): string {
  const issues = report.findings.map(finding => ({
    description: wellFormed(finding.message),
    check_name: finding.rule,
    fingerprint: finding.id,
    severity: severities[finding.severity],
    location: {
      path: wellFormed(context.prefix + finding.path),
      lines: { begin: finding.range.start.line, end: finding.range.end.line },
    },
  }));
  if (report.status === 'not_checked')
    issues.unshift({
      description: wellFormed(`Not checked: ${report.reason ?? 'no reason was given'}`),
      check_name: 'lintel/not-checked',
      fingerprint: 'lintel-not-checked',
      severity: 'blocker',
      location: { path: `${context.prefix}architecture.jsonc`, lines: { begin: 1, end: 1 } },
    });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}
