import type { FilePath, Finding, Fix, FixEdit, Range, Report, Severity } from '../engine.js';
import { pathAsUri, wellFormed } from './characters.js';
import type { FormatContext } from './context.js';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/**
 * SARIF 2.1.0 (OASIS standard, errata 01) with one run. Paths are relative to the repository, so that code scanning
 * finds them; rules carry their page; what was not checked stands in the invocation.
 */
export function formatSarif(report: Report, context: FormatContext): string {
  const ruleIds = [...new Set(report.findings.map(finding => finding.rule))].sort();
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Lintel', semanticVersion: context.version, rules: ruleIds.map(id => ruleOf(id, context)) },
        },
        invocations: [
          {
            executionSuccessful: report.status !== 'not_checked',
            ...(report.reason === undefined ? {} : { exitCodeDescription: wellFormed(report.reason) }),
            toolExecutionNotifications: notificationsOf(report),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: report.findings.map(finding => resultOf(finding, ruleIds.indexOf(finding.rule), context)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf(id: string, context: FormatContext) {
  const rule = context.rule(id);
  if (!rule) return { id };
  return {
    id,
    shortDescription: { text: wellFormed(rule.summary) },
    ...(rule.page === undefined ? {} : { help: { text: wellFormed(rule.page), markdown: wellFormed(rule.page) } }),
    defaultConfiguration: { level: levels[rule.severity] },
    properties: { tags: [id.slice(0, id.indexOf('/'))] },
  };
}

function notificationsOf(report: Report) {
  const notes = report.coverage.notChecked.map(({ what, count, why }) => ({
    level: 'note',
    message: { text: wellFormed(`not checked: ${what} (${count}, ${why})`) },
  }));
  if (report.status !== 'not_checked') return notes;
  return [{ level: 'error', message: { text: wellFormed(report.reason ?? 'not checked') } }, ...notes];
}

function resultOf(finding: Finding, ruleIndex: number, context: FormatContext) {
  const { prefix } = context;
  const fixes = finding.fixes.flatMap(fix => {
    const edits = context.edits(fix);
    return edits && edits.length > 0 ? [fixOf(fix, edits, prefix)] : [];
  });
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: wellFormed(finding.message) },
    locations: [
      {
        ...locationOf(finding.path, finding.range, prefix),
        ...(finding.symbol === '' ? {} : { logicalLocations: [{ fullyQualifiedName: wellFormed(finding.symbol) }] }),
      },
    ],
    ...(finding.related.length === 0
      ? {}
      : {
          relatedLocations: finding.related.map((related, index) => ({
            id: index + 1,
            ...locationOf(related.path, related.range, prefix),
            message: { text: wellFormed(related.message) },
          })),
        }),
    ...(finding.rule.startsWith('review/') && finding.related.length > 0
      ? { codeFlows: finding.related.map(related => callFlow(finding, related, prefix)) }
      : {}),
    partialFingerprints: { 'lintelFindingId/v1': finding.id },
    ...(fixes.length === 0 ? {} : { fixes }),
    properties: { severity: finding.severity, ...(finding.module === undefined ? {} : { module: finding.module }) },
  };
}

/** From a caller to the function that changed. */
function callFlow(finding: Finding, caller: Finding['related'][number], prefix: string) {
  const step = (path: FilePath, range: Range, text: string) => ({
    location: { ...locationOf(path, range, prefix), message: { text: wellFormed(text) } },
  });
  const changed = step(finding.path, finding.range, `${finding.symbol || 'the module'} changed here`);
  return { threadFlows: [{ locations: [step(caller.path, caller.range, caller.message), changed] }] };
}

function fixOf(fix: Fix, edits: readonly FixEdit[], prefix: string) {
  const paths = [...new Set(edits.map(edit => edit.path))];
  return {
    description: { text: wellFormed(fix.title) },
    artifactChanges: paths.map(path => ({
      artifactLocation: { uri: pathAsUri(prefix + path) },
      replacements: edits
        .filter(edit => edit.path === path)
        .map(edit => ({ deletedRegion: regionOf(edit.range), insertedContent: { text: wellFormed(edit.text) } })),
    })),
  };
}

function locationOf(path: FilePath, range: Range, prefix: string) {
  return {
    physicalLocation: { artifactLocation: { uri: pathAsUri(prefix + path) }, region: regionOf(range) },
  };
}

function regionOf({ start, end }: Range) {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
