import type { Finding, Report } from '../engine.js';
import { codeFrame, plainFrame } from './code-frame.js';
import { type FormatContext, groupBy } from './context.js';
import { cellCode, code, fenceFor, html, inline, oneLine } from './markdown-text.js';
import { checkedSentence, countsSentence, notCheckedList, plural } from './words.js';

const maxRows = 30;
const maxFrames = 30;
/** GitHub refuses comments over 65,536 characters; what follows the frames needs some too. */
const maxLength = 60_000;

/** A comment for a pull request: one line of result, a table, and the code frames folded away. */
export function formatMarkdown(report: Report, context: FormatContext): string {
  const blocks = [
    headline(report, context),
    ...(report.findings.length > 0 ? [table(report.findings, context.prefix)] : []),
    ...details(report.findings, context),
    coverageLine(report),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function headline(report: Report, context: FormatContext): string {
  if (report.status === 'not_checked') return `**Lintel: not checked.** ${inline(report.reason ?? '')}`.trimEnd();
  const since = context.since === undefined ? '' : ` since ${code(context.since)}`;
  return `**Lintel: ${report.status === 'ok' ? 'ok' : 'violations'}**${since}. ${countsSentence(report.counts)}.`;
}

function table(findings: readonly Finding[], prefix: string): string {
  const rows = findings
    .slice(0, maxRows)
    .map(
      finding =>
        `| ${finding.severity} | ${cellCode(`${prefix}${finding.path}:${finding.range.start.line}`)} | ${inline(finding.message)} ${cellCode(finding.rule)} |`,
    );
  const rest = findings.length - rows.length;
  return [
    '| Severity | Where | Finding |',
    '| --- | --- | --- |',
    ...rows,
    ...(rest > 0 ? [`| | | and ${plural(rest, 'more finding')} |`] : []),
  ].join('\n');
}

function details(findings: readonly Finding[], context: FormatContext): string[] {
  const sections: string[] = [];
  let length = 0;
  for (const [path, ofFile] of groupBy(findings.slice(0, maxFrames), finding => finding.path)) {
    const section = [
      `<details><summary>${html(oneLine(context.prefix + path))} (${ofFile.length})</summary>`,
      ...ofFile.map(finding => frameOf(finding, context)),
      '</details>',
    ].join('\n\n');
    length += section.length;
    if (length > maxLength / 2) break;
    sections.push(section);
  }
  return sections;
}

function frameOf(finding: Finding, context: FormatContext): string {
  const { prefix } = context;
  const source = context.text(finding.path);
  const frame = source === undefined ? [] : plainFrame(codeFrame(source, finding.range));
  const fence = fenceFor(frame.join('\n'));
  return [
    `${code(finding.rule)} at ${finding.range.start.line}:${finding.range.start.column}: ${inline(finding.message)}`,
    ...(frame.length > 0 ? ['', fence, ...frame, fence] : []),
    ...(finding.related.length > 0 || finding.fixes.length > 0 ? [''] : []),
    ...finding.related.map(
      ({ path, range, message }) =>
        `- ${code(`${prefix}${path}:${range.start.line}:${range.start.column}`)} ${inline(message)}`,
    ),
    ...finding.fixes.map(fix => `- fix: ${inline(fix.title)}`),
  ].join('\n');
}

function coverageLine(report: Report): string {
  const missing = notCheckedList(report.coverage);
  return `<sub>${checkedSentence(report.coverage)}${missing.length > 0 ? `; not checked: ${inline(missing.join(', '))}` : ''}</sub>`;
}
