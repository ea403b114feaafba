import type { FilePath } from '../../files/paths.js';
import type { ProposedEdit } from '../../proposals/proposed-edit.js';
import type { Severity } from '../../rules/finding.js';

/**
 * The questions that are asked of an engine wherever it runs: in this process or in another one behind a socket.
 * Everything is plain JSON. The view is the disk, open buffers left out, with the proposed edits on it. A question whose
 * signal has aborted by the time it is its turn is not answered.
 */
export interface Engine {
  /** What proposed edits would newly break. Nothing is written. */
  checkEdits(request: { readonly edits: readonly ProposedEdit[] }, signal?: AbortSignal): Promise<EngineAnswer>;
  /** What the working tree newly breaks against a revision; without version control all there is in `paths`. */
  verifyChanges(
    request: { readonly base: string; readonly paths: readonly FilePath[] },
    signal?: AbortSignal,
  ): Promise<EngineAnswer>;
  /** What an agent should know before it starts, in at most 150 tokens, and what the working tree has broken by then. */
  brief(
    request: { readonly base: string },
    signal?: AbortSignal,
  ): Promise<{ readonly text: string; readonly introduced: readonly string[] }>;
}

/** The names of its methods, for a channel that carries them. */
export const engineMethods = ['checkEdits', 'verifyChanges', 'brief'] as const satisfies readonly (keyof Engine)[];

/** An answer about changes. */
export interface EngineAnswer {
  readonly status: 'ok' | 'violations' | 'not_checked';
  /** Only with `not_checked`: one sentence. */
  readonly reason?: string;
  /** The state that was looked at, proposed edits left out. */
  readonly rev: string;
  /** What was compared with: a commit; absent where there is none. */
  readonly base?: string;
  /** Open buffers whose text differs from the disk: they are not part of the answer. */
  readonly unsaved: readonly FilePath[];
  /** Introduced findings, strongest first, then by place. */
  readonly findings: readonly ToldFinding[];
  /** Edits whose result cannot be told before they are made. */
  readonly refused: readonly { readonly path: FilePath; readonly why: string }[];
  /** Files of the change that the analysis covers. */
  readonly covered: readonly FilePath[];
  readonly newDependency: 'deny' | 'ask';
  /** What was not checked yet, since it is still being analysed. */
  readonly left?: string;
  /** Why types of some or all files were not known, as `NotChecked.why`: what only types tell of how they fail is then no part of it. */
  readonly typesMissing?: readonly string[];
  /** Functions of changed files that repeat one that could be imported. Only of `verifyChanges`. */
  readonly copies?: readonly ToldCopy[];
}

/** A function that repeats another one, and the import that it could be. */
export interface ToldCopy {
  readonly path: FilePath;
  readonly name: string;
  /** `path#name` of what is there already. */
  readonly of: string;
  readonly statement: string;
}

/** A finding as it is told to whoever makes the change. */
export interface ToldFinding {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly path: FilePath;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
  /** When it may stop a change, see `weightOf`. */
  readonly weight: Weight;
  /** Of a proposed text: what mends it, as old and new lines of it. Imports name their remedy in the message. */
  readonly edits?: readonly { readonly old: string; readonly new: string }[];
  /** Only for dependencies: what an exception for it says. */
  readonly dependency?: {
    readonly rule: string;
    readonly from: string;
    readonly to: string;
    /** Who can approve it, where an owner is declared. */
    readonly approver?: string;
  };
}

/**
 * - `certain`: wrong whatever is written next; stops a write.
 * - `absence`: something is not there yet, and may be by the end of the turn; never stops a write.
 * - `upkeep`: about the policy as a whole, such as an entry that nothing needs any more; stops nothing.
 */
export type Weight = 'certain' | 'absence' | 'upkeep';
