import { defineRule } from '../rule.js';

/** Emitted by the engine: it alone knows which violations an exception covered. */
export const staleException = defineRule({
  id: 'arch/stale-exception',
  summary: 'An exception covers no violation any more.',
  severity: 'error',
  zeroConfig: false,
  scope: 'engine',
  reads: ['graph', 'policy'],
});
