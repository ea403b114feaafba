import { defineRule } from '../rule.js';

/** Emitted by the engine: a file that was not read has no facts to check. */
export const fileSkipped = defineRule({
  id: 'lintel/file-skipped',
  summary: 'A source file was not analysed.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'engine',
  reads: ['file'],
});
