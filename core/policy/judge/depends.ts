import type { Constraint, Module, Permission } from '../policy.js';
import { hasTag, selectsModule, splitInterface, tagPattern } from '../selectors.js';
import { wildcardValue } from '../wildcard.js';
import type { Gate, GateVerdict, Passage } from './compiled.js';

/**
 * `dependsOn` and the constraints. Relatives in line need no `dependsOn`; other members of one family need it only where
 * the importer sets it itself. A module without any `dependsOn` may depend on what a constraint that applies permits, and
 * on nothing else. Constraints count everywhere.
 */
export function dependencyClause(passage: Passage, gate: Gate): GateVerdict {
  const { compiled, importer, kind } = passage;
  const relation = compiled.relation(importer, gate.module);
  const applying = compiled.policy.constraints.filter(each => applies(each, importer, gate));
  const broken = applying.find(each => !satisfies(each, importer, gate));
  const needed = relation === 'unrelated' || (relation === 'family' && importer.setsDependsOn);
  const permitting = (importer.dependsOn ?? []).filter(
    each => reaches(each, gate) && (each.kinds?.includes(kind) ?? true),
  );
  const writer = writerOf(passage);
  const used = permitting.map(each => `${writer}\u0000${each.text}`);
  const base = { clause: 'dependency-not-allowed', rule: 'arch/dependency-not-allowed' } as const;
  if (broken) {
    const why = `${broken.from} may depend on ${broken.to} only where ${allowed(broken)}`;
    const because = broken.because === undefined ? {} : { because: broken.because };
    return { clauses: [{ ...base, why, ...because, at: broken.span, data: { constraint: broken.from } }], used };
  }
  const permitted = importer.dependsOn ? permitting.length > 0 : applying.length > 0;
  if (!needed || permitted) return { clauses: [], used };
  const limited = (importer.dependsOn ?? []).find(each => reaches(each, gate));
  const data = { target: gate.text, dependsOn: (importer.dependsOn ?? []).map(each => each.text) };
  if (limited) {
    const why = `${importer.id} may use ${gate.text} only by imports of kind ${limited.kinds?.join(', ')}`;
    return { clauses: [{ ...base, why, at: limited.span, data: { ...data, kinds: limited.kinds } }], used };
  }
  return { clauses: [{ ...base, why: reason(importer, gate), at: importer.span, data }], used };
}

/** The module that wrote the `dependsOn` in force: the importer or the next one around it. */
function writerOf({ compiled, importer }: Passage): string {
  let current: Module | undefined = importer;
  while (current && !current.setsDependsOn) {
    current = current.parent === undefined ? undefined : compiled.byId(current.parent);
  }
  return (current ?? importer).id;
}

/** A bare module covers its entry points; an interface has to be named; `*` covers both. */
function reaches({ to }: Permission, { module, interface: asked }: Gate): boolean {
  switch (to.kind) {
    case 'any':
      return true;
    case 'tag':
      return asked === undefined && hasTag(module, to.pattern);
    case 'module':
      return asked === undefined && to.id === module.id;
    case 'interface':
      return to.id === module.id && to.interface === asked?.name;
  }
}

function reason(importer: Module, gate: Gate): string {
  if (!importer.dependsOn) return `${importer.id} declares no dependsOn, so it may depend on nothing outside itself`;
  if (importer.dependsOn.length === 0) return `${importer.id} may depend on nothing`;
  const texts = importer.dependsOn.map(each => each.text).join(', ');
  return `${importer.id} may depend only on ${texts}, which does not include ${gate.text}`;
}

function applies(constraint: Constraint, importer: Module, gate: Gate): boolean {
  return selectsModule(constraint.from, importer) && selectsModule(constraint.to, gate.module);
}

function satisfies(constraint: Constraint, importer: Module, gate: Gate): boolean {
  if (constraint.except.some(selector => selectsGate(selector, gate))) return true;
  if (constraint.allow !== 'sameValue') return constraint.allow.some(selector => selectsGate(selector, gate));
  const own = values(constraint.from, importer);
  return values(constraint.to, gate.module).some(value => own.includes(value));
}

function selectsGate(selector: string, gate: Gate): boolean {
  const { id, interface: name } = splitInterface(selector);
  if (tagPattern(selector) === undefined && name !== undefined)
    return id === gate.module.id && name === gate.interface?.name;
  return selectsModule(selector, gate.module);
}

/** What the `*` of a tag pattern stands for in the tags of a module. */
function values(selector: string, module: Module): string[] {
  const pattern = tagPattern(selector);
  if (pattern === undefined) return [wildcardValue(selector, module.id) ?? ''];
  return module.tags.flatMap(tag => wildcardValue(pattern, tag) ?? []);
}

function allowed({ allow, except }: Constraint): string {
  const main = allow === 'sameValue' ? 'both have the same value' : `the target is ${allow.join(' or ') || 'nothing'}`;
  return except.length === 0 ? main : `${main} (${except.join(', ')} excepted)`;
}
