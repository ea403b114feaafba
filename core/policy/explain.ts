import type { FilePath } from '../files/paths.js';
import { compareText } from '../files/paths.js';
import type { Context, Edge, Kind } from '../graph/edge.js';
import type { SourceGraph } from '../graph/source-graph.js';
import type { ProjectLayout } from '../resolve/resolution.js';
import { compileGlob } from './globs.js';
import { compilePolicy } from './judge/compiled.js';
import { type ForbiddenTarget, forbiddenClauses } from './judge/forbidden.js';
import { gateVerdict } from './judge/gate-verdict.js';
import { type Clause, judge } from './judge.js';
import type { Module, Policy } from './policy.js';
import { allMatches } from './sorted-files.js';

/** One way from a module into another and what the policy says about it. */
export interface Way {
  /** `orders` for the entry points, `orders::jobs` for an interface. */
  readonly to: string;
  readonly permitted: boolean;
  /** The `dependsOn` entries that permit it, as written. */
  readonly by: readonly string[];
  /** What forbids it, in the order of precedence. */
  readonly clauses: readonly Clause[];
}

/** What permits or forbids one module to depend on another, for one kind. */
export interface Permissions {
  readonly permitted: boolean;
  readonly ways: readonly Way[];
}

/**
 * What the policy says about a dependency between two modules, entry points and interfaces apart; the first permitted way
 * first. Rules with globs are judged at `at`, the files asked about, where given.
 */
export function explainPermission(
  policy: Policy,
  from: Module,
  to: Module,
  question: { readonly kind?: Kind; readonly context?: Context; readonly at?: { from: FilePath; to: FilePath } } = {},
): Permissions {
  const { kind = 'eager', context = 'production', at } = question;
  const compiled = compilePolicy(policy);
  const own = compiled.exposures.get(to)?.own;
  if (!own || from === to) return { permitted: true, ways: [] };
  const target: ForbiddenTarget = { path: at?.to ?? to.folder, module: to };
  const forbidden = forbiddenClauses(compiled, at?.from ?? from.folder, from, target, kind);
  const gates = [own, ...to.interfaces.map(each => ({ module: to, interface: each, text: `${to.id}::${each.name}` }))];
  const ways = gates.map(gate => {
    const verdict = gateVerdict({ compiled, importer: from, kind, isTest: context !== 'production' }, gate);
    const clauses = [...forbidden, ...verdict.clauses];
    const by = verdict.used.map(used => used.slice(used.indexOf('\u0000') + 1));
    return { to: gate.text, permitted: clauses.length === 0, by, clauses };
  });
  ways.sort((a, b) => Number(b.permitted) - Number(a.permitted));
  return { permitted: ways.some(way => way.permitted), ways };
}

/** A permitted file that exports what was imported past it. */
export interface Alternative {
  readonly path: FilePath;
  /** `orders` or `orders::jobs`. */
  readonly gate: string;
  /** For each name asked for, the name under which this file exports the same declaration. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * The files through which an importer may get the same declarations: entry points and interfaces of the target's module
 * and of those around it, that the policy lets the importer use and that export every name. Empty: there is no legal
 * route. The namespace (`*`) and imports without names are served by no other file.
 */
export function alternatives(
  policy: Policy,
  graph: SourceGraph,
  layout: ProjectLayout,
  importer: FilePath,
  target: FilePath,
  edge: Pick<Edge, 'kind' | 'context' | 'symbols'>,
): readonly Alternative[] {
  const wanted = edge.symbols.map(({ name }) => ({ name, origin: graph.origin(target, name) }));
  if (wanted.length === 0 || wanted.some(({ name, origin }) => name === '*' || typeof origin !== 'object')) return [];
  const found: Alternative[] = [];
  for (const { path, gate } of candidates(policy, graph, target)) {
    if (path === target || path === importer) continue;
    const names = namesOf(graph, path, wanted);
    if (!names) continue;
    const symbols = edge.symbols.map(symbol => ({ ...symbol, name: names.get(symbol.name) ?? symbol.name }));
    const asked: Edge = { ...edge, import: 0, target: { kind: 'file', path }, symbols };
    const verdict = judge(policy, layout, { from: importer, edge: asked, origins: originsOf(graph, path, names) });
    if (verdict.clauses.length === 0) found.push({ path, gate, names });
  }
  return found;
}

function originsOf(graph: SourceGraph, path: FilePath, names: ReadonlyMap<string, string>) {
  return new Map(
    [...names.values()].flatMap(name => {
      const origin = graph.origin(path, name);
      return typeof origin === 'object' ? [[name, [origin]] as const] : [];
    }),
  );
}

/** For each wanted name the export of a file with the same declaration behind it, preferably of the same name. */
function namesOf(
  graph: SourceGraph,
  path: FilePath,
  wanted: readonly { readonly name: string; readonly origin: ReturnType<SourceGraph['origin']> }[],
): ReadonlyMap<string, string> | undefined {
  const names = new Map<string, string>();
  for (const { name, origin } of wanted) {
    if (typeof origin !== 'object') return undefined;
    const same = (exported: string) => {
      const other = graph.origin(path, exported);
      return typeof other === 'object' && other.path === origin.path && other.name === origin.name;
    };
    const match = same(name) ? name : graph.exportNames(path).names.find(same);
    if (match === undefined) return undefined;
    names.set(name, match);
  }
  return names;
}

const entryFiles = new WeakMap<readonly FilePath[], WeakMap<Module, readonly { path: FilePath; gate: string }[]>>();

function candidates(policy: Policy, graph: SourceGraph, target: FilePath): readonly { path: FilePath; gate: string }[] {
  const all: { path: FilePath; gate: string }[] = [];
  const known = entryFiles.get(graph.files) ?? new WeakMap();
  entryFiles.set(graph.files, known);
  let module = policy.moduleOf(target);
  while (module) {
    const files: readonly { path: FilePath; gate: string }[] = known.get(module) ?? entryFilesOf(module, graph.files);
    known.set(module, files);
    all.push(...files);
    module = module.parent === undefined ? undefined : policy.module(module.parent);
  }
  return all;
}

function entryFilesOf(module: Module, files: readonly FilePath[]): { path: FilePath; gate: string }[] {
  const gates = [...(module.entryPoints ? [module.entryPoints] : []), ...module.interfaces];
  return gates.flatMap(({ name, expose }) => {
    const gate = name === undefined ? module.id : `${module.id}::${name}`;
    const paths = new Set(expose.flatMap(({ glob }) => allMatches(files, compileGlob(glob))));
    return [...paths].sort(compareText).map(path => ({ path, gate }));
  });
}
