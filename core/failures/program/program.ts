import type { FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import type { SourceGraph } from '../../graph/source-graph.js';
import type { FileFacts } from '../../syntax/facts.js';
import { unpackIr } from '../../syntax/ir/codec.js';
import { emptyIr } from '../../syntax/ir/empty.js';
import type { CallExpr, Place } from '../../syntax/ir/nodes.js';
import { digest } from '../../syntax/strings.js';
import { inheritedModes } from '../evaluate/declared.js';
import type { ClassMap } from '../evaluate/errors.js';
import { createLinker, type Linker, type Unit } from '../link/linker.js';
import type { PackageVersions } from '../link/package-versions.js';
import { scopesOf } from '../link/scopes.js';
import { type FileTypes, placeKey } from '../link/typed.js';
import type { ModelPack } from '../model-pack/pack.js';
import type { Callee } from '../view.js';
import { calledFunctions, type LinkNotes } from './called-functions.js';
import { type Callers, callersAfter } from './callers.js';
import { type EnvironmentFile, type Environments, environmentsAfter } from './environment.js';
import { evaluateAll } from './evaluate-all.js';
import { type Hierarchy, hierarchyAfter, type UnitChange } from './hierarchy.js';
import type { Member } from './member.js';
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
  /** As `ProgramFile.edges`, where the file is in every other respect what it was: cheaper to ask than `file`. */
  edgesOfSame(path: FilePath, was: Pick<ProgramFile, 'stamp' | 'targets' | 'types'>): readonly Edge[] | undefined;
  /** A graph that notes which files' surfaces were asked for. */
  tracked(note: (path: FilePath) => void): SourceGraph;
  readonly pack: ModelPack;
  readonly classes: ClassMap;
  readonly versions: PackageVersions;
}

/** What a later program can take over from an earlier one. */
interface Reusable {
  readonly members: ReadonlyMap<FilePath, Member>;
  readonly hierarchy: Hierarchy;
  readonly pack: ModelPack;
  readonly classes: ClassMap;
  readonly versions: PackageVersions;
  /** Where its files run. */
  readonly environments: Environments;
}

/** Contracts of a whole workspace at one moment. Immutable; the next one is made from it. */
export interface Program extends Reusable {
  readonly linker: Linker;
  readonly callers: Callers;
  /** Its own name, and that of the program it was made from, with the files that are not the same in both. */
  readonly id: symbol;
  readonly from?: { readonly id: symbol; readonly different: ReadonlySet<FilePath> };
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
  const reusable = before && isMadeAlike(before, input) ? before : undefined;
  const units = new Map<FilePath, LinkedUnit>();
  const running: EnvironmentFile[] = [];
  for (const path of input.files) {
    const old = reusable?.members.get(path);
    // Its edges may count otherwise than they did: that rests on what other files export.
    const edges = old && input.edgesOfSame(path, old);
    if (old && edges) {
      units.set(path, old);
      running.push({ path, facts: old.unit.facts, ir: old.unit.ir, edges });
      continue;
    }
    const file = input.file(path);
    if (!file || file.facts.generated) continue;
    if (old && old.stamp === file.stamp && old.targets === file.targets)
      units.set(path, old.types === file.types ? old : { ...old, types: file.types });
    else {
      units.set(path, newUnit(file, old));
      yield;
    }
    running.push({ path, facts: file.facts, ir: units.get(path)!.unit.ir, edges: file.edges });
  }
  const environments = environmentsAfter(before?.environments, running);
  const different = differencesOf(reusable?.members, units);
  yield;
  const hierarchy = hierarchyAfter(reusable?.hierarchy, units, different.units);
  yield;
  const link: LinkNotes = { path: '', isAsking: false };
  const members = new Map<FilePath, Member>();
  const linker = createLinker({
    graph: input.tracked(path => link.reads?.add(path)),
    pack: input.pack,
    version: (from, packageName) => input.versions.of(from, packageName),
    unit: path => {
      link.reads?.add(path);
      return units.get(path)?.unit;
    },
    implementers: (path, name) => hierarchy.implementers.get(`${path}#${name}`) ?? [],
    hasAccessor: name => hierarchy.accessors.has(name),
    kept: path => (path === link.path ? link.callees : members.get(path)?.callees),
    typed: (path, place) => {
      const types = units.get(path)?.types;
      const key = placeKey(place);
      if (path !== link.path) link.typeReads?.add(path);
      else if (link.isAsking && !types?.callees.has(key)) link.doubts?.set(key, { start: place.start, end: place.end });
      return types?.callees.get(key);
    },
  });
  const sameHierarchy = reusable?.hierarchy === hierarchy;
  const relinked = new Set<FilePath>();
  for (const [path, own] of units) {
    const old = reusable?.members.get(path);
    const holds =
      old &&
      sameHierarchy &&
      old.unit === own.unit &&
      old.types === own.types &&
      !hasAny(old.reads, different.seen) &&
      !hasAny(old.typeReads, different.types);
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
      reads,
      typeReads,
      results: [],
    });
    yield;
  }
  // Evaluation asks the linker too, and nobody keeps what it reads.
  Object.assign(link, { path: '', reads: undefined, typeReads: undefined, doubts: undefined, callees: undefined });
  if (reusable && 'relinked' in reusable)
    for (const path of reusable.relinked) if (members.has(path)) relinked.add(path);
  const { pack, classes, versions } = input;
  return { members, linker, hierarchy, pack, classes, versions, environments, relinked };
}

