import type { DocIr, TypeIr } from '../../syntax/ir/nodes.js';
import { type FailureClass, failureClasses } from '../classes.js';
import type { FailureMode } from '../contract.js';
import type { Linker, Unit } from '../link/linker.js';
import { memberOfType } from '../link/static-types.js';
import type { ClassMap } from './errors.js';
import { builtinErrors, classByName } from './lexicon.js';
import { mode, modesOf } from './modes.js';

/** Modes that the documentation of a function declares: `@throws`, `@exception`, `@rejects` (§4.6 of the contract design). */
export function declaredModes(unit: Unit, index: number, linker: Linker, classes: ClassMap): readonly FailureMode[] {
  const fn = unit.ir.functions[index];
  if (!fn?.doc) return [];
  // A declaration without a body cannot say `async`: its type does.
  const isAsync = fn.isAsync || (!fn.hasBody && fn.returns?.kind === 'ref' && fn.returns.name === 'Promise');
  return [...modesOf(readTags(fn.doc, unit, isAsync, linker, classes)).values()];
}

/**
 * What the members declare that a method implements or overrides: of interfaces, of their bases and of base classes, the
 * nearest that declares anything.
 */
export function inheritedModes(unit: Unit, index: number, linker: Linker, classes: ClassMap): readonly FailureMode[] {
  const fn = unit.ir.functions[index];
  if (!fn || fn.owner < 0 || fn.form === 'constructor') return [];
  const member = fn.name.slice(fn.name.lastIndexOf('.') + 1);
  for (const { unit: at, index: owner } of linker.lineage(unit.path, fn.owner)) {
    const cls = at.ir.classes[owner];
    if (!cls) continue;
    const isOwn = at === unit && owner === fn.owner;
    const overridden = isOwn ? undefined : cls.methods.find(each => each.name === member);
    const base = overridden && declaredModes(at, overridden.index, linker, classes);
    if (base && base.length > 0) return base;
    for (const type of cls.implements) {
      const found = documentedMember(at, type, member, linker);
      if (!found) continue;
      const modes = [
        ...modesOf(readTags(found.doc, found.unit, fn.isAsync || found.isAsync, linker, classes)).values(),
      ];
      if (modes.length > 0) return modes;
    }
  }
  return [];
}

/** The documentation of a member of an interface, and whether it gives a promise. */
export function documentedMember(
  unit: Unit,
  type: TypeIr,
  property: string,
  linker: Linker,
): { readonly unit: Unit; readonly doc: DocIr; readonly isAsync: boolean } | undefined {
  const found = memberOfType(unit, type, property, linker);
  if (!found?.doc) return undefined;
  const returns = found.type.kind === 'callable' ? found.type.returns : found.type;
  return { unit: found.unit, doc: found.doc, isAsync: returns.kind === 'ref' && returns.name === 'Promise' };
}

/** What the documentation of such a member declares. */
export function memberModes(
  unit: Unit,
  type: TypeIr,
  property: string,
  linker: Linker,
  classes: ClassMap,
): readonly FailureMode[] {
  const found = documentedMember(unit, type, property, linker);
  return found ? [...modesOf(readTags(found.doc, found.unit, found.isAsync, linker, classes)).values()] : [];
}

function readTags(doc: DocIr, unit: Unit, isAsync: boolean, linker: Linker, classes: ClassMap): FailureMode[] {
  const found: FailureMode[] = [];
  for (const { name, type, text } of doc.tags) {
    if (name !== 'throws' && name !== 'exception' && name !== 'rejects' && name !== 'throw') continue;
    const promised = /^Promise<(.*)>$/s.exec(type.trim());
    const channel = isAsync || promised || name === 'rejects' ? 'reject' : 'throw';
    const written = (promised?.[1] ?? type).trim();
    for (const each of written === '' ? [''] : written.split('|'))
      found.push(declaredMode(each.trim(), text, channel, doc, unit, linker, classes));
  }
  return found;
}

/** The name that the policy gives a class to: that of the type, else of the nearest base. */
function lineageName(name: string, found: ReturnType<Linker['namedType']>, linker: Linker, classes: ClassMap): string {
  if (classes.size === 0 || classes.has(name) || found?.kind !== 'class') return name;
  for (const { unit, index } of linker.lineage(found.path, found.index)) {
    const own = unit.ir.classes[index]?.name ?? '';
    if (classes.has(own)) return own;
  }
  return name;
}

function declaredMode(
  type: string,
  text: string,
  channel: 'throw' | 'reject',
  doc: DocIr,
  unit: Unit,
  linker: Linker,
  classes: ClassMap,
): FailureMode {
  const bracketed = /^-?\s*\[([a-z]+)\]/.exec(text)?.[1];
  // `@throws NotFoundError when …` names its class without braces.
  const bare = type === '' ? /^-?\s*([A-Z]\w*(?:Error|Exception))\b/.exec(text)?.[1] : undefined;
  const name = type || bare || '';
  const found = name === '' ? undefined : linker.namedType(unit, name);
  const failure = (failureClasses as readonly string[]).includes(bracketed ?? '')
    ? (bracketed as FailureClass)
    : (classes.get(lineageName(name, found, linker, classes)) ?? builtinErrors[name] ?? classByName(name));
  return mode({
    class: failure,
    channel,
    type: name,
    typeSymbol:
      found?.kind === 'class' ? `${found.path}#${linker.unit(found.path)?.ir.classes[found.index]?.name}` : undefined,
    confidence: 'declared',
    when: text === '' ? undefined : text,
    origins: [
      { path: unit.path, start: doc.start, end: doc.end, kind: 'declared', text: `@throws ${name}`.trim(), via: [] },
    ],
  });
}
