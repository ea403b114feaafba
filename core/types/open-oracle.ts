import type { Clock } from '../files/host.js';
import type { FilePath } from '../files/paths.js';
import { unanswered } from './answer-file.js';
import { groupsOf } from './batches.js';
import { type CompilerThread, openThread, type ThreadMeans } from './compiler-thread.js';
import { DeadlyFiles } from './deadly-files.js';
import { HeldTexts } from './held-texts.js';
import type { FileAnswers, FileQuestions, OracleAnswer, OracleState, TextChange, TypeOracle } from './oracle.js';
import { Setbacks } from './setbacks.js';

export interface OracleOptions extends Omit<ThreadMeans, 'module' | 'memoryLimitMb'> {
  /** The absolute path of the workspace root. */
  readonly root: string;
  readonly clock: Pick<Clock, 'now'>;
  /** The compiler is stopped and started anew when it holds more than this, in MiB. Default 3072. */
  readonly memoryLimitMb?: number;
  /** The compiler to begin with. Default: TypeScript 7, and TypeScript 6 where that does not run. */
  readonly compiler?: 'typescript7' | 'typescript6';
  /** The module the thread runs; default: the one beside this. */
  readonly module?: URL;
}

/** The oracle over a compiler in a thread, which is opened with the first question that is asked. */
export function openTypeOracle(options: OracleOptions): TypeOracle {
  return new Oracle(options);
}

class Oracle implements TypeOracle {
  readonly #root: string;
  readonly #means: ThreadMeans;
  readonly #texts = new HeldTexts();
  readonly #setbacks: Setbacks;
  readonly #deadly: DeadlyFiles;
  #compiler: 'typescript7' | 'typescript6';
  #fallbackReason = 'TypeScript 6 was asked for.';
  #offReason: string | undefined;
  #thread: CompilerThread | undefined;
  #groupsAnswered = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ root, workers, processes, clock, memoryLimitMb = 3072, compiler, module }: OracleOptions) {
    this.#root = root.replaceAll('\\', '/');
    this.#means = { workers, processes, memoryLimitMb, module: module ?? new URL('./worker.js', import.meta.url) };
    this.#setbacks = new Setbacks(() => clock.now());
    this.#deadly = new DeadlyFiles(() => clock.now());
    this.#compiler = compiler ?? 'typescript7';
  }

  state(): OracleState {
    const reason = this.#offReason ?? this.#setbacks.pause;
    if (reason !== undefined) return { mode: 'off', reason };
    return this.#compiler === 'typescript7' ? { mode: 'full' } : { mode: 'fallback', reason: this.#fallbackReason };
  }

  update(changes: readonly TextChange[]): void {
    this.#texts.update(changes);
    this.#deadly.forgive(changes.map(({ path }) => path));
  }

  refresh(): void {
    this.#texts.refresh();
    this.#deadly.forgiveAll();
  }

  ask(batch: readonly FileQuestions[], signal?: AbortSignal): Promise<OracleAnswer> {
    const asked = this.#queue.then(() => this.#askAll(batch, signal));
    this.#queue = asked.catch(() => {});
    return asked;
  }

  async close(): Promise<void> {
    this.#offReason = 'The type checker was closed.';
    await this.#end();
    await this.#queue;
    await this.#end();
  }

  async #askAll(batch: readonly FileQuestions[], signal: AbortSignal | undefined): Promise<OracleAnswer> {
    const answers: FileAnswers[] = [];
    for (const group of groupsOf(batch)) {
      signal?.throwIfAborted();
      const upcoming = answers.length === 0 ? batch.slice(group.length).map(({ path }) => path) : [];
      answers.push(...(await this.#askGroup(group, upcoming)));
    }
    return { files: answers, state: this.state() };
  }

  /** A group that ends the checker is asked again file by file, so that one file costs only its own answers. */
  async #askGroup(group: readonly FileQuestions[], upcoming: readonly FilePath[]): Promise<readonly FileAnswers[]> {
    const reply = await this.#request(group, upcoming);
    if (typeof reply !== 'string') return reply;
    const answers: FileAnswers[] = [];
    for (const questions of group) {
      const known = this.#deadly.reason(questions.path);
      const again = known ?? (await this.#request([questions], []));
      if (typeof again !== 'string') answers.push(...again);
      else {
        if (known === undefined && this.state().mode !== 'off') this.#deadly.add(questions.path, again);
        answers.push({ ...unanswered(questions, again), mayPass: true });
      }
    }
    return answers;
  }

  /** The answers, or why there are none. */
  async #request(
    files: readonly FileQuestions[],
    upcoming: readonly FilePath[],
  ): Promise<readonly FileAnswers[] | string> {
    const deadly = files.flatMap(({ path }) => this.#deadly.reason(path) ?? []);
    if (deadly[0] !== undefined) return deadly[0];
    const thread = await this.#opened();
    if (typeof thread === 'string') return thread;
    const reply = await thread.ask({ ...this.#texts.takeNews(), files, upcoming });
    if (reply.kind === 'answers') {
      this.#setbacks.answered();
      this.#groupsAnswered++;
      await this.#stopWhenTooLarge(thread);
      return reply.files;
    }
    await this.#end();
    this.#setbacks.died(reply.reason);
    return `The type checker stopped on this file: ${reply.reason}`;
  }

  async #opened(): Promise<CompilerThread | string> {
    while (!this.#thread) {
      const { mode, ...state } = this.state();
      if (mode === 'off' && 'reason' in state) return state.reason;
      const opening = await openThread(this.#means, this.#root, this.#compiler, this.#texts.takeAll());
      if (opening.kind === 'opened') {
        this.#thread = opening.thread;
        this.#groupsAnswered = 0;
        if (this.#offReason !== undefined) await this.#end();
      } else if (opening.kind === 'missing') this.#giveUp(opening.reason);
      else {
        this.#setbacks.died(opening.reason);
        if (this.#setbacks.isHopeless) this.#giveUp(opening.reason);
      }
    }
    return this.#thread;
  }

  /** TypeScript 7 does not run here: TypeScript 6 answers from now on. */
  #giveUp(reason: string): void {
    if (this.#compiler === 'typescript6') {
      this.#offReason = `No type checker runs here: ${reason}`;
      return;
    }
    this.#compiler = 'typescript6';
    this.#fallbackReason = `TypeScript 7 does not run here, so TypeScript 6 answers, more slowly: ${reason}`;
    this.#setbacks.forget();
  }

  async #stopWhenTooLarge(thread: CompilerThread): Promise<void> {
    const { memoryLimitMb } = this.#means;
    const bytes = await thread.residentBytes();
    if (bytes === undefined || bytes <= memoryLimitMb * 1024 * 1024) return;
    this.#setbacks.outgrew(memoryLimitMb, this.#groupsAnswered > 1);
    await this.#end();
  }

  async #end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.close();
  }
}
