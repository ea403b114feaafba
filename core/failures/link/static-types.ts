import type { FilePath } from '../../files/paths.js';
import type { DocIr, Expr, OtherExpr, TypeIr } from '../../syntax/ir/nodes.js';
import type { StaticType } from '../view.js';
import { assignedLater } from './assigned-later.js';
import { handedType, mapOf } from './elements.js';
import type { Linker, Unit } from './linker.js';

/** Chains are followed this far: longer ones are left unknown. */
const DEPTH = 14;

/** The type an expression has by what is written: annotations, `new`, declared returns, models. No inference beyond that. */
export function typeOfExpr(unit: Unit, fn: number, expr: Expr, linker: Linker, depth = 0): StaticType | undefined {
  if (depth > DEPTH) return undefined;
  const of = (each: Expr): StaticType | undefined => typeOfExpr(unit, fn, each, linker, depth + 1);
  switch (expr.kind) {
    case 'name':
      return typeOfName(unit, fn, expr.name, linker, depth);
    case 'this': {
      const owner = ownerOf(unit, fn);
      if (owner < 0) return undefined;
      return { kind: isStatic(unit, fn, owner) ? 'constructor' : 'class', path: unit.path, index: owner };
    }
    case 'cast':
      return typeFromIr(unit, expr.type, linker, depth + 1) ?? of(expr.value);
    case 'await': {
      const type = of(expr.value);
      return type?.kind === 'promise' ? type.of : type;
    }
    case 'member':
      return memberType(of(expr.object), expr.property, linker, depth);
    case 'index': {
      const type = of(expr.object);
      return type?.kind === 'list' ? type.of : undefined;
    }
    case 'call': {
      if (expr.isNew) {
        const made = of(expr.callee);
        if (made?.kind === 'constructor') return { kind: 'class', path: made.path, index: made.index };
        // The class of a package stands for its instances: what `new` gives, unless a model says otherwise.
        if (made?.kind === 'external') return linker.resultType(unit, fn, expr, depth + 1) ?? made;
      }
      return linker.resultType(unit, fn, expr, depth + 1);
    }
    case 'array': {
      const [first] = expr.elements;
      if (first?.kind !== 'spread') return { kind: 'list', of: first && of(first) };
      const spread = of(first.value);
      return { kind: 'list', of: spread?.kind === 'list' ? spread.of : undefined };
    }
    case 'binary':
      return expr.op === '??' || expr.op === '||' ? (of(expr.left) ?? of(expr.right)) : undefined;
    case 'assign':
      return expr.op === '=' ? of(expr.value) : undefined;
    case 'conditional':
      return of(expr.yes) ?? of(expr.no);
    case 'literal':
      return typeof expr.value === 'string'
        ? linker.libType('String')
        : typeof expr.value === 'number'
          ? linker.libType('Number')
          : undefined;
    case 'template':
      return linker.libType('String');
    case 'regex':
      return linker.libType('RegExp');
    case 'other': {
      const space = dynamicImport(unit, expr, linker);
      return space && { kind: 'promise', of: space };
    }
    default:
      return undefined;
  }
}

/** The module that `import('./a.js')` loads. */
function dynamicImport(unit: Unit, { start, end, parts }: OtherExpr, linker: Linker): StaticType | undefined {
  if (parts.length === 0) return undefined;
  const site = unit.facts.imports.findIndex(
    each => each.form === 'dynamic-import' && each.span.start >= start && each.span.end <= end,
  );
  return site < 0 ? undefined : linker.importedType(unit, site, '*');
}

