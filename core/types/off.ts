import { unanswered } from './answer-file.js';
import type { OracleState, TypeOracle } from './oracle.js';

/** The oracle of `--no-types`: starts nothing and knows nothing. The reason is a sentence for the coverage. */
export function noTypes(reason: string): TypeOracle {
  const state: OracleState = { mode: 'off', reason };
  return {
    ask: async batch => ({ files: batch.map(questions => unanswered(questions, reason)), state }),
    update: () => {},
    refresh: () => {},
    state: () => state,
    close: async () => {},
  };
}
