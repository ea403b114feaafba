import { declaredEnvironment } from '../../failures/program/environment.js';
import { placeNow } from '../../failures/program/located.js';
import { isSameContract } from '../../failures/program/outside-view.js';
import type { Program } from '../../failures/program/program.js';
import { noReaders, type ReaderIndex } from '../../failures/program/readers.js';
import { seenOf } from '../../failures/program/seen.js';
import { failureViews, type ViewSetting } from '../../failures/program/views.js';
import { compareText, type FilePath } from '../../files/paths.js';
import { emptyPathMap, type PathMap } from '../../graph/path-map.js';
import type { Draft } from '../../rules/finding.js';
import { rules } from '../../rules/index.js';
import type { FailureRule } from '../../rules/rule.js';
import type { Place } from '../../syntax/ir/nodes.js';
import { lineStartsIn } from '../findings/texts.js';
import { lintersOf } from './delegated.js';
import { environmentIn } from './environment-in.js';
import { afterComments, type Expected } from './expected.js';
import { originResolverOver, sourceGraphOver } from './linked-graph.js';
import { nothingRead, type PointedPlaces, type ReadsRecorder, type RuleReads, readsRecorder } from './rule-reads.js';
import type { State } from './state.js';

/** What one rule said of a file, and what of other files that rests on. */
interface RuleCheck {
  readonly drafts: readonly Draft[];
  readonly expected: readonly Expected[];
  readonly reads: RuleReads;
}

/** What the failure rules said of a file. */
interface FailureCheck {
  readonly drafts: readonly Draft[];
  readonly expected: readonly Expected[];
  /** In the order of the rules. */
  readonly byRule: readonly RuleCheck[];
  /** Files whose declarations all of it rests on. */
  readonly declarations: ReadonlySet<FilePath>;
  readonly places: PointedPlaces;
}

/** What the failure rules said of all files. Immutable, shared where nothing changed. */
export interface FailureChecks {
  readonly byFile: PathMap<FailureCheck>;
  /** Those among them with something to say: few of many. */
  readonly speaking: PathMap<FailureCheck>;
  /** Which checks rest on a file; point into it or to where in it failures start; ask who calls its functions. */
  readonly readers: ReaderIndex;
  readonly pointers: ReaderIndex;
  readonly askers: ReaderIndex;
}

/** What decides what the failure rules say besides the program. */
export type CheckedSetting = Pick<State['setting'], 'policy' | 'layout' | 'today' | 'failureInputs'>;

/** A program whose checks were made. */
export interface Checked {
  readonly program: Program;
  readonly checks: FailureChecks;
  readonly setting: CheckedSetting;
}

const failureRules = rules.filter(rule => rule.scope === 'failure');

/** The rules of a file that have to run again, by their place among all. */
type Concern = 'all' | ReadonlySet<number>;

/**
 * Runs the failure rules, in steps, over the files that a change concerns: all where there is nothing to go on from, and of
 * those that only read what changed the rules that did.
 */
export function* checksAfter(
  before: Checked | undefined,
  program: Program,
  state: State,
): Generator<void, FailureChecks> {
  const reusable = before && isAlike(before.setting, state.setting) ? before : undefined;
  const earlier = reusable?.checks ?? noChecks(state);
  const check = checker(program, state);
  const made = new Map<FilePath, FailureCheck | undefined>();
  const concerned = reusable && concernedBy(reusable, program);
  for (const path of concerned ? [...concerned.keys()].sort(compareText) : program.members.keys()) {
    const dialect = program.members.get(path)?.unit.facts.dialect;
    if (dialect === undefined || dialect === 'dts') made.set(path, undefined);
    else made.set(path, yield* check(path, earlier.byFile.get(path), concerned?.get(path) ?? 'all'));
  }
  return checksWith(earlier, made);
}

type Checker = (path: FilePath, before: FailureCheck | undefined, concern: Concern) => Generator<void, FailureCheck>;

