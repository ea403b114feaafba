import type { FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import type { SourceGraph } from '../../graph/source-graph.js';
import type { FileFacts } from '../../syntax/facts.js';
import type { CallExpr, ClassIr, Expr, FileIr, FunctionIr, MemberExpr, Place, TypeIr } from '../../syntax/ir/nodes.js';
import type { ModelPack } from '../model-pack/pack.js';
import type { Callee, StaticType } from '../view.js';
import { eachStmt } from '../walk.js';
import { calleeOf } from './callees.js';
import { collectionResult } from './elements.js';
import { keywordTypes, libClasses, libResult } from './lib-types.js';
import type { Accessors } from './objects.js';
import { versionFor } from './package-versions.js';
import type { Scopes } from './scopes.js';
import { typeFromIr, typeOfExpr } from './static-types.js';
import { type TypedCallee, type TypedValue, typedCallee } from './typed.js';

/** A file with its IR decoded. */
export interface Unit {
  readonly path: FilePath;
  readonly facts: FileFacts;
  readonly ir: FileIr;
  readonly edges: readonly Edge[];
  readonly scopes: Scopes;
}

/** What its calls call and which accessors its members run. */
export interface KeptLinks {
  readonly callees: Map<CallExpr, Callee>;
  readonly accessors: Map<MemberExpr, Accessors>;
}

/** Where the linker reads: everything asked of other files goes through here, so that it can be noted. */
export interface LinkSource {
  readonly graph: SourceGraph;
  readonly pack: ModelPack;
  unit(path: FilePath): Unit | undefined;
  /** Classes that implement an interface or extend a class, by its declaration. */
  implementers(path: FilePath, name: string): readonly { readonly path: FilePath; readonly index: number }[];
  /** Whether some class or object of the workspace has a getter or setter of that name. */
  hasAccessor(name: string): boolean;
  /** What was found of a file before and holds as long as its links do: the linker adds to them. */
  kept?(path: FilePath): KeptLinks | undefined;
  /** The version of a package that a file gets; without one nothing is known of versions. */
  version?(from: FilePath, packageName: string): string | undefined;
  /** What a type checker says of a callee expression that declarations do not tell; without one nothing is said. */
  typed?(path: FilePath, callee: Place): TypedCallee | undefined;
  /** What it says of the type of an expression of which that was asked; without one nothing is said. */
  typedValue?(path: FilePath, value: Place): TypedValue | undefined;
}

/** A declared interface, alias or enum with the file it stands in. */
export interface DeclaredType {
  readonly unit: Unit;
  readonly name: string;
  readonly form: 'interface' | 'alias' | 'enum';
  readonly type: TypeIr;
  readonly extends: readonly TypeIr[];
}

/** What a name of another module turns out to be. */
export type Imported =
  | { readonly kind: 'declaration'; readonly path: FilePath; readonly name: string }
  | { readonly kind: 'package'; readonly package: string; readonly name: string }
  | { readonly kind: 'unknown' };

/** Answers what names, types and callees are, from declarations alone. */
export interface Linker extends LinkSource {
  imported(unit: Unit, importIndex: number, name: string): Imported;
  importedType(unit: Unit, importIndex: number, name: string): StaticType | undefined;
  exportedType(path: FilePath, name: string): StaticType | undefined;
  /** The type that a name stands for in type position. */
  namedType(unit: Unit, name: string, depth?: number): StaticType | undefined;
  declaredType(unit: Unit, name: string): DeclaredType | undefined;
  /** A type of a package, in the version that a file gets. */
  packageType(packageName: string, name: string, from?: FilePath): StaticType | undefined;
  libType(name: string): StaticType;
  globalType(name: string): StaticType | undefined;
  resultType(unit: Unit, fn: number, call: CallExpr, depth: number): StaticType | undefined;
  typeOf(unit: Unit, fn: number, expr: Expr, depth: number): StaticType | undefined;
  writtenType(unit: Unit, type: TypeIr, depth: number): StaticType | undefined;
  callee(unit: Unit, fn: number, call: CallExpr): Callee;
  calledBy(unit: Unit, fn: number, value: Expr, isNew: boolean, depth?: number): Callee;
  /** A class and its bases in the workspace, nearest first. */
  lineage(path: FilePath, index: number): readonly { readonly unit: Unit; readonly index: number }[];
}

/** A linker over a source. Answers besides `LinkSource.kept` are not kept: the caller keeps what it needs. */
export function createLinker(source: LinkSource): Linker {
  const linker: Linker = {
    ...source,
    imported: (unit, importIndex, name) => importedThing(unit, importIndex, name, source),
    importedType: (unit, importIndex, name) => {
      if (name === '*') {
        const target = unit.edges.find(edge => edge.import === importIndex)?.target;
        if (target?.kind === 'file') {
          // `module.exports = Class`: the module is that class.
          const whole = source.graph.origin(target.path, '=');
          const type = typeof whole === 'object' ? declarationType(whole.path, whole.name, linker) : undefined;
          return type ?? { kind: 'namespace', path: target.path };
        }
        const found = importedThing(unit, importIndex, name, source);
        return found.kind === 'package' ? { kind: 'namespace', package: found.package } : undefined;
      }
      const found = importedThing(unit, importIndex, name, source);
      if (found.kind === 'declaration') return declarationType(found.path, found.name, linker);
      return found.kind === 'package' ? linker.packageType(found.package, found.name, unit.path) : undefined;
    },
    exportedType: (path, name) => {
      const origin = source.graph.origin(path, name);
      return typeof origin === 'object' ? declarationType(origin.path, origin.name, linker) : undefined;
    },
    namedType: (unit, name, depth = 0) => namedType(unit, name, linker, depth),
    declaredType: (unit, name) => declaredType(unit, name, linker),
    packageType: (packageName, name, from) => {
      const newest = source.pack.type(packageName, name);
      const version = newest && versionFor(from, packageName, source);
      const model = version === undefined ? newest : source.pack.type(packageName, name, version);
      if (model) return { kind: 'external', package: model.package, name: model.name, model };
      return { kind: 'external', package: packageName, name, model: undefined };
    },
    libType: name => ({ kind: 'external', package: 'lib', name, model: source.pack.type('lib', name) }),
    globalType: name =>
      name === 'undefined' ? undefined : { kind: 'external', package: 'lib', name, model: undefined },
    resultType: (unit, fn, call, depth) => resultType(unit, fn, call, linker, depth),
    typeOf: (unit, fn, expr, depth) => typeOfExpr(unit, fn, expr, linker, depth),
    writtenType: (unit, type, depth) => typeFromIr(unit, type, linker, depth),
    callee: (unit, fn, call) => {
      const kept = source.kept?.(unit.path)?.callees;
      const found = kept?.get(call);
      if (found) return found;
      const made = linkedCallee(unit, fn, call.callee, call.isNew, linker, 0);
      kept?.set(call, made);
      return made;
    },
    calledBy: (unit, fn, value, isNew, depth = 0) => linkedCallee(unit, fn, value, isNew, linker, depth),
    lineage: (path, index) => lineage(path, index, linker),
  };
  return linker;
}

/** `Response.json(data)` makes an answer; the method of one, of the same name, reads its body. */
function isAnswerMade({ scopes }: Unit, fn: number, value: Expr): boolean {
  if (value.kind !== 'member' || value.property !== 'json' || value.object.kind !== 'name') return false;
  return value.object.name === 'Response' && scopes.lookup(fn, 'Response') === undefined;
}

/** What declarations tell; where they do not, what types do. */
function linkedCallee(unit: Unit, fn: number, value: Expr, isNew: boolean, linker: Linker, depth: number): Callee {
  if (isAnswerMade(unit, fn, value))
    return { kind: 'external', package: 'lib', name: 'Response.json', model: undefined, isTotal: true };
  const own = calleeOf(unit, fn, value, isNew, linker, depth);
  if (own.kind !== 'unknown' || value.kind === 'function') return own;
  return typedCallee(unit, value, isNew, linker) ?? own;
}

function importedThing(unit: Unit, importIndex: number, name: string, { graph }: LinkSource): Imported {
  const edge = unit.edges.find(each => each.import === importIndex);
  const target = edge?.target;
  switch (target?.kind) {
    case 'file': {
      // A whole module stands for one declaration only where it is `module.exports = declaration`.
      const origin = graph.origin(target.path, name === '*' ? '=' : name);
      return typeof origin === 'object'
        ? { kind: 'declaration', path: origin.path, name: origin.name }
        : { kind: 'unknown' };
    }
    case 'external': {
      const { package: packageName, subpath } = target;
      return { kind: 'package', package: subpath === '' ? packageName : `${packageName}/${subpath}`, name };
    }
    default: {
      // Not installed or not resolved: the specifier still says which package is meant.
      const specifier = unit.facts.imports[importIndex]?.specifier;
      if (specifier === undefined || /^[./#]/.test(specifier)) return { kind: 'unknown' };
      return { kind: 'package', package: specifier, name };
    }
  }
}

/** The type of a value that a file declares: classes as constructors, variables by annotation or initializer. */
function declarationType(path: FilePath, name: string, linker: Linker): StaticType | undefined {
  const unit = linker.unit(path);
  if (!unit) return undefined;
  if (name === '*') return { kind: 'namespace', path };
  const binding = unit.scopes.own(0).get(name);
  if (binding?.kind === 'class') return { kind: 'constructor', path, index: binding.index };
  if (binding?.kind === 'local') {
    if (binding.type) return typeFromIr(unit, binding.type, linker, 1);
    const { value } = binding;
    if (!value) return undefined;
    if (value.kind === 'class') return { kind: 'constructor', path, index: value.index };
    if (value.kind === 'call' && value.isNew) {
      const made = value.callee.kind === 'name' ? namedType(unit, value.callee.name, linker, 1) : undefined;
      if (made) return made;
    }
    if (value.kind === 'call') return linker.resultType(unit, 0, value, 2);
  }
  return undefined;
}

function namedType(unit: Unit, name: string, linker: Linker, depth: number): StaticType | undefined {
  if (depth > 12) return undefined;
  const [head = '', ...rest] = name.split('.');
  const local = unit.scopes.own(0).get(head);
  if (local?.kind === 'class' && rest.length === 0) return { kind: 'class', path: unit.path, index: local.index };
  const written = unit.ir.types.find(each => each.name === head);
  if (written && rest.length === 0) return namedDeclaration(unit, head, linker, depth);
  const binding = unit.scopes.lookup(0, head);
  if (binding?.kind === 'import') {
    if (binding.name === '*') {
      const space = linker.importedType(unit, binding.import, '*');
      if (space?.kind !== 'namespace' || rest.length === 0) return space;
      if (space.path !== undefined)
        return (
          instanceOf(linker.exportedType(space.path, rest[0]!)) ?? exportedNamed(space.path, rest[0]!, linker, depth)
        );
      return space.package === undefined ? undefined : linker.packageType(space.package, rest.join('.'), unit.path);
    }
    const found = linker.imported(unit, binding.import, binding.name);
    if (found.kind === 'package') return linker.packageType(found.package, [found.name, ...rest].join('.'), unit.path);
    if (found.kind !== 'declaration') return undefined;
    const other = linker.unit(found.path);
    return other && namedType(other, found.name, linker, depth + 1);
  }
  if (binding) return undefined;
  const keyword = keywordTypes[name];
  if (keyword) return linker.libType(keyword);
  const known = linker.pack.type('lib', name);
  if (!known && libClasses.has(name)) return linker.libType(name);
  return known ? { kind: 'external', package: 'lib', name: known.name, model: known } : undefined;
}

function exportedNamed(path: FilePath, name: string, linker: Linker, depth: number): StaticType | undefined {
  const origin = linker.graph.origin(path, name);
  const unit = typeof origin === 'object' ? linker.unit(origin.path) : undefined;
  return unit && typeof origin === 'object' ? namedType(unit, origin.name, linker, depth + 1) : undefined;
}

function instanceOf(type: StaticType | undefined): StaticType | undefined {
  return type?.kind === 'constructor' ? { kind: 'class', path: type.path, index: type.index } : undefined;
}

function namedDeclaration(unit: Unit, name: string, linker: Linker, depth: number): StaticType | undefined {
  const written = unit.ir.types.find(each => each.name === name);
  if (!written) return undefined;
  // `type A = B` is B.
  if (written.form === 'alias' && (written.type.kind === 'ref' || written.type.kind === 'unread')) {
    const behind = typeFromIr(unit, written.type, linker, depth + 1);
    if (behind && behind.kind !== 'written') return behind;
  }
  return { kind: 'declared', path: unit.path, name, type: written.type };
}

function declaredType(unit: Unit, name: string, linker: Linker): DeclaredType | undefined {
  const written = unit.ir.types.find(each => each.name === name);
  if (written) return { unit, name, form: written.form, type: written.type, extends: written.extends };
  const binding = unit.scopes.lookup(0, name.split('.')[0]!);
  if (binding?.kind !== 'import') return undefined;
  const found = linker.imported(unit, binding.import, binding.name);
  if (found.kind !== 'declaration') return undefined;
  const other = linker.unit(found.path);
  return other && other !== unit ? declaredType(other, found.name, linker) : undefined;
}

function lineage(path: FilePath, index: number, linker: Linker): readonly { unit: Unit; index: number }[] {
  const found: { unit: Unit; index: number }[] = [];
  let at: { path: FilePath; index: number } | undefined = { path, index };
  while (at && found.length < 12) {
    const unit: Unit | undefined = linker.unit(at.path);
    const cls: ClassIr | undefined = unit?.ir.classes[at.index];
    if (!unit || !cls) break;
    const { index: here } = at;
    if (found.some(each => each.unit === unit && each.index === here)) break;
    found.push({ unit, index: here });
    const base: StaticType | undefined = cls.extends && baseType(unit, cls.extends, linker);
    at = base?.kind === 'constructor' ? { path: base.path, index: base.index } : undefined;
  }
  return found;
}

function baseType(unit: Unit, base: Expr, linker: Linker): StaticType | undefined {
  if (base.kind === 'name') {
    const binding = unit.scopes.lookup(0, base.name);
    if (binding?.kind === 'class') return { kind: 'constructor', path: unit.path, index: binding.index };
    if (binding?.kind === 'import') return linker.importedType(unit, binding.import, binding.name);
    if (binding?.kind === 'local' && binding.value?.kind === 'class')
      return { kind: 'constructor', path: unit.path, index: binding.value.index };
  }
  if (base.kind === 'member' && base.object.kind === 'name') {
    const binding = unit.scopes.lookup(0, base.object.name);
    if (binding?.kind !== 'import') return undefined;
    const space = linker.importedType(unit, binding.import, binding.name);
    if (space?.kind === 'namespace' && space.path !== undefined) return linker.exportedType(space.path, base.property);
  }
  return undefined;
}

function libReturn(callee: Extract<Callee, { kind: 'external' }>, linker: Linker): StaticType | undefined {
  const [type = '', method] = callee.name.split('.');
  if (callee.package !== 'lib') return undefined;
  if (method === undefined) return type === 'String' || type === 'Number' ? linker.libType(type) : undefined;
  if (type === 'Object' && /^(keys|values|entries)$/.test(method)) return { kind: 'list', of: undefined };
  if (type === 'Array' && method === 'from') return { kind: 'list', of: undefined };
  const result = libResult(type, method);
  return result === 'list' ? { kind: 'list', of: undefined } : result && linker.libType(result);
}

function resultType(unit: Unit, fn: number, call: CallExpr, linker: Linker, depth: number): StaticType | undefined {
  if (depth > 12) return undefined;
  const held = collectionResult(unit, fn, call, linker, depth);
  if (held) return held;
  const callee = linkedCallee(unit, fn, call.callee, call.isNew, linker, depth + 1);
  if (callee.kind === 'external') {
    const { model } = callee;
    if (call.isNew && callee.package === 'lib' && libClasses.has(callee.name)) return linker.libType(callee.name);
    if (call.isNew && callee.package !== 'lib' && !model?.returns)
      return linker.packageType(callee.package, callee.name, unit.path);
    if (!model?.returns) return libReturn(callee, linker);
    const type = linker.packageType(model.returns.package, model.returns.name, unit.path);
    return model.async ? { kind: 'promise', of: type } : type;
  }
  if (callee.kind !== 'project') return undefined;
  const [target] = callee.targets;
  const other = target && linker.unit(target.path);
  const ir = target && other?.ir.functions[target.index];
  if (!other || !ir) return undefined;
  if (ir.form === 'constructor') return { kind: 'class', path: target.path, index: ir.owner };
  const type = ir.returns
    ? typeFromIr(other, ir.returns, linker, depth + 1)
    : instanceMade(other, target.index, ir, linker, depth);
  if (ir.isAsync && type?.kind !== 'promise') return { kind: 'promise', of: type };
  return type;
}

/** `() => new Repository(url)`: of a function without a declared result that returns once, what it makes. */
function instanceMade(unit: Unit, fn: number, ir: FunctionIr, linker: Linker, depth: number): StaticType | undefined {
  if (ir.isGenerator) return undefined;
  const values: (Expr | undefined)[] = [];
  eachStmt(ir.body, stmt => {
    if (stmt.kind === 'return') values.push(stmt.value);
  });
  const [made] = values;
  if (values.length !== 1 || made?.kind !== 'call' || !made.isNew) return undefined;
  return typeOfExpr(unit, fn, made, linker, depth + 1);
}
