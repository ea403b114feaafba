import { defineRule } from '../rule.js';
import { actWords, reportViolations, violationMessage } from './dependency-violation.js';
import { remedyFor } from './remedies.js';

export const dependencyNotAllowed = defineRule({
  id: 'arch/dependency-not-allowed',
  summary: 'A module imports another that neither its `dependsOn` nor a constraint permits.',
  severity: 'error',
  zeroConfig: false,
  scope: 'file',
  reads: ['imports', 'graph', 'policy'],
  check(context) {
    reportViolations(context, 'arch/dependency-not-allowed', violation => {
      const remedy = remedyFor(context, violation);
      const head = `${violation.importer} may not ${actWords(violation)}`;
      return { message: violationMessage(violation, head, remedy?.advice), fixes: remedy?.fixes };
    });
  },
});
