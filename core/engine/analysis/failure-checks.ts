import type { Origin } from '../../failures/contract.js';
import type { FileTypes } from '../../failures/link/typed.js';
import { declaredEnvironment } from '../../failures/program/environment.js';
import { placeNow } from '../../failures/program/located.js';
import type { Member } from '../../failures/program/member.js';
import {
  evaluatedSteps,
  type Linked,
  linkedSteps,
  type Program,
  type ProgramInput,
} from '../../failures/program/program.js';
import { finished } from '../../failures/program/steps.js';
import { failureView, type ViewSetting } from '../../failures/program/views.js';
import type { FailureView } from '../../failures/view.js';
import type { FilePath } from '../../files/paths.js';
import type { PolicyProblem } from '../../policy/policy.js';
import type { Draft } from '../../rules/finding.js';
import { rules } from '../../rules/index.js';
import type { Place } from '../../syntax/ir/nodes.js';
import { lineStartsIn } from '../findings/texts.js';
import type { Pause } from '../slices.js';
import { notAsked, type TypeCoverage } from '../typing/type-coverage.js';
import { lintersOf } from './delegated.js';
import { environmentIn } from './environment-in.js';
import { afterComments, type Expected } from './expected.js';
import { analysisPolicy, problemsOf } from './failure-setting.js';
import { originResolverOver, sourceGraphOver } from './linked-graph.js';
import { versionsIn } from './package-versions.js';
import { ReadLog } from './read-log.js';
import type { State } from './state.js';

/** What the failure rules said of a file, and what of other files that rests on. */
interface FailureCheck {
  readonly drafts: readonly Draft[];
  readonly expected: readonly Expected[];
  readonly member: Member;
  readonly reads: ReadonlySet<FilePath>;
  /** Where failures started that its findings point to. */
  readonly places: readonly { readonly origin: Origin; readonly place: Place }[];
}

/** Contracts of a state and what the failure rules made of them. */
export interface FailureState {
  readonly program: Program;
  /** Made when first asked for: who compares contracts needs no rules. */
  readonly checks: ReadonlyMap<FilePath, FailureCheck>;
  /** The nearest state whose rules ran, this one included. */
  readonly lastChecked: FailureState | undefined;
  /** Runs the rules step by step, for `checks`. */
  checking(): Generator<void, void>;
  readonly setting: Pick<State['setting'], 'policy' | 'layout' | 'today' | 'failureInputs'>;
  /** What is wrong with the section `failures` and the model packs, as only the analysis tells. */
  readonly problems: readonly PolicyProblem[];
}

/** The latest contracts with types of a workspace: those without take from them what types have no part in. */
interface Lent {
  failures?: FailureState;
}

/** The failure analysis of a state, made when first asked for, from the nearest earlier one that was. */
export class FailureHolder {
  /** The same for all states of a workspace. */
  readonly #lent: Lent;
  #base: FailureState | undefined;
  /** The holder of an earlier state whose analysis is on its way: this one goes on from there once it is done. */
  #source: FailureHolder | undefined;
  #steps: Generator<void, FailureState> | undefined;
  #made: FailureState | undefined;
  #preparing: Promise<void> | undefined;
  /** How far the contracts rest on types. */
  readonly types: TypeCoverage;

  constructor(
    base?: FailureState,
    made?: FailureState,
    types: TypeCoverage = notAsked,
    source?: FailureHolder,
    lent: Lent = {},
  ) {
    this.#base = base;
    this.#made = made;
    this.types = types;
    this.#source = source;
    this.#lent = lent;
  }

  /** True when asking costs no more than what changed since it was made. */
  get isNear(): boolean {
    return this.nearest?.lastChecked !== undefined;
  }

  /** What was made of this state or, failing that, of the nearest earlier one. */
  get nearest(): FailureState | undefined {
    return this.#made ?? this.#earlier();
  }

  of(state: State): FailureState {
    return this.#made ?? this.#take(finished(this.#begun(state)));
  }

  /** Makes it step by step, see `Pause`. Whoever asks for it meanwhile has the rest made at once. */
  prepare(state: State, pause: Pause): Promise<void> {
    this.#preparing ??= this.#prepare(state, pause);
    return this.#preparing;
  }

