import { defineRule } from '../rule.js';
import { actWords, reportViolations, violationMessage } from './dependency-violation.js';
import { remedyFor } from './remedies.js';

export const layerOrder = defineRule({
  id: 'arch/layer-order',
  summary: 'An import goes up: from a lower layer to a higher one.',
  severity: 'error',
  zeroConfig: false,
  scope: 'file',
  reads: ['imports', 'graph', 'policy'],
  check(context) {
    reportViolations(context, 'arch/layer-order', violation => {
      const remedy = remedyFor(context, violation);
      const head = `${violation.importer} may not ${actWords(violation)}`;
      const inversion = `No legal route exists: let ${violation.importer} declare an interface that ${violation.target} implements.`;
      return { message: violationMessage(violation, head, remedy?.advice ?? inversion), fixes: remedy?.fixes };
    });
  },
});
