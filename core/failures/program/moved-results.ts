import type { FilePath } from '../../files/paths.js';
import type { PathMap } from '../../graph/path-map.js';
import type { Expr, FileIr, FunctionIr, Place } from '../../syntax/ir/nodes.js';
import type { FailureMode, Origin } from '../contract.js';
import { withOrigins } from '../evaluate/anchors.js';
import type { FunctionResult } from '../evaluate/make-contract.js';
import { callsOf, eachExpr } from '../walk.js';
import type { Member } from './member.js';
import { isSameIr } from './same-ir.js';
import { seenOf } from './seen.js';

/** Results by index of the function; `undefined` for those that do not hold. */
export type MovedResults = readonly (FunctionResult | undefined)[];

/**
 * Of files that were linked anew because their text is another: the results of functions that the edit left as they were, at
 * the places where they stand now. They still rest on what they call.
 */
export function movedResults(
  relinked: ReadonlySet<FilePath>,
  before: PathMap<Member>,
  now: PathMap<Member>,
): ReadonlyMap<FilePath, MovedResults> {
  const found = new Map<FilePath, MovedResults>();
  for (const path of relinked) {
    const [was, is] = [before.get(path), now.get(path)];
    if (was && is && was.unit !== is.unit && restsOnTheSame(was, is, before, now)) found.set(path, resultsOf(was, is));
  }
  return found;
}

/** Everything that the links of a file rest on besides its own bodies is what it was. */
function restsOnTheSame(was: Member, is: Member, before: PathMap<Member>, now: PathMap<Member>): boolean {
  if (seenOf(was) !== seenOf(is) || was.types?.digest !== is.types?.digest) return false;
  for (const path of new Set([...was.reads, ...is.reads])) {
    const [a, b] = [before.get(path), now.get(path)];
    if (a !== b && seenOf(a) !== seenOf(b)) return false;
  }
  for (const path of new Set([...was.typeReads, ...is.typeReads]))
    if (before.get(path)?.types?.digest !== now.get(path)?.types?.digest) return false;
  return true;
}

/** The outermost functions of a file with all in them: what stands in one is seen by nobody outside but by its contract. */
interface Group extends Place {
  /** By how much it moved; `undefined`: it is not what it was, or something in it moved otherwise. */
  readonly by: number | undefined;
  /** It says what it said, wherever. */
  readonly isSame: boolean;
}

function resultsOf(was: Member, is: Member): MovedResults {
  const [a, b] = [was.unit.ir, is.unit.ir];
  // The module's own statements decide what its variables hold.
  if (!isSameIr(a.functions[0]?.body, b.functions[0]?.body, undefined)) return [];
  const groups = groupsOf(a, b);
  const others = new Set([...groups].flatMap(([root, { isSame }]) => (isSame ? [] : [root])));
  if (assignments(a, others) !== assignments(b, others)) return [];
  const follows = followers(is, others);
  return b.functions.map((fn, index) => {
    const group = groups.get(rootOf(b, index));
    const result = was.results[index];
    if (!result || group?.by === undefined || follows.has(index)) return undefined;
    if (fn.form === 'constructor' && !isSameIr(a.classes[fn.owner]?.fields, b.classes[fn.owner]?.fields, group.by))
      return undefined;
    return movedResult(result, is.unit.path, a.functions[index]!, group, group.by);
  });
}

function rootOf({ functions }: FileIr, index: number): number {
  let at = index;
  for (let parent = functions[at]?.parent ?? -1; parent > 0; parent = functions[at]?.parent ?? -1) at = parent;
  return at;
}

