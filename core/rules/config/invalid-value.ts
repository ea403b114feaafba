import { defineRule } from '../rule.js';
import { reportPolicyProblems } from './policy-problem.js';

export const configInvalidValue = defineRule({
  id: 'config/invalid-value',
  summary: 'A value in the policy or in a project file is wrong or names a file that is not there.',
  severity: 'error',
  zeroConfig: true,
  scope: 'workspace',
  reads: ['policy', 'projects'],
  check(context) {
    reportPolicyProblems(context, 'config/invalid-value');
    for (const { path, message, kind } of context.layout.problems) {
      // Not there yet, and nobody's mistake: counted in the coverage.
      if (kind !== undefined) continue;
      context.report({ path, span: { start: 0, end: 0 }, message, symbol: '', site: message, data: { project: path } });
    }
  },
});
