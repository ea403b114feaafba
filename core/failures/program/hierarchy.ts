import { compareText, type FilePath } from '../../files/paths.js';
import { emptyPathMap, type PathMap, type PathNumbering } from '../../graph/path-map.js';
import type { ClassIr, TypeDeclarationIr } from '../../syntax/ir/nodes.js';
import type { Unit } from '../link/linker.js';
import { splitSymbol } from '../symbols.js';
import { noReaders, type ReaderIndex } from './readers.js';

/** A class by its file and its place among the classes of it. */
interface ClassRef {
  readonly path: FilePath;
  readonly index: number;
}

type Units = PathMap<{ readonly unit: Unit }>;

/** What a file says of the hierarchy. */
interface Share {
  /** Its classes by what they implement or extend, as `path#name` of the declaration. */
  readonly classes: readonly (readonly [symbol: string, index: number])[];
  readonly accessors: readonly string[];
  /** Files that decided where the names of bases lead. */
  readonly reads: ReadonlySet<FilePath>;
}

type Implementers = ReadonlyMap<string, readonly ClassRef[]>;

/** Who implements or extends what, over all files. The same object for as long as no file says otherwise. */
export interface Hierarchy {
  /** Classes that implement an interface or extend a class, by the file that declares it and its name; in order of files. */
  readonly implementers: PathMap<Implementers>;
  /** How many files have a getter or setter of a name. */
  readonly accessors: ReadonlyMap<string, number>;
  readonly shares: PathMap<Share>;
  readonly readers: ReaderIndex;
}

/** A file that is another one than before: its unit then and now, either of them absent. */
export interface UnitChange {
  readonly before: Unit | undefined;
  readonly now: Unit | undefined;
}

/**
 * The hierarchy of the files as they are now; work only where a changed file says something else of it, and for those whose
 * bases are found by way of such a file.
 */
export function hierarchyAfter(
  before: Hierarchy | undefined,
  units: Units,
  changes: readonly UnitChange[],
  numbers: PathNumbering,
): Hierarchy {
  const changed = changes.filter(change => wordsOf(change.before) !== wordsOf(change.now));
  if (before && changed.length === 0) return before;
  const { implementers, accessors, shares, readers } = before ?? {
    implementers: emptyPathMap<Implementers>(numbers),
    accessors: new Map<string, number>(),
    shares: emptyPathMap<Share>(numbers),
    readers: noReaders(numbers),
  };
  const stale = new Set(before ? [] : units.keys());
  for (const { before: then, now } of changed) {
    const path = (now ?? then)!.path;
    stale.add(path);
    for (const reader of readers.of(path)) stale.add(reader);
  }
  const next = new Map([...stale].map(path => [path, shareOf(units.get(path)?.unit, units)]));
  const reads = [...next].map(([path, now]) => ({ path, before: shares.get(path)?.reads, now: now?.reads }));
  return {
    implementers: implementersAfter(implementers, shares, next),
    accessors: accessorsAfter(accessors, shares, next),
    shares: shares.with(next),
    readers: readers.with(reads),
  };
}

/** True when the same names are those of getters or setters in both. */
export function haveSameAccessors({ accessors: a }: Hierarchy, { accessors: b }: Hierarchy): boolean {
  return a === b || (a.size === b.size && [...a.keys()].every(name => b.has(name)));
}

type Shares = ReadonlyMap<FilePath, Share | undefined>;

function implementersAfter(before: PathMap<Implementers>, shares: PathMap<Share>, next: Shares): PathMap<Implementers> {
  /** By symbol: the classes that join, none where some only leave. */
  const joining = new Map<string, ClassRef[]>();
  for (const [path, share] of next) {
    for (const [symbol] of shares.get(path)?.classes ?? []) joining.set(symbol, joining.get(symbol) ?? []);
    for (const [symbol, index] of share?.classes ?? [])
      joining.set(symbol, [...(joining.get(symbol) ?? []), { path, index }]);
  }
  const edits = new Map<FilePath, Map<string, readonly ClassRef[]>>();
  for (const [symbol, joined] of joining) {
    const [path, name] = splitSymbol(symbol);
    const own = before.get(path)?.get(name) ?? [];
    // Stable: the classes of one file stay in the order in which it says them.
    const all = [...own.filter(ref => !next.has(ref.path)), ...joined].sort((a, b) => compareText(a.path, b.path));
    if (
      all.length === own.length &&
      all.every(({ path: at, index }, i) => at === own[i]!.path && index === own[i]!.index)
    )
      continue;
    const names = edits.get(path) ?? new Map(before.get(path));
    edits.set(path, names);
    if (all.length > 0) names.set(name, all);
    else names.delete(name);
  }
  return before.with([...edits].map(([path, names]) => [path, names.size > 0 ? names : undefined]));
}

function accessorsAfter(
  before: ReadonlyMap<string, number>,
  shares: PathMap<Share>,
  next: Shares,
): ReadonlyMap<string, number> {
  const by = new Map<string, number>();
  for (const [path, share] of next) {
    for (const name of shares.get(path)?.accessors ?? []) by.set(name, (by.get(name) ?? 0) - 1);
    for (const name of share?.accessors ?? []) by.set(name, (by.get(name) ?? 0) + 1);
  }
  const changes = [...by].filter(([, count]) => count !== 0);
  if (changes.length === 0) return before;
  const accessors = new Map(before);
  for (const [name, count] of changes) {
    const now = (before.get(name) ?? 0) + count;
    if (now > 0) accessors.set(name, now);
    else accessors.delete(name);
  }
  return accessors;
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

/** What a file says: its classes by the interface they implement, what that extends, or the class they extend. */
function shareOf(unit: Unit | undefined, all: Units): Share | undefined {
  if (!unit || wordsOf(unit) === '') return undefined;
  const reads = new Set<FilePath>();
  const units: ReadUnits = path => {
    reads.add(path);
    return all.get(path)?.unit;
  };
  const bare = createBareResolver(units);
  const classes: [string, number][] = [];
  for (const [index, cls] of unit.ir.classes.entries())
    for (const base of basesOf(cls)) {
      const symbol = bare(unit, base);
      if (symbol === undefined) continue;
      for (const each of [symbol, ...extendedBy(symbol, units, bare)]) classes.push([each, index]);
    }
  const accessors = [...new Set(accessorsIn(unit))];
  return classes.length + accessors.length + reads.size === 0 ? undefined : { classes, accessors, reads };
}

type ReadUnits = (path: FilePath) => Unit | undefined;

/** The interfaces that an interface extends, by their declaration. */
function extendedBy(
  symbol: string,
  units: ReadUnits,
  bare: ReturnType<typeof createBareResolver>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [symbol];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [path, name] = splitSymbol(at);
    const unit = units(path);
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

function accessorsIn({ ir }: Unit): readonly string[] {
  return ir.functions.flatMap(({ form, name }) =>
    form === 'getter' || form === 'setter' ? [name.replace(/~\d+$/, '').split('.').at(-1)!] : [],
  );
}

/** `path#name` of a type name in a file, through one import; re-exports are followed by the edge's target only. */
function createBareResolver(units: ReadUnits): (unit: Unit, name: string) => string | undefined {
  const declared = (path: FilePath, name: string): boolean => {
    const unit = units(path);
    return (
      unit !== undefined &&
      (unit.ir.types.some(each => each.name === name) || unit.ir.classes.some(each => each.name === name))
    );
  };
  const follow = (path: FilePath, name: string, depth: number): string | undefined => {
    if (declared(path, name)) return `${path}#${name}`;
    const unit = units(path);
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
