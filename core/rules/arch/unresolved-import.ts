import type { ImportFact } from '../../syntax/facts.js';
import type { Severity } from '../finding.js';
import { defineRule } from '../rule.js';
import { message, sentence } from '../wording.js';
import { edgeKey, siteOf } from './dependency-violation.js';

export const unresolvedImport = defineRule({
  id: 'arch/unresolved-import',
  summary: 'The specifier of an import leads to no file and no declared package.',
  severity: 'error',
  zeroConfig: true,
  scope: 'file',
  reads: ['imports'],
  check({ path, facts, edges, report }) {
    for (const edge of edges) {
      if (edge.target.kind !== 'unresolved') continue;
      const fact = facts.imports[edge.import];
      const specifier = fact?.specifier;
      if (fact === undefined || specifier === undefined || isForAnotherReader(fact.form, specifier)) continue;
      const severity = softForms.get(fact.form);
      report({
        path,
        span: fact.span,
        message: message(
          `"${specifier}" cannot be resolved: ${sentence(edge.target.reason)}`,
          'Correct the specifier, or add what it names.',
        ),
        symbol: fact.symbol,
        site: siteOf(fact, edge),
        ...(severity === undefined ? {} : { severity }),
        dependency: { ...edgeKey(edge), to: `unresolved:${specifier}`, clauses: ['arch/unresolved-import'] },
        data: { specifier, reason: edge.target.reason },
      });
    }
  },
});

/** Forms that no compiler holds to account: what they name may be made later or be no file at all. */
const softForms: ReadonlyMap<ImportFact['form'], Severity> = new Map([
  ['jsdoc', 'warning'],
  ['new-url', 'warning'],
  ['worker', 'warning'],
  ['require-resolve', 'warning'],
  ['meta-resolve', 'warning'],
]);

/** Specifiers that a URL loader, another runtime or a bundler answers, and URLs of folders. */
function isForAnotherReader(form: ImportFact['form'], specifier: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:/i.test(specifier)) return !/^(?:node|file):/i.test(specifier);
  const isUrl = form === 'new-url' || form === 'worker' || form === 'meta-resolve';
  return isUrl && (specifier.startsWith('/') || /(?:^|\/)\.{0,2}$/.test(specifier));
}
