import type { Lifecycle, Module, Policy } from '../../policy/policy.js';
import { defineRule } from '../rule.js';
import { exportWords, message, sentence } from '../wording.js';
import { edgeKey, namesOf, siteOf } from './dependency-violation.js';

export const deprecatedDependency = defineRule({
  id: 'arch/deprecated-dependency',
  summary: 'An import leads to a module whose lifecycle is deprecated or temporary.',
  severity: 'information',
  zeroConfig: false,
  scope: 'file',
  reads: ['imports', 'policy'],
  check({ path, facts, edges, module, policy, today, report }) {
    let reported = -1;
    for (const edge of edges) {
      if (edge.import === reported) continue;
      if (edge.target.kind !== 'file' && edge.target.kind !== 'absent') continue;
      const target = policy.moduleOf(edge.target.path);
      const lifecycle = target && lifecycleOf(policy, target);
      if (target === undefined || lifecycle === undefined || sharesLifecycle(policy, module, lifecycle)) continue;
      const fact = facts.imports[edge.import];
      if (fact === undefined) continue;
      reported = edge.import;
      const { state, until, replacement, because } = lifecycle;
      const isPast = until !== undefined && until < today;
      const names = namesOf(edge);
      report({
        path,
        span: fact.span,
        message: message(
          `${target.id} is ${state}${until === undefined ? '' : isPast ? ` and was to be gone by ${until}` : ` until ${until}`}, and ${module?.id ?? path} imports ${names.length === 0 ? 'it' : `${exportWords(names)} from it`}.`,
          because && sentence(because),
          replacement === undefined
            ? `No replacement is named${target.owner === undefined ? '' : `: ${target.owner} owns ${target.id}`}.`
            : `Use ${replacement} instead.`,
        ),
        symbol: fact.symbol,
        site: siteOf(fact, edge),
        ...(isPast ? { severity: 'error' as const } : {}),
        dependency: { ...edgeKey(edge), toModule: target.id, clauses: ['arch/deprecated-dependency'] },
        data: { toModule: target.id, lifecycle, isPast, kind: edge.kind, symbols: names },
      });
    }
  },
});

/** The lifecycle in force for a module: its own or that of the nearest ancestor that is not active. */
function lifecycleOf(policy: Policy, module: Module): Lifecycle | undefined {
  for (const each of withAncestors(policy, module)) {
    if (each.lifecycle !== undefined) return each.lifecycle.state === 'active' ? undefined : each.lifecycle;
  }
  return undefined;
}

/** Edges inside what is going away are nobody's concern. */
function sharesLifecycle(policy: Policy, importer: Module | undefined, lifecycle: Lifecycle): boolean {
  return importer !== undefined && lifecycleOf(policy, importer) === lifecycle;
}

function* withAncestors(policy: Policy, module: Module): Generator<Module> {
  const seen = new Set<string>();
  for (let at: Module | undefined = module; at !== undefined && !seen.has(at.id); ) {
    seen.add(at.id);
    yield at;
    at = at.parent === undefined ? undefined : policy.module(at.parent);
  }
}
