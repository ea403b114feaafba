import { compareText, type FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import { emptyPathMap, type PathMap, type PathNumbering } from '../../graph/path-map.js';
import type { SourceGraph } from '../../graph/source-graph.js';
import type { FileFacts } from '../../syntax/facts.js';
import { unpackIr } from '../../syntax/ir/codec.js';
import { emptyIr } from '../../syntax/ir/empty.js';
import type { ClassMap } from '../evaluate/errors.js';
import type { Linker, Unit } from '../link/linker.js';
import type { PackageVersions } from '../link/package-versions.js';
import { scopesOf } from '../link/scopes.js';
import type { FileTypes } from '../link/typed.js';
import type { ModelPack } from '../model-pack/pack.js';
import { type Callers, callersAfter } from './callers.js';
import { type EnvironmentFile, type Environments, environmentsAfter } from './environment.js';
import { evaluateAll } from './evaluate-all.js';
import { type Hierarchy, haveSameAccessors, hierarchyAfter, type UnitChange } from './hierarchy.js';
import { type LinkedUnit, type Listen, newLinking } from './linking.js';
import type { Member } from './member.js';
import { type Readers, readersAfter } from './readers.js';
import { seenOf } from './seen.js';
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

/** What the files of a program are read from. */
export interface ProgramSources {
  /** Files of which it may say something else than an earlier one, gone and new ones included; `undefined`: any may. */
  changedSince(earlier: ProgramSources): readonly FilePath[] | undefined;
}

export interface ProgramInput {
  /** Sorted. */
  readonly files: readonly FilePath[];
  readonly numbers: PathNumbering;
  readonly sources: ProgramSources;
  file(path: FilePath): ProgramFile | undefined;
  /** Files that import a file, in whatever way. */
  importersOf(path: FilePath): Iterable<FilePath>;
  /** A graph that notes which files' surfaces were asked for. */
  tracked(note: (path: FilePath) => void): SourceGraph;
  readonly pack: ModelPack;
  readonly classes: ClassMap;
  readonly versions: PackageVersions;
}

/** What a later program can take over from an earlier one. */
interface Reusable {
  readonly members: PathMap<Member>;
  readonly sources: ProgramSources;
  readonly readers: Readers;
  /** Files with `Member.doubts`. */
  readonly inDoubt: PathMap<true>;
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
  readonly listen: Listen;
  readonly callers: Callers;
}

/** A workspace whose calls are linked and not evaluated yet: what the types should be asked stands in `Member.doubts`. */
export interface Linked extends Reusable {
  readonly linker: Linker;
  readonly listen: Listen;
  /** Files linked anew since the program that this was made from. */
  readonly relinked: ReadonlySet<FilePath>;
}

/**
 * Links the calls of a workspace, in steps of a few milliseconds: whoever runs it may do something else between two. What was
 * linked before, perhaps a moment ago with fewer types, is taken over where it holds, without a look at it.
 */
export function* linkedSteps(before: Program | Linked | undefined, input: ProgramInput): Generator<void, Linked> {
  const { numbers, pack, classes, versions, sources, importersOf } = input;
  const changed = before && sources.changedSince(before.sources);
  const reusable = changed && isMadeAlike(before, input) ? before : undefined;
  const earlier = reusable?.members ?? emptyPathMap<Member>(numbers);
  const { others, running } = yield* unitsOf(
    reusable ? changed! : [...input.files, ...(changed ?? [])],
    earlier,
    input,
  );
  const environments = environmentsAfter(changed && before.environments, { numbers, files: running, importersOf });
  const units: PathMap<LinkedUnit> = (earlier as PathMap<LinkedUnit>).with(others);
  const different = differencesOf(reusable?.members, others);
  const hierarchy = hierarchyAfter(reusable?.hierarchy, units, different.units, numbers);
  yield;
  const linking = newLinking(units, hierarchy, input);
  const concerned = reusable ? concernedBy(reusable, others, different, hierarchy) : undefined;
  const linked = new Map<FilePath, Member | undefined>();
  for (const path of others.keys()) if (!units.has(path)) linked.set(path, undefined);
  for (const path of concerned ? [...concerned].sort(compareText) : units.keys()) {
    const own = units.get(path);
    if (!own) continue;
    linked.set(path, linking.link(own));
    yield;
  }
  const members = earlier.with(linked);
  linking.end(members);
  const relinked = new Set<FilePath>();
  for (const [path, member] of linked) if (member) relinked.add(path);
  if (reusable && 'relinked' in reusable)
    for (const path of reusable.relinked) if (members.has(path)) relinked.add(path);
  const readers = readersAfter(reusable?.readers, numbers, earlier, linked);
  const inDoubt = (reusable?.inDoubt ?? emptyPathMap<true>(numbers)).with(
    [...linked].map(([path, member]) => [path, member && isInDoubt(member) ? true : undefined]),
  );
  const { linker, listen } = linking;
  const made = { pack, classes, versions, environments };
  return { members, linker, listen, sources, readers, inDoubt, hierarchy, relinked, ...made };
}

/** The files that are not what they were, `undefined` for those that are gone, and what decides where each that was looked at runs. */
interface ReadUnits {
  readonly others: ReadonlyMap<FilePath, LinkedUnit | undefined>;
  readonly running: ReadonlyMap<FilePath, EnvironmentFile | undefined>;
}

function* unitsOf(
  paths: Iterable<FilePath>,
  earlier: PathMap<Member>,
  input: ProgramInput,
): Generator<void, ReadUnits> {
  const others = new Map<FilePath, LinkedUnit | undefined>();
  const running = new Map<FilePath, EnvironmentFile | undefined>();
  for (const path of paths) {
    const old = earlier.get(path);
    const file = input.file(path);
    if (!file || file.facts.generated) {
      if (old) others.set(path, undefined);
      running.set(path, undefined);
      continue;
    }
    const isSame = old !== undefined && old.stamp === file.stamp && old.targets === file.targets;
    if (!isSame) {
      others.set(path, newUnit(file, old));
      yield;
    } else if (old.types !== file.types) others.set(path, { ...old, types: file.types });
    // Its edges may count otherwise than they did: that rests on what other files export.
    const { ir } = (others.get(path) ?? old!).unit;
    running.set(path, { path, facts: file.facts, ir, edges: file.edges });
  }
  return { others, running };
}

/** Files that are linked anew: those that are others, and those whose links rest on something that is. */
function concernedBy(
  { hierarchy: before, readers }: Reusable,
  others: ReadonlyMap<FilePath, LinkedUnit | undefined>,
  different: Differences,
  hierarchy: Hierarchy,
): ReadonlySet<FilePath> | undefined {
  const concerned = new Set(others.keys());
  if (before !== hierarchy) {
    if (!haveSameAccessors(before, hierarchy)) return undefined;
    for (const path of hierarchy.implementers.differences(before.implementers))
      for (const reader of readers.hierarchy.of(path)) concerned.add(reader);
  }
  for (const path of different.seen) for (const reader of readers.links.of(path)) concerned.add(reader);
  for (const path of different.types) for (const reader of readers.types.of(path)) concerned.add(reader);
  return concerned;
}

/** Whether what was linked before was linked with the same models and versions. */
function isMadeAlike(
  before: Reusable,
  { pack, classes, versions }: Pick<Reusable, 'pack' | 'classes' | 'versions'>,
): boolean {
  const isSame = before.versions === versions || before.versions.isLike(versions);
  return before.pack === pack && before.classes === classes && isSame;
}

/**
 * The contracts of a linked workspace, in steps; those of `before`, which it was linked after, are kept where nothing they rest
 * on changed.
 */
export function* evaluatedSteps(
  linked: Linked,
  before: Program | undefined,
  numbers: PathNumbering,
): Generator<void, Program> {
  const { linker, listen, classes, relinked, members: unevaluated, readers, ...shared } = linked;
  const reusable = before && isMadeAlike(before, linked) ? before : undefined;
  const earlier = reusable?.members ?? emptyPathMap<Member>(numbers);
  const changed = unevaluated.differences(earlier);
  const callers = callersAfter(
    reusable?.callers,
    numbers,
    changed.map(path => ({
      path,
      before: earlier.get(path)?.calls ?? [],
      now: unevaluated.get(path)?.calls ?? [],
    })),
  );
  const hasSameHierarchy = before?.hierarchy === linked.hierarchy;
  const input = {
    members: unevaluated,
    relinked,
    before: reusable?.members,
    hasSameHierarchy,
    callers,
    linker,
    listen,
    classes,
  };
  const evaluated = yield* evaluateAll(input);
  const members = unevaluated.with(evaluated);
  const read = readersAfter(readers, numbers, unevaluated, evaluated);
  return { ...shared, members, readers: read, linker, listen, callers, classes };
}

function isInDoubt({ doubts }: Member): boolean {
  return doubts.callees.length + doubts.values.length > 0;
}

/** How the files differ from those of an earlier program. */
interface Differences {
  readonly units: readonly UnitChange[];
  /** Files of which others see something else. */
  readonly seen: ReadonlySet<FilePath>;
  /** Files of which types say something else. */
  readonly types: ReadonlySet<FilePath>;
}

/** `others` are the files that are not the same, `undefined` for those that are gone. */
function differencesOf(
  before: PathMap<Member> | undefined,
  others: ReadonlyMap<FilePath, LinkedUnit | undefined>,
): Differences {
  const units: UnitChange[] = [];
  const seen = new Set<FilePath>();
  const types = new Set<FilePath>();
  for (const [path, own] of before ? others : []) {
    const old = before?.get(path);
    if (old?.types?.digest !== own?.types?.digest) types.add(path);
    if (old?.unit === own?.unit) continue;
    units.push({ before: old?.unit, now: own?.unit });
    if (seenOf(old) !== seenOf(own)) seen.add(path);
  }
  return { units, seen, types };
}

function newUnit(file: ProgramFile, old: Member | undefined): LinkedUnit {
  const { path, facts, edges, stamp, targets, types } = file;
  const isSameText = old?.stamp === stamp;
  const ir = isSameText ? old.unit.ir : (unpackIr(file.ir) ?? emptyIr);
  const unit: Unit = { path, facts, ir, edges, scopes: isSameText ? old.unit.scopes : scopesOf(ir, facts) };
  return { unit, stamp, targets, types, signature: isSameText ? old.signature : signatureOf(ir, facts) };
}
