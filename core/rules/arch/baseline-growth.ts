import { defineRule } from '../rule.js';

/** Emitted by the engine: it compares the baseline with the one at the base revision. */
export const baselineGrowth = defineRule({
  id: 'arch/baseline-growth',
  summary: 'The baseline holds more than it did at the base revision.',
  severity: 'error',
  zeroConfig: false,
  scope: 'engine',
  reads: ['policy'],
});
