import { reportPolicyProblems } from '../config/policy-problem.js';
import { defineRule } from '../rule.js';

export const configSyntax = defineRule({
  id: 'config/syntax',
  summary: 'The policy file is not valid JSON with comments.',
  severity: 'error',
  zeroConfig: true,
  scope: 'workspace',
  reads: ['policy'],
  check(context) {
    reportPolicyProblems(context, 'config/syntax');
  },
});
