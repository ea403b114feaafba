import {
  type FilePath,
  type Finding,
  isPolicyFile,
  openWorkspace,
  POLICY_FILE,
  type Progress,
  pauses,
  prepareInBackground,
  type Snapshot,
  type Workspace,
} from '../core/index.js';
import { byPath, firstWave } from './waves.js';

/** How long who asks waits for findings about failures before the answer goes without: milliseconds. What comes later is announced. */
const longestWaitForSecondWaveMs = 1500;

/** How long the first run waits for what the client opens with its greeting, in milliseconds: it is then read with the rest. */
const greetingMs = 10;

/** The longest wait for the type checker, in milliseconds: then findings about failures are made without it. */
const longestWaitForTypesMs = 120_000;

/** What is known at one moment of a root, for the texts that the editor had then. */
export interface View {
  readonly snapshot: Snapshot;
  /** By path, in the order of their places. */
  readonly findings: ReadonlyMap<FilePath, readonly Finding[]>;
  /** The version of each open document that the snapshot was made from. */
  readonly versions: ReadonlyMap<FilePath, number>;
  /** False for the first wave of these texts: findings about failures are those of the texts before, moved along. */
  readonly isComplete: boolean;
}

export interface ProjectEvents {
  onView(project: Project, view: View): void;
  onFailure(project: Project, error: unknown): void;
  onProgress?(project: Project, progress: Progress): void;
}

/** What has been heard since the engine was last asked. The latest word on a path replaces those before. */
interface News {
  readonly laid: Map<FilePath, { text: string; version: number }>;
  readonly dropped: Set<FilePath>;
  readonly changed: Set<FilePath>;
  everything: boolean;
}

/**
 * One root with its engine. News is collected while a run is under way and taken all at once by the next: one run at a
 * time, one waiting, whatever the client sends.
 */
export class Project {
  /** Absolute. */
  readonly root: string;
  readonly #events: ProjectEvents;
  readonly #versions = new Map<FilePath, number>();
  readonly #abort = new AbortController();
  #workspace: Workspace | undefined;
  #view: View | undefined;
  #base: { readonly commit: string; readonly snapshot: Snapshot } | undefined;
  #news = noNews();
  #heard = 0;
  #covered = 0;
  #loop: Promise<void> | undefined;
  /** The latest view with findings about failures. */
  #complete: View | undefined;
  #second: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  /** Ends the first complete analysis while it is on its way. */
  #baseline: AbortController | undefined;
  #failures = 0;

  constructor(root: string, events: ProjectEvents) {
    this.root = root;
    this.#events = events;
    this.#wake();
  }

  /** The latest view, `undefined` until the first run is over. */
  get view(): View | undefined {
    return this.#view;
  }

  lay(path: FilePath, text: string, version: number): void {
    this.#news.dropped.delete(path);
    this.#news.laid.set(path, { text, version });
    this.#wake();
  }

  /** The file is what lies on the disk again. */
  drop(path: FilePath): void {
    this.#news.laid.delete(path);
    this.#news.dropped.add(path);
    this.#wake();
  }

  /** Paths that changed on the disk, `undefined` when everything may have. */
  changed(paths: readonly FilePath[] | undefined): void {
    if (!paths) this.#news.everything = true;
    else for (const path of paths) this.#news.changed.add(path);
    this.#wake();
  }

