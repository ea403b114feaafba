import type { FilePath } from '../../files/paths.js';
import type { Span } from '../../text/span.js';

/** By which part of the rules something became legal. */
export type WideningRoute =
  | 'policy'
  | 'severity'
  | 'sources'
  | 'exception'
  | 'baseline'
  | 'suppression'
  | 'marker'
  | 'governance';

/** Something that the rules permit now and did not permit at the base revision. */
export interface Widening {
  readonly route: WideningRoute;
  /** Where it stands now; an empty span where something was taken away. */
  readonly path: FilePath;
  readonly span: Span;
  /** A clause for messages: `orders may depend on billing (eager, type)`. */
  readonly what: string;
  /** The rule it is about, and the exception, where it is about one. */
  readonly rule?: string;
  readonly exception?: string;
  /** Findings that it may make legal, where they are of more than one rule and about no dependency. */
  readonly concerns?: (rule: string, path: FilePath) => boolean;
  /** Module ids, or `external:pkg`, on both sides, sorted; empty where it is about no pair. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Paths whose owners by CODEOWNERS may approve it too: a file of each target, the policy file where there is none. */
  readonly targets: readonly FilePath[];
  /** The owner of the target by the policy at the base revision. */
  readonly owner?: string;
  /** For exceptions and entries of the baseline: who is written down as having approved it. */
  readonly approvedBy?: string;
  /** What tells in a text of `path` that the widening is in it, and that its approval is. */
  readonly mark: Mark;
}

/** How a widening, and the approval written beside it, are recognised in an earlier text of the same file. */
export interface Mark {
  isRequested(text: string): boolean;
  isApproved?(text: string): boolean;
}

/** A dependency or another finding of today's code that was a violation under the base revision's rules. */
export interface Legalised {
  readonly rule: string;
  readonly path: FilePath;
  /** 1-based. */
  readonly line: number;
  readonly to?: string;
  readonly message: string;
}
