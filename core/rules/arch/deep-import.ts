import { defineRule } from '../rule.js';
import { exportWords } from '../wording.js';
import { actWords, reportViolations, violationMessage } from './dependency-violation.js';
import { remedyFor } from './remedies.js';

export const deepImport = defineRule({
  id: 'arch/deep-import',
  summary: 'An import reaches into another module past its entry points and interfaces.',
  severity: 'error',
  zeroConfig: true,
  scope: 'file',
  reads: ['imports', 'graph', 'policy', 'projects'],
  check(context) {
    reportViolations(context, 'arch/deep-import', violation => {
      const remedy = remedyFor(context, violation);
      const { importer, names, target } = violation;
      const what = names.length === 0 || names.includes('*') ? 'it' : exportWords(names);
      return {
        message: violationMessage(
          violation,
          `${importer} may not ${actWords(violation)} past its entry points`,
          remedy?.advice ?? `No legal route exists: ${target} would have to publish ${what} at an entry point.`,
        ),
        fixes: remedy?.fixes,
        // What `exports` closes to the world may be open within the workspace by intent: measured on real code, that cannot be told.
        ...(context.policy.declared ? {} : { severity: 'warning' as const }),
        ...(remedy?.alternative === undefined ? {} : { data: { alternative: remedy.alternative } }),
      };
    });
  },
});
