import { defineRule } from '../rule.js';

/** Emitted by the engine: it matches findings with the baseline. */
export const staleBaseline = defineRule({
  id: 'arch/stale-baseline',
  summary: 'An entry of the baseline matches no violation any more.',
  severity: 'error',
  zeroConfig: false,
  scope: 'engine',
  reads: ['graph', 'policy'],
});
