import type { FilePath } from '../../files/paths.js';
import type { Kind } from '../../graph/edge.js';
import type { Clause } from '../judge.js';
import type { Module } from '../policy.js';
import type { CompiledPolicy, ForbiddenRule } from './compiled.js';

/** Where an edge leads, for rules of type `forbidden`. */
export type ForbiddenTarget =
  | { readonly path: FilePath; readonly module: Module | undefined }
  | { readonly package: string; readonly subpath: string };

/** The rules of type `forbidden` that a dependency breaks; they stand over every permission. */
export function forbiddenClauses(
  { forbidden }: CompiledPolicy,
  from: FilePath,
  importer: Module | undefined,
  target: ForbiddenTarget,
  kind: Kind,
): Clause[] {
  const found: Clause[] = [];
  for (const candidate of forbidden) {
    const { rule } = candidate;
    if (rule.kinds && !rule.kinds.includes(kind)) continue;
    if (!candidate.from.has(from, importer) || !hits(candidate, importer, target)) continue;
    if (candidate.exceptFrom.some(side => side.has(from, importer))) continue;
    found.push({
      clause: 'forbidden',
      rule: 'arch/dependency-not-allowed',
      why: `rule ${rule.id} forbids ${rule.from} to depend on ${rule.to}`,
      ...(rule.because === undefined ? {} : { because: rule.because }),
      ...(rule.severity === undefined ? {} : { severity: rule.severity }),
      at: rule.span,
      data: { rule: rule.id },
    });
  }
  return found;
}

/** Names of modules on both sides speak of edges between modules; globs also of edges within one. */
function hits({ from, to }: ForbiddenRule, importer: Module | undefined, target: ForbiddenTarget): boolean {
  if ('package' in target) return to.hasPackage(target.package, target.subpath);
  if (from.kind === 'name' && to.kind === 'name' && importer === target.module) return false;
  return to.has(target.path, target.module);
}
