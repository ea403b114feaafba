import type { Finding, FixEdit } from '../../../core/index.js';

/** An action before it is written for a client. */
export interface Proposal {
  /** Names the action for as long as its finding exists. */
  readonly key: string;
  readonly title: string;
  readonly kind: string;
  readonly isPreferred: boolean;
  readonly finding?: Finding;
  /** Made when wanted; `undefined`: the text is not what the action was made for. */
  edits(): Promise<readonly FixEdit[] | undefined>;
}
