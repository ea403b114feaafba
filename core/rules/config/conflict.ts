import { reportPolicyProblems } from '../config/policy-problem.js';
import { defineRule } from '../rule.js';

export const configConflict = defineRule({
  id: 'config/conflict',
  summary: 'Two parts of the policy contradict each other.',
  severity: 'error',
  zeroConfig: true,
  scope: 'workspace',
  reads: ['policy'],
  check(context) {
    reportPolicyProblems(context, 'config/conflict');
  },
});
