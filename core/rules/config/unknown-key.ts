import { reportPolicyProblems } from '../config/policy-problem.js';
import { defineRule } from '../rule.js';

export const configUnknownKey = defineRule({
  id: 'config/unknown-key',
  summary: 'The policy has a key that does not exist.',
  severity: 'error',
  zeroConfig: true,
  scope: 'workspace',
  reads: ['policy'],
  check(context) {
    reportPolicyProblems(context, 'config/unknown-key');
  },
});
