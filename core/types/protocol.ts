import type { FilePath } from '../files/paths.js';
import type { FileAnswers, FileQuestions, TextChange } from './oracle.js';

/** What the thread of the compiler is asked. The first message is `open`. */
export type Request = OpenRequest | AskRequest | CloseRequest;

export interface OpenRequest {
  readonly kind: 'open';
  /** Absolute, with `/`. */
  readonly root: string;
  readonly compiler: 'typescript7' | 'typescript6';
  readonly texts: readonly TextChange[];
}

export interface AskRequest {
  readonly kind: 'ask';
  /** Texts that changed since the last request; they count before the questions do. */
  readonly changes: readonly TextChange[];
  readonly refresh: boolean;
  readonly files: readonly FileQuestions[];
  /** Files that later requests of the same batch will ask about. */
  readonly upcoming: readonly FilePath[];
}

/** Answered once the compiler's process is gone; no other request follows. */
export interface CloseRequest {
  readonly kind: 'close';
}

/** `missing`: this compiler cannot run here, and another attempt would end the same way. */
export type OpenReply =
  | { readonly kind: 'opened'; readonly pid?: number }
  | { readonly kind: 'missing' | 'died'; readonly reason: string };

/** `died`: the process is gone, nothing of the request counts. */
export type AskReply =
  | { readonly kind: 'answers'; readonly files: readonly FileAnswers[] }
  | { readonly kind: 'died'; readonly reason: string };
