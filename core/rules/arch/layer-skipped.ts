import { defineRule } from '../rule.js';
import { actWords, reportViolations, violationMessage } from './dependency-violation.js';
import { remedyFor } from './remedies.js';

export const layerSkipped = defineRule({
  id: 'arch/layer-skipped',
  summary: 'An import jumps over a layer where layering is strict.',
  severity: 'error',
  zeroConfig: false,
  scope: 'file',
  reads: ['imports', 'graph', 'policy'],
  check(context) {
    reportViolations(context, 'arch/layer-skipped', violation => {
      const remedy = remedyFor(context, violation);
      const head = `${violation.importer} may not ${actWords(violation)} past the layer between them`;
      const detour = 'No legal route exists: let the layer in between offer what is needed.';
      return { message: violationMessage(violation, head, remedy?.advice ?? detour), fixes: remedy?.fixes };
    });
  },
});
