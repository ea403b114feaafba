import { defineRule } from '../rule.js';

/** Emitted by the engine: it decides by the date of the run which exceptions hold. */
export const expiredException = defineRule({
  id: 'arch/expired-exception',
  summary: 'An exception is past its expiry date and no longer covers its violation.',
  severity: 'error',
  zeroConfig: false,
  scope: 'engine',
  reads: ['policy'],
});
