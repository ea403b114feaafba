import type { Palette } from '../color.js';
import type { Finding, Report, Severity } from '../engine.js';
import { printable } from './characters.js';
import { codeFrame, type FrameLine, gutterWidth } from './code-frame.js';
import { type FormatContext, groupBy } from './context.js';
import { checkedSentence, countsSentence, notCheckedList } from './words.js';

/** For people: findings by file with the code they are about, then the counts and what was checked. */
export function formatPretty(report: Report, context: FormatContext): string {
  const { palette } = context;
  const sections = [...groupBy(report.findings, finding => finding.path)].map(([path, findings]) =>
    [
      palette.bold(printable(context.prefix + path)),
      ...findings.flatMap(finding => ['', ...findingLines(finding, context)]),
    ].join('\n'),
  );
  const silent = context.quiet === true && report.status !== 'not_checked' && report.coverage.complete;
  const blocks = silent ? sections : [...sections, summary(report, context).join('\n')];
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n`;
}

function findingLines(finding: Finding, context: FormatContext): string[] {
  const { palette, prefix } = context;
  const { start } = finding.range;
  const source = context.text(finding.path);
  const frame = source === undefined ? [] : codeFrame(source, finding.range);
  const module = finding.module === undefined ? '' : palette.dim(` in module ${printable(finding.module)}`);
  const place = palette.dim(`${start.line}:${start.column}`);
  return [
    `  ${paint(palette, finding.severity)(finding.severity)} ${palette.bold(finding.rule)} ${place}${module}`,
    `  ${printable(finding.message)}`,
    ...frameLines(frame, palette, finding.severity),
    ...finding.related.map(
      ({ path, range, message }) =>
        `    ${palette.cyan('see')} ${printable(prefix + path)}:${range.start.line}:${range.start.column} ${palette.dim(printable(message))}`,
    ),
    ...finding.fixes.map(
      fix => `    ${palette.green('fix')} ${printable(fix.title)}${fix.safe ? '' : palette.dim(' (check it by hand)')}`,
    ),
    ...finding.fixes.flatMap(fix => editLines(fix, context)),
  ];
}

function frameLines(frame: readonly FrameLine[], palette: Palette, severity: Severity): string[] {
  const width = gutterWidth(frame);
  return frame.map(line => {
    if (line.kind === 'gap') return `    ${' '.repeat(width)} ${palette.dim('⋮')}`;
    if (line.kind === 'marks')
      return `    ${' '.repeat(width)} ${palette.dim('│')} ${marks(line.text, palette, severity)}`;
    const number = String(line.line).padStart(width);
    return `    ${palette.dim(`${number} │`)} ${line.marked ? line.text : palette.dim(line.text)}`.trimEnd();
  });
}

function marks(text: string, palette: Palette, severity: Severity): string {
  const at = text.indexOf('^');
  return text.slice(0, at) + paint(palette, severity)(text.slice(at));
}

function editLines(fix: Finding['fixes'][number], context: FormatContext): string[] {
  const { palette, prefix } = context;
  return (context.edits(fix) ?? []).map(({ path, range, text }) => {
    const place = `${prefix}${path}:${range.start.line}:${range.start.column}-${range.end.line}:${range.end.column}`;
    return `        ${palette.dim(printable(place))} ${JSON.stringify(text)}`;
  });
}

function paint(palette: Palette, severity: Severity): (text: string) => string {
  if (severity === 'error') return palette.red;
  return severity === 'warning' ? palette.yellow : palette.blue;
}

function summary(report: Report, context: FormatContext): string[] {
  const { palette } = context;
  const missing = notCheckedList(report.coverage);
  const since = context.since === undefined ? '' : ` introduced since ${printable(context.since)}`;
  const lines: string[] = [];
  if (report.status === 'not_checked')
    lines.push(`${palette.red('not checked')}: ${printable(report.reason ?? 'no reason was given')}`);
  if (report.status !== 'not_checked' || report.findings.length > 0) {
    const counts = `${countsSentence(report.counts)}${since}`;
    lines.push(report.status === 'ok' ? palette.green(counts) : palette.red(counts));
  }
  lines.push(
    checkedSentence(report.coverage) +
      (missing.length > 0 ? `; ${palette.yellow(`not checked: ${printable(missing.join(', '))}`)}` : ''),
  );
  if (!context.hasPolicy && context.quiet !== true)
    lines.push(
      'No architecture.jsonc here: only the rules that need none ran. `lintel init` writes one from the code.',
    );
  return lines;
}
