import type { FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import type { Clause } from '../judge.js';
import type { Module } from '../policy.js';
import { selectsFamily } from '../selectors.js';
import { overrideApplies } from '../severity.js';
import type { CompiledPolicy } from './compiled.js';

/**
 * The clauses that are left where an override permits a module besides what `dependsOn` does, whatever its layer: tests and
 * their support, the configuration of tools. Constraints, entry points and visibility stand.
 */
export function withoutPermittedBesides(
  clauses: readonly Clause[],
  compiled: CompiledPolicy,
  from: FilePath,
  importer: Module,
  target: Module,
  edge: Edge,
): readonly Clause[] {
  if (!compiled.permitsBesides || !clauses.some(isMissingPermission)) return clauses;
  const isPermitted = compiled.overrides.some(
    ({ override }) =>
      override.allowDependsOn?.some(selector => selectsFamily(selector, target, compiled.byId)) &&
      overrideApplies(override, from, edge.context, importer, compiled.byId),
  );
  return isPermitted ? clauses.filter(clause => !isMissingPermission(clause)) : clauses;
}

function isMissingPermission({ clause, data }: Clause): boolean {
  if (clause === 'layer-order' || clause === 'layer-skipped') return true;
  return clause === 'dependency-not-allowed' && data?.constraint === undefined;
}
