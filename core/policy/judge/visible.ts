import type { Clause } from '../judge.js';
import type { Module } from '../policy.js';
import { selectsModule } from '../selectors.js';
import { isVisible } from '../visibility.js';
import type { Gate, Passage } from './compiled.js';

/** The module must be visible to the importer, and so must the interface; an interface for tests serves only test code. */
export function visibilityClause({ compiled, importer, isTest }: Passage, gate: Gate): Clause | undefined {
  const { module, interface: asked } = gate;
  const rule = 'arch/interface-not-visible';
  const clause = 'interface-not-visible';
  if (!isVisible(module.visibility, module, importer, compiled.byId)) {
    return {
      clause,
      rule,
      why: reach(module),
      at: module.span,
      data: { target: module.id, visibility: module.visibility },
    };
  }
  if (asked?.visibleTo && !asked.visibleTo.some(selector => selectsModule(selector, importer))) {
    const why = `${gate.text} is visible only to ${listed(asked.visibleTo)}`;
    return { clause, rule, why, at: asked.span, data: { target: gate.text, visibility: asked.visibleTo } };
  }
  const testOnly = asked?.contexts !== undefined && !asked.contexts.includes('production');
  if (testOnly && !isTest) {
    const why = `${gate.text} is for test code only`;
    return { clause, rule, why, at: asked.span, data: { target: gate.text, testOnly: true } };
  }
  return undefined;
}

function reach(module: Module): string {
  if (typeof module.visibility !== 'string') return `${module.id} is visible only to ${listed(module.visibility)}`;
  const parent = module.parent ?? 'nobody';
  if (module.visibility === 'private') return `${module.id} is private to ${parent}`;
  return `${module.id} is visible only to its siblings in ${parent}`;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nobody' : names.join(', ');
}
