import { defineRule } from '../rule.js';

/** Emitted by the engine: it compares what the rules permit with what they did at the base revision. */
export const permissionWidened = defineRule({
  id: 'arch/permission-widened',
  summary: 'A change permits what the rules at the base revision did not, and no owner of the target approved it.',
  severity: 'error',
  zeroConfig: false,
  scope: 'engine',
  reads: ['policy'],
});