/** Runs rules over single files of a program; what the others said before is kept. */
function checker(program: Program, state: State): Checker {
  const { policy, layout, today } = state.setting;
  const viewSetting = viewSettingOf(program, state);
  const linters = lintersOf(state.setting);
  const graph = sourceGraphOver(state, originResolverOver(state));
  return function* checked(path, before, concern) {
    const recorder = readsRecorder(path);
    const views = failureViews(program, viewSetting, recorder.notes);
    const lineStarts = () => lineStartsIn(state, path);
    const run = (rule: FailureRule): RuleCheck => {
      const failures = views();
      const file = failures.file(path)!;
      const drafts: Draft[] = [];
      const expected: Expected[] = [];
      program.listen(recorder.linkReads);
      try {
        rule.check({
          policy,
          graph,
          layout,
          today,
          path,
          module: policy.moduleOf(path),
          isTest: policy.isTest(path),
          file,
          failures,
          report: reported => {
            const outcome = afterComments(rule, reported, file, lineStarts);
            if ('draft' in outcome) drafts.push(outcome.draft);
            else expected.push(outcome.expected);
          },
        });
      } finally {
        program.listen(undefined);
      }
      const reads = recorder.taken();
      return drafts.length + expected.length === 0 && reads === silent.reads ? silent : { drafts, expected, reads };
    };
    const byRule: RuleCheck[] = [];
    for (const [index, rule] of failureRules.entries()) {
      const known = concern !== 'all' && !concern.has(index) ? before?.byRule[index] : undefined;
      const isLeft = rule.delegated && linters.verdict(rule, path) !== 'silent';
      byRule.push(known ?? (isLeft ? silent : run(rule)));
      // The longest files take a rule as long as others take all of them.
      yield;
    }
    return checkOf(byRule, recorder, concern === 'all' ? undefined : before, program);
  };
}

const silent: RuleCheck = { drafts: [], expected: [], reads: nothingRead };

/** `before`: what the rules that did not run again rest on. */
function checkOf(
  byRule: readonly RuleCheck[],
  { declarations, places }: ReadsRecorder,
  before: FailureCheck | undefined,
  { members }: Program,
): FailureCheck {
  const [drafts, expected] = [byRule.flatMap(each => each.drafts), byRule.flatMap(each => each.expected)];
  const moved = [...(before?.places ?? [])].map(
    ([key, { origin }]) => [key, { origin, place: placeNow(members, origin) }] as const,
  );
  return {
    drafts,
    expected,
    byRule,
    declarations: new Set([...(before?.declarations ?? []), ...declarations]),
    // Who says nothing points nowhere.
    places: drafts.length + expected.length === 0 ? new Map() : new Map([...moved, ...places]),
  };
}

function isAlike(a: CheckedSetting, b: CheckedSetting): boolean {
  return a.policy === b.policy && a.layout === b.layout && a.today === b.today && a.failureInputs === b.failureInputs;
}

function noChecks({ numbers }: State): FailureChecks {
  const byFile = emptyPathMap<FailureCheck>(numbers);
  const none = noReaders(numbers);
  return { byFile, speaking: byFile, readers: none, pointers: none, askers: none };
}

function checksWith(before: FailureChecks, made: ReadonlyMap<FilePath, FailureCheck | undefined>): FailureChecks {
  const isSilent = ({ drafts, expected }: FailureCheck) => drafts.length + expected.length === 0;
  const after = (index: ReaderIndex, readOf: (check: FailureCheck) => Iterable<FilePath>): ReaderIndex =>
    index.with(
      [...made].map(([path, check]) => {
        const old = before.byFile.get(path);
        return { path, before: old && readOf(old), now: check && readOf(check) };
      }),
    );
  return {
    byFile: before.byFile.with(made),
    speaking: before.speaking.with(
      [...made].map(([path, check]) => [path, check && !isSilent(check) ? check : undefined]),
    ),
    readers: after(before.readers, readBy),
    pointers: after(before.pointers, pointedBy),
    askers: after(
      before.askers,
      check => new Set(check.byRule.flatMap(each => each.reads.called.map(ref => ref.path))),
    ),
  };
}

function readBy({ byRule, declarations }: FailureCheck): ReadonlySet<FilePath> {
  const read = new Set(declarations);
  for (const { reads } of byRule) {
    for (const path of reads.whole) read.add(path);
    for (const { path } of reads.bodies) read.add(path);
    for (const { path } of reads.contracts) read.add(path);
  }
  return read;
}