/** Whether what was linked before was linked with the same models and versions. */
function isMadeAlike(before: Reusable, { pack, classes, versions }: ProgramInput): boolean {
  const isSame = before.versions === versions || before.versions.isLike(versions);
  return before.pack === pack && before.classes === classes && isSame;
}

/**
 * The contracts of a linked workspace, in steps; those of `before`, which it was linked after, are kept where nothing they rest
 * on changed.
 */
export function* evaluatedSteps(linked: Linked, before: Program | undefined): Generator<void, Program> {
  const { linker, hierarchy, pack, classes, versions, environments, relinked } = linked;
  const isAlike = before?.versions === versions || before?.versions.isLike(versions);
  const reusable = before?.pack === pack && before.classes === classes && isAlike ? before : undefined;
  const members = new Map(linked.members);
  const gone = reusable ? [...reusable.members.keys()].filter(path => !members.has(path)) : [];
  const callers = callersAfter(reusable?.callers, members, [...relinked, ...gone]);
  const changed = yield* evaluateAll({ members, relinked, before: reusable?.members, callers, linker, classes });
  const from = reusable && { id: reusable.id, different: new Set([...changed, ...gone]) };
  const made = { members, linker, callers, hierarchy, pack, classes, versions, environments };
  return { ...made, id: Symbol('program'), ...(from && { from }) };
}

type LinkedUnit = Pick<Member, 'unit' | 'stamp' | 'targets' | 'signature' | 'types'>;

/** What others see of a file: equal as long as no link to it can come out otherwise. `''` where there is none. */
function seenOf(member: LinkedUnit | undefined): string {
  return member ? `${member.signature} ${member.unit.facts.surfaceDigest} ${targetId(member.targets)}` : '';
}

/** How the files differ from those of an earlier program. */
interface Differences {
  readonly units: readonly UnitChange[];
  /** Files of which others see something else. */
  readonly seen: ReadonlySet<FilePath>;
  /** Files of which types say something else. */
  readonly types: ReadonlySet<FilePath>;
}

function differencesOf(
  before: ReadonlyMap<FilePath, Member> | undefined,
  units: ReadonlyMap<FilePath, LinkedUnit>,
): Differences {
  const changes: UnitChange[] = [];
  const seen = new Set<FilePath>();
  const types = new Set<FilePath>();
  const compare = (path: FilePath, old: LinkedUnit | undefined, own: LinkedUnit | undefined): void => {
    if (old?.types?.digest !== own?.types?.digest) types.add(path);
    if (old?.unit === own?.unit) return;
    changes.push({ before: old?.unit, now: own?.unit });
    if (seenOf(old) !== seenOf(own)) seen.add(path);
  };
  if (!before) return { units: changes, seen, types };
  for (const [path, own] of units) {
    const old = before.get(path);
    if (old !== own) compare(path, old, own);
  }
  for (const [path, old] of before) if (!units.has(path)) compare(path, old, undefined);
  return { units: changes, seen, types };
}

function hasAny(reads: ReadonlySet<FilePath>, different: ReadonlySet<FilePath>): boolean {
  const [few, many] = reads.size < different.size ? [reads, different] : [different, reads];
  for (const path of few) if (many.has(path)) return true;
  return false;
}

const ids = new WeakMap<object, string>();

/** Where the imports of a file lead, as text: every text of the file has a record of its own. */
function targetId(targets: object): string {
  let id = ids.get(targets);
  if (id === undefined) {
    id = digest(JSON.stringify(targets));
    ids.set(targets, id);
  }
  return id;
}

function newUnit(file: ProgramFile, old: Member | undefined): LinkedUnit {
  const { path, facts, edges, stamp, targets, types } = file;
  const isSameText = old?.stamp === stamp;
  const ir = isSameText ? old.unit.ir : (unpackIr(file.ir) ?? emptyIr);
  const unit: Unit = { path, facts, ir, edges, scopes: isSameText ? old.unit.scopes : scopesOf(ir, facts) };
  return { unit, stamp, targets, types, signature: isSameText ? old.signature : signatureOf(ir) };
}
