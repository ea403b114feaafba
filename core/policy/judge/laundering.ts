import type { FilePath } from '../../files/paths.js';
import type { Edge, Kind, Origin } from '../../graph/edge.js';
import type { Clause } from '../judge.js';
import type { Module } from '../policy.js';
import { contains } from '../visibility.js';
import { withoutPermittedBesides } from './besides.js';
import type { CompiledPolicy } from './compiled.js';
import { forbiddenClauses } from './forbidden.js';
import { gateVerdict } from './gate-verdict.js';

/**
 * Symbols of a forbidden module that arrive through a permitted one. Forbidden: a direct import of the declaring module
 * would break `forbidden`, visibility, layers, `dependsOn` or a constraint (entry points aside). A module that contains the
 * declaring one publishes it legally, wherever on the way that happens: the symbol then counts as its own.
 */
export function launderingClause(
  compiled: CompiledPolicy,
  from: FilePath,
  importer: Module,
  target: Module,
  edge: Edge,
  origins: ReadonlyMap<string, readonly Origin[]>,
): Clause | undefined {
  // Within a module names may go round freely: the import that brought them in from outside is the one to judge.
  if (importer === target || compiled.policy.laundering === 'off' || origins.size === 0) return undefined;
  const laundered: { name: string; origin: Origin; module: Module; reason: Clause }[] = [];
  for (const { name, kind } of edge.symbols) {
    for (const origin of origins.get(name) ?? []) {
      const declaring = compiled.policy.moduleOf(origin.path);
      if (!declaring || declaring === target || declaring === importer) continue;
      const module = publisherOf(compiled, declaring, origin);
      if (module === target || module === importer || contains(target, module, compiled.byId)) continue;
      const reason = whyForbidden(compiled, from, importer, module, origin, edge, kind);
      if (reason) laundered.push({ name, origin, module, reason });
    }
  }
  const [first] = laundered;
  if (!first) return undefined;
  const names = [...new Set(laundered.map(({ name }) => name))];
  return {
    clause: 'laundered-dependency',
    rule: 'arch/laundered-dependency',
    why: `${declared(first.name, first.origin)} of ${first.module.id}, which ${importer.id} may not use: ${first.reason.why}`,
    ...(first.reason.because === undefined ? {} : { because: first.reason.because }),
    ...(first.reason.at ? { at: first.reason.at } : {}),
    ...(names.length < edge.symbols.length ? { symbols: names } : {}),
    data: {
      origins: laundered.map(({ name, origin, module, reason }) => ({
        name,
        path: origin.path,
        declaredAs: origin.name,
        module: module.id,
        through: origin.through,
        via: origin.via,
        breaks: reason.clause,
      })),
    },
  };
}

/** What a name is to its declaration, which may carry another name. */
function declared(name: string, { name: original, path, via }: Origin): string {
  if (original === '*') return `${name} is the whole of ${path}`;
  if (name === original) return `${name} is declared in ${path}`;
  return `${name} ${via === 'extends' ? 'extends' : 'is'} ${original}, declared in ${path}`;
}

/** The outermost module that publishes the symbol of a module nested in it, going from the declaration towards the importer. */
function publisherOf(compiled: CompiledPolicy, declaring: Module, origin: Origin): Module {
  let publisher = declaring;
  for (let i = origin.through.length - 1; i >= 0; i--) {
    const passed = compiled.policy.moduleOf(origin.through[i] ?? '');
    if (!passed || passed === publisher) continue;
    if (!contains(passed, publisher, compiled.byId)) break;
    publisher = passed;
  }
  return publisher;
}

function whyForbidden(
  compiled: CompiledPolicy,
  from: FilePath,
  importer: Module,
  declaring: Module,
  origin: Origin,
  edge: Edge,
  kind: Kind,
): Clause | undefined {
  const [forbidden] = forbiddenClauses(compiled, from, importer, { path: origin.path, module: declaring }, kind);
  if (forbidden) return forbidden;
  const exposure = compiled.exposures.get(declaring);
  if (!exposure) return undefined;
  const passage = { compiled, importer, kind, isTest: edge.context !== 'production' };
  const behind = exposure.declared(origin.path).filter(({ names }) => names?.has(origin.name) ?? true);
  const gates = new Set([exposure.own, ...behind.map(({ gate }) => gate)]);
  let first: Clause | undefined;
  for (const gate of gates) {
    const { clauses } = gateVerdict(passage, gate);
    const [clause] = withoutPermittedBesides(clauses, compiled, from, importer, declaring, edge);
    if (!clause) return undefined;
    first ??= clause;
  }
  return first;
}
