import { type Module, rules } from '../../core/index.js';
import type { HoverText } from '../features/hover.js';
import type { View } from '../project.js';
import type { Place } from '../projects.js';
import { readPolicyText, stringAt } from './document.js';
import { isLayerDeclaration, moduleIn, roleAt } from './roles.js';
import { describedAt } from './schema.js';

/** In the policy: what a module is and has, what a rule is about, what a layer holds, what a key means. */
export function policyHover({ path }: Place, view: View, offset: number): HoverText | undefined {
  const { policy } = view.snapshot;
  if (path !== policy.path) return undefined;
  const found = stringAt(readPolicyText(policy.text), offset);
  if (!found) return undefined;
  const role = roleAt(found.path, found.isKey);
  const id = moduleIn(found.value, candidate => policy.module(candidate) !== undefined);
  const module = id === undefined ? undefined : policy.module(id);
  const isModule = role === 'module' || role === 'selector' || role === 'declares-module';
  const text =
    isModule && module
      ? moduleText(view, module)
      : role === 'rule'
        ? ruleText(found.value)
        : role === 'layer' || isLayerDeclaration(found)
          ? layerText(view, found.value)
          : found.isKey
            ? describedAt(found.path)
            : undefined;
  return text === undefined ? undefined : { markdown: text, span: found.span };
}

function moduleText({ snapshot }: View, module: Module): string {
  const { policy, graph } = snapshot;
  const count = graph.files.filter(file => policy.moduleOf(file)?.id === module.id).length;
  const users = policy.modules.filter(({ dependsOn }) =>
    dependsOn?.some(({ to }) => (to.kind === 'module' || to.kind === 'interface') && to.id === module.id),
  );
  const list = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ');
  return [
    `**${module.id}**: ${module.paths.join(', ')} (${count} ${count === 1 ? 'file' : 'files'})`,
    ...(module.layers.size > 0 ? [`layer ${[...module.layers.values()].join(', ')}`] : []),
    ...(module.tags.length > 0 ? [`tags ${list(module.tags)}`] : []),
    ...(module.owner === undefined ? [] : [`owner ${module.owner}`]),
    module.dependsOn
      ? `may import ${module.dependsOn.length > 0 ? list(module.dependsOn.map(({ text }) => text)) : 'no other module'}`
      : 'declares no dependsOn',
    ...(users.length > 0 ? [`named in dependsOn of ${list(users.map(({ id }) => id))}`] : []),
    ...(module.because === undefined ? [] : [module.because]),
  ].join('\n\n');
}

function ruleText(id: string): string | undefined {
  const rule = rules.find(candidate => candidate.id === id);
  if (!rule) return undefined;
  return [`**${rule.id}** (${rule.severity} unless set otherwise)`, rule.summary].join('\n\n');
}

function layerText({ snapshot }: View, name: string): string | undefined {
  const set = snapshot.policy.layers.find(({ order }) => order.includes(name));
  if (!set) return undefined;
  const members = snapshot.policy.modules.filter(({ layers }) => layers.get(set.name) === name);
  return [
    `layer **${name}** of ${set.name} (${set.layering}): ${set.order.join(' › ')}`,
    members.length > 0 ? `holds ${members.map(({ id }) => `\`${id}\``).join(', ')}` : 'holds no module',
  ].join('\n\n');
}
