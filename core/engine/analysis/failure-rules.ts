import type { Origin } from '../../failures/contract.js';
import { declaredEnvironment } from '../../failures/program/environment.js';
import { placeNow } from '../../failures/program/located.js';
import type { Program } from '../../failures/program/program.js';
import { noReaders, type ReaderIndex } from '../../failures/program/readers.js';
import { failureView, type ViewSetting } from '../../failures/program/views.js';
import type { FunctionRef } from '../../failures/view.js';
import { compareText, type FilePath } from '../../files/paths.js';
import { emptyPathMap, type PathMap } from '../../graph/path-map.js';
import type { Draft } from '../../rules/finding.js';
import { rules } from '../../rules/index.js';
import type { Place } from '../../syntax/ir/nodes.js';
import { lineStartsIn } from '../findings/texts.js';
import { lintersOf } from './delegated.js';
import { environmentIn } from './environment-in.js';
import { afterComments, type Expected } from './expected.js';
import { originResolverOver, sourceGraphOver } from './linked-graph.js';
import type { State } from './state.js';

/** What the failure rules said of a file, and what of other files that rests on. */
interface FailureCheck {
  readonly drafts: readonly Draft[];
  readonly expected: readonly Expected[];
  readonly reads: ReadonlySet<FilePath>;
  /** Where failures started that its findings point to. */
  readonly places: readonly { readonly origin: Origin; readonly place: Place }[];
  /** Functions of which it was asked who calls them. */
  readonly called: readonly FunctionRef[];
}

/** What the failure rules said of all files. Immutable, shared where nothing changed. */
export interface FailureChecks {
  readonly byFile: PathMap<FailureCheck>;
  /** Those among them with something to say: few of many. */
  readonly speaking: PathMap<FailureCheck>;
  /** Which checks rest on a file; on where in it failures start; on who calls its functions. */
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

/** Runs the failure rules, in steps, over the files that a change concerns: all where there is nothing to go on from. */
export function* checksAfter(
  before: Checked | undefined,
  program: Program,
  state: State,
): Generator<void, FailureChecks> {
  const { policy, layout, today } = state.setting;
  const reusable = before && isAlike(before.setting, state.setting) ? before : undefined;
  const earlier = reusable?.checks ?? noChecks(state);
  const active = rules.filter(rule => rule.scope === 'failure');
  const viewSetting = viewSettingOf(program, state);
  const linters = lintersOf(state.setting);
  const graph = sourceGraphOver(state, originResolverOver(state));
  const made = new Map<FilePath, FailureCheck | undefined>();
  const concerned = reusable ? [...concernedBy(reusable, program)].sort(compareText) : program.members.keys();
  for (const path of active.length === 0 ? [] : concerned) {
    const dialect = program.members.get(path)?.unit.facts.dialect;
    if (dialect === undefined || dialect === 'dts') {
      made.set(path, undefined);
      continue;
    }
    const reads = new Set<FilePath>();
    const places = new Map<string, FailureCheck['places'][number]>();
    const called = new Map<string, FunctionRef>();
    // Who implements what is asked where links are made.
    const heard = { reads, hierarchyReads: new Set<FilePath>() };
    const failures = failureView(program, viewSetting, {
      read: read => reads.add(read),
      place: (origin, place) => {
        const { path: at, anchor, text } = origin;
        places.set(`${at}#${anchor?.name} ${anchor?.nth} ${text}`, { origin, place });
      },
      called: ref => called.set(`${ref.path}#${ref.index}`, ref),
    });
    const file = failures.file(path)!;
    const drafts: Draft[] = [];
    const expected: Expected[] = [];
    const lineStarts = () => lineStartsIn(state, path);
    for (const rule of active) {
      if (rule.delegated && linters.verdict(rule, path) !== 'silent') continue;
      program.listen(heard);
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
      program.listen(undefined);
      // The longest files take a rule as long as others take all of them.
      yield;
    }
    made.set(path, { drafts, expected, reads, places: [...places.values()], called: [...called.values()] });
    yield;
  }
  return checksWith(earlier, made);
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
    readers: after(before.readers, check => check.reads),
    pointers: after(before.pointers, check => new Set(check.places.map(({ origin }) => origin.path))),
    askers: after(before.askers, check => new Set(check.called.map(({ path }) => path))),
  };
}

/** Files whose check does not hold: they or what it rests on are not what they were, or run elsewhere; the gone ones too. */
function concernedBy({ program: before, checks }: Checked, now: Program): ReadonlySet<FilePath> {
  const concerned = new Set<FilePath>();
  const different = new Set([
    ...now.members.differences(before.members),
    ...now.environments.differences(before.environments),
  ]);
  for (const path of different) {
    concerned.add(path);
    for (const reader of checks.readers.of(path)) concerned.add(reader);
    for (const pointer of checks.pointers.of(path)) {
      const { places } = checks.byFile.get(pointer)!;
      const hasMoved = places.some(
        ({ origin, place }) => origin.path === path && !isSamePlace(placeNow(now.members, origin), place),
      );
      if (hasMoved) concerned.add(pointer);
    }
  }
  for (const path of now.callers.differences(before.callers))
    for (const asker of checks.askers.of(path)) {
      const { called } = checks.byFile.get(asker)!;
      if (called.some(ref => now.callers.of(ref) !== before.callers.of(ref))) concerned.add(asker);
    }
  return concerned;
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
