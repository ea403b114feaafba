import type { ProposedEdit } from '../engine.js';
import type { Asked } from '../resident/ask.js';
import type { Answer } from './answers.js';
import type { HookEvent } from './hook-event.js';
import type { SessionLog } from './session-log.js';

/** What a step of a hook works with. */
export interface StepContext {
  readonly event: HookEvent;
  /** Absolute. */
  readonly root: string;
  /** The edits below the root. */
  readonly edits: readonly ProposedEdit[];
  readonly log: SessionLog;
  readonly deadlineMs: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a step comes to: an answer, or silence; a note goes to standard error. */
export type StepResult = Promise<Asked<{ readonly answer?: Answer; readonly note?: string }>>;

export const silence = { ok: true, value: {} } as const;
