import { defineRule } from '../rule.js';

/** Emitted by the engine: it reads the comments where it applies them. */
export const invalidSuppression = defineRule({
  id: 'lintel/invalid-suppression',
  summary: 'A suppression comment names no rule, an unknown one, or no reason, so it suppresses nothing.',
  severity: 'error',
  zeroConfig: true,
  scope: 'engine',
  reads: ['file', 'policy'],
});
