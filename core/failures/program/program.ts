import type { FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import type { SourceGraph } from '../../graph/source-graph.js';
import type { FileFacts } from '../../syntax/facts.js';
import { unpackIr } from '../../syntax/ir/codec.js';
import { emptyIr } from '../../syntax/ir/empty.js';
import type { CallExpr, Expr, Place } from '../../syntax/ir/nodes.js';
import type { FailureContract } from '../contract.js';
import { inheritedModes } from '../evaluate/declared.js';
import type { ClassMap } from '../evaluate/errors.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { evaluate } from '../evaluate/expressions.js';
import { declaredContract, type FunctionResult, makeContract } from '../evaluate/make-contract.js';
import { noModes } from '../evaluate/modes.js';
import { evaluateBody } from '../evaluate/statements.js';
import { createLinker, type Linker, type Unit } from '../link/linker.js';
import { accessorsOf } from '../link/objects.js';
import { scopesOf } from '../link/scopes.js';
import { calledArguments, type FileTypes, placeKey } from '../link/typed.js';
import type { ModelPack } from '../model-pack/pack.js';
import type { Callee, CallerSite, FunctionRef } from '../view.js';
import { eachExpr, eachPart } from '../walk.js';
import { componentsOf } from './components.js';
import { signatureOf } from './signature.js';

/** What the analysis needs of a file. Identity of `stamp` says that nothing about the file is different. */
export interface ProgramFile {
  readonly path: FilePath;
  readonly facts: FileFacts;
  /** Packed IR. */
  readonly ir: Uint8Array;
  readonly edges: readonly Edge[];
  /** The record of the text: another object for another text. */
  readonly stamp: object;
  /** Where its imports lead: another object when one leads elsewhere. */
  readonly targets: object;
  /** What a type checker said of the file's text; absent where it was not asked. */
  readonly types?: FileTypes | undefined;
}

export interface ProgramInput {
  readonly files: readonly FilePath[];
  file(path: FilePath): ProgramFile | undefined;
  /** A graph that notes which files' surfaces were asked for. */
  tracked(note: (path: FilePath) => void): SourceGraph;
  readonly pack: ModelPack;
  readonly classes: ClassMap;
}

/** A file in the program: its unit, its links and the contracts of its functions. Another object when any of it changes. */
export interface Member {
  readonly unit: Unit;
  readonly stamp: object;
  readonly targets: object;
  readonly signature: string;
  readonly types: FileTypes | undefined;
  /** Callee expressions that neither declarations nor types tell anything about, the types because they were not asked. */
  readonly doubts: readonly Place[];
  /** What its calls call, as far as it was found; filled while they are looked at. */
  readonly callees: Map<CallExpr, Callee>;
  /** Functions of the workspace that each function calls or hands over. */
  readonly calls: readonly (readonly FunctionRef[])[];
  /** Files whose declarations decided the links, with what they were. */
  readonly reads: ReadonlyMap<FilePath, string>;
  /** Files whose types were asked for besides its own, with the digest of what they were. */
  readonly typeReads: ReadonlyMap<FilePath, string>;
  readonly results: readonly FunctionResult[];
}

/** What a later program can take over from an earlier one. */
interface Reusable {
  readonly members: ReadonlyMap<FilePath, Member>;
  readonly implementers: string;
  readonly pack: ModelPack;
  readonly classes: ClassMap;
}

/** Contracts of a whole workspace at one moment. Immutable; the next one is made from it. */
export interface Program extends Reusable {
  readonly linker: Linker;
  readonly callers: ReadonlyMap<string, readonly CallerSite[]>;
}

/** A workspace whose calls are linked and not evaluated yet: what the types should be asked stands in `Member.doubts`. */
export interface Linked extends Reusable {
  readonly linker: Linker;
  /** Files linked anew since the program that this was made from. */
  readonly relinked: ReadonlySet<FilePath>;
}

/**
 * Links the calls of a workspace, in steps of a few milliseconds: whoever runs it may do something else between two. What was
 * linked before, perhaps a moment ago with fewer types, is taken over where it holds.
 */
export function* linkedSteps(before: Program | Linked | undefined, input: ProgramInput): Generator<void, Linked> {
  const reusable = before?.pack === input.pack && before.classes === input.classes ? before : undefined;
  const units = new Map<FilePath, Pick<Member, 'unit' | 'stamp' | 'targets' | 'signature' | 'types'>>();
  for (const path of input.files) {
    const file = input.file(path);
    if (!file || file.facts.generated) continue;
    const old = reusable?.members.get(path);
    if (old && old.stamp === file.stamp && old.targets === file.targets)
      units.set(path, old.types === file.types ? old : { ...old, types: file.types });
    else {
      units.set(path, newUnit(file, old));
      yield;
    }
  }
  const implementers = implementersOf(units);
  const accessors = accessorNames(units);
  const implementersDigest = [
    ...[...implementers].map(([name, list]) => `${name}:${list.map(each => `${each.path}#${each.index}`).join()}`),
    [...accessors].sort().join(),
  ].join(';');
  const link: LinkNotes = { path: '', isAsking: false };
  const members = new Map<FilePath, Member>();
  const linker = createLinker({
    graph: input.tracked(path => link.reads?.add(path)),
    pack: input.pack,
    unit: path => {
      link.reads?.add(path);
      return units.get(path)?.unit;
    },
    implementers: (path, name) => implementers.get(`${path}#${name}`) ?? [],
    hasAccessor: name => accessors.has(name),
    kept: path => (path === link.path ? link.callees : members.get(path)?.callees),
    typed: (path, place) => {
      const types = units.get(path)?.types;
      const key = placeKey(place);
      if (path !== link.path) link.typeReads?.add(path);
      else if (link.isAsking && !types?.callees.has(key)) link.doubts?.set(key, { start: place.start, end: place.end });
      return types?.callees.get(key);
    },
  });
  const stateOf = (path: FilePath): string => {
    const member = units.get(path);
    return member ? `${member.signature} ${member.unit.facts.surfaceDigest} ${targetId(member.targets)}` : '';
  };
  const typesOf = (path: FilePath): string => units.get(path)?.types?.digest ?? '';
  const sameImplementers = reusable?.implementers === implementersDigest;
  const relinked = new Set<FilePath>();
  for (const [path, own] of units) {
    const old = reusable?.members.get(path);
    const holds =
      old &&
      sameImplementers &&
      old.unit === own.unit &&
      old.types === own.types &&
      [...old.reads].every(([read, state]) => stateOf(read) === state) &&
      [...old.typeReads].every(([read, state]) => typesOf(read) === state);
    if (holds) {
      members.set(path, old);
      continue;
    }
    relinked.add(path);
    link.path = path;
    const reads = new Set<FilePath>();
    const typeReads = new Set<FilePath>();
    const doubts = new Map<string, Place>();
    const callees = new Map<CallExpr, Callee>();
    Object.assign(link, { reads, typeReads, doubts, callees });
    const calls = own.unit.ir.functions.map((_, index) => calledFunctions(own.unit, index, linker, link));
    // What the members promise that are implemented here is read again when the functions are evaluated.
    for (const [index, { owner }] of own.unit.ir.functions.entries())
      if (owner >= 0) inheritedModes(own.unit, index, linker, input.classes);
    members.set(path, {
      ...own,
      doubts: [...doubts.values()],
      callees,
      calls,
      reads: new Map([...reads].map(read => [read, stateOf(read)])),
      typeReads: new Map([...typeReads].map(read => [read, typesOf(read)])),
      results: [],
    });
    yield;
  }
  // Evaluation asks the linker too, and nobody keeps what it reads.
  Object.assign(link, { path: '', reads: undefined, typeReads: undefined, doubts: undefined, callees: undefined });
  if (reusable && 'relinked' in reusable)
    for (const path of reusable.relinked) if (members.has(path)) relinked.add(path);
  const { pack, classes } = input;
  return { members, linker, implementers: implementersDigest, pack, classes, relinked };
}

/** What is noted while a file is linked. */
interface LinkNotes {
  path: FilePath;
  reads?: Set<FilePath> | undefined;
  typeReads?: Set<FilePath> | undefined;
  doubts?: Map<string, Place> | undefined;
  callees?: Map<CallExpr, Callee> | undefined;
  /** Doubts count: what is called is looked for, not what is merely handed on. */
  isAsking: boolean;
}

/**
 * The contracts of a linked workspace, in steps; those of `before`, which it was linked after, are kept where nothing they rest
 * on changed.
 */
export function* evaluatedSteps(linked: Linked, before: Program | undefined): Generator<void, Program> {
  const { linker, implementers, pack, classes, relinked } = linked;
  const reusable = before?.pack === pack && before.classes === classes ? before : undefined;
  const members = new Map(linked.members);
  yield* evaluateAll(members, relinked, reusable, linker, classes);
  return { members, linker, callers: callersOf(members), implementers, pack, classes };
}

const ids = new WeakMap<object, number>();
let lastId = 0;
function targetId(targets: object): number {
  let id = ids.get(targets);
  if (id === undefined) {
    id = ++lastId;
    ids.set(targets, id);
  }
  return id;
}

function newUnit(
  file: ProgramFile,
  old: Member | undefined,
): Pick<Member, 'unit' | 'stamp' | 'targets' | 'signature' | 'types'> {
  const { path, facts, edges, stamp, targets, types } = file;
  const isSameText = old?.stamp === stamp;
  const ir = isSameText ? old.unit.ir : (unpackIr(file.ir) ?? emptyIr);
  const unit: Unit = { path, facts, ir, edges, scopes: isSameText ? old.unit.scopes : scopesOf(ir, facts) };
  return { unit, stamp, targets, types, signature: isSameText ? old.signature : signatureOf(ir) };
}

/** Classes by the interface they implement or the class they extend, as declared symbol. */
function implementersOf(
  units: ReadonlyMap<FilePath, { readonly unit: Unit }>,
): Map<string, { path: FilePath; index: number }[]> {
  const found = new Map<string, { path: FilePath; index: number }[]>();
  const bare = createBareResolver(units);
  for (const [path, { unit }] of units) {
    for (const [index, cls] of unit.ir.classes.entries()) {
      const bases = cls.implements.flatMap(type => (type.kind === 'ref' ? [type.name] : []));
      if (cls.extends?.kind === 'name') bases.push(cls.extends.name);
      for (const base of bases) {
        const symbol = bare(unit, base);
        if (symbol === undefined) continue;
        const list = found.get(symbol) ?? [];
        list.push({ path, index });
        found.set(symbol, list);
      }
    }
  }
  return found;
}

function accessorNames(units: ReadonlyMap<FilePath, { readonly unit: Unit }>): Set<string> {
  const names = new Set<string>();
  for (const { unit } of units.values())
    for (const { form, name } of unit.ir.functions)
      if (form === 'getter' || form === 'setter') names.add(name.replace(/~\d+$/, '').split('.').at(-1)!);
  return names;
}

/** `path#name` of a type name in a file, through one import; re-exports are followed by the edge's target only. */
function createBareResolver(
  units: ReadonlyMap<FilePath, { readonly unit: Unit }>,
): (unit: Unit, name: string) => string | undefined {
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

/** Functions of the workspace that a function calls, and those it hands to others as values. */
function calledFunctions(unit: Unit, index: number, linker: Linker, link: LinkNotes): readonly FunctionRef[] {
  const fn = unit.ir.functions[index]!;
  const found = new Map<string, FunctionRef>();
  const take = (callee: ReturnType<Linker['callee']>): void => {
    if (callee.kind !== 'project') return;
    for (const target of callee.targets) found.set(`${target.path}#${target.index}`, target);
  };
  const visit = (expr: Expr): void => {
    if (expr.kind === 'member')
      for (const form of ['getter', 'setter'] as const)
        for (const target of accessorsOf(unit, index, expr.object, expr.property, form, linker))
          found.set(`${target.path}#${target.index}`, target);
    if (expr.kind !== 'call') return;
    link.isAsking = true;
    const callee = linker.callee(unit, index, expr);
    take(callee);
    const called = calledArguments(expr, callee);
    for (const arg of expr.args) {
      link.isAsking = called.includes(arg);
      if (arg.kind === 'name' || arg.kind === 'member' || arg.kind === 'function')
        take(linker.calledBy(unit, index, arg, false));
      if (arg.kind === 'object')
        for (const { value } of arg.properties)
          if (value.kind === 'function') take(linker.calledBy(unit, index, value, false));
    }
    link.isAsking = false;
    // The executor of a promise speaks for the functions in it.
    if (expr.isNew && expr.callee.kind === 'name' && expr.callee.name === 'Promise')
      for (const inner of within(unit, expr)) found.set(`${unit.path}#${inner}`, { path: unit.path, index: inner });
  };
  for (const { fallback } of fn.params) if (fallback) eachPart(fallback, visit);
  eachExpr(fn.body, visit);
  return [...found.values()];
}

function within(unit: Unit, call: CallExpr): number[] {
  return unit.ir.functions.flatMap((fn, index) => (fn.start > call.start && fn.end <= call.end ? [index] : []));
}

/** Evaluates what changed, callees first; functions that call each other in a circle are evaluated until nothing changes. */
function* evaluateAll(
  members: Map<FilePath, Member>,
  relinked: ReadonlySet<FilePath>,
  before: Program | undefined,
  linker: Linker,
  classes: ClassMap,
): Generator<void, void> {
  const base = new Map<FilePath, number>();
  const owners: { path: FilePath; index: number }[] = [];
  for (const [path, { unit }] of members) {
    base.set(path, owners.length);
    for (let index = 0; index < unit.ir.functions.length; index++) owners.push({ path, index });
  }
  const numberOf = ({ path, index }: FunctionRef): number => (base.get(path) ?? -owners.length - 1) + index;
  const targets = owners.map(({ path, index }) =>
    members
      .get(path)!
      .calls[index]!.map(numberOf)
      .filter(each => each >= 0 && each < owners.length),
  );
  const results: (FunctionResult | undefined)[] = new Array(owners.length);
  const changed = new Uint8Array(owners.length);
  const contractOf = (ref: FunctionRef): FailureContract | undefined => results[numberOf(ref)]?.contract;
  for (const component of componentsOf(targets)) {
    const isDirty = component.some(
      node => relinked.has(owners[node]!.path) || targets[node]!.some(target => changed[target]),
    );
    if (!isDirty) {
      for (const node of component)
        results[node] = before!.members.get(owners[node]!.path)!.results[owners[node]!.index];
      continue;
    }
    yield;
    const isCircle = component.length > 1 || targets[component[0]!]!.includes(component[0]!);
    for (let round = 0; round < (isCircle ? 6 : 1); round++) {
      let moved = false;
      for (const node of component) {
        const { path, index } = owners[node]!;
        const next = evaluateOne(members.get(path)!.unit, index, linker, classes, contractOf);
        if (results[node]?.contract.digest !== next.contract.digest) moved = true;
        results[node] = next;
      }
      if (!moved) break;
    }
    for (const node of component) {
      const { path, index } = owners[node]!;
      const old = before?.members.get(path)?.results[index];
      const isSame = old !== undefined && !relinked.has(path) && old.contract.digest === results[node]!.contract.digest;
      if (isSame) results[node] = old;
      changed[node] =
        isSame ||
        (old !== undefined &&
          old.contract.digest === results[node]!.contract.digest &&
          old.contract.symbol === results[node]!.contract.symbol)
          ? 0
          : 1;
    }
  }
  for (const [path, member] of members) {
    const start = base.get(path)!;
    const own = results.slice(start, start + member.unit.ir.functions.length) as FunctionResult[];
    const isSame = member.results.length === own.length && own.every((result, i) => result === member.results[i]);
    if (!isSame) members.set(path, { ...member, results: own });
  }
}

function evaluateOne(
  unit: Unit,
  index: number,
  linker: Linker,
  classes: ClassMap,
  contractOf: (ref: FunctionRef) => FailureContract | undefined,
): FunctionResult {
  const ir = unit.ir.functions[index]!;
  const run: Evaluation = {
    unit,
    index,
    ir,
    linker,
    classes,
    contractOf,
    returns: [],
    swallows: [],
    holes: [],
    caught: [],
    sinks: [{ modes: noModes }],
    outside: { modes: noModes },
    jumps: [],
    evaluate,
    evaluateBody,
    depth: 0,
  };
  return ir.hasBody ? makeContract(run) : declaredContract(run);
}

function callersOf(members: ReadonlyMap<FilePath, Member>): Map<string, CallerSite[]> {
  const found = new Map<string, CallerSite[]>();
  for (const [path, member] of members)
    for (const [index, refs] of member.calls.entries())
      for (const ref of refs) {
        const key = `${ref.path}#${ref.index}`;
        const list = found.get(key) ?? [];
        list.push({ path, index });
        found.set(key, list);
      }
  return found;
}
