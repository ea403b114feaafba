import { compareText, type FilePath } from '../../files/paths.js';
import type { PathMap } from '../../graph/path-map.js';
import type { FailureContract } from '../contract.js';
import type { ClassMap } from '../evaluate/errors.js';
import { declaredContract, type FunctionResult, makeContract } from '../evaluate/make-contract.js';
import { newEvaluation } from '../evaluate/new-evaluation.js';
import type { Linker, Unit } from '../link/linker.js';
import type { FunctionRef } from '../view.js';
import type { Callers } from './callers.js';
import { evaluateCircle, isSameInside } from './circle.js';
import { componentsOf } from './components.js';
import { heardBy, type LinkReads, type Listen } from './linking.js';
import type { Member } from './member.js';
import { type MovedResults, movedResults } from './moved-results.js';

/** What the evaluation of a workspace needs. */
export interface EvaluationInput {
  /** All files, those that were linked anew without results. */
  readonly members: PathMap<Member>;
  /** Files of which no result holds but of functions that are what they were. */
  readonly relinked: ReadonlySet<FilePath>;
  /** The program whose results are kept; without one all are made. */
  readonly before: PathMap<Member> | undefined;
  /** Who implements what is as it was then. */
  readonly hasSameHierarchy: boolean;
  readonly callers: Callers;
  readonly linker: Linker;
  readonly listen: Listen;
  readonly classes: ClassMap;
}

/**
 * Evaluates what changed, callees first; functions that call each other in a circle are evaluated until nothing changes.
 * Answers the files with other results or reads than before.
 */
export function* evaluateAll(input: EvaluationInput): Generator<void, ReadonlyMap<FilePath, Member>> {
  const { members, relinked, before, linker, listen, classes } = input;
  const heard = new Map<FilePath, LinkReads>();
  const moved = before && input.hasSameHierarchy ? movedResults(relinked, before, members) : noResults;
  const affected = before ? affectedBy(relinked, moved, input) : undefined;
  yield;
  const nodes = numbered(members, affected);
  yield;
  const { owners, numberOf } = nodes;
  const targets = owners.map(({ path, index }) =>
    members
      .get(path)!
      .calls[index]!.map(numberOf)
      .filter(each => each !== undefined),
  );
  yield;
  const components = componentsOf(targets);
  yield;
  const results: (FunctionResult | undefined)[] = new Array(owners.length);
  const heldIn = (path: FilePath): MovedResults =>
    (relinked.has(path) ? moved.get(path) : before?.get(path)?.results) ?? [];
  const kept = ({ path, index }: FunctionRef): FunctionResult | undefined => heldIn(path)[index];
  const changed = new Uint8Array(owners.length);
  const contractOf = (ref: FunctionRef): FailureContract | undefined => {
    const node = numberOf(ref);
    return (node === undefined ? kept(ref) : results[node])?.contract;
  };
  const evaluate = (node: number, askedOf: typeof contractOf): FunctionResult => {
    const { path, index } = owners[node]!;
    const notes = heard.get(path) ?? { reads: new Set<FilePath>(), hierarchyReads: new Set<FilePath>() };
    heard.set(path, notes);
    const { unit } = members.get(path)!;
    return heardBy(listen, notes, () => evaluateOne(unit, index, linker, classes, askedOf));
  };
  for (const component of components) {
    const isDirty = component.some(node => !kept(owners[node]!) || targets[node]!.some(target => changed[target]));
    if (!isDirty) {
      for (const node of component) results[node] = kept(owners[node]!);
      continue;
    }
    yield;
    const isCircle = component.length > 1 || targets[component[0]!]!.includes(component[0]!);
    if (isCircle) evaluateCircle({ nodes: component, results, contractOf, numberOf, evaluate });
    else for (const node of component) results[node] = evaluate(node, contractOf);
    for (const node of component) {
      const { path, index } = owners[node]!;
      const old = before?.get(path)?.results[index];
      const made = results[node]!;
      // Callers see the outgoing part alone, the function's own findings all of it.
      const isSameOutside =
        old?.contract.digest === made.contract.digest && old.contract.symbol === made.contract.symbol;
      if (old && isSameOutside && !relinked.has(path) && isSameInside(old, made)) results[node] = old;
      changed[node] = isSameOutside ? 0 : 1;
    }
  }
  const evaluated = new Map<FilePath, Member>();
  for (const path of new Set([...nodes.paths, ...relinked])) {
    const member = members.get(path);
    if (!member) continue;
    const own = resultsOf(path, member);
    const isSame = member.results.length === own.length && own.every((result, i) => result === member.results[i]);
    const [reads, hierarchyReads] = (['reads', 'hierarchyReads'] as const).map(kind => {
      // Of functions that were not evaluated again it is not known which of it they read.
      const earlier = moved.has(path) ? before?.get(path)?.[kind] : undefined;
      return withAll(withAll(member[kind], heard.get(path)?.[kind]), earlier);
    }) as [ReadonlySet<FilePath>, ReadonlySet<FilePath>];
    if (isSame && reads === member.reads && hierarchyReads === member.hierarchyReads) continue;
    evaluated.set(path, { ...member, reads, hierarchyReads, results: own });
  }
  return evaluated;

  function resultsOf(path: FilePath, member: Member): readonly FunctionResult[] {
    const earlier = heldIn(path);
    return member.unit.ir.functions.map((_, index) => {
      const node = numberOf({ path, index });
      return (node === undefined ? earlier[index] : results[node])!;
    });
  }
}