  /** The holder of the state that follows. It goes on from this one even if this is only made later, before it. */
  next(): FailureHolder {
    const source = this.#made ? undefined : this.#steps ? this : (this.#source ?? this);
    return new FailureHolder(this.#made ?? this.#base, undefined, notAsked, source, this.#lent);
  }

  /** The holder of the same state with what types say of it. */
  typed(made: FailureState, types: TypeCoverage): FailureHolder {
    return new FailureHolder(undefined, made, types, undefined, this.#lent);
  }

  /** Contracts of a state of this workspace that rest on types. Made without them, most would be the same objects. */
  lend(failures: FailureState): void {
    this.#lent.failures = failures;
  }

  async #prepare(state: State, pause: Pause): Promise<void> {
    try {
      while (!this.#made) {
        const step = this.#begun(state).next();
        if (step.done) this.#take(step.value);
        const waiting = pause();
        if (waiting && !(await waiting)) return;
      }
      for (const checking = this.#made.checking(); !checking.next().done; ) {
        const waiting = pause();
        if (waiting && !(await waiting)) return;
      }
    } catch (error) {
      // Begun anew by whoever asks: a generator that threw has nothing more to tell.
      this.#steps = undefined;
      throw error;
    } finally {
      this.#preparing = undefined;
    }
  }

  #begun(state: State): Generator<void, FailureState> {
    this.#steps ??= failureSteps(this.#earlier() ?? this.#lent.failures, state);
    return this.#steps;
  }

  #earlier(): FailureState | undefined {
    const source = this.#source;
    return this.#base ?? (source ? source.#made : undefined);
  }

  #take(made: FailureState): FailureState {
    this.#made = made;
    this.#base = undefined;
    this.#source = undefined;
    this.#steps = undefined;
    return made;
  }
}

const noTypes: ReadonlyMap<FilePath, FileTypes> = new Map();

function* failureSteps(before: FailureState | undefined, state: State): Generator<void, FailureState> {
  const linked = yield* linkingSteps(before?.program, state, noTypes);
  return yield* evaluatedState(linked, before, state);
}

/** Links the calls of a state with what is known of their types, in steps. */
export function linkingSteps(
  before: Program | Linked | undefined,
  state: State,
  types: ReadonlyMap<FilePath, FileTypes>,
): Generator<void, Linked> {
  return linkedSteps(before, inputOf(before, state, types));
}

function inputOf(
  before: Program | Linked | undefined,
  state: State,
  types: ReadonlyMap<FilePath, FileTypes>,
): ProgramInput {
  const { setting, numbers } = state;
  const origins = originResolverOver(state);
  const graph = sourceGraphOver(state, origins);
  const { pack, classes } = analysisPolicy(before, setting);
  return {
    files: setting.policy.usable ? state.files : [],
    file: path => {
      const number = numbers.known(path) ?? -1;
      const record = state.records.get(number);
      const targets = state.targets.get(number);
      const edges = state.links.get(number)?.edges;
      if (!record || !targets || !edges) return undefined;
      return { path, facts: record.facts, ir: record.ir, edges, stamp: record, targets, types: types.get(path) };
    },
    edgesOfSame: (path, was) => {
      const number = numbers.known(path) ?? -1;
      const isSame =
        state.records.get(number) === was.stamp &&
        state.targets.get(number) === was.targets &&
        types.get(path) === was.types;
      return isSame ? (state.links.get(number)?.edges ?? []) : undefined;
    },
    tracked: note => {
      const log = new ReadLog(numbers, note);
      return log.track(graph, origins);
    },
    pack,
    classes,
    versions: versionsIn(setting.layout, setting.fs),
  };
}

/** Evaluates the contracts of a linked state, in steps; the failure rules run over them when asked for. */
export function* evaluatedState(
  linked: Linked,
  before: FailureState | undefined,
  state: State,
): Generator<void, FailureState> {
  const program = yield* evaluatedSteps(linked, before?.program);
  const { setting } = state;
  const problems = [...analysisPolicy(linked, setting).problems, ...problemsOf(program, setting)];
  return withChecks({ program, setting, problems }, before?.lastChecked, state);
}

