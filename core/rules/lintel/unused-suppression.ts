import { defineRule } from '../rule.js';

/** Emitted by the engine: it alone knows which findings a comment suppressed. */
export const unusedSuppression = defineRule({
  id: 'lintel/unused-suppression',
  summary: 'A suppression comment suppresses nothing.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'engine',
  reads: ['file'],
});
