import { dirname, type FilePath, isWithin, join } from '../../files/paths.js';
import type { Module, Policy } from '../../policy/policy.js';
import { defineRule } from '../rule.js';
import { edgeKey, siteOf } from './dependency-violation.js';

export const unknownTarget = defineRule({
  id: 'arch/unknown-target',
  summary: 'A specifier is not statically known, so the dependency cannot be checked.',
  severity: 'warning',
  zeroConfig: false,
  scope: 'file',
  reads: ['imports', 'policy'],
  check({ path, facts, edges, module, policy, report }) {
    for (const edge of edges) {
      if (edge.target.kind !== 'unknown') continue;
      const fact = facts.imports[edge.import];
      if (fact === undefined) continue;
      const pattern = edge.target.pattern ?? fact.pattern;
      if (pattern !== undefined && staysInside(policy, module, path, pattern)) continue;
      report({
        path,
        span: fact.span,
        message: `What ${fact.text} leads to is not known before it runs, so no rule of ${policy.path} can hold it. Write a literal specifier, or a relative template whose fixed start names the folder.`,
        symbol: fact.symbol,
        site: siteOf(fact, edge),
        dependency: { ...edgeKey(edge), clauses: ['arch/unknown-target'] },
        data: { text: fact.text, kind: edge.kind, ...(pattern === undefined ? {} : { pattern }) },
      });
    }
  },
});

/** A relative pattern whose fixed folder lies in the importer's own module and holds no other module: wherever it leads is permitted. */
function staysInside(policy: Policy, module: Module | undefined, from: FilePath, pattern: string): boolean {
  if (module === undefined || !pattern.startsWith('.')) return false;
  const fixed = pattern.slice(0, pattern.search(/[*?{[]|$/));
  const folder = join(dirname(from), fixed.slice(0, fixed.lastIndexOf('/') + 1));
  if (folder.startsWith('../') || folder === '..') return false;
  if (policy.moduleOf(join(folder, 'any.ts'))?.id !== module.id) return false;
  return !policy.modules.some(other => other.id !== module.id && isWithin(other.folder, folder));
}
