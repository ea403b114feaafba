import type { FilePath } from '../../files/paths.js';
import type { Expr, TypeIr } from '../../syntax/ir/nodes.js';
import type { Callee, FunctionRef, StaticType } from '../view.js';
import { wellKnownMethods } from './lib-types.js';
import type { Linker, Unit } from './linker.js';
import { membersOf, objectsOf } from './objects.js';
import { versionFor } from './package-versions.js';
import { memberOfType, memberType, ownerOf, typeOfExpr } from './static-types.js';

const unknown: Callee = { kind: 'unknown', why: 'dynamic' };
const notTyped: Callee = { kind: 'unknown', why: 'any' };

/** What calling a value would call. */
export function calleeOf(unit: Unit, fn: number, value: Expr, isNew: boolean, linker: Linker, depth: number): Callee {
  if (depth > 12) return unknown;
  switch (value.kind) {
    case 'function':
      return project(unit.path, value.index);
    case 'cast':
      return calleeOf(unit, fn, value.value, isNew, linker, depth + 1);
    case 'name':
      return calledName(unit, fn, value.name, isNew, linker, depth);
    case 'super': {
      const owner = ownerOf(unit, fn);
      const [, base] = owner < 0 ? [] : linker.lineage(unit.path, owner);
      return base
        ? constructorOf(base.unit.path, base.index, linker)
        : { kind: 'external', package: 'lib', name: 'Object', model: undefined, isTotal: true };
    }
    case 'member':
      return calledMember(unit, fn, value.object, value.property, isNew, linker, depth);
    case 'call': {
      // `f.bind(x)()` and curried calls: only bind is followed.
      if (value.callee.kind === 'member' && value.callee.property === 'bind')
        return calleeOf(unit, fn, value.callee.object, isNew, linker, depth + 1);
      return unknown;
    }
    case 'binary':
      return value.op === '??' || value.op === '||'
        ? calleeOf(unit, fn, value.left, isNew, linker, depth + 1)
        : unknown;
    default:
      return unknown;
  }
}

function project(path: FilePath, index: number): Callee {
  return { kind: 'project', targets: [{ path, index }] };
}

/** Ask the pack about a function of a package, in the version that the file `from` gets. */
export function external(
  packageName: string,
  name: string,
  linker: Linker,
  from?: FilePath,
  isKnownTotal = false,
): Extract<Callee, { kind: 'external' }> {
  const newest = linker.pack.call(packageName, name);
  const version = newest && versionFor(from, packageName, linker);
  const model = version === undefined ? newest : linker.pack.call(packageName, name, version);
  return {
    kind: 'external',
    package: packageName,
    name,
    model,
    isTotal: isKnownTotal || linker.pack.isTotal(packageName, name, version),
  };
}

function calledName(unit: Unit, fn: number, name: string, isNew: boolean, linker: Linker, depth: number): Callee {
  const binding = unit.scopes.lookup(fn, name);
  switch (binding?.kind) {
    case undefined:
      return external('lib', name, linker);
    case 'function':
      return project(unit.path, binding.index);
    case 'class':
      return constructorOf(unit.path, binding.index, linker);
    case 'param': {
      const written = unit.ir.functions[binding.fn]?.params[binding.index]?.type;
      const stated = statedFunction(unit, written, binding.path, isNew, linker, depth);
      if (stated) return stated;
      const isOwn =
        binding.fn === fn && binding.path.length === 0 && !unit.ir.functions[fn]?.params[binding.index]?.isRest;
      return { kind: 'callback', ...(isOwn && { parameter: binding.index }) };
    }
    case 'local':
      if (!binding.value || binding.isReassigned) return unknown;
      return calleeOf(unit, binding.fn, binding.value, isNew, linker, depth + 1);
    case 'import': {
      const found = linker.imported(unit, binding.import, binding.name);
      // `require('got')` is called itself: what its package exports as default.
      if (found.kind === 'package') {
        const name = found.name === '*' ? 'default' : found.name;
        return external(found.package, name, linker, unit.path);
      }
      return found.kind === 'declaration' ? calledDeclaration(found.path, found.name, isNew, linker, depth) : unknown;
    }
    default:
      return unknown;
  }
}

