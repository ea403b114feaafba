import { type FileTypes, placesOf } from '../../failures/link/typed.js';
import type { Linked } from '../../failures/program/program.js';
import { compareText, type FilePath } from '../../files/paths.js';
import type { PathMap } from '../../graph/path-map.js';
import type { Span } from '../../text/span.js';
import type { FileAnswers, FileQuestions, OracleState, TypeOracle } from '../../types/oracle.js';
import { evaluatedState, type FailureState, linkingSteps } from '../analysis/failure-checks.js';
import type { State } from '../analysis/state.js';
import { inSteps, type Urgent } from '../slices.js';
import { type SnapshotTexts, ToldTexts } from './told-texts.js';
import { carriedOver, noAnswers, type TypeAnswers } from './type-answers.js';
import { type TypeCoverage, type TypeGap, typeCoverage, typesOff } from './type-coverage.js';
import { fileTypesOf } from './typed-targets.js';

/** What typed contracts are wanted for. */
export interface TypedRequest {
  readonly state: State;
  readonly texts: SnapshotTexts;
  /** The state is that of the workspace itself and not of a proposal or revision: later requests build upon its answers. */
  readonly isCurrent: boolean;
  readonly signal?: AbortSignal | undefined;
  /** The longest wait for the checker, in milliseconds; what it did not answer by then stays untyped and is said. */
  readonly waitMs?: number | undefined;
  /** Ask only about these files now, if others wait for new answers too: what somebody looks at first. */
  readonly first?: ReadonlySet<FilePath> | undefined;
  /** What the making of contracts waits for while it is under way. */
  readonly urgent?: Urgent | undefined;
}

export interface TypedFailures {
  readonly failures: FailureState;
  readonly types: TypeCoverage;
  /** True when files were left for later: ask again without `first`. */
  readonly isPreliminary: boolean;
}

/** What the workspace last got. */
interface Latest {
  readonly state: State;
  readonly answers: TypeAnswers;
  readonly failures: FailureState;
}

/** Answers of one type ask another: so often a file is linked and asked anew until nothing is left in doubt. */
const mostRounds = 5;

/** Keeps a type checker at the side of a workspace: brings it to a snapshot's texts, asks it what is in doubt, keeps the answers. */
export class TypeSession {
  readonly #oracle: TypeOracle;
  readonly #texts: ToldTexts;
  #latest: Latest | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  readonly #closing = new AbortController();

  constructor(oracle: TypeOracle) {
    this.#oracle = oracle;
    this.#texts = new ToldTexts(oracle);
  }

  get disk(): number {
    return this.#texts.disk;
  }

  /** True once contracts with types were made: those of another state cost no more than what is different there. */
  get isNear(): boolean {
    return this.#latest?.failures.lastChecked !== undefined;
  }

  diskChanged(paths: readonly FilePath[] | 'all'): void {
    this.#texts.diskChanged(paths);
  }

