import { defineRule } from '../rule.js';

/** Emitted by the engine: it compares what functions do with what they did at the base revision. */
export const behaviourChanged = defineRule({
  id: 'review/behaviour-changed',
  summary: 'A function does something else than at the base revision, under the same signature.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'engine',
  reads: ['contracts'],
});
