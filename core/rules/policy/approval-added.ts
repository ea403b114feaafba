import { defineRule } from '../rule.js';

/** Emitted by the engine: it compares the policy with the one at the base revision, so only with \`--since\`. */
export const approvalAdded = defineRule({
  id: 'policy/approval-added',
  summary: 'A change adds an approval: an exception with an approver, or entries to the baseline.',
  severity: 'warning',
  zeroConfig: false,
  scope: 'engine',
  reads: ['policy'],
});
