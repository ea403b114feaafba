import type { FilePath } from '../../files/paths.js';
import type { PathMap } from '../../graph/path-map.js';
import type { ClassIr, TypeDeclarationIr } from '../../syntax/ir/nodes.js';
import type { Unit } from '../link/linker.js';

/** A class by its file and its place among the classes of it. */
interface ClassRef {
  readonly path: FilePath;
  readonly index: number;
}

type Units = PathMap<{ readonly unit: Unit }>;

/** Who implements or extends what, over all files. The same object for as long as no file says otherwise. */
export interface Hierarchy {
  /** Classes by the interface they implement or the class they extend, as `path#name`. */
  readonly implementers: ReadonlyMap<string, readonly ClassRef[]>;
  /** Names of all getters and setters. */
  readonly accessors: ReadonlySet<string>;
  /** Equal for hierarchies with the same accessors. */
  readonly accessorDigest: string;
}

/** A file that is another one than before: its unit then and now, either of them absent. */
export interface UnitChange {
  readonly before: Unit | undefined;
  readonly now: Unit | undefined;
}

/** The hierarchy of the files as they are now; work only where a changed file says something else of it. */
export function hierarchyAfter(before: Hierarchy | undefined, units: Units, changes: readonly UnitChange[]): Hierarchy {
  if (before && changes.every(change => wordsOf(change.before) === wordsOf(change.now))) return before;
  const implementers = implementersOf(units);
  const accessors = accessorNames(units);
  const now = { implementers, accessors, accessorDigest: [...accessors].sort().join() };
  const isSame = before?.accessorDigest === now.accessorDigest && basesWithOthers(before, now).size === 0;
  return isSame ? before : now;
}

/** Files with a declaration that others implement or extend than in an earlier hierarchy. */
export function basesWithOthers(before: Hierarchy, now: Hierarchy): ReadonlySet<FilePath> {
  const found = new Set<FilePath>();
  for (const symbol of new Set([...before.implementers.keys(), ...now.implementers.keys()])) {
    const [then, after] = [before, now].map(({ implementers }) =>
      (implementers.get(symbol) ?? []).map(({ path, index }) => `${path}#${index}`).join(),
    );
    if (then !== after) found.add(symbol.slice(0, symbol.lastIndexOf('#')));
  }
  return found;
}

const words = new WeakMap<Unit, string>();

/** All that a file contributes to a hierarchy, as text: what it declares, passes on, is based on and where that leads. */
function wordsOf(unit: Unit | undefined): string {
  if (!unit) return '';
  let known = words.get(unit);
  if (known === undefined) {
    const { ir, facts, edges, scopes } = unit;
    const leadsTo = (fact: number) => {
      const target = edges.find(edge => edge.import === fact)?.target;
      return target?.kind === 'file' ? target.path : undefined;
    };
    const bases = [...ir.classes.map(basesOf), ...ir.types.map(extendedIn)].map(names =>
      names.map(name => {
        const binding = scopes.lookup(0, name);
        return binding?.kind === 'import' ? [name, binding.name, leadsTo(binding.import)] : [name];
      }),
    );
    const declared = [...ir.classes.map(({ name }) => name), '', ...ir.types.map(({ name }) => name)];
    const passedOn = facts.exports.flatMap(({ kind, name, import: from, ...rest }) =>
      from === undefined ? [] : [[kind, name, 'imported' in rest ? rest.imported : undefined, leadsTo(from)]],
    );
    const accessors = accessorsIn(unit);
    const isSilent = declared.length === 1 && passedOn.length === 0 && accessors.length === 0;
    known = isSilent ? '' : JSON.stringify([declared, bases, passedOn, accessors]);
    words.set(unit, known);
  }
  return known;
}

function basesOf(cls: ClassIr): readonly string[] {
  const bases = cls.implements.flatMap(type => (type.kind === 'ref' ? [type.name] : []));
  return cls.extends?.kind === 'name' ? [...bases, cls.extends.name] : bases;
}

function extendedIn(type: TypeDeclarationIr): readonly string[] {
  return type.extends.flatMap(base => (base.kind === 'ref' ? [base.name] : []));
}

/** Classes by the interface they implement, what that extends, or the class they extend, as declared symbol. */
function implementersOf(units: Units): Map<string, ClassRef[]> {
  const found = new Map<string, ClassRef[]>();
  const bare = createBareResolver(units);
  for (const [path, { unit }] of units.entries()) {
    for (const [index, cls] of unit.ir.classes.entries()) {
      for (const base of basesOf(cls)) {
        const symbol = bare(unit, base);
        if (symbol === undefined) continue;
        for (const each of [symbol, ...extendedBy(symbol, units, bare)]) {
          const list = found.get(each) ?? [];
          list.push({ path, index });
          found.set(each, list);
        }
      }
    }
  }
  return found;
}

/** The interfaces that an interface extends, by their declaration. */
function extendedBy(symbol: string, units: Units, bare: ReturnType<typeof createBareResolver>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [symbol];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const hash = at.lastIndexOf('#');
    const name = at.slice(hash + 1);
    const unit = units.get(at.slice(0, hash))?.unit;
    const declared = unit?.ir.types.find(each => each.name === name);
    for (const base of declared ? extendedIn(declared) : []) {
      const behind = unit && bare(unit, base);
      if (behind === undefined || behind === symbol || found.has(behind)) continue;
      found.add(behind);
      open.push(behind);
    }
  }
  return found;
}

function accessorNames(units: Units): Set<string> {
  const names = new Set<string>();
  for (const { unit } of units.values()) for (const name of accessorsIn(unit)) names.add(name);
  return names;
}

function accessorsIn({ ir }: Unit): readonly string[] {
  return ir.functions.flatMap(({ form, name }) =>
    form === 'getter' || form === 'setter' ? [name.replace(/~\d+$/, '').split('.').at(-1)!] : [],
  );
}

/** `path#name` of a type name in a file, through one import; re-exports are followed by the edge's target only. */
function createBareResolver(units: Units): (unit: Unit, name: string) => string | undefined {
  const declared = (path: FilePath, name: string): boolean => {
    const unit = units.get(path)?.unit;
    return (
      unit !== undefined &&
      (unit.ir.types.some(each => each.name === name) || unit.ir.classes.some(each => each.name === name))
    );
  };
  const follow = (path: FilePath, name: string, depth: number): string | undefined => {
    if (declared(path, name)) return `${path}#${name}`;
    const unit = units.get(path)?.unit;
    if (!unit || depth > 6) return undefined;
    for (const fact of unit.facts.exports) {
      if (fact.import === undefined || (fact.kind !== 'star' && fact.name !== name)) continue;
      const target = unit.edges.find(edge => edge.import === fact.import)?.target;
      const found =
        target?.kind === 'file'
          ? follow(target.path, fact.kind === 'from' ? (fact.imported ?? name) : name, depth + 1)
          : undefined;
      if (found) return found;
    }
    return undefined;
  };
  return (unit, name) => {
    if (declared(unit.path, name)) return `${unit.path}#${name}`;
    const binding = unit.scopes.lookup(0, name);
    if (binding?.kind !== 'import') return undefined;
    const target = unit.edges.find(edge => edge.import === binding.import)?.target;
    return target?.kind === 'file' ? follow(target.path, binding.name, 0) : undefined;
  };
}