function groupsOf(a: FileIr, b: FileIr): ReadonlyMap<number, Group> {
  const groups = new Map<number, Group>();
  for (const [index, now] of b.functions.entries()) {
    if (index === 0) continue;
    const root = rootOf(b, index);
    const was = a.functions[index]!;
    const known = groups.get(root) ?? newGroup(a.functions[root]!, b.functions[root]!);
    const isSame = known.isSame && isSameIr(was, now, undefined);
    const isMoved = isSame && known.by !== undefined && isSameIr(was, now, known.by);
    groups.set(root, { ...known, isSame, by: isMoved ? known.by : undefined });
  }
  for (const [index, { start, end }] of a.classes.entries())
    for (const [root, group] of groups)
      if (group.start <= start && end <= group.end && !isSameIr(a.classes[index], b.classes[index], group.by ?? 0))
        groups.set(root, { ...group, by: undefined });
  return groups;
}

/** Places are those of the earlier text. */
function newGroup(was: FunctionIr, now: FunctionIr): Group {
  return {
    start: Math.min(was.start, was.doc?.start ?? was.start),
    end: was.end,
    isSame: true,
    by: now.start - was.start,
  };
}

/** What is assigned to variables in some functions, which may be those of the module. */
function assignments(ir: FileIr, roots: ReadonlySet<number>): string {
  const found: Expr[] = [];
  for (const [index, { body }] of ir.functions.entries())
    if (roots.has(rootOf(ir, index)))
      eachExpr(body, expr => {
        if (expr.kind === 'assign' && expr.target.kind === 'name') found.push(expr);
      });
  return JSON.stringify(found, (key, value: unknown) => (key === 'start' || key === 'end' ? undefined : value));
}

/** Functions that hand others to `then` or `catch`, whose bodies are followed there: with one that is not what it was, however far. */
function followers({ unit: { ir, path }, calls }: Member, others: ReadonlySet<number>): ReadonlySet<number> {
  const handing = ir.functions.flatMap((fn, index) => (handsNamed(fn) ? [index] : []));
  const found = new Set<number>();
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const index of handing)
      if (calls[index]?.some(ref => ref.path === path && (others.has(rootOf(ir, ref.index)) || found.has(ref.index))))
        found.add(index);
  }
  return found;
}

function handsNamed(fn: FunctionIr): boolean {
  return callsOf(fn).some(
    ({ callee, args }) =>
      callee.kind === 'member' &&
      /^(then|catch|finally)$/.test(callee.property) &&
      args.some(arg => arg.kind !== 'function'),
  );
}

/** `undefined` where it speaks of places outside the function: those moved otherwise. `was` is the function in the earlier text. */
function movedResult(
  result: FunctionResult,
  path: FilePath,
  was: FunctionIr,
  around: Place,
  by: number,
): FunctionResult | undefined {
  const { contract, caught } = result;
  let isWithin = true;
  const check = (start: number): void => {
    isWithin &&= around.start <= start && start <= around.end;
  };
  withOrigins(contract, origin => {
    const { anchor, start } = origin;
    if (origin.path === path && anchor?.name === was.name) check(start - anchor.start + was.start);
    if (origin.path === path && !anchor) isWithin = false;
    return origin;
  });
  for (const list of [contract.returns, contract.swallows, contract.conflations, contract.holes, caught])
    for (const { start } of list) check(start);
  const isOwn = (origin: Origin): boolean => origin.path === path && !origin.anchor;
  for (const { modes } of caught)
    for (const { origins } of modes.values()) for (const origin of origins) if (isOwn(origin)) check(origin.start);
  if (!isWithin) return undefined;
  if (by === 0) return result;
  const move = <T extends Place>(list: readonly T[]): readonly T[] =>
    list.map(each => ({ ...each, start: each.start + by, end: each.end + by }));
  const moveMode = (mode: FailureMode): FailureMode =>
    mode.origins.some(isOwn)
      ? { ...mode, origins: mode.origins.map(each => (isOwn(each) ? move([each])[0]! : each)) }
      : mode;
  return {
    ...result,
    contract: {
      ...contract,
      returns: move(contract.returns),
      swallows: move(contract.swallows),
      conflations: move(contract.conflations),
      holes: move(contract.holes),
    },
    caught: caught.map(({ start, modes, ...rest }) => ({
      ...rest,
      start: start + by,
      modes: new Map([...modes].map(([key, mode]) => [key, moveMode(mode)])),
    })),
  };
}
