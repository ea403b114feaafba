import type { FilePath } from '../files/paths.js';
import type { Context, Kind } from '../graph/edge.js';
import type { ResolutionSettings } from '../resolve/resolution.js';
import type { Span } from '../text/span.js';
import type { FailurePolicy } from './failures/failure-policy.js';

/** LSP's severities and `off`, as written in the policy. */
export type PolicySeverity = 'error' | 'warning' | 'information' | 'hint' | 'off';

/** A mistake in the policy file, located in it. `rule` is the id of the finding it becomes (`config/…`, `arch/vacuous-rule`, …). */
export interface PolicyProblem {
  readonly rule: string;
  /** The policy file, or an `architecture.module.jsonc`, or the baseline file. */
  readonly path: FilePath;
  readonly span: Span;
  readonly message: string;
  /** Weaker than the rule is by itself. */
  readonly severity?: Exclude<PolicySeverity, 'off'>;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A compiled set of globs, relative to the workspace root. */
export interface PathMatcher {
  readonly globs: readonly string[];
  matches(path: FilePath): boolean;
}

/** What is analysed. Globs are relative to the root. */
export interface SourceSettings {
  /** Empty: everything that is not ignored. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly tests: readonly string[];
  /** Inputs of tests: what they import is not held to exist. */
  readonly fixtures: readonly string[];
  readonly generated: readonly string[];
}

/** One entry of `dependsOn`, as written, with what it means. */
export interface Permission {
  readonly to:
    | { readonly kind: 'module'; readonly id: string }
    | { readonly kind: 'interface'; readonly id: string; readonly interface: string }
    | { readonly kind: 'tag'; readonly pattern: string }
    | { readonly kind: 'any' };
  /** Undefined: every kind. `value` is already spelled out as eager and deferred. */
  readonly kinds?: readonly Kind[];
  /** The entry in the policy file. */
  readonly span: Span;
  /** As the person wrote it. */
  readonly text: string;
}

/** A named interface of a module, or its entry points (`name: undefined`). */
export interface Interface {
  readonly name?: string;
  /** Files by glob, relative to the root; `names` narrows to exported names. */
  readonly expose: readonly { readonly glob: string; readonly names?: readonly string[]; readonly span: Span }[];
  /** Module ids, `tag:…`; undefined: whoever may see the module. */
  readonly visibleTo?: readonly string[];
  /** Layer by set, where the interface declares its own (dependency inversion). */
  readonly layers?: ReadonlyMap<string, string>;
  /** `["test"]`: only test code may use it. */
  readonly contexts?: readonly Context[];
  readonly span: Span;
}

export interface Lifecycle {
  readonly state: 'active' | 'deprecated' | 'temporary';
  readonly until?: string;
  readonly replacement?: string;
  readonly because?: string;
}

/** A module with everything inherited filled in; captures expanded (`{app}/main` gives `api/main`, `worker/main`). */
export interface Module {
  readonly id: string;
  /** Globs of its files relative to the root, captures filled in. */
  readonly paths: readonly string[];
  /** The folder all its globs start with: where relative entry points lie. */
  readonly folder: FilePath;
  readonly parent?: string;
  /** Layer by layer set, the parent's where it has none of its own. */
  readonly layers: ReadonlyMap<string, string>;
  readonly tags: readonly string[];
  readonly owner?: string;
  /** Own or inherited; undefined: nothing was said anywhere up (only a constraint can then permit a dependency outside the family). */
  readonly dependsOn?: readonly Permission[];
  /** True when this module itself wrote `dependsOn`: it then also governs edges between modules of one family. */
  readonly setsDependsOn: boolean;
  /** Undefined: public in every file. */
  readonly entryPoints?: Interface;
  readonly interfaces: readonly Interface[];
  readonly visibility: 'public' | 'siblings' | 'private' | readonly string[];
  /** Package patterns with groups resolved; undefined: the global list applies. */
  readonly externalAllow?: readonly string[];
  /** Packages denied to this module, its own and inherited, besides `ExternalPolicy.deny`. */
  readonly externalDeny?: readonly ExternalDeny[];
  readonly lifecycle?: Lifecycle;
  readonly because?: string;
  readonly span: Span;
}

export interface LayerSet {
  readonly name: string;
  /** Top to bottom. */
  readonly order: readonly string[];
  readonly layering: 'relaxed' | 'strict';
}

/** Tag × tag rule. */
export interface Constraint {
  readonly from: string;
  readonly to: string;
  /** `sameValue`: the captured `*` must be equal; else list of target tags or modules. */
  readonly allow: 'sameValue' | readonly string[];
  readonly except: readonly string[];
  readonly because?: string;
  readonly span: Span;
}

export interface ExternalDeny {
  readonly patterns: readonly string[];
  readonly except: readonly string[];
  readonly because?: string;
  readonly suggest?: string;
  readonly span: Span;
}

export interface ExternalPolicy {
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Package patterns with groups resolved; undefined: no allow list, everything not denied is allowed. */
  readonly allow?: readonly string[];
  readonly deny: readonly ExternalDeny[];
  readonly undeclared: PolicySeverity;
  readonly devInProduction: PolicySeverity;
}

/** `rules[]`. `from` and `to` are module ids, tags, globs or (`to`) `external:` patterns. */
export interface NamedRule {
  readonly id: string;
  readonly type: 'forbidden' | 'required' | 'transitive';
  readonly from: string;
  readonly exceptFrom: readonly string[];
  readonly to?: string;
  readonly calls?: readonly string[];
  readonly kinds?: readonly Kind[];
  readonly because?: string;
  readonly severity?: PolicySeverity;
  readonly span: Span;
}

export interface CycleRule {
  readonly scope: 'file' | 'module' | 'package';
  readonly kinds: readonly Kind[];
  readonly severity: PolicySeverity;
  readonly span?: Span;
}

export interface Exception {
  readonly id: string;
  readonly rule: string;
  /** A path, glob or module id. */
  readonly from: string;
  /** A path, glob, module id or `external:pkg`. */
  readonly to: string;
  readonly symbols?: readonly string[];
  readonly kinds?: readonly Kind[];
  readonly reason: string;
  readonly issue?: string;
  readonly requestedBy?: string;
  readonly acknowledgedBy?: string;
  readonly approvedBy?: string;
  readonly approvedOn?: string;
  readonly expires?: string;
  readonly span: Span;
}

/** Switches under `coverage`. */
export interface CoverageSettings {
  readonly unassigned: PolicySeverity;
  readonly unresolved: PolicySeverity;
  readonly unknownTarget: PolicySeverity;
  readonly vacuous: PolicySeverity;
  readonly staleException: PolicySeverity;
  readonly staleBaseline: PolicySeverity;
  readonly unusedPermission: PolicySeverity;
}

export interface Governance {
  readonly policyFiles: readonly string[];
  readonly widening?: { readonly severity: PolicySeverity; readonly approvers: 'targetOwner' | readonly string[] };
  readonly inlineIgnores: 'allowed' | 'forbidden';
  readonly newDependency: 'deny' | 'ask';
  readonly hookOnFailure: 'allow' | 'deny';
  /** Whether the end of a turn asks for changed behaviour to be cleared. */
  readonly behaviour: 'tell' | 'require';
}

/** `overrides[]`: what applies to the files, modules or context of `when`. */
export interface Override {
  readonly files?: PathMatcher;
  readonly modules?: readonly string[];
  readonly context?: Context;
  readonly severity: ReadonlyMap<string, PolicySeverity>;
  readonly allowDeepImport?: 'sameModule' | 'any';
  /** Modules permitted besides what the importer's `dependsOn` names. */
  readonly allowDependsOn?: readonly string[];
  readonly mockAsImport: boolean;
  readonly externalAllow?: readonly string[];
  readonly span: Span;
}

/** Where files run, by environment, where inference is wrong: globs. */
export type Environments = Readonly<Partial<Record<'server' | 'browser' | 'cli' | 'worker', readonly string[]>>>;

/**
 * The effective policy: the text of `architecture.jsonc` (or nothing, for the zero-config run) read, checked, inherited
 * and bound to the files that exist. Immutable.
 */
export interface Policy {
  /** False in the zero-config run. */
  readonly declared: boolean;
  /** False when syntax or schema errors make it unusable: the run is `not_checked`. */
  readonly usable: boolean;
  /**
   * The text cannot be used and an earlier policy is in force: `text` and `problems` are those of the text, all else is
   * the earlier one, whose spans lead nowhere.
   */
  readonly isKept?: true;
  readonly path: FilePath;
  readonly text: string;
  readonly problems: readonly PolicyProblem[];
  readonly sources: SourceSettings;
  readonly resolution: ResolutionSettings;
  readonly layers: readonly LayerSet[];
  readonly modules: readonly Module[];
  readonly constraints: readonly Constraint[];
  readonly external: ExternalPolicy;
  readonly rules: readonly NamedRule[];
  readonly cycles: readonly CycleRule[];
  readonly laundering: PolicySeverity;
  readonly exceptions: readonly Exception[];
  readonly baseline?: {
    readonly file: FilePath;
    readonly ratchet: 'shrinkOnly' | 'off';
    readonly strict: readonly string[];
    readonly span: Span;
  };
  readonly coverage: CoverageSettings;
  readonly governance: Governance;
  readonly overrides: readonly Override[];
  readonly environments?: Environments;
  readonly failures: FailurePolicy;
  /** Sections that the schema accepts and this version does not evaluate: named in `coverage.notChecked`. */
  readonly inactiveSections: readonly string[];
  module(id: string): Module | undefined;
  /** The module of a path (which need not exist): the most specific claim; undefined: unassigned. */
  moduleOf(path: FilePath): Module | undefined;
  isTest(path: FilePath): boolean;
  /** True for the inputs of tests, see `sources.fixtures`. */
  isFixture(path: FilePath): boolean;
  /**
   * The severity of a rule at a place: overrides, then `severity`, then `own` (what the broken clause or the finding itself
   * says), then the section's switch, else undefined (the rule's default).
   */
  severityOf(rule: string, path: FilePath, context: Context, own?: PolicySeverity): PolicySeverity | undefined;
}
