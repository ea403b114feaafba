import type { Fix } from '../finding.js';
import { defineRule, type FileContext } from '../rule.js';
import { actWords, reportViolations, type Violation, violationMessage } from './dependency-violation.js';

export const externalNotAllowed = defineRule({
  id: 'arch/external-not-allowed',
  summary: 'A package is denied, or stands outside the list that the module may use.',
  severity: 'error',
  zeroConfig: false,
  scope: 'file',
  reads: ['imports', 'policy'],
  check(context) {
    reportViolations(context, 'arch/external-not-allowed', violation => {
      const suggested = suggestionFor(context, violation);
      const head = `${violation.importer} may not ${actWords(violation)}`;
      return {
        message: violationMessage(violation, head, suggested === undefined ? undefined : `Use "${suggested}" instead.`),
        fixes: suggested === undefined ? [] : [replacement(context, violation, suggested)],
        ...(suggested === undefined ? {} : { data: { suggest: suggested } }),
      };
    });
  },
});

/** What the `deny` entry behind the clause suggests instead. */
function suggestionFor({ policy }: FileContext, { clauses: [clause] }: Violation): string | undefined {
  if (typeof clause.data?.suggest === 'string') return clause.data.suggest;
  return policy.external.deny.find(({ span }) => span.start === clause.at?.start)?.suggest;
}

/** Never safe: the other package need not export the same names. */
function replacement({ path }: FileContext, { fact }: Violation, specifier: string): Fix {
  return {
    title: `Import from "${specifier}"`,
    safe: false,
    path,
    at: fact.span,
    intent: { kind: 'change-specifier', specifier },
  };
}
