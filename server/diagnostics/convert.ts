import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import { type FilePath, type Finding, type Policy, rulePageUrl, type Severity } from '../../core/index.js';
import type { PositionMap } from '../positions.js';
import type { Project, View } from '../project.js';
import { positionsOnce, type Session, uriOf } from '../session.js';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tags: ReadonlyMap<string, DiagnosticTag> = new Map([
  ['lintel/unused-suppression', DiagnosticTag.Unnecessary],
  ['arch/deprecated-dependency', DiagnosticTag.Deprecated],
]);

/** More than this in one file nobody reads, and some clients choke on. */
const mostInOneFile = 500;

/** What a code action needs to find the finding again. */
export interface DiagnosticData {
  readonly id: string;
}

/** The diagnostics of a file as this client takes them. */
export function diagnosticsOf(session: Session, project: Project, view: View, path: FilePath): Diagnostic[] {
  const findings = view.findings.get(path) ?? [];
  if (findings.length === 0) return [];
  const positions = positionsOnce(session, project, view);
  const { policy } = view.snapshot;
  const shown = findings
    .slice(0, mostInOneFile)
    .map(finding => diagnosticOf(session, project, finding, positions, policy));
  const [first] = shown;
  if (first && policy.isKept && path === policy.path) first.message += ` ${keptNote}`;
  const more = findings.length - shown.length;
  if (more > 0) {
    const message = `${more} more findings in this file are not shown. \`lintel check\` lists all.`;
    const start = { line: 0, character: 0 };
    shown.push({ range: { start, end: start }, severity: DiagnosticSeverity.Information, source: 'lintel', message });
  }
  return shown;
}

const keptNote = 'Until this is mended, the last policy that could be used stays in force.';

function diagnosticOf(
  session: Session,
  project: Project,
  finding: Finding,
  positions: (path: FilePath) => PositionMap,
  policy: Policy,
): Diagnostic {
  const { client } = session;
  // Places in a policy whose text has been replaced lead nowhere.
  const related = finding.related.filter(({ path }) => !policy.isKept || path !== policy.path);
  const tag = client.diagnosticTags ? tags.get(finding.rule) : undefined;
  const href = client.codeDescription ? rulePageUrl(finding.rule) : undefined;
  const data: DiagnosticData = { id: finding.id };
  return {
    range: positions(finding.path).rangeToLsp(finding.range),
    severity: severities[finding.severity],
    code: finding.rule,
    ...(href !== undefined && { codeDescription: { href } }),
    source: 'lintel',
    message: finding.message,
    ...(tag !== undefined && { tags: [tag] }),
    ...(client.relatedInformation &&
      related.length > 0 && {
        relatedInformation: related.map(({ path, range, message }) => ({
          location: { uri: uriOf(session, project, path), range: positions(path).rangeToLsp(range) },
          message,
        })),
      }),
    data,
  };
}
