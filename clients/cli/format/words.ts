import type { Counts, Coverage, Report, Severity } from '../engine.js';

/** `1 finding`, `2 findings`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** `2 findings: 1 error, 1 warning; 12 baselined, 3 suppressed`. */
export function countsSentence(counts: Counts): string {
  const total = counts.error + counts.warning + counts.information + counts.hint;
  const parts = [
    [counts.error, 'error', 'errors'],
    [counts.warning, 'warning', 'warnings'],
    [counts.information, 'information', 'information'],
    [counts.hint, 'hint', 'hints'],
  ] as const;
  const listed = parts.filter(([count]) => count > 0).map(([count, one, many]) => plural(count, one, many));
  const kept = [
    counts.baselined > 0 ? `${counts.baselined} baselined` : '',
    counts.suppressed > 0 ? `${counts.suppressed} suppressed` : '',
  ].filter(part => part !== '');
  const head = total === 0 ? 'no findings' : `${plural(total, 'finding')}: ${listed.join(', ')}`;
  return kept.length === 0 ? head : `${head}; ${kept.join(', ')}`;
}

/** `checked 812 files against 61 rules`. */
export function checkedSentence(coverage: Coverage): string {
  const expected = coverage.expected.length === 0 ? '' : `, ${plural(coverage.expected.length, 'failure')} expected`;
  return `checked ${plural(coverage.files, 'file')} against ${plural(coverage.rulesEvaluated, 'rule')}${expected}`;
}

/** One entry per thing that was not checked: `types of pg (14, not-installed)`. */
export function notCheckedList(coverage: Coverage): readonly string[] {
  return coverage.notChecked.map(({ what, count, why }) => `${what} (${count > 1 ? `${count}, ` : ''}${why})`);
}

/** What the report says in one line, for formats that close with one. */
export function statusSentence(report: Report): string {
  if (report.status === 'not_checked') return `not checked: ${report.reason ?? 'no reason was given'}`;
  return `${countsSentence(report.counts)}; ${checkedSentence(report.coverage)}`;
}

const ranks: Readonly<Record<Severity, number>> = { error: 3, warning: 2, information: 1, hint: 0 };

/** True when `severity` is `threshold` or worse. */
export function reaches(severity: Severity, threshold: Severity): boolean {
  return ranks[severity] >= ranks[threshold];
}
