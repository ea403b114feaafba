import type { FailureView, FileView } from '../failures/view.js';
import type { FilePath } from '../files/paths.js';
import type { Edge } from '../graph/edge.js';
import type { IndexedGraph, SourceGraph } from '../graph/source-graph.js';
import type { Verdict } from '../policy/judge.js';
import type { Module, Policy } from '../policy/policy.js';
import type { DelegatedRule } from '../resolve/linters/verdicts.js';
import type { ProjectLayout } from '../resolve/resolution.js';
import type { FileFacts } from '../syntax/facts.js';
import type { Place } from '../syntax/ir/nodes.js';
import type { Draft, Severity } from './finding.js';

/** What a rule reads: an edit that leaves it unchanged does not run the rule again. */
export type Reads = 'file' | 'imports' | 'graph' | 'contracts' | 'policy' | 'projects';

interface RuleBase {
  /** `family/what-is-wrong`: reads well after "ignore". */
  readonly id: string;
  /** One sentence for tables and hovers. */
  readonly summary: string;
  readonly severity: Severity;
  /** Without a policy the rule runs too. */
  readonly zeroConfig: boolean;
  readonly reads: readonly Reads[];
}

/** A rule that looks at one file at a time; its findings stand in that file. */
export interface FileRule extends RuleBase {
  readonly scope: 'file';
  check(context: FileContext): void;
}

/** A rule that needs the whole workspace; its findings may stand anywhere. */
export interface WorkspaceRule extends RuleBase {
  readonly scope: 'workspace';
  check(context: WorkspaceContext): void;
}

/**
 * A rule whose findings are about other findings or about the run (what an exception covered, what a suppression hid,
 * which file was skipped): metadata and page stand here, the engine emits the findings.
 */
export interface EngineRule extends RuleBase {
  readonly scope: 'engine';
}

/** A rule about failures in one file: it sees contracts and the failure IR, of other files through the view. */
export interface FailureRule extends RuleBase {
  readonly scope: 'failure';
  /** Linters have it too: where the project's own reports it, it is not reported twice. */
  readonly delegated?: DelegatedRule;
  check(context: FailureContext): void;
}

export type Rule = FileRule | WorkspaceRule | EngineRule | FailureRule;

export interface CheckContext {
  readonly policy: Policy;
  readonly graph: SourceGraph;
  readonly layout: ProjectLayout;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  report(draft: Omit<Draft, 'rule'>): void;
}

export interface FileContext extends CheckContext {
  readonly path: FilePath;
  readonly facts: FileFacts;
  readonly edges: readonly Edge[];
  readonly module: Module | undefined;
  readonly isTest: boolean;
  /** The verdict on `edges[i]`, computed once for all rules of the file. */
  verdict(edge: number): Verdict;
}

/** What a failure rule reports. */
export interface FailureDraft extends Omit<Draft, 'rule'> {
  /**
   * The handler that the finding is about: a reason marker in it silences the finding, an ordinary comment lowers it by a
   * step. Elsewhere a marker stands at the line of the finding or above it.
   */
  readonly handler?: Place | undefined;
}

export interface FailureContext extends Omit<CheckContext, 'report'> {
  report(draft: FailureDraft): void;
  readonly path: FilePath;
  readonly module: Module | undefined;
  readonly isTest: boolean;
  /** The file under check. */
  readonly file: FileView;
  /** All other files: what is asked of it is noted, and the check runs again when that changes. */
  readonly failures: FailureView;
}

export interface WorkspaceContext extends CheckContext {
  readonly indexed: IndexedGraph;
  /** Uses of permissions over all files, as `Verdict.used` counts them. */
  readonly usedPermissions: ReadonlyMap<string, number>;
}

/** Gives a rule its type; the list in `index.ts` registers it. */
export function defineRule<R extends Rule>(rule: R): R {
  return rule;
}
