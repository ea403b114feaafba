import type { Snapshot } from '../engine.js';
import type { Violations } from '../graph/violations.js';
import type { Step } from './path.js';

/** What the policy says about one step, as a clause of a sentence. */
export interface StepVerdict {
  readonly permitted: boolean;
  /** `permitted: …` or `forbidden (rule): …`. */
  readonly text: string;
}

/** What permits or forbids a step: its findings, else the words of the policy that let it through. */
export function verdictOf(step: Step, snapshot: Snapshot, violations: Violations): StepVerdict | undefined {
  const { policy, graph } = snapshot;
  const fact = graph.facts(step.from)?.imports[step.edge.import];
  const findings = fact ? violations.at(step.from, fact.span, fact.statement) : [];
  const [finding] = findings;
  if (finding) return { permitted: false, text: `forbidden (${finding.rule}): ${finding.message}` };
  if (!policy.declared) return undefined;
  return { permitted: true, text: `permitted: ${permission(step, snapshot)}` };
}

function permission(step: Step, { policy }: Snapshot): string {
  const from = policy.moduleOf(step.from);
  if (step.to.startsWith('external:')) {
    const allow = from?.externalAllow ?? policy.external.allow;
    if (!allow) return 'no allow list for packages applies here';
    return from?.externalAllow ? `external.allow of ${from.id}` : 'external.allow';
  }
  const to = policy.moduleOf(step.to);
  if (!from || !to) return `${from ? step.to : step.from} belongs to no module`;
  if (from.id === to.id) return `both lie in ${from.id}`;
  if (!from.dependsOn) return `${from.id} declares no dependsOn`;
  const entry = from.dependsOn.find(({ to: target }) => {
    if (target.kind === 'any') return true;
    if (target.kind === 'tag') return to.tags.some(tag => matchesTag(target.pattern, tag));
    return target.id === to.id;
  });
  if (entry) return `${JSON.stringify(entry.text)} in dependsOn of ${from.id}`;
  if (to.parent === from.id || from.parent === to.id) return `${from.id} and ${to.id} are parent and child`;
  if (!from.setsDependsOn) return `${from.id} and ${to.id} are of one family`;
  return 'the baseline or an exception covers it; dependsOn does not';
}

/** `tag:a:*` style patterns: `*` stands for one value. */
function matchesTag(pattern: string, tag: string): boolean {
  const wanted = pattern.replace(/^tag:/, '').split('*');
  if (wanted.length === 1) return tag === wanted[0];
  const [head = '', tail = ''] = wanted;
  return tag.length >= head.length + tail.length && tag.startsWith(head) && tag.endsWith(tail);
}
