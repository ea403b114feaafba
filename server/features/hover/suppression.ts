import { ruleNames } from '../../policy/names.js';
import type { View } from '../../project.js';
import type { Place } from '../../projects.js';
import type { HoverText } from '../hover.js';

/** Over a suppression: what the rule that it silences is about. */
export function suppressionHover({ path }: Place, { snapshot }: View, offset: number): HoverText | undefined {
  const suppressions = snapshot.graph.facts(path)?.suppressions ?? [];
  const found = suppressions.find(({ span }) => span.start <= offset && offset <= span.end);
  const rule = ruleNames().find(({ name }) => name === found?.rule);
  if (!found || !rule) return undefined;
  return { markdown: `**${rule.name}** (${rule.detail})\n\n${rule.documentation ?? ''}`, span: found.span };
}
