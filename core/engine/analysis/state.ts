import type { FileSystem } from '../../files/file-system.js';
import type { SkippedFile } from '../../files/inventory.js';
import type { FilePath } from '../../files/paths.js';
import type { ChunkedArray } from '../../graph/chunked.js';
import type { Edge, EdgeTarget } from '../../graph/edge.js';
import type { NumberLists } from '../../graph/number-lists.js';
import type { OriginMemo } from '../../graph/origin-memo.js';
import type { Baseline, Moves } from '../../policy/baseline.js';
import type { Policy, PolicyProblem } from '../../policy/policy.js';
import type { ProjectLayout, Resolution } from '../../resolve/resolution.js';
import type { Resolver } from '../../resolve/resolver.js';
import type { Draft } from '../../rules/finding.js';
import type { Dialect, FileFacts } from '../../syntax/facts.js';
import type { FailureInputs } from '../failure-inputs.js';
import type { AmbientModules } from './ambient.js';
import type { Augmentations } from './augmentations.js';
import type { FailureHolder } from './failure-checks.js';
import type { PathNumbers } from './numbering.js';
import type { ReachIndex } from './reach-index.js';

/** A source file as a snapshot holds it: hot facts decoded, cold facts packed. */
export interface FileRecord {
  readonly path: FilePath;
  readonly dialect: Dialect;
  /** Content hash of the bytes. */
  readonly hash: string;
  readonly facts: FileFacts;
  readonly cold: Uint8Array;
  /** The failure IR, packed: `unpackIr` reads it. */
  readonly ir: Uint8Array;
  readonly unreadable?: 'not-utf-8' | 'binary';
}

/** Where the specifiers of a file lead; made before the edges, since their kinds depend on other files' targets. */
export interface FileTargets {
  /** One per import; `undefined` for specifiers that are not statically known. */
  readonly resolutions: readonly (Resolution | undefined)[];
  readonly targets: readonly EdgeTarget[];
}

/** The edges of a file. */
export interface FileLinks {
  readonly edges: readonly Edge[];
  /** Numbers of the source files among the edges' targets in the order of the sites, and the kind bits of each. */
  readonly targetNumbers: Int32Array;
  readonly kindBits: Uint8Array;
  /** Distinct targets that are files, sorted: what the reverse index holds. */
  readonly imports: Int32Array;
  /** Files whose surface decided what is erased, sorted. */
  readonly reads: Int32Array;
}

/** Other files that an answer rests on, as sorted numbers: when they change in that respect, the answer is void. */
export interface Reads {
  /** Their surface was asked for: what they export and where that comes from. */
  readonly surfaces: Int32Array;
  /** Their facts or edges themselves were looked at, positions included. */
  readonly whole: Int32Array;
  /** Those of `surfaces` of which all names were asked for. */
  readonly listed: Int32Array;
}

/** What the file rules said of a file. */
export interface FileCheck extends Reads {
  readonly drafts: readonly Draft[];
  /** Permissions of the policy that its edges used, as `Verdict.used` names them. */
  readonly used: readonly string[];
}

/** What a workspace rule said. */
export interface WorkspaceCheck extends Reads {
  readonly drafts: readonly Draft[];
}

/** Everything outside the source files that decides how they are analysed. */
export interface Setting {
  readonly fs: FileSystem;
  readonly policy: Policy;
  readonly layout: ProjectLayout;
  readonly failureInputs: FailureInputs;
  readonly resolver: Resolver;
  /** The date that exceptions and lifecycles are judged by, `YYYY-MM-DD`. */
  readonly today: string;
  readonly skipped: readonly SkippedFile[];
  readonly baseline: Baseline | undefined;
  readonly baselineProblems: readonly PolicyProblem[];
  /** What is known about files that moved since the baseline was written. */
  readonly moves: Moves | undefined;
}

/** The analysis of one moment; immutable, every part shared with the states before and after it where nothing changed. */
export interface State {
  readonly setting: Setting;
  readonly numbers: PathNumbers;
  /** Source files, sorted. */
  readonly files: readonly FilePath[];
  readonly records: ChunkedArray<FileRecord>;
  /** Numbers of files that import whatever matches a pattern: few of many. */
  readonly globbing: ReadonlySet<number>;
  readonly targets: ChunkedArray<FileTargets>;
  readonly links: ChunkedArray<FileLinks>;
  readonly checks: ChunkedArray<FileCheck>;
  /** Numbers of files that have drafts or suppressions, or are no text: few of many. */
  readonly speaking: ReadonlySet<number>;
  /** Importers by imported file. */
  readonly importers: NumberLists;
  /** Files whose links or checks asked for a file's surface, by the file asked. */
  readonly surfaceReaders: NumberLists;
  /** Files whose checks looked at another file whole, by the file looked at. */
  readonly wholeReaders: NumberLists;
  readonly ambient: AmbientModules;
  readonly augmentations: Augmentations;
  /** Answers about origins that later states use again where what they rest on is unchanged. */
  readonly originMemo: OriginMemo;
  /** Which files could be concerned when others come or go; shared by all states of a workspace. */
  readonly reachIndex: ReachIndex;
  readonly usedPermissions: ReadonlyMap<string, number>;
  readonly workspaceChecks: ReadonlyMap<string, WorkspaceCheck>;
  /** Contracts and failure findings, made when first asked for: architecture findings never wait for them. */
  readonly failures: FailureHolder;
}
