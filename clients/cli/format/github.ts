import type { Finding, Report, Severity } from '../engine.js';
import { wellFormed } from './characters.js';
import type { FormatContext } from './context.js';
import { checkedSentence, notCheckedList, statusSentence } from './words.js';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** Workflow commands of GitHub Actions, one annotation per finding, then one plain line with the counts. */
export function formatGithub(report: Report, context: FormatContext): string {
  const lines = report.findings.map(finding => annotation(finding, context.prefix));
  if (report.status === 'not_checked')
    lines.push(`::error title=lintel::${data(`not checked: ${report.reason ?? 'no reason was given'}`)}`);
  if (!report.coverage.complete && report.coverage.notChecked.length > 0)
    lines.push(
      `::notice title=lintel::${data(`${checkedSentence(report.coverage)}; not checked: ${notCheckedList(report.coverage).join(', ')}`)}`,
    );
  return `${[...lines, `lintel: ${data(statusSentence(report))}`].join('\n')}\n`;
}

function annotation(finding: Finding, prefix: string): string {
  const { start, end } = finding.range;
  // GitHub takes columns only for annotations within one line; its end column is inclusive.
  const columns =
    start.line === end.line ? [`col=${start.column}`, `endColumn=${Math.max(start.column, end.column - 1)}`] : [];
  const properties = [
    `file=${property(prefix + finding.path)}`,
    `line=${start.line}`,
    `endLine=${end.line}`,
    ...columns,
    `title=${property(finding.rule)}`,
  ];
  const related = finding.related.map(
    ({ path, range, message }) => `\n${prefix}${path}:${range.start.line}:${range.start.column} ${message}`,
  );
  return `::${commands[finding.severity]} ${properties.join(',')}::${data(finding.message + related.join(''))}`;
}

/** Escapes as `@actions/core` does for the part after `::`. */
function data(text: string): string {
  return wellFormed(text)
    .replace(/(?![\t\n\r])\p{Cc}/gu, '\ufffd')
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');
}

/** Escapes as `@actions/core` does for property values. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
