import type { FilePath } from '../files/paths.js';
import type { Edge, Origin } from '../graph/edge.js';
import type { ProjectLayout } from '../resolve/resolution.js';
import type { Span } from '../text/span.js';
import type { Module, Policy, PolicySeverity } from './policy.js';

/**
 * The clauses a dependency can break, the most specific first, and the rule each is reported as. The first broken one
 * gives the finding its rule; `data.clauses` lists them all.
 */
export const clauses = [
  ['forbidden', 'arch/dependency-not-allowed'], // a `rules[]` entry of type forbidden
  ['laundered-dependency', 'arch/laundered-dependency'],
  ['interface-not-visible', 'arch/interface-not-visible'],
  ['deep-import', 'arch/deep-import'],
  ['layer-order', 'arch/layer-order'],
  ['layer-skipped', 'arch/layer-skipped'],
  ['dependency-not-allowed', 'arch/dependency-not-allowed'], // `dependsOn` and constraints
  ['external-denied', 'arch/external-not-allowed'],
  ['external-undeclared', 'arch/undeclared-dependency'],
  ['external-not-allowed', 'arch/external-not-allowed'],
] as const;
export type ClauseName = (typeof clauses)[number][0];
export type ClauseRule = (typeof clauses)[number][1];

/** One clause of the policy that an edge breaks. */
export interface Clause {
  readonly clause: ClauseName;
  readonly rule: ClauseRule;
  /** One sentence: why it is not permitted, in the policy's words. */
  readonly why: string;
  readonly because?: string;
  /** The clause in the policy file. */
  readonly at?: Span;
  readonly severity?: PolicySeverity;
  /** The symbols it is about, where not all. */
  readonly symbols?: readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What the judge is asked: an edge with the origins of its symbols (needed for laundering). */
export interface Question {
  readonly from: FilePath;
  readonly edge: Edge;
  /**
   * By symbol name in the target: every declaration that the name passes on (its own, and through aliases and `extends`
   * those of others). Symbols without an entry are judged by the file imported.
   */
  readonly origins: ReadonlyMap<string, readonly Origin[]>;
}

/** The verdict on one edge: no clauses means permitted. */
export interface Verdict {
  readonly fromModule?: Module;
  readonly toModule?: Module;
  /** In the order of `clauses`. */
  readonly clauses: readonly Clause[];
  /** Texts of the `dependsOn` entries that permitted it, as `moduleId\u0000text`: what `arch/unused-permission` counts. */
  readonly used: readonly string[];
}

/** `layout` answers what the nearest manifest declares. */
export type Judge = (policy: Policy, layout: ProjectLayout, question: Question) => Verdict;

export { judge } from './judge/judge.js';