/** The very same set where it has all of them. */
function withAll(set: ReadonlySet<FilePath>, more: ReadonlySet<FilePath> = new Set()): ReadonlySet<FilePath> {
  for (const path of more) if (!set.has(path)) return new Set([...set, ...more]);
  return set;
}

const noResults: ReadonlyMap<FilePath, MovedResults> = new Map();

/**
 * The functions of files that were linked anew, but for those whose results hold, and all that call them, however far away:
 * nothing else can come out otherwise.
 */
function affectedBy(
  relinked: ReadonlySet<FilePath>,
  moved: ReadonlyMap<FilePath, MovedResults>,
  { members, callers }: EvaluationInput,
): ReadonlyMap<FilePath, ReadonlySet<number>> {
  const affected = new Map<FilePath, Set<number>>();
  const open: FunctionRef[] = [];
  const add = (path: FilePath, index: number): void => {
    let own = affected.get(path);
    if (!own) {
      own = new Set();
      affected.set(path, own);
    }
    if (own.has(index)) return;
    own.add(index);
    open.push({ path, index });
  };
  for (const path of relinked)
    for (let index = 0; index < (members.get(path)?.unit.ir.functions.length ?? 0); index++)
      if (!moved.get(path)?.[index]) add(path, index);
  for (let at = open.pop(); at; at = open.pop()) for (const { path, index } of callers.of(at)) add(path, index);
  return affected;
}

interface Numbered {
  readonly owners: readonly FunctionRef[];
  readonly paths: ReadonlySet<FilePath>;
  numberOf(ref: FunctionRef): number | undefined;
}

/**
 * Numbers functions in the order of files, all or the affected ones. Since those that call an affected one are affected too,
 * circles come out in the same order either way.
 */
function numbered(
  members: PathMap<Member>,
  affected: ReadonlyMap<FilePath, ReadonlySet<number>> | undefined,
): Numbered {
  const owners: FunctionRef[] = [];
  const numbers = new Map<FilePath, (number | undefined)[]>();
  for (const path of affected ? [...affected.keys()].sort(compareText) : members.keys()) {
    const chosen = affected?.get(path);
    const { unit } = members.get(path)!;
    const own = unit.ir.functions.map((_, index) => {
      if (chosen && !chosen.has(index)) return undefined;
      return owners.push({ path, index }) - 1;
    });
    numbers.set(path, own);
  }
  return { owners, paths: new Set(numbers.keys()), numberOf: ({ path, index }) => numbers.get(path)?.[index] };
}

function evaluateOne(
  unit: Unit,
  index: number,
  linker: Linker,
  classes: ClassMap,
  contractOf: (ref: FunctionRef) => FailureContract | undefined,
): FunctionResult {
  const run = newEvaluation(unit, index, { linker, classes, contractOf });
  return run.ir.hasBody ? makeContract(run) : declaredContract(run);
}
