import type { Finding, Report } from '../engine.js';
import { wellFormed } from './characters.js';
import { type FormatContext, groupBy } from './context.js';
import { checkedSentence, notCheckedList, reaches } from './words.js';

/**
 * JUnit XML: a suite per rule with a case per finding. Findings below `--fail-on` are passing cases with their message
 * as output, so that a build server agrees with the exit status. A first suite holds the run itself.
 */
export function formatJunit(report: Report, context: FormatContext): string {
  const suites = [...groupBy(report.findings, finding => finding.rule)].sort(([a], [b]) => (a < b ? -1 : 1));
  const fails = (finding: Finding) => reaches(finding.severity, context.failOn);
  const failures = report.findings.filter(fails).length;
  const errors = report.status === 'not_checked' ? 1 : 0;
  const body = suites.flatMap(([rule, findings]) => [
    `  <testsuite name="${attribute(rule)}" tests="${findings.length}" failures="${findings.filter(fails).length}" errors="0">`,
    ...findings.map(finding => testCase(finding, fails(finding), context.prefix)),
    '  </testsuite>',
  ]);
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="lintel" tests="${report.findings.length + 1}" failures="${failures}" errors="${errors}">`,
    `  <testsuite name="lintel" tests="1" failures="0" errors="${errors}">`,
    `    <testcase classname="lintel" name="${attribute(checkedSentence(report.coverage))}">`,
    ...(errors > 0 ? [`      <error message="${attribute(report.reason ?? 'not checked')}"/>`] : []),
    ...(report.coverage.notChecked.length > 0
      ? [`      <system-out>not checked: ${content(notCheckedList(report.coverage).join(', '))}</system-out>`]
      : []),
    '    </testcase>',
    '  </testsuite>',
    ...body,
    '</testsuites>',
  ].join('\n')}\n`;
}

function testCase(finding: Finding, fails: boolean, prefix: string): string {
  const place = `${prefix}${finding.path}:${finding.range.start.line}:${finding.range.start.column}`;
  const text = [
    `${place} ${finding.severity}: ${finding.message}`,
    ...finding.related.map(
      ({ path, range, message }) => `${prefix}${path}:${range.start.line}:${range.start.column} ${message}`,
    ),
  ].join('\n');
  const outcome = fails
    ? `<failure type="${attribute(finding.severity)}" message="${attribute(finding.message)}">${content(text)}</failure>`
    : `<system-out>${content(text)}</system-out>`;
  return [
    `    <testcase classname="${attribute(finding.rule)}" name="${attribute(`${place} ${finding.id}`)}" file="${attribute(prefix + finding.path)}" line="${finding.range.start.line}">`,
    `      ${outcome}`,
    '    </testcase>',
  ].join('\n');
}

/** XML 1.0 has no way to write these at all, not even as references. */
function withoutForbidden(text: string): string {
  return wellFormed(text).replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd');
}

function content(text: string): string {
  return withoutForbidden(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

function attribute(text: string): string {
  return content(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
