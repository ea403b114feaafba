import { exposedNameProblems } from '../../policy/bind.js';
import { reportPolicyProblems } from '../config/policy-problem.js';
import { defineRule } from '../rule.js';

export const vacuousRule = defineRule({
  id: 'arch/vacuous-rule',
  summary: 'A selector of the policy matches nothing, so what it was written for is not checked.',
  severity: 'error',
  zeroConfig: false,
  scope: 'workspace',
  reads: ['graph', 'policy'],
  check(context) {
    const { policy, graph } = context;
    reportPolicyProblems(context, 'arch/vacuous-rule', policy.problems);
    // What files export is known once the graph stands, which is after the policy was read.
    const exposed = exposedNameProblems(policy, path => graph.exportNames(path));
    reportPolicyProblems(context, 'arch/vacuous-rule', exposed);
  },
});
