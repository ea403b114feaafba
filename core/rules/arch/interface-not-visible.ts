import { defineRule } from '../rule.js';
import { actWords, reportViolations, violationMessage } from './dependency-violation.js';
import { remedyFor } from './remedies.js';

export const interfaceNotVisible = defineRule({
  id: 'arch/interface-not-visible',
  summary: 'A module or one of its interfaces is not visible to the importer.',
  severity: 'error',
  zeroConfig: false,
  scope: 'file',
  reads: ['imports', 'graph', 'policy'],
  check(context) {
    reportViolations(context, 'arch/interface-not-visible', violation => {
      const remedy = remedyFor(context, violation);
      const head = `${violation.importer} may not ${actWords(violation)}, which is not visible to it`;
      return { message: violationMessage(violation, head, remedy?.advice), fixes: remedy?.fixes };
    });
  },
});