/** `fetcher: typeof fetch` is called as what it is declared to be; `path` leads to it where it was taken out of a parameter. */
function statedFunction(
  unit: Unit,
  type: TypeIr | undefined,
  path: readonly string[],
  isNew: boolean,
  linker: Linker,
  depth: number,
): Callee | undefined {
  let at = type && { unit, type };
  for (const property of path) at = at && memberOfType(at.unit, at.type, property, linker);
  if (at?.type.kind === 'union') {
    const functions = at.type.members.filter(each => each.kind === 'unread');
    if (functions.length === 1) at = { unit: at.unit, type: functions[0]! };
  }
  const name = at?.type.kind === 'unread' ? /^typeof (?:globalThis\.)?([\w$]+)$/.exec(at.type.text)?.[1] : undefined;
  if (at === undefined || name === undefined || depth > 12) return undefined;
  const callee = calledName(at.unit, 0, name, isNew, linker, depth + 1);
  return callee.kind === 'unknown' || callee.kind === 'callback' ? undefined : callee;
}

/** A call of something that a file declares at its top. */
function calledDeclaration(path: FilePath, name: string, isNew: boolean, linker: Linker, depth: number): Callee {
  const unit = linker.unit(path);
  if (!unit) return unknown;
  const binding = unit.scopes.own(0).get(name);
  if (!binding) {
    const named = unit.ir.functions.findIndex(each => each.name === name && each.parent === 0);
    return named >= 0 ? project(path, named) : unknown;
  }
  return calledName(unit, 0, name, isNew, linker, depth + 1);
}

/** What `new` runs: the nearest constructor of the class and its bases. */
export function constructorOf(path: FilePath, index: number, linker: Linker): Callee {
  for (const { unit, index: at } of linker.lineage(path, index)) {
    const maker = unit.ir.classes[at]?.methods.find(method => method.name === 'constructor');
    if (maker) return project(unit.path, maker.index);
  }
  // Only field initializers run, or a base of a package does: nothing that fails is known.
  return { kind: 'external', package: 'lib', name: 'Object', model: undefined, isTotal: true };
}

function calledMember(
  unit: Unit,
  fn: number,
  object: Expr,
  property: string,
  isNew: boolean,
  linker: Linker,
  depth: number,
): Callee {
  if (property === 'call' || property === 'apply') {
    const direct = calleeOf(unit, fn, object, isNew, linker, depth + 1);
    if (direct.kind === 'project') return direct;
  }
  if (object.kind === 'super') {
    const owner = ownerOf(unit, fn);
    for (const { unit: other, index } of owner < 0 ? [] : linker.lineage(unit.path, owner).slice(1)) {
      const method = other.ir.classes[index]?.methods.find(each => each.name === property);
      if (method) return project(other.path, method.index);
    }
    return unknown;
  }
  const known = objectMember(unit, fn, object, property, isNew, linker, depth);
  if (known) return known;
  const type = typeOfExpr(unit, fn, object, linker, depth + 1);
  if (type) return memberCallee(unit, type, property, isNew, linker, depth);
  return wellKnownMethods.has(property) && !isNew
    ? external('lib', `Array.${property}`, linker, unit.path, true)
    : notTyped;
}

/** A member of an object literal that a constant holds or a function returns, here or in another file. */
function objectMember(
  unit: Unit,
  fn: number,
  object: Expr,
  property: string,
  isNew: boolean,
  linker: Linker,
  depth: number,
): Callee | undefined {
  const binding = object.kind === 'name' ? unit.scopes.lookup(fn, object.name) : undefined;
  if (binding?.kind === 'import' && binding.name !== '*') {
    const found = linker.imported(unit, binding.import, binding.name);
    if (found.kind === 'package')
      return external(
        found.package,
        found.name === 'default' || found.name === '*' ? property : `${found.name}.${property}`,
        linker,
        unit.path,
      );
  }
  const members = membersOf(objectsOf(unit, fn, object, linker, depth), property);
  const callees = members.map(({ unit: at, fn: inside, value }) =>
    calledValueOf(at, inside, value, isNew, linker, depth),
  );
  if (callees.length < 2) return callees[0];
  const targets = callees.flatMap(each => (each.kind === 'project' ? each.targets : []));
  return targets.length === callees.length ? { kind: 'project', targets } : unknown;
}

/** What a property holds is called; what a getter gives is not known. */
function calledValueOf(unit: Unit, fn: number, value: Expr, isNew: boolean, linker: Linker, depth: number): Callee {
  const form = value.kind === 'function' ? unit.ir.functions[value.index]?.form : undefined;
  return form === 'getter' || form === 'setter' ? unknown : calleeOf(unit, fn, value, isNew, linker, depth + 1);
}

