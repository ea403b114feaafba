import { type Finding, type Fix, importStatement, type Snapshot } from '../../core/index.js';
import type { ShortFinding } from './schemas.js';

/** A finding as an answer shows it: the remedy as the exact statement to write, and the message without it. */
export function shortFinding(snapshot: Snapshot, finding: Finding, at = placeOf(finding)): ShortFinding {
  const statement = fixStatement(snapshot, finding.fixes[0]);
  return {
    id: finding.id,
    severity: finding.severity,
    at,
    rule: finding.rule,
    message: withoutOwner(statement === undefined ? finding.message : withoutAdvice(finding.message)),
    ...(statement !== undefined && { fix: statement }),
  };
}

function placeOf({ path, range }: Finding): string {
  return `${path}:${range.start.line}`;
}

/** The import as it should stand; `undefined` where the fix is no other import. */
export function fixStatement({ graph }: Snapshot, fix: Fix | undefined): string | undefined {
  if (fix?.intent.kind !== 'change-specifier' && fix?.intent.kind !== 'import-type') return undefined;
  const { intent } = fix;
  const fact = graph.facts(fix.path)?.imports.find(({ span }) => span.start === fix.at.start);
  if (!fact || (fact.form !== 'import' && fact.form !== 'export-from')) return undefined;
  const names = fact.names
    .filter(({ imported }) => !intent.names || intent.names.includes(imported))
    .map(({ imported, local, typeOnly }) => ({
      imported,
      local: local.startsWith('__planned') ? (imported === 'default' ? 'value' : imported) : local,
      typeOnly: typeOnly || intent.kind === 'import-type',
    }));
  const specifier = intent.kind === 'change-specifier' ? intent.specifier : fact.specifier;
  if (specifier === undefined || names.length === 0) return undefined;
  return importStatement(specifier, names, { form: fact.form });
}

const advice =
  / ?(?:(?:Import|Re-export) [^."]* from "[^"]+" instead\.|As a type import it is permitted: write `import type`\.)/;

function withoutAdvice(message: string): string {
  return message.replace(advice, '');
}

/** Who owns a module `get_rules` tells; the place for people is the report. */
function withoutOwner(message: string): string {
  return message.replace(/ \S+ is owned by \S+\.(?= |$)/, '');
}