function pointedBy({ places, drafts }: FailureCheck): ReadonlySet<FilePath> {
  const pointed = new Set(Array.from(places.values(), ({ origin }) => origin.path));
  for (const { related = [] } of drafts) for (const { path } of related) pointed.add(path);
  return pointed;
}

/** Files whose check does not hold: they or what it rests on are not what they were, or run elsewhere; the gone ones too. */
function concernedBy({ program: before, checks }: Checked, now: Program): ReadonlyMap<FilePath, Concern> {
  const concerned = new Map<FilePath, 'all' | Set<number>>();
  const addRules = (path: FilePath, isConcerned: (rule: RuleCheck) => boolean): void => {
    const known = concerned.get(path) ?? new Set();
    if (known === 'all') return;
    for (const [index, rule] of checks.byFile.get(path)!.byRule.entries()) if (isConcerned(rule)) known.add(index);
    if (known.size > 0) concerned.set(path, known);
  };
  for (const path of now.members.differences(before.members)) {
    concerned.set(path, 'all');
    const change = changeOf(path, before, now);
    for (const reader of checks.readers.of(path))
      if (change.isSeen && checks.byFile.get(reader)!.declarations.has(path)) concerned.set(reader, 'all');
      else addRules(reader, ({ reads }) => change.concerns(reads));
    for (const pointer of checks.pointers.of(path)) {
      const isMoved = haveMoved(checks.byFile.get(pointer)!.places, path, now);
      addRules(pointer, ({ drafts, expected }) =>
        isMoved ? drafts.length + expected.length > 0 : drafts.some(draft => pointsInto(draft, path)),
      );
    }
  }
  for (const path of now.environments.differences(before.environments)) {
    concerned.set(path, 'all');
    for (const reader of checks.readers.of(path)) concerned.set(reader, 'all');
  }
  for (const path of now.callers.differences(before.callers))
    for (const asker of checks.askers.of(path))
      addRules(asker, ({ reads }) => reads.called.some(ref => now.callers.of(ref) !== before.callers.of(ref)));
  return concerned;
}

interface Change {
  /** Others see something else of the file. */
  readonly isSeen: boolean;
  concerns(reads: RuleReads): boolean;
}

/** How a file is another one than before. */
function changeOf(path: FilePath, { members: before }: Program, { members: now }: Program): Change {
  const [was, is] = [before.get(path), now.get(path)];
  const isSame = new Map<number, boolean>();
  const hasSameBody = (index: number) => was?.results[index]?.evaluation === is?.results[index]?.evaluation;
  const hasSameContract = (index: number): boolean => {
    let known = isSame.get(index) ?? (hasSameBody(index) ? true : undefined);
    known ??= isSameContract(was?.results[index]?.contract, is?.results[index]?.contract);
    isSame.set(index, known);
    return known;
  };
  return {
    isSeen: seenOf(was) !== seenOf(is) || was?.types?.digest !== is?.types?.digest,
    concerns: ({ whole, bodies, contracts }) =>
      whole.has(path) ||
      bodies.some(ref => ref.path === path && !hasSameBody(ref.index)) ||
      contracts.some(ref => ref.path === path && !hasSameContract(ref.index)),
  };
}

function haveMoved(places: PointedPlaces, path: FilePath, { members }: Program): boolean {
  for (const { origin, place } of places.values())
    if (origin.path === path && !isSamePlace(placeNow(members, origin), place)) return true;
  return false;
}

function pointsInto({ related = [] }: Draft, path: FilePath): boolean {
  return related.some(each => each.path === path);
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.start === b.start && a.end === b.end;
}

/** What views of a program know of its files. */
export function viewSettingOf(program: Program, { setting }: State): ViewSetting {
  return {
    isTest: path => setting.policy.isTest(path),
    environment: path =>
      declaredEnvironment(setting.policy.environments, path) ??
      environmentIn(setting.layout, path, program.environments.of(path)),
    policy: setting.policy.failures,
  };
}
