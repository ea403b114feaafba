import type { Kind } from '../../graph/edge.js';
import type { Clause } from '../judge.js';
import { compilePackages, type PackageMatcher } from '../packages.js';
import type { ExternalDeny, Interface, Module, NamedRule, Override, Policy } from '../policy.js';
import { compileSide, type Side } from '../selectors.js';
import { contains } from '../visibility.js';
import { compileExposure, type Exposure } from './gates.js';

/** How two modules are related: `inside` the importer lies within the target, `around` the target within the importer. */
export type Relation = 'self' | 'inside' | 'around' | 'family' | 'unrelated';

/** A rule of type `forbidden` with a target, its selectors compiled. */
export interface ForbiddenRule {
  readonly rule: NamedRule;
  readonly from: Side;
  readonly exceptFrom: readonly Side[];
  readonly to: Side;
}

/** A deny entry; `within` limits it to the modules that wrote or inherited it. */
export interface CompiledDeny {
  readonly deny: ExternalDeny;
  readonly matches: PackageMatcher;
}

/** What one importer, gate and kind come to: everything that does not depend on the files. */
export interface GateVerdict {
  readonly clauses: readonly Clause[];
  readonly used: readonly string[];
}

/** A policy made ready for many questions. */
export interface CompiledPolicy {
  readonly policy: Policy;
  byId(id: string): Module | undefined;
  relation(importer: Module, target: Module): Relation;
  readonly exposures: ReadonlyMap<Module, Exposure>;
  readonly forbidden: readonly ForbiddenRule[];
  readonly deny: readonly CompiledDeny[];
  readonly moduleDeny: ReadonlyMap<Module, readonly CompiledDeny[]>;
  readonly globalAllow: PackageMatcher | undefined;
  readonly moduleAllow: ReadonlyMap<Module, PackageMatcher>;
  readonly overrides: readonly { readonly override: Override; readonly allow: PackageMatcher | undefined }[];
  readonly allowsDeepImports: boolean;
  /** Whether any override permits modules besides what `dependsOn` does. */
  readonly permitsBesides: boolean;
  /** Verdicts by importer, gate, kind and context. */
  readonly verdicts: Map<Module, Map<string, GateVerdict>>;
}

const compiledPolicies = new WeakMap<Policy, CompiledPolicy>();

/** The policy compiled, once. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const known = compiledPolicies.get(policy);
  if (known) return known;
  const byId = (id: string) => policy.module(id);
  const side = (selector: string) => compileSide(policy, selector, compilePackagesOf(policy));
  const relations = new Map<Module, Map<Module, Relation>>();
  const compiled: CompiledPolicy = {
    policy,
    byId,
    relation(importer, target) {
      const row = relations.get(importer) ?? new Map<Module, Relation>();
      const relation = row.get(target) ?? relationOf(importer, target, byId);
      row.set(target, relation);
      relations.set(importer, row);
      return relation;
    },
    exposures: new Map(policy.modules.map(module => [module, compileExposure(module)])),
    forbidden: policy.rules.flatMap(rule =>
      rule.type === 'forbidden' && rule.to !== undefined
        ? [{ rule, from: side(rule.from), exceptFrom: rule.exceptFrom.map(side), to: side(rule.to) }]
        : [],
    ),
    deny: policy.external.deny.map(compileDeny),
    moduleDeny: new Map(policy.modules.map(module => [module, (module.externalDeny ?? []).map(compileDeny)])),
    globalAllow: policy.external.allow && compilePackages(policy.external.allow),
    moduleAllow: new Map(
      policy.modules.flatMap(module =>
        module.externalAllow ? [[module, compilePackages(module.externalAllow)] as const] : [],
      ),
    ),
    overrides: policy.overrides.map(override => ({
      override,
      allow: override.externalAllow && compilePackages(override.externalAllow),
    })),
    allowsDeepImports: policy.overrides.some(override => override.allowDeepImport !== undefined),
    permitsBesides: policy.overrides.some(override => override.allowDependsOn !== undefined),
    verdicts: new Map(),
  };
  compiledPolicies.set(policy, compiled);
  return compiled;
}

/** Package patterns of this policy, groups resolved. */
export function compilePackagesOf(policy: Policy): (patterns: readonly string[]) => PackageMatcher {
  return patterns => compilePackages(patterns.flatMap(pattern => policy.external.groups.get(pattern) ?? [pattern]));
}

function compileDeny(deny: ExternalDeny): CompiledDeny {
  return { deny, matches: compilePackages(deny.patterns) };
}

function relationOf(importer: Module, target: Module, byId: (id: string) => Module | undefined): Relation {
  if (importer === target) return 'self';
  if (contains(target, importer, byId)) return 'inside';
  if (contains(importer, target, byId)) return 'around';
  return rootOf(importer, byId) === rootOf(target, byId) ? 'family' : 'unrelated';
}

function rootOf(module: Module, byId: (id: string) => Module | undefined): Module {
  let current = module;
  for (;;) {
    const parent = current.parent === undefined ? undefined : byId(current.parent);
    if (!parent) return current;
    current = parent;
  }
}

/** What a question is about once paths have become modules. */
export interface Passage {
  readonly compiled: CompiledPolicy;
  readonly importer: Module;
  readonly kind: Kind;
  /** True for test code, mocks included. */
  readonly isTest: boolean;
}

/** A way into a module: its entry points (no `interface`), or a named interface. */
export interface Gate {
  readonly module: Module;
  readonly interface?: Interface;
  /** `orders` or `orders::jobs`. */
  readonly text: string;
}
