import { reportPolicyProblems } from '../config/policy-problem.js';
import { defineRule } from '../rule.js';

/** Exposed names that no file exports are known only once the graph stands: these the engine adds. */
export const vacuousRule = defineRule({
  id: 'arch/vacuous-rule',
  summary: 'A selector of the policy matches nothing, so what it was written for is not checked.',
  severity: 'error',
  zeroConfig: false,
  scope: 'workspace',
  reads: ['policy'],
  check(context) {
    reportPolicyProblems(context, 'arch/vacuous-rule');
  },
});
