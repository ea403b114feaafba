import type { FilePath } from '../../files/paths.js';
import type { CallExpr, Expr, Place } from '../../syntax/ir/nodes.js';
import type { Callee, FunctionRef } from '../view.js';
import { constructorOf, external, implementations } from './callees.js';
import type { Linker, Unit } from './linker.js';

/** What a type checker says is called, told by names: offsets move with every edit, names do not. */
export type TypedTarget =
  /** A function of the workspace, by `FunctionIr.name`. */
  | { readonly kind: 'function'; readonly path: FilePath; readonly name: string }
  /** A class of the workspace, by `ClassIr.name`. */
  | { readonly kind: 'class'; readonly path: FilePath; readonly name: string }
  /** A member that others implement, of an interface, an abstract class or an object type. */
  | { readonly kind: 'member'; readonly path: FilePath; readonly owner: string; readonly name: string }
  /** Declared by a package, `lib` for the language; `name` dotted. `promise`: it is declared to give one. */
  | { readonly kind: 'package'; readonly package: string; readonly name: string; readonly promise?: true }
  /** A function that was handed in. */
  | { readonly kind: 'callback' };

/** What stands in a callee position: the possible targets, or `any`. */
export type TypedCallee =
  | { readonly kind: 'any' }
  | { readonly kind: 'targets'; readonly targets: readonly TypedTarget[] };

/** A class or interface that a value is of. */
export interface TypedClass {
  /** `path#name` where the workspace declares it, `package#name` else; `lib#Error` for those of the language. */
  readonly symbol: string;
  readonly isOfPackage: boolean;
  /** Symbols of all that it extends, nearest first. */
  readonly bases: readonly string[];
}

/** What a value is. */
export interface TypedValue {
  /** Each that it may be of; none where some possibility is not known. */
  readonly classes: readonly TypedClass[];
  /** It says by a member whether something failed; `''` where a member function is asked. */
  readonly result?: { readonly discriminant: string; readonly failure: string | boolean };
}

/** What a type checker said of one text of a file. Another object when any of it is different. */
export interface FileTypes {
  /** By `placeKey` of the callee expression; what was asked and not known is `undefined`. */
  readonly callees: ReadonlyMap<string, TypedCallee | undefined>;
  /** By `placeKey` of the expression, likewise. */
  readonly values: ReadonlyMap<string, TypedValue | undefined>;
  /** Of the answers alone, places left out: unchanged means that nobody who read them is affected. */
  readonly digest: string;
}

export function placeKey({ start, end }: Place): string {
  return `${start}:${end}`;
}

/** The places that answers were given for, by `placeKey`. */
export function placesOf(answers: ReadonlyMap<string, unknown>): readonly Place[] {
  return [...answers.keys()].map(key => {
    const [start = 0, end = 0] = key.split(':').map(Number);
    return { start, end };
  });
}

/** What a call calls by its types; `undefined` where they do not tell either. */
export function typedCallee(unit: Unit, callee: Expr, isNew: boolean, linker: Linker): Callee | undefined {
  const answer = linker.typed?.(unit.path, callee);
  if (!answer) return undefined;
  if (answer.kind === 'any') return { kind: 'unknown', why: 'any' };
  const found = answer.targets.map(target => targetCallee(unit, target, isNew, linker));
  return joined(found);
}

function targetCallee({ path: from }: Unit, target: TypedTarget, isNew: boolean, linker: Linker): Callee | undefined {
  switch (target.kind) {
    case 'function': {
      const index = functionNamed(linker.unit(target.path), target.name);
      return index === undefined ? undefined : { kind: 'project', targets: [{ path: target.path, index }] };
    }
    case 'class': {
      const index = linker.unit(target.path)?.ir.classes.findIndex(each => each.name === target.name) ?? -1;
      return isNew && index >= 0 ? constructorOf(target.path, index, linker) : undefined;
    }
    case 'member': {
      const targets = implementations(target.path, target.owner, target.name, linker);
      return targets.length > 0 ? { kind: 'project', targets } : undefined;
    }
    case 'package': {
      // What @types/node declares beside its modules is there without an import, as the language's own things are.
      const found = external(target.package === 'node' ? 'lib' : target.package, target.name, linker, from);
      return target.promise ? { ...found, givesPromise: true } : found;
    }
    case 'callback':
      return { kind: 'callback' };
  }
}

/** One callee of several that are all possible; `undefined` unless all are known and of one kind. */
function joined(found: readonly (Callee | undefined)[]): Callee | undefined {
  const [first] = found;
  if (!first || found.length === 1) return first;
  if (found.every(each => each?.kind === 'project')) {
    const targets = new Map<string, FunctionRef>();
    for (const each of found) for (const ref of each.targets) targets.set(`${ref.path}#${ref.index}`, ref);
    return { kind: 'project', targets: [...targets.values()] };
  }
  const externals = found.flatMap(each => (each?.kind === 'external' ? [each] : []));
  if (externals.length < found.length) return undefined;
  // Overloads, or the same method of several built-in types.
  const isOne = new Set(externals.map(each => `${each.package} ${each.name}`)).size === 1;
  return isOne || externals.every(each => each.isTotal && each.model === undefined) ? first : undefined;
}

const names = new WeakMap<Unit['ir'], ReadonlyMap<string, number>>();

/** The index of a function by `FunctionIr.name`. */
export function functionNamed(unit: Unit | undefined, name: string): number | undefined {
  if (!unit) return undefined;
  let known = names.get(unit.ir);
  if (!known) {
    known = new Map(unit.ir.functions.map((fn, index) => [fn.name, index]));
    names.set(unit.ir, known);
  }
  return known.get(name);
}

/** Arguments of a call that are called themselves: of what is handed to a function that calls it back, or to `then`. */
export function calledArguments(call: CallExpr, callee: Callee): readonly Expr[] {
  const property = call.callee.kind === 'member' ? call.callee.property : '';
  const isChain = property === 'then' || property === 'catch' || property === 'finally';
  if (!isChain && !(callee.kind === 'external' && (callee.model?.invokes.length ?? 0) > 0)) return [];
  return call.args.filter(arg => arg.kind === 'name' || arg.kind === 'member');
}
