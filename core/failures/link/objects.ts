import type { Expr, MemberExpr, ObjectExpr } from '../../syntax/ir/nodes.js';
import type { FunctionRef } from '../view.js';
import { eachStmt } from '../walk.js';
import type { Linker, Unit } from './linker.js';
import { ownerOf, typeOfExpr } from './static-types.js';

/** An object literal with the function that it stands in. */
interface PlacedObject {
  readonly unit: Unit;
  readonly fn: number;
  readonly object: ObjectExpr;
}

const DEPTH = 6;
const OBJECTS = 4;

/** The object literals that an expression may be: constants here and in other files, what they hold, what functions return. */
export function objectsOf(unit: Unit, fn: number, expr: Expr, linker: Linker, depth = 0): readonly PlacedObject[] {
  if (depth > DEPTH) return [];
  switch (expr.kind) {
    case 'object':
      return [{ unit, fn, object: expr }];
    case 'cast':
    case 'await':
      return objectsOf(unit, fn, expr.value, linker, depth + 1);
    case 'name':
      return namedObjects(unit, fn, expr.name, linker, depth);
    case 'member':
      return behind(unit, fn, expr.object, expr.property, linker, depth);
    case 'index':
      return expr.index.kind === 'literal'
        ? behind(unit, fn, expr.object, String(expr.index.value), linker, depth)
        : [];
    case 'call': {
      if (expr.isNew) return [];
      const callee = linker.calledBy(unit, fn, expr.callee, false, depth + 2);
      if (callee.kind !== 'project') return [];
      return callee.targets.flatMap(({ path, index }) => {
        const other = linker.unit(path);
        return other ? returnedBy(other, index, linker, depth + 1) : [];
      });
    }
    default:
      return [];
  }
}

/** The objects that a member of an object is, or that its getter gives. */
function behind(
  unit: Unit,
  fn: number,
  object: Expr,
  property: string,
  linker: Linker,
  depth: number,
): readonly PlacedObject[] {
  const space = object.kind === 'name' ? typeOfExpr(unit, fn, object, linker, depth) : undefined;
  if (space?.kind === 'namespace') {
    const origin = space.path === undefined ? undefined : linker.graph.origin(space.path, property);
    const other = typeof origin === 'object' ? linker.unit(origin.path) : undefined;
    return other && typeof origin === 'object' ? namedObjects(other, 0, origin.name, linker, depth + 1) : [];
  }
  return membersOf(objectsOf(unit, fn, object, linker, depth + 1), property).flatMap(
    ({ unit: at, fn: inside, value }) => {
      if (value.kind !== 'function') return objectsOf(at, inside, value, linker, depth + 1);
      return at.ir.functions[value.index]?.form === 'getter' ? returnedBy(at, value.index, linker, depth + 1) : [];
    },
  );
}

/** What objects hold under a name, each with where it stands. */
export function membersOf(
  objects: readonly PlacedObject[],
  property: string,
): readonly { readonly unit: Unit; readonly fn: number; readonly value: Expr }[] {
  return objects.flatMap(({ unit, fn, object }) =>
    object.properties.filter(each => each.name === property).map(({ value }) => ({ unit, fn, value })),
  );
}

function namedObjects(unit: Unit, fn: number, name: string, linker: Linker, depth: number): readonly PlacedObject[] {
  const binding = unit.scopes.lookup(fn, name);
  if (binding?.kind === 'local')
    return binding.value && !binding.isReassigned ? objectsOf(unit, binding.fn, binding.value, linker, depth + 1) : [];
  if (binding?.kind !== 'import' || binding.name === '*') return [];
  const found = linker.imported(unit, binding.import, binding.name);
  const other = found.kind === 'declaration' ? linker.unit(found.path) : undefined;
  return other && found.kind === 'declaration' ? namedObjects(other, 0, found.name, linker, depth + 1) : [];
}

function returnedBy(unit: Unit, fn: number, linker: Linker, depth: number): readonly PlacedObject[] {
  const found: PlacedObject[] = [];
  eachStmt(unit.ir.functions[fn]?.body ?? [], stmt => {
    if (stmt.kind === 'return' && stmt.value && found.length < OBJECTS)
      found.push(...objectsOf(unit, fn, stmt.value, linker, depth + 1));
  });
  return found;
}

/** The accessors that reading and writing a member run. */
export interface Accessors {
  readonly getter: readonly FunctionRef[];
  readonly setter: readonly FunctionRef[];
}

const noAccessors: Accessors = { getter: [], setter: [] };

/** The accessors that a member of an expression has. */
export function accessorsOf(unit: Unit, fn: number, member: MemberExpr, linker: Linker): Accessors {
  if (!linker.hasAccessor(member.property)) return noAccessors;
  const kept = linker.kept?.(unit.path)?.accessors;
  const found = kept?.get(member) ?? findAccessors(unit, fn, member, linker);
  kept?.set(member, found);
  return found;
}

function findAccessors(unit: Unit, fn: number, { object, property }: MemberExpr, linker: Linker): Accessors {
  const held = membersOf(objectsOf(unit, fn, object, linker), property);
  const inObjects = (form: 'getter' | 'setter') =>
    held.flatMap(({ unit: at, value }) =>
      value.kind === 'function' && at.ir.functions[value.index]?.form === form
        ? [{ path: at.path, index: value.index }]
        : [],
    );
  const [getter, setter] = [inObjects('getter'), inObjects('setter')];
  if (getter.length > 0 && setter.length > 0) return { getter, setter };
  const inClasses = accessorsOfClass(unit, fn, object, property, linker);
  return {
    getter: getter.length > 0 ? getter : inClasses.getter,
    setter: setter.length > 0 ? setter : inClasses.setter,
  };
}

function accessorsOfClass(unit: Unit, fn: number, object: Expr, property: string, linker: Linker): Accessors {
  const owner = object.kind === 'super' ? ownerOf(unit, fn) : -1;
  const type =
    owner >= 0 ? ({ kind: 'class', path: unit.path, index: owner } as const) : typeOfExpr(unit, fn, object, linker);
  if (type?.kind !== 'class' && type?.kind !== 'constructor') return noAccessors;
  const lineage = linker.lineage(type.path, type.index).slice(owner >= 0 ? 1 : 0);
  const nearest = (form: 'get' | 'set'): readonly FunctionRef[] => {
    const name = `${type.kind === 'constructor' ? 'static:' : ''}${form}:${property}`;
    for (const { unit: at, index } of lineage) {
      const method = at.ir.classes[index]?.methods.find(each => each.name === name);
      if (method) return [{ path: at.path, index: method.index }];
    }
    return [];
  };
  return { getter: nearest('get'), setter: nearest('set') };
}