  /** The view that covers everything heard so far; `undefined` when the engine failed on it. */
  async fresh(): Promise<View | undefined> {
    const wanted = this.#heard;
    while (this.#covered < wanted && this.#loop) await this.#loop;
    return this.#covered >= wanted ? this.#view : undefined;
  }

  /** The workspace as it was at the merge base with the default branch; `undefined` without version control. */
  async base({ snapshot }: View): Promise<Snapshot | undefined> {
    const workspace = this.#workspace;
    const ref = workspace?.defaultBase();
    const commit = ref === undefined ? undefined : workspace?.baseCommit(ref);
    if (!workspace || ref === undefined || commit === undefined) return undefined;
    if (this.#base?.commit !== commit) {
      const found = await workspace.baseSnapshot(ref, snapshot);
      this.#base = found.ok ? found : undefined;
    }
    return this.#base?.snapshot;
  }

  /** As `fresh`, with the findings about failures, which are waited for a while. */
  async complete(): Promise<View | undefined> {
    const view = await this.fresh();
    if (!view || view.isComplete || !this.#second) return view;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, longestWaitForSecondWaveMs);
    });
    await Promise.race([this.#second.done, late]);
    clearTimeout(timer);
    return this.fresh();
  }

  /** The policy of a view stays in force while a later one cannot be used. */
  holdPolicy({ snapshot }: View): void {
    this.#workspace?.holdPolicy(snapshot);
  }

  async close(): Promise<void> {
    this.#abort.abort();
    this.#second?.stop.abort();
    this.#baseline?.abort();
    await this.#loop?.catch(() => {});
    await this.#second?.done;
    await this.#workspace?.close();
  }

  #wake(): void {
    this.#heard++;
    this.#loop ??= this.#run().finally(() => {
      this.#loop = undefined;
    });
  }

  async #run(): Promise<void> {
    // What the client sent in one go is read first.
    await new Promise(resolve => setImmediate(resolve));
    while (this.#covered < this.#heard && !this.#abort.signal.aborted) {
      let heard = this.#heard;
      let news = noNews();
      try {
        this.#workspace ??= await this.#open();
        const workspace = this.#workspace;
        heard = this.#heard;
        news = this.#news;
        this.#news = noNews();
        const snapshot = await this.#take(workspace, news);
        const versions = new Map(this.#versions);
        const view = { snapshot, findings: firstWave(snapshot, this.#complete), versions, isComplete: false };
        this.#view = view;
        this.#covered = heard;
        this.#failures = 0;
        this.#events.onView(this, view);
        this.#startSecond(view);
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        this.#events.onFailure(this, error);
        this.#covered = heard;
        // What was heard must not be lost: once more from the disk and the open texts, then wait for the next change.
        if (this.#failures++ === 0) this.#startOver(news);
      }
    }
  }

  /** Starts the engine with the texts that are open by then, and the policy on the disk: one that is broken here is held against it. */
  async #open(): Promise<Workspace> {
    await new Promise(resolve => setTimeout(resolve, greetingMs));
    const laid = new Map([...this.#news.laid].filter(([path]) => !isPolicyFile(path)));
    this.#news = { ...this.#news, laid: new Map([...this.#news.laid].filter(([path]) => isPolicyFile(path))) };
    try {
      const workspace = await openWorkspace({
        root: this.root,
        resident: true,
        preparesContracts: false,
        keepsPolicy: true,
        overlay: textsOf(laid),
        signal: this.#abort.signal,
        onProgress: progress => this.#events.onProgress?.(this, progress),
      });
      for (const [path, { version }] of laid) this.#versions.set(path, version);
      return workspace;
    } catch (error) {
      this.#layAgain(laid);
      throw error;
    }
  }

  async #take(workspace: Workspace, { laid, dropped, changed, everything }: News): Promise<Snapshot> {
    for (const path of dropped) this.#versions.delete(path);
    for (const [path, { version }] of laid) this.#versions.set(path, version);
    return workspace.take({
      laid: textsOf(laid),
      dropped: [...dropped],
      changed: everything ? 'all' : [...changed],
    });
  }

  /**
   * The findings about failures of the same texts follow, unless other texts do. The first complete analysis is let finish
   * whatever is typed: those that follow take from it all that still holds.
   */
  #startSecond(first: View): void {
    if (this.#second?.stop !== this.#baseline) this.#second?.stop.abort();
    const stop = new AbortController();
    if (!this.#complete && !this.#baseline) this.#baseline = stop;
    const before = this.#second?.done ?? Promise.resolve();
    const done = before.then(() => this.#runSecond(first, stop));
    this.#second = { stop, done };
  }

  async #runSecond(first: View, stop: AbortController): Promise<void> {
    const { signal } = stop;
    const isBaseline = stop === this.#baseline;
    const urgent = () => this.#loop;
    try {
      const open = new Set(first.versions.keys());
      let isLast = false;
      for (let round = 0; !isLast && !signal.aborted; round++) {
        // What was heard meanwhile is taken first.
        await new Promise(resolve => setImmediate(resolve));
        if (signal.aborted || (!isBaseline && this.#covered < this.#heard)) return;
        const asked = await first.snapshot.withTypes({
          signal,
          waitMs: longestWaitForTypesMs,
          urgent,
          ...(round === 0 && { first: open }),
        });
        const { snapshot } = asked;
        await snapshot.prepareContracts(pauses(() => signal.aborted, urgent));
        const isLate = this.#view?.versions !== first.versions;
        if (signal.aborted || (isLate && !isBaseline)) return;
        const view = { snapshot, findings: byPath(snapshot.findings), versions: first.versions, isComplete: true };
        this.#complete = view;
        if (isLate) return;
        this.#view = view;
        this.#events.onView(this, view);
        isLast = !asked.isPreliminary;
      }
    } catch (error) {
      if (!signal.aborted && !this.#abort.signal.aborted) this.#events.onFailure(this, error);
    } finally {
      if (isBaseline) this.#baselineIsOver();
    }
  }

  /** Others that share the engine ask for contracts without types. */
  #baselineIsOver(): void {
    this.#baseline = undefined;
    if (this.#workspace) prepareInBackground(this.#workspace, () => this.#abort.signal.aborted);
  }

  #startOver({ laid }: News): void {
    this.#layAgain(laid);
    this.#news.everything = true;
    this.#heard++;
  }

  /** What was heard since counts more. */
  #layAgain(laid: News['laid']): void {
    const { laid: later, dropped } = this.#news;
    for (const [path, text] of laid) if (!later.has(path) && !dropped.has(path)) later.set(path, text);
  }
}

/** The policy, what narrows it, and the baseline: what is wrong with them decides about all files, open or not. */
export function policyFilesOf({ snapshot: { policy, narrowingFiles } }: View): readonly FilePath[] {
  return [POLICY_FILE, ...narrowingFiles, ...(policy.baseline ? [policy.baseline.file] : [])];
}

function textsOf(laid: News['laid']): { readonly path: FilePath; readonly text: string }[] {
  return [...laid].map(([path, { text }]) => ({ path, text }));
}

function noNews(): News {
  return { laid: new Map(), dropped: new Set(), changed: new Set(), everything: false };
}