function withChecks(
  made: Pick<FailureState, 'program' | 'setting' | 'problems'>,
  before: FailureState | undefined,
  state: State,
): FailureState {
  let checks: FailureState['checks'] | undefined;
  let pending: { readonly before: FailureState | undefined; readonly state: State } | undefined = { before, state };
  let steps: ReturnType<typeof checksAfter> | undefined;
  function* checking(): Generator<void, void> {
    while (!checks) {
      steps ??= checksAfter(pending?.before, made.program, pending!.state);
      const step = steps.next();
      if (!step.done) yield;
      else {
        checks = step.value;
        // What came before is let go.
        pending = undefined;
        steps = undefined;
      }
    }
  }
  const whole: FailureState = {
    ...made,
    checking,
    get checks() {
      finished(checking());
      return checks!;
    },
    get lastChecked() {
      return checks ? whole : pending?.before;
    },
  };
  return whole;
}

function* checksAfter(
  before: FailureState | undefined,
  program: Program,
  state: State,
): Generator<void, ReadonlyMap<FilePath, FailureCheck>> {
  const { policy, layout, today, failureInputs } = state.setting;
  const isSameSetting =
    before?.setting.policy === policy &&
    before.setting.layout === layout &&
    before.setting.today === today &&
    before.setting.failureInputs === failureInputs;
  const active = rules.filter(rule => rule.scope === 'failure');
  const checks = new Map<FilePath, FailureCheck>();
  if (active.length === 0) return checks;
  const viewSetting = viewSettingOf(program, state);
  const linters = lintersOf(state.setting);
  const graph = sourceGraphOver(state, originResolverOver(state));
  const different = isSameSetting ? differentMembers(before.program, program) : new Set<FilePath>();
  for (const [path, member] of program.members) {
    if (member.unit.facts.dialect === 'dts') continue;
    const old = isSameSetting ? before.checks.get(path) : undefined;
    const holds =
      old?.member === member &&
      !readsAny(old.reads, different) &&
      old.places.every(
        ({ origin, place }) => !different.has(origin.path) || isSamePlace(placeNow(program.members, origin), place),
      );
    if (holds) {
      checks.set(path, old);
      continue;
    }
    const reads = new Set<FilePath>();
    const places = new Map<string, FailureCheck['places'][number]>();
    const failures = failureView(
      program,
      viewSetting,
      read => reads.add(read),
      (origin, place) => {
        const { path: at, anchor, text } = origin;
        places.set(`${at}#${anchor?.name} ${anchor?.nth} ${text}`, { origin, place });
      },
    );
    const file = failures.file(path);
    if (!file) continue;
    const drafts: Draft[] = [];
    const expected: Expected[] = [];
    const lineStarts = () => lineStartsIn(state, path);
    for (const rule of active) {
      if (rule.delegated && linters.verdict(rule, path) !== 'silent') continue;
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
      // The longest files take a rule as long as others take all of them.
      yield;
    }
    checks.set(path, { drafts, expected, member, reads, places: [...places.values()] });
    yield;
  }
  return checks;
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.start === b.start && a.end === b.end;
}

/** Files that are not the same in two programs, or run elsewhere, those that are in one of them alone included. */
function differentMembers(before: Program, now: Program): ReadonlySet<FilePath> {
  const different = new Set<FilePath>();
  const hasSameEnvironments = before.environments === now.environments;
  for (const [path, member] of now.members)
    if (
      before.members.get(path) !== member ||
      (!hasSameEnvironments && before.environments.of(path) !== now.environments.of(path))
    )
      different.add(path);
  for (const path of before.members.keys()) if (!now.members.has(path)) different.add(path);
  return different;
}

function readsAny(reads: ReadonlySet<FilePath>, different: ReadonlySet<FilePath>): boolean {
  const [few, many] = reads.size < different.size ? [reads, different] : [different, reads];
  for (const path of few) if (many.has(path)) return true;
  return false;
}

function viewSettingOf(program: Program, { setting }: State): ViewSetting {
  return {
    isTest: path => setting.policy.isTest(path),
    environment: path =>
      declaredEnvironment(setting.policy.environments, path) ??
      environmentIn(setting.layout, path, program.environments.of(path)),
    policy: setting.policy.failures,
  };
}

/** The contracts of a state, for surfaces. */
export function failureViewOf(state: State): FailureView {
  const { program } = state.failures.of(state);
  return failureView(program, viewSettingOf(program, state));
}
