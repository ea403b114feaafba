import type { FileTypes } from '../../failures/link/typed.js';
import { evaluatedSteps, type Linked, linkedSteps, type Program } from '../../failures/program/program.js';
import { finished } from '../../failures/program/steps.js';
import { failureView } from '../../failures/program/views.js';
import type { FailureView } from '../../failures/view.js';
import { emptyPathMap, type PathMap } from '../../graph/path-map.js';
import type { PolicyProblem } from '../../policy/policy.js';
import type { Pause } from '../slices.js';
import { notAsked, type TypeCoverage } from '../typing/type-coverage.js';
import type { CheckedSetting, FailureChecks } from './failure-check.js';
import { checksAfter, viewSettingOf } from './failure-rules.js';
import { analysisPolicy, problemsOf } from './failure-setting.js';
import { programInput } from './program-input.js';
import type { State } from './state.js';

/** Contracts of a state and what the failure rules made of them. */
export interface FailureState {
  readonly program: Program;
  /** Made when first asked for: who compares contracts needs no rules. */
  readonly checks: FailureChecks;
  /** The nearest state whose rules ran, this one included. */
  readonly lastChecked: FailureState | undefined;
  /** Runs the rules step by step, for `checks`. */
  checking(): Generator<void, void>;
  readonly setting: CheckedSetting;
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

function* failureSteps(before: FailureState | undefined, state: State): Generator<void, FailureState> {
  const linked = yield* linkingSteps(before?.program, state, emptyPathMap(state.numbers));
  return yield* evaluatedState(linked, before, state);
}

/** Links the calls of a state with what is known of their types, in steps. */
export function linkingSteps(
  before: Program | Linked | undefined,
  state: State,
  types: PathMap<FileTypes>,
): Generator<void, Linked> {
  return linkedSteps(before, programInput(before, state, types));
}

/** Evaluates the contracts of a linked state, in steps; the failure rules run over them when asked for. */
export function* evaluatedState(
  linked: Linked,
  before: FailureState | undefined,
  state: State,
): Generator<void, FailureState> {
  const program = yield* evaluatedSteps(linked, before?.program, state.numbers);
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

/** The contracts of a state, for surfaces. */
export function failureViewOf(state: State): FailureView {
  const { program } = state.failures.of(state);
  return failureView(program, viewSettingOf(program, state));
}
