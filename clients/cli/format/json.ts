import type { Fix, FixEdit, Range, Report } from '../engine.js';
import type { FormatContext } from './context.js';
import type { FindingJson, RangeJson, ReportJson } from './report-schema.js';

/** The report as one JSON object, keys in a fixed order, two spaces. Its shape is `report.schema.json`. */
export function formatJson(report: Report, context: FormatContext): string {
  return `${JSON.stringify(reportAsJson(report, context), undefined, 2)}\n`;
}

/** The report as plain data in the shape of `report.schema.json`; copied key by key so that nothing internal leaks. */
export function reportAsJson(report: Report, context: Pick<FormatContext, 'edits'>): ReportJson {
  const { coverage, counts } = report;
  return {
    version: 1,
    status: report.status,
    ...(report.reason === undefined ? {} : { reason: report.reason }),
    root: '.',
    coverage: {
      complete: coverage.complete,
      files: coverage.files,
      parseErrors: coverage.parseErrors,
      unresolvedImports: coverage.unresolvedImports,
      unknownTargets: coverage.unknownTargets,
      unassignedFiles: coverage.unassignedFiles,
      rulesEvaluated: coverage.rulesEvaluated,
      vacuousRules: coverage.vacuousRules,
      typed: coverage.typed,
      notChecked: coverage.notChecked.map(({ what, count, why }) => ({ what, count, why })),
      expected: coverage.expected.map(({ rule, path, line, symbol, class: failure, reason }) => ({
        rule,
        path,
        line,
        ...(symbol === '' ? {} : { symbol }),
        class: failure,
        reason,
      })),
    },
    counts: {
      error: counts.error,
      warning: counts.warning,
      information: counts.information,
      hint: counts.hint,
      baselined: counts.baselined,
      suppressed: counts.suppressed,
    },
    findings: report.findings.map(
      (finding): FindingJson => ({
        id: finding.id,
        rule: finding.rule,
        severity: finding.severity,
        path: finding.path,
        range: rangeAsJson(finding.range),
        message: finding.message,
        ...(finding.module === undefined ? {} : { module: finding.module }),
        ...(finding.symbol === '' ? {} : { symbol: finding.symbol }),
        related: finding.related.map(({ path, range, message }) => ({ path, range: rangeAsJson(range), message })),
        fixes: finding.fixes.map(fix => fixAsJson(fix, context.edits(fix))),
        data: { ...finding.data },
      }),
    ),
  };
}

function fixAsJson(fix: Fix, edits: readonly FixEdit[] | undefined): FindingJson['fixes'][number] {
  return {
    title: fix.title,
    safe: fix.safe,
    ...(edits && { edits: edits.map(({ path, range, text }) => ({ path, range: rangeAsJson(range), text })) }),
  };
}

function rangeAsJson({ start, end }: Range): RangeJson {
  return { start: { line: start.line, column: start.column }, end: { line: end.line, column: end.column } };
}