  /** The contracts of a state with types. Requests are answered one after another; rejects with the signal's reason. */
  failuresOf(request: TypedRequest): Promise<TypedFailures> {
    const { signal } = this.#closing;
    const given = { ...request, signal: request.signal ? AbortSignal.any([request.signal, signal]) : signal };
    const made = this.#queue.then(() => this.#failuresOf(given));
    this.#queue = made.catch(() => {});
    return made;
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('The workspace is closed.'));
    await this.#oracle.close();
    await this.#queue;
  }

  async #failuresOf(request: TypedRequest): Promise<TypedFailures> {
    const { state, texts, signal, first, urgent } = request;
    signal?.throwIfAborted();
    const latest = this.#latest;
    if (latest && latest.state.setting.layout !== state.setting.layout) this.#oracle.refresh();
    const known = latest ? carriedOver(latest.answers, latest.state, state) : noAnswers(state);
    // What was made without types holds wherever types have nothing to add.
    const before = latest?.failures ?? state.failures.nearest;
    const isThere = this.#texts.moveTo(texts);
    // It opens its program while the calls are linked that it will be asked about.
    if (!latest && isThere) this.#wake(state);
    const linked = await inSteps(linkingSteps(before?.program, state, known.files), signal, urgent);
    const run = new Run(state, known, linked);
    const asking = new AbortController();
    const isOver = () => asking.signal.aborted;
    const stop = (): void => asking.abort(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    const timer = request.waitMs === undefined ? undefined : setTimeout(() => asking.abort(timeUp), request.waitMs);
    try {
      if (!isThere) run.giveUp('changed-meanwhile');
      for (let round = 0; round < mostRounds && !isOver(); round++) {
        const questions = run.questions(first);
        if (questions.length === 0) break;
        await this.#ask(questions, run, asking.signal);
        signal?.throwIfAborted();
        run.linked = await inSteps(run.linking(), signal, urgent);
      }
      if (isOver()) run.giveUp('timeout');
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
    const failures = await inSteps(evaluatedState(run.linked, before, state), signal, urgent);
    if (request.isCurrent) this.#latest = { state, answers: run.answers, failures };
    const isPreliminary = run.left > 0;
    return { failures, types: coverageNow(run, this.#oracle.state()), isPreliminary };
  }

  #wake({ files }: State): void {
    const typescript = files.filter(each => /(?<!\.d)\.[cm]?tsx?$/.test(each));
    // The first files of a workspace are its settings and scripts.
    const path = typescript[typescript.length >> 1];
    if (path === undefined) return;
    // expected unknown: it is only to have the program opened; the question that counts is asked later and says what failed.
    this.#oracle.ask([{ path, callees: [], types: [] }]).catch(() => {});
  }

  async #ask(questions: readonly FileQuestions[], run: Run, signal: AbortSignal): Promise<void> {
    const asked = this.#oracle.ask(questions, signal);
    const aborted = new Promise<undefined>(resolve => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const answer = await Promise.race([asked.catch(() => undefined), aborted]);
    if (answer) run.take(questions, answer.files);
  }
}

const timeUp = new Error('The time for types is up.');

function coverageNow(run: Run, state: OracleState): TypeCoverage {
  if (state.mode === 'off' && run.answers.files.size === 0 && run.gaps.size > 0) return typesOff('checker-stopped');
  return typeCoverage(run.gaps.values(), state.mode === 'fallback');
}

function isWithin({ start, end }: Span, around: Span): boolean {
  return around.start <= start && end <= around.end;
}

/** One request on its way: what is linked so far, what is known, what is missing. */
class Run {
  readonly #state: State;
  readonly #passing = new Map<FilePath, TypeGap>();
  #files: PathMap<FileTypes>;
  #silent: Map<FilePath, TypeGap>;
  #stale: Map<FilePath, Span>;
  linked: Linked;
  /** How many files wait for a later request. */
  left = 0;

  constructor(state: State, known: TypeAnswers, linked: Linked) {
    this.#state = state;
    this.#files = known.files;
    this.#silent = new Map(known.silent);
    this.#stale = new Map(known.stale);
    this.linked = linked;
  }

  get answers(): TypeAnswers {
    return { files: this.#files, silent: this.#silent, stale: this.#stale };
  }

  /** Files without the types they need, and why. */
  get gaps(): ReadonlyMap<FilePath, TypeGap> {
    const gaps = new Map<FilePath, TypeGap>([...this.#silent, ...this.#passing]);
    for (const path of this.#stale.keys()) if (!gaps.has(path)) gaps.set(path, 'being-refreshed');
    return gaps;
  }

  /** What is in doubt, and what has to be asked again. */
  questions(first: ReadonlySet<FilePath> | undefined): readonly FileQuestions[] {
    const questions: FileQuestions[] = [];
    this.left = 0;
    const asked = new Set([...this.linked.inDoubt.keys(), ...this.#stale.keys()]);
    for (const path of [...asked].sort(compareText)) {
      const member = this.linked.members.get(path);
      if (!member) continue;
      const { doubts, types } = member;
      const stale = this.#stale.get(path);
      const again = (answers: ReadonlyMap<string, unknown> | undefined): readonly Span[] =>
        stale && answers ? placesOf(answers).filter(place => isWithin(place, stale)) : [];
      const callees = [...again(types?.callees), ...doubts.callees];
      const values = [...again(types?.values), ...doubts.values];
      if (callees.length === 0 && values.length === 0) {
        this.#stale.delete(path);
        continue;
      }
      if (this.#silent.has(path) || this.#passing.has(path)) continue;
      if (first && stale && !first.has(path)) {
        this.left++;
        continue;
      }
      questions.push(this.#questionsAbout(path, callees, values));
    }
    return questions;
  }

  take(questions: readonly FileQuestions[], answers: readonly FileAnswers[]): void {
    const unitOf = (path: FilePath) => this.linked.members.get(path)?.unit;
    const taken = new Map<FilePath, FileTypes>();
    for (const [i, asked] of questions.entries()) {
      const { path } = asked;
      const answer = answers[i];
      if (!answer || answer.unanswered !== undefined) {
        if (answer && !answer.mayPass) this.#silent.set(path, 'not-in-a-program');
        else this.#passing.set(path, 'checker-stopped');
        continue;
      }
      taken.set(path, fileTypesOf(asked, answer, unitOf, this.#files.get(path)));
      this.#stale.delete(path);
    }
    this.#files = this.#files.with(taken);
  }

  /** Links anew what the answers taken concern. */
  linking(): ReturnType<typeof linkingSteps> {
    return linkingSteps(this.linked, this.#state, this.#files);
  }

  /** Nothing more is asked: what is in doubt stays so. */
  giveUp(why: TypeGap): void {
    for (const path of [...this.linked.inDoubt.keys(), ...this.#stale.keys()])
      if (this.linked.members.has(path) && !this.#silent.has(path) && !this.#passing.has(path))
        this.#passing.set(path, why);
  }

  #questionsAbout(path: FilePath, callees: readonly Span[], types: readonly Span[]): FileQuestions {
    const { numbers, records } = this.#state;
    const hash = records.get(numbers.of(path))?.hash;
    return { path, callees, types, ...(hash !== undefined && { hash }) };
  }
}
