import type { Module, NamedRule, Policy } from '../../policy/policy.js';
import { defineRule, type WorkspaceContext } from '../rule.js';
import { message, sentence } from '../wording.js';
import { edgeReaches, modulesOf, sideMatcher } from './sides.js';

export const requiredMissing = defineRule({
  id: 'arch/required-missing',
  summary: 'A module that must depend on another does not.',
  severity: 'error',
  zeroConfig: false,
  scope: 'workspace',
  reads: ['graph', 'policy'],
  check(context) {
    const { policy, report } = context;
    for (const rule of policy.rules) {
      if (rule.type !== 'required' || rule.to === undefined || rule.severity === 'off') continue;
      for (const module of modulesThatMust(policy, rule)) {
        const files = filesOfModule(context, module);
        if (files.length === 0 || files.some(path => dependsOn(context, path, rule, rule.to!))) continue;
        report({
          path: policy.path,
          span: rule.span,
          message: message(
            `${module.id} must depend on ${rule.to}${kindWords(rule)}, and none of its ${files.length} files does (rule ${rule.id}).`,
            rule.because && sentence(rule.because),
            `Import what ${rule.to} publishes from ${module.folder === '' ? module.id : module.folder}, or drop the rule.`,
          ),
          symbol: module.id,
          site: rule.id,
          ...(rule.severity === undefined ? {} : { severity: rule.severity }),
          data: { id: rule.id, module: module.id, to: rule.to, files: files.length },
        });
      }
    }
  },
});

function modulesThatMust(policy: Policy, rule: NamedRule): readonly Module[] {
  const excepted = new Set(rule.exceptFrom.flatMap(side => modulesOf(policy, side)).map(({ id }) => id));
  return modulesOf(policy, rule.from).filter(({ id }) => !excepted.has(id));
}

function filesOfModule({ graph, policy }: WorkspaceContext, module: Module): readonly string[] {
  return graph.files.filter(path => policy.moduleOf(path)?.id === module.id && !policy.isTest(path));
}

function dependsOn({ graph, policy }: WorkspaceContext, path: string, rule: NamedRule, to: string): boolean {
  const side = sideMatcher(policy, to);
  return graph
    .edges(path)
    .some(edge => edge.context !== 'mock' && (rule.kinds?.includes(edge.kind) ?? true) && edgeReaches(side, edge));
}

function kindWords({ kinds }: NamedRule): string {
  return kinds === undefined ? '' : ` (${kinds.join(', ')})`;
}
