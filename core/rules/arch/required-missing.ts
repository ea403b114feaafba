import type { FilePath } from '../../files/paths.js';
import type { NamedRule } from '../../policy/policy.js';
import { selectsFamily, selectsModule } from '../../policy/selectors.js';
import { defineRule, type WorkspaceContext } from '../rule.js';
import { counted, listOf, message, sentence } from '../wording.js';
import { edgeReaches, selectsFile, sideOf } from './sides.js';

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
      for (const { name, files } of unitsOf(context, rule)) {
        if (files.length === 0 || files.some(path => dependsOn(context, path, rule, rule.to!))) continue;
        report({
          path: policy.path,
          span: rule.span,
          message: message(
            `${name} must depend on ${rule.to}${rule.kinds === undefined ? '' : ` (${listOf(rule.kinds)})`}, and none of its ${counted(files.length, 'file')} does (rule ${rule.id}).`,
            rule.because && sentence(rule.because),
            `Import from ${rule.to} where ${name} needs it, or drop the rule.`,
          ),
          symbol: name,
          site: rule.id,
          ...(rule.severity === undefined ? {} : { severity: rule.severity }),
          data: { id: rule.id, from: name, to: rule.to, files: files.length },
        });
      }
    }
  },
});

interface Unit {
  readonly name: string;
  readonly files: readonly FilePath[];
}

/** What must depend: each module that `from` names, with those nested in it; for a glob all its files together. */
function unitsOf({ graph, policy }: WorkspaceContext, rule: NamedRule): readonly Unit[] {
  const candidates = graph.files.filter(
    path =>
      selectsFile(policy, rule.from, path) &&
      !policy.isTest(path) &&
      !rule.exceptFrom.some(side => selectsFile(policy, side, path)),
  );
  const modules = policy.modules.filter(module => selectsModule(rule.from, module));
  if (modules.length === 0) return [{ name: rule.from, files: candidates }];
  const byId = (id: string) => policy.module(id);
  return modules.map(({ id }) => ({
    name: id,
    files: candidates.filter(path => {
      const module = policy.moduleOf(path);
      return module !== undefined && selectsFamily(id, module, byId);
    }),
  }));
}

function dependsOn({ graph, policy }: WorkspaceContext, path: FilePath, rule: NamedRule, to: string): boolean {
  const side = sideOf(policy, to);
  return graph
    .edges(path)
    .some(
      edge =>
        edge.context === 'production' && (rule.kinds?.includes(edge.kind) ?? true) && edgeReaches(policy, side, edge),
    );
}
