import type { FilePath } from '../../files/paths.js';
import { type Condenser, createCondenser, type Grouping } from '../../graph/condense.js';
import type { CutCost } from '../../graph/cuts.js';
import type { Edge } from '../../graph/edge.js';
import type { IndexedGraph } from '../../graph/source-graph.js';
import { kindBit } from '../../graph/source-graph.js';
import { judge } from '../../policy/judge.js';
import type { CycleRule, Policy } from '../../policy/policy.js';
import { contains } from '../../policy/visibility.js';
import type { ProjectLayout } from '../../resolve/resolution.js';
import type { ImportFact } from '../../syntax/facts.js';
import type { WorkspaceContext } from '../rule.js';
import { isTypeImportPossible } from './remedies.js';

/** One import of a file that a cycle goes through. */
export interface FileLink {
  readonly from: FilePath;
  readonly edge: Edge;
  readonly fact: ImportFact;
}

/** The files, modules or packages of a workspace as a graph in which cycles are looked for. */
export interface ScopeGraph {
  /** `path` answers the name of a node: a path, a module id, a package name. */
  readonly graph: IndexedGraph;
  costOf(from: number, to: number, mask: number): CutCost;
  /** How many imports stand behind an edge: known without looking at them. */
  weightOf(from: number, to: number): number;
  /** The imports behind an edge, in the order of paths and sites. */
  links(from: number, to: number, mask: number): readonly FileLink[];
}

/** The graph of a scope. Modules and packages are drawn together from production code: tests close no circle of design. */
export function scopeGraph(context: WorkspaceContext, scope: CycleRule['scope']): ScopeGraph {
  if (scope === 'file') return fileGraph(context);
  const groups = scope === 'module' ? modulesOf(context) : packagesOf(context);
  return groupGraph(context, condensers[scope], groups);
}

function fileGraph(context: WorkspaceContext): ScopeGraph {
  const { indexed } = context;
  const links: ScopeGraph['links'] = (from, to, mask) =>
    linksBetween(context, indexed.path(from), indexed.path(to), mask);
  return {
    graph: indexed,
    links,
    weightOf: () => 1,
    costOf: (from, to, mask) => costOf(context, links(from, to, mask), mask),
  };
}

/** Groups of files with the names that findings call them by. */
interface NamedGroups extends Grouping {
  readonly names: readonly string[];
}

/** The graphs of modules and of packages from one check to the next: an edit changes few of their edges. */
const condensers = { module: createCondenser(), package: createCondenser() };

function groupGraph(context: WorkspaceContext, condenser: Condenser, groups: NamedGroups): ScopeGraph {
  const { indexed } = context;
  const condensed = condenser.latest(indexed, groups);
  const links: ScopeGraph['links'] = (from, to, mask) => {
    const pairs = new Map<string, readonly [FilePath, FilePath]>();
    for (const [source, target] of condensed.edges(from, to, mask)) {
      const pair = [indexed.path(source) ?? '', indexed.path(target) ?? ''] as const;
      pairs.set(pair.join('\0'), pair);
    }
    const sorted = [...pairs.keys()].sort().map(key => pairs.get(key)!);
    return sorted.flatMap(([source, target]) => linksBetween(context, source, target, mask));
  };
  return {
    graph: { ...condensed, path: group => groups.names[group] },
    links,
    weightOf: condensed.count,
    costOf: (from, to, mask) => costOf(context, links(from, to, mask), mask),
  };
}

const moduleGroups = new WeakMap<Policy, NamedGroups>();

/** Modules; what stands between a module and one nested in it does not count. */
function modulesOf({ policy }: WorkspaceContext): NamedGroups {
  const known = moduleGroups.get(policy);
  if (known) return known;
  const byId = (id: string) => policy.module(id);
  const modules = [...policy.modules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const numbers = new Map(modules.map(({ id }, number) => [id, number]));
  const groups: NamedGroups = {
    size: modules.length,
    names: modules.map(({ id }) => id),
    groupOf: path => (policy.isTest(path) ? undefined : numbers.get(policy.moduleOf(path)?.id ?? '')),
    isFamily: (from, to) =>
      contains(modules[from]!, modules[to]!, byId) || contains(modules[to]!, modules[from]!, byId),
  };
  moduleGroups.set(policy, groups);
  return groups;
}

const packageGroups = new WeakMap<ProjectLayout, { readonly policy: Policy; readonly groups: NamedGroups }>();

/** Packages: the files of one manifest. */
function packagesOf({ policy, layout }: WorkspaceContext): NamedGroups {
  const known = packageGroups.get(layout);
  if (known?.policy === policy) return known.groups;
  const numbers = new Map(layout.manifests.map(({ path }, number) => [path, number]));
  const groups: NamedGroups = {
    size: layout.manifests.length,
    names: layout.manifests.map(({ name, folder }) => name ?? (folder === '' ? '.' : folder)),
    groupOf: path => (policy.isTest(path) ? undefined : numbers.get(layout.manifestOf(path)?.path ?? '')),
  };
  packageGroups.set(layout, { policy, groups });
  return groups;
}

function linksBetween(
  { graph }: WorkspaceContext,
  from: FilePath | undefined,
  to: FilePath | undefined,
  mask: number,
): readonly FileLink[] {
  if (from === undefined || to === undefined) return [];
  const imports = graph.facts(from)?.imports ?? [];
  return graph.edges(from).flatMap(edge => {
    const fact = imports[edge.import];
    if (fact === undefined || edge.context === 'mock' || (kindBit[edge.kind] & mask) === 0) return [];
    return edge.target.kind === 'file' && edge.target.path === to ? [{ from, edge, fact }] : [];
  });
}

function costOf({ graph, policy, layout }: WorkspaceContext, links: readonly FileLink[], mask: number): CutCost {
  const symbols = new Set(links.flatMap(({ edge }) => edge.symbols.map(({ name }) => name)));
  return {
    symbols: Math.max(symbols.size, 1),
    // Where type imports close the cycle too, turning one into another cuts nothing.
    convertible:
      (mask & kindBit.type) === 0 &&
      links.length > 0 &&
      links.every(({ edge, fact }) => isTypeImportPossible(graph, edge, fact)),
    violates:
      policy.declared &&
      links.length > 0 &&
      links.every(({ from, edge }) => judge(policy, layout, { from, edge, origins: new Map() }).clauses.length > 0),
  };
}