function memberCallee(
  { path: from }: Unit,
  type: StaticType,
  property: string,
  isNew: boolean,
  linker: Linker,
  depth: number,
): Callee {
  switch (type.kind) {
    case 'class':
    case 'constructor':
      return methodOf(type, property, linker) ?? fieldCallee(type, property, linker, depth);
    case 'declared': {
      const targets = implementations(type.path, type.name, property, linker);
      if (targets.length > 0) return { kind: 'project', targets };
      const unit = linker.unit(type.path);
      const member = unit && memberOfType(unit, { kind: 'ref', name: type.name, args: [] }, property, linker);
      if (!member) return notTyped;
      const stated = statedFunction(member.unit, member.type, [], isNew, linker, depth);
      if (stated) return stated;
      return member.doc ? { kind: 'declared', path: type.path, type: type.name, property } : unknown;
    }
    case 'namespace': {
      if (type.package !== undefined) return external(type.package, property, linker, from);
      const origin = type.path === undefined ? undefined : linker.graph.origin(type.path, property);
      return typeof origin === 'object' ? calledDeclaration(origin.path, origin.name, isNew, linker, depth) : unknown;
    }
    case 'external':
      return external(type.package, `${type.name}.${property}`, linker, from);
    case 'promise':
      return external('lib', `Promise.${property}`, linker);
    case 'list':
      return external('lib', `Array.${property}`, linker);
    case 'written': {
      const unit = linker.unit(type.path);
      const stated = unit && statedFunction(unit, type.type, [property], isNew, linker, depth);
      if (stated) return stated;
      const member = memberType(type, property, linker);
      return member ? unknown : notTyped;
    }
  }
}

function methodOf(
  type: { kind: 'class' | 'constructor'; path: FilePath; index: number },
  property: string,
  linker: Linker,
  withBodyOnly = false,
): Callee | undefined {
  const name = type.kind === 'constructor' ? `static:${property}` : property;
  for (const { unit, index } of linker.lineage(type.path, type.index)) {
    const method = unit.ir.classes[index]?.methods.find(each => each.name === name);
    if (!method) continue;
    const ir = unit.ir.functions[method.index];
    if (ir && !ir.hasBody) {
      // Asked for by the abstract member itself: a class that only inherits it implements nothing.
      if (withBodyOnly) return undefined;
      const cls = unit.ir.classes[index]!;
      const targets = implementations(unit.path, cls.name, property, linker);
      return targets.length > 0 ? { kind: 'project', targets } : project(unit.path, method.index);
    }
    return project(unit.path, method.index);
  }
  return undefined;
}

function fieldCallee(type: StaticType, property: string, linker: Linker, depth: number): Callee {
  if (type.kind !== 'class' && type.kind !== 'constructor') return unknown;
  const field = memberType(type, property, linker, depth + 1);
  const unit = field?.kind === 'written' ? linker.unit(field.path) : undefined;
  const stated = unit && field?.kind === 'written' && statedFunction(unit, field.type, [], false, linker, depth);
  if (stated) return stated;
  if (field?.kind === 'written') return { kind: 'callback' };
  // Inherited from a class of a package, or not declared at all.
  return notTyped;
}

/** The functions of the workspace that implement a member of an interface or class, in classes below abstract ones too. */
export function implementations(
  path: FilePath,
  name: string,
  property: string,
  linker: Linker,
): readonly FunctionRef[] {
  const found = new Map<string, FunctionRef>();
  const seen = new Set<string>();
  const open = [...linker.implementers(path, name)].reverse();
  for (let at = open.pop(); at; at = open.pop()) {
    const key = `${at.path}#${at.index}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const callee = methodOf({ kind: 'class', path: at.path, index: at.index }, property, linker, true);
    if (callee?.kind === 'project')
      for (const target of callee.targets) found.set(`${target.path}#${target.index}`, target);
    const below = callee ? undefined : linker.unit(at.path)?.ir.classes[at.index]?.name;
    if (below !== undefined) open.push(...linker.implementers(at.path, below));
  }
  // What tests put in the place of something real says nothing of the program.
  const real = [...found.values()].filter(target => !doubles.test(target.path));
  return real.length > 0 ? real : [...found.values()];
}

const doubles = /(^|\/)(__mocks__|mocks?|fakes?|stubs?|__tests__)\/|(^|\/)(fake|mock|stub|dummy)[-._A-Z][^/]*$/;