/** `typeof import('./a.js')`. */
function importedModule(unit: Unit, text: string, linker: Linker): StaticType | undefined {
  const specifier = /^typeof import\(\s*(['"])(.+)\1\s*\)$/.exec(text)?.[2];
  const site = specifier === undefined ? -1 : unit.facts.imports.findIndex(each => each.specifier === specifier);
  return site < 0 ? undefined : linker.importedType(unit, site, '*');
}

/** The class whose member a function is, or stands in as an arrow function; -1 for none. */
export function ownerOf(unit: Unit, fn: number): number {
  let at = fn;
  while (at >= 0) {
    const ir = unit.ir.functions[at];
    if (!ir) return -1;
    if (ir.owner >= 0) return ir.owner;
    if (ir.form !== 'arrow') return -1;
    at = ir.parent;
  }
  return -1;
}

/** Whether `this` is the class itself. */
function isStatic(unit: Unit, fn: number, owner: number): boolean {
  let at = fn;
  while (unit.ir.functions[at]?.owner !== owner) at = unit.ir.functions[at]?.parent ?? -1;
  return unit.ir.classes[owner]?.methods.some(({ name, index }) => index === at && name.startsWith('static:')) === true;
}

function typeOfName(unit: Unit, fn: number, name: string, linker: Linker, depth: number): StaticType | undefined {
  const binding = unit.scopes.lookup(fn, name);
  const made = (value: Expr | undefined): StaticType | undefined =>
    value && typeOfExpr(unit, fn, value, linker, depth + 1);
  switch (binding?.kind) {
    case undefined:
      return linker.globalType(name);
    case 'param': {
      if (binding.type) return typeFromIr(unit, binding.type, linker, depth + 1);
      const param = unit.ir.functions[binding.fn]?.params[binding.index];
      let type = param?.type && typeFromIr(unit, param.type, linker, depth + 1);
      for (const property of binding.path) type = memberType(type, property, linker, depth + 1);
      if (!param?.type) {
        type = handedType(unit, binding.fn, binding.index, linker, depth + 1);
        for (const property of binding.path) type = memberType(type, property, linker, depth + 1);
      }
      return (
        type ??
        (param?.fallback && binding.path.length === 0
          ? typeOfExpr(unit, binding.fn, param.fallback, linker, depth + 1)
          : undefined)
      );
    }
    case 'local':
      if (binding.type) return typeFromIr(unit, binding.type, linker, depth + 1);
      if (binding.value) return typeOfExpr(unit, binding.fn, binding.value, linker, depth + 1);
      return made(assignedLater(unit, name, binding));
    case 'each': {
      let type = typeOfExpr(unit, binding.fn, binding.over, linker, depth + 1);
      type = type?.kind === 'list' ? type.of : undefined;
      for (const property of binding.path) type = memberType(type, property, linker, depth + 1);
      return type;
    }
    case 'class':
      return { kind: 'constructor', path: unit.path, index: binding.index };
    case 'import':
      return linker.importedType(unit, binding.import, binding.name);
    default:
      return undefined;
  }
}

/** The type of a member of a value. */
export function memberType(
  type: StaticType | undefined,
  property: string,
  linker: Linker,
  depth = 0,
): StaticType | undefined {
  if (!type || depth > DEPTH) return undefined;
  switch (type.kind) {
    case 'class':
    case 'constructor':
      return fieldType(type, property, linker, depth);
    case 'declared': {
      const unit = linker.unit(type.path);
      const member = unit && memberOfType(unit, type.type, property, linker, depth);
      return member ? typeFromIr(member.unit, member.type, linker, depth + 1) : undefined;
    }
    case 'namespace':
      return type.path !== undefined
        ? linker.exportedType(type.path, property)
        : type.package === undefined
          ? undefined
          : linker.packageType(type.package, property);
    case 'written': {
      const unit = linker.unit(type.path);
      const member = unit && memberOfType(unit, type.type, property, linker, depth);
      return member ? typeFromIr(member.unit, member.type, linker, depth + 1) : undefined;
    }
    case 'external':
      return linker.packageType(type.package, `${type.name}.${property}`);
    default:
      return undefined;
  }
}

function fieldType(
  type: { kind: 'class' | 'constructor'; path: FilePath; index: number },
  property: string,
  linker: Linker,
  depth: number,
): StaticType | undefined {
  for (const { unit, index } of linker.lineage(type.path, type.index)) {
    const cls = unit.ir.classes[index];
    if (!cls) return undefined;
    const isStatic = type.kind === 'constructor';
    const field = cls.fields.find(each => each.name === property && each.isStatic === isStatic);
    if (field?.type) return typeFromIr(unit, field.type, linker, depth + 1);
    if (field?.value) return typeOfExpr(unit, 0, field.value, linker, depth + 1);
    const maker = cls.methods.find(method => method.name === 'constructor');
    const made = maker && unit.ir.functions[maker.index];
    const param = made?.params.find(
      each => each.isField && each.target.kind === 'name' && each.target.name === property,
    );
    if (param?.type) return typeFromIr(unit, param.type, linker, depth + 1);
    const getter = cls.methods.find(method => method.name === `${isStatic ? 'static:' : ''}get:${property}`);
    const returns = getter && unit.ir.functions[getter.index]?.returns;
    if (returns) return typeFromIr(unit, returns, linker, depth + 1);
    // `this.db = db` in the constructor.
    for (const stmt of made?.body ?? []) {
      if (stmt.kind !== 'expression' || stmt.value.kind !== 'assign') continue;
      const { target, value } = stmt.value;
      if (target.kind === 'member' && target.object.kind === 'this' && target.property === property && maker)
        return typeOfExpr(unit, maker.index, value, linker, depth + 1);
    }
  }
  return undefined;
}

/** A member of a written type, through aliases and `extends`. */
export function memberOfType(
  unit: Unit,
  type: TypeIr,
  property: string,
  linker: Linker,
  depth = 0,
): { readonly unit: Unit; readonly type: TypeIr; readonly doc: DocIr | undefined } | undefined {
  if (depth > DEPTH) return undefined;
  switch (type.kind) {
    case 'shape': {
      const member = type.properties.find(each => each.name === property);
      return member && { unit, type: member.type, doc: member.doc };
    }
    case 'intersection':
      for (const each of type.members) {
        const found = memberOfType(unit, each, property, linker, depth + 1);
        if (found) return found;
      }
      return undefined;
    case 'union': {
      const rest = type.members.filter(each => !isNothing(each));
      return rest.length === 1 ? memberOfType(unit, rest[0]!, property, linker, depth + 1) : undefined;
    }
    case 'ref': {
      const declared = linker.declaredType(unit, type.name);
      if (!declared) return undefined;
      const own = memberOfType(declared.unit, declared.type, property, linker, depth + 1);
      if (own) return own;
      for (const base of declared.extends) {
        const found = memberOfType(declared.unit, base, property, linker, depth + 1);
        if (found) return found;
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

/** What a written type is. `T | null` and `T | undefined` are `T`. */
export function typeFromIr(unit: Unit, type: TypeIr, linker: Linker, depth = 0): StaticType | undefined {
  if (depth > DEPTH) return undefined;
  switch (type.kind) {
    case 'ref': {
      const [first] = type.args;
      if (type.name === 'Promise' || type.name === 'PromiseLike')
        return { kind: 'promise', of: first && typeFromIr(unit, first, linker, depth + 1) };
      if (
        type.name === 'Array' ||
        type.name === 'ReadonlyArray' ||
        type.name === 'Set' ||
        type.name === 'AsyncIterable' ||
        type.name === 'Iterable'
      )
        return { kind: 'list', of: first && typeFromIr(unit, first, linker, depth + 1) };
      if (/^(Map|ReadonlyMap|WeakMap)$/.test(type.name)) {
        const map = mapOf(unit, type.args, linker, depth);
        if (map) return map;
      }
      if (
        (type.name === 'Readonly' ||
          type.name === 'Partial' ||
          type.name === 'Required' ||
          type.name === 'NonNullable') &&
        first
      )
        return typeFromIr(unit, first, linker, depth + 1);
      return linker.namedType(unit, type.name, depth + 1) ?? { kind: 'written', type, path: unit.path };
    }
    case 'list':
      return { kind: 'list', of: typeFromIr(unit, type.element, linker, depth + 1) };
    case 'union': {
      const rest = type.members.filter(each => !isNothing(each));
      return rest.length === 1
        ? typeFromIr(unit, rest[0]!, linker, depth + 1)
        : { kind: 'written', type, path: unit.path };
    }
    case 'shape':
    case 'intersection':
    case 'callable':
      return { kind: 'written', type, path: unit.path };
    case 'unread':
      return importedModule(unit, type.text, linker);
    default:
      return undefined;
  }
}

/** `null`, `undefined` and `void`. */
export function isNothing(type: TypeIr): boolean {
  return (
    (type.kind === 'literal' && type.value === null) ||
    (type.kind === 'ref' && (type.name === 'undefined' || type.name === 'void' || type.name === 'null'))
  );
}
