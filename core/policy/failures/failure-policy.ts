import type { FilePath } from '../../files/paths.js';
import type { Span } from '../../text/span.js';
import type { PathMatcher, PolicySeverity } from '../policy.js';
import type { callEffectWords, failureClassWords } from '../schema/failures.js';

export type FailureClassWord = (typeof failureClassWords)[number];
export type CallEffectWord = (typeof callEffectWords)[number];

/** Functions named by file, module or export. */
export interface FunctionSelector {
  /** As the policy writes it: `path#name`, module ids and tags, globs. */
  readonly words: readonly string[];
  /** `names` are those the function has, qualified or exported, and those of the functions around it. */
  has(path: FilePath, names: readonly string[]): boolean;
}

/** `failures.boundaries[]`. */
export interface FailureBoundary {
  readonly id: string;
  /** Calls as written, with `*`; undefined: not by calls. */
  readonly calls: readonly string[] | undefined;
  readonly argument: 'first' | 'last' | number | undefined;
  /** Exported names, with `*`; undefined: any. */
  readonly exports: readonly string[] | undefined;
  /** Whether the file meets `files` and `modules`. */
  covers(path: FilePath): boolean;
  /** Undefined: escapes are not judged. */
  readonly allow: ReadonlySet<FailureClassWord> | undefined;
  readonly mustDistinguish: readonly (readonly [FailureClassWord, FailureClassWord])[];
  readonly requireDeclared: boolean;
  readonly forbidsConflation: boolean;
  /** Classes that may not be swallowed; `any`: none may. */
  readonly forbidsSwallowing: ReadonlySet<FailureClassWord> | 'any';
  /** `off` where the policy does not say. */
  readonly unwrapped: PolicySeverity;
  readonly mayDefault: ReadonlySet<FailureClassWord>;
  /** Packages whose errors it may show; undefined: the policy does not say. */
  readonly vocabulary: readonly string[] | undefined;
  readonly span: Span;
}

/** `failures.critical[]`. */
export interface CriticalCode extends FunctionSelector {
  readonly why: 'money' | 'security' | 'limit';
  /** Whether the file meets `files` and `modules`. */
  covers(path: FilePath): boolean;
}

/** The section `failures`, compiled. Where the policy has none, everything in it is empty. */
export interface FailurePolicy {
  /** By `Type` or `Type[member=value]`. */
  readonly classes: ReadonlyMap<string, FailureClassWord>;
  readonly boundaries: readonly FailureBoundary[];
  /** By call as written, with `*`. */
  readonly effects: readonly (readonly [call: string, effect: CallEffectWord])[];
  readonly models: readonly { readonly glob: string; readonly span: Span }[];
  readonly bestEffort: FunctionSelector;
  readonly critical: readonly CriticalCode[];
  readonly singleFlow: FunctionSelector;
  readonly errorHandlers: readonly {
    readonly calls: readonly string[];
    readonly handles: ReadonlySet<FailureClassWord>;
  }[];
  readonly integrationTests: readonly { readonly files: PathMatcher; readonly covers: PathMatcher }[];
  readonly delegated: 'auto' | 'on' | 'off';
  readonly openWorld: PolicySeverity;
  readonly crashOnly: ReadonlySet<FailureClassWord>;
  /** Every pattern of calls with its place, for those that no call meets. */
  readonly callPatterns: readonly { readonly pattern: string; readonly span: Span }[];
  /** Every error type of `classes` with its place. */
  readonly errorTypes: readonly { readonly type: string; readonly span: Span }[];
}
