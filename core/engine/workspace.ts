import { decode } from '../files/decode.js';
import type { FileChange, FileSystem } from '../files/file-system.js';
import type { Commit, History } from '../files/history.js';
import type { RevisionResult, Revisions } from '../files/host.js';
import type { FilePath } from '../files/paths.js';
import type { TypeOracle } from '../types/oracle.js';
import { type Audit, auditOf } from './audit/audit.js';
import { firstMoment, type Means, type Moment, type MomentChange, momentAfter, withChanges } from './moment.js';
import { type PermissionDelta, permissionDelta } from './permissions/permission-delta.js';
import { recordOf } from './permissions/record.js';
import type { Situation } from './situation.js';
import { Snapshot, type TypedSnapshot, type TypesOptions } from './snapshot.js';
import type { SnapshotTexts } from './typing/told-texts.js';
import { notAsked, typesOff } from './typing/type-coverage.js';
import { TypeSession } from './typing/type-session.js';

/** What a workspace is opened with. The host's parts are passed in: the engine starts nothing itself. */
export interface WorkspaceParts {
  readonly fs: FileSystem;
  readonly surroundings?: Situation['surroundings'];
  readonly means: Means;
  readonly revisions?: Revisions;
  readonly history?: History;
  /** Texts laid over the file system from the start. */
  readonly overlay?: readonly FileChange[];
  /** The type checker; `'off'`: types are not wanted. Without one nothing is said of types. */
  readonly types?: TypeOracle | 'off';
  /** Releases workers and watchers. */
  close?(): Promise<void>;
  readonly signal?: AbortSignal;
}

/** What a workspace hears, taken as one step: dropped first, then laid. */
export interface WorkspaceNews {
  /** Texts laid over the disk (open buffers); `undefined` deletes. */
  readonly laid?: readonly FileChange[];
  /** What was laid over these is gone: the disk counts again. */
  readonly dropped?: readonly FilePath[];
  /** Files or folders that changed on the disk, or `'all'`: whatever may have. What is laid over the disk stays. */
  readonly changed?: readonly FilePath[] | 'all';
}

/** A snapshot of a revision, or why there is none. */
export type BaseSnapshot =
  | { readonly ok: true; readonly snapshot: Snapshot; readonly commit: string }
  | { readonly ok: false; readonly message: string };

/** As `BaseSnapshot`; nothing where the history begins after the day asked for. */
export type SinceSnapshot =
  | BaseSnapshot
  | { readonly ok: true; readonly snapshot: undefined; readonly commit: undefined };

const noVersionControl = 'This workspace has no version control to compare with.';

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

/** Two snapshots of one workspace, the head after the base, and what the rules permit at the head besides. */
export type Comparison =
  | {
      readonly ok: true;
      readonly base: Snapshot;
      /** The commit of the base. */
      readonly commit: string;
      readonly head: Snapshot;
      /** The commit of the head; undefined: the working tree. */
      readonly headCommit?: string;
      readonly delta: PermissionDelta;
    }
  | { readonly ok: false; readonly message: string };

/** A workspace that lives on: it takes changes one after another and answers with snapshots. */
export class Workspace {
  readonly #parts: WorkspaceParts;
  /** Texts that differ from the disk: open buffers. */
  readonly #overlay = new Map<FilePath, string | undefined>();
  readonly #types: TypeSession | undefined;
  #current: Snapshot;
  #held: Situation | undefined;
  /** Typed snapshots whose types say all that will ever be said. */
  readonly #typedOf = new WeakMap<Moment, Snapshot>();
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(parts: WorkspaceParts, first: Moment) {
    this.#parts = parts;
    for (const { path, text } of parts.overlay ?? []) this.#overlay.set(path, text);
    this.#types = parts.types && parts.types !== 'off' ? new TypeSession(parts.types) : undefined;
    this.#current = this.#snapshotOf(first, this.#textsNow());
  }

  /** Reads and analyses everything under the root of the file system. */
  static async open(parts: WorkspaceParts): Promise<Workspace> {
    const fs = withChanges(parts.fs, parts.overlay ?? []);
    const first = await firstMoment(fs, parts.surroundings, parts.means, parts.signal);
    parts.means.cache.flush();
    return new Workspace(parts, first);
  }

  /** The latest snapshot. It stays as it is when the workspace moves on. */
  get snapshot(): Snapshot {
    return this.#current;
  }

  /** Paths of texts laid over the disk: open buffers. */
  get laid(): readonly FilePath[] {
    return [...this.#overlay.keys()];
  }

  /** Lays texts over the disk (open buffers); `text: undefined` deletes. Changes are taken in the order of the calls. */
  apply(changes: readonly FileChange[], signal?: AbortSignal): Promise<Snapshot> {
    return this.take({ laid: changes }, signal);
  }

  /** Reads paths from the disk again and drops what was laid over them; everything without an argument. */
  refresh(paths?: readonly FilePath[], signal?: AbortSignal): Promise<Snapshot> {
    return paths
      ? this.take({ dropped: paths, changed: paths }, signal)
      : this.#next(signal, () => {
          const dropped = [...this.#overlay.keys()];
          this.#overlay.clear();
          return { paths: dropped, everything: true };
        });
  }

  /**
   * The policy of a snapshot stays in force while a later one cannot be used. Without this it is the one right before, which
   * may have been half typed.
   */
  holdPolicy(snapshot: Snapshot): void {
    this.#held = snapshot.moment.situation;
  }

  /** Takes news as one step: one run, one snapshot. */
  take({ laid = [], dropped = [], changed = [] }: WorkspaceNews, signal?: AbortSignal): Promise<Snapshot> {
    return this.#next(signal, () => {
      for (const path of dropped) this.#overlay.delete(path);
      for (const { path, text } of laid) this.#overlay.set(path, text);
      const everything = changed === 'all';
      const named = everything ? [] : changed.flatMap(path => this.#filesAt(path));
      const onDisk = new Set(named.filter(path => !this.#overlay.has(path)));
      const paths = new Set([...dropped, ...laid.map(change => change.path), ...onDisk]);
      return { paths: [...paths], onDisk, everything: everything || changed.some(path => this.#isFolder(path)) };
    });
  }

  /** Waits for the types of the latest snapshot, and has the typed one in its place. */
  settleTypes(options: TypesOptions = {}): Promise<Snapshot> {
    const step = this.#queue.then(async () => {
      this.#current = (await this.#current.withTypes(options)).snapshot;
      return this.#current;
    });
    this.#queue = step.catch(() => {});
    return step;
  }

  /**
   * The snapshot of the merge base with a ref: policy, baseline and sources as they were. It shares with the current
   * snapshot (or the one given) whatever the change did not touch.
   */
  async baseSnapshot(ref: string, head: Snapshot = this.#current): Promise<BaseSnapshot> {
    const { revisions } = this.#parts;
    if (!revisions) return { ok: false, message: noVersionControl };
    const commit = revisions.mergeBase(ref);
    return commit.ok ? this.#snapshotAt(revisions, commit.value, head) : commit;
  }

  /**
   * Compares the working tree (or a revision `head`) with its merge base with `ref`: both as snapshots, and what the rules
   * permit besides.
   */
  async compare(ref: string, head?: string): Promise<Comparison> {
    const { revisions, history } = this.#parts;
    if (!revisions || !history) return { ok: false, message: noVersionControl };
    const commit = history.mergeBaseOf(ref, head ?? 'HEAD');
    if (!commit.ok) return commit;
    const headCommit = revisions.resolve(head ?? 'HEAD');
    if (!headCommit.ok) return headCommit;
    const base = await this.#snapshotAt(revisions, commit.value);
    if (!base.ok) return base;
    const record = recordOf(history, commit.value, headCommit.value);
    if (head === undefined) {
      const delta = await permissionDelta(base.snapshot, this.#current, record);
      return { ok: true, base: base.snapshot, commit: commit.value, head: this.#current, delta };
    }
    const renamed = history.renames(commit.value, headCommit.value);
    if (!renamed.ok) return renamed;
    const at = await this.#snapshotAt(revisions, headCommit.value);
    if (!at.ok) return at;
    const before = this.#snapshotOf(base.snapshot.moment, base.snapshot.texts, renamed.value);
    const delta = await permissionDelta(before, at.snapshot, record);
    return { ok: true, base: before, commit: commit.value, head: at.snapshot, headCommit: headCommit.value, delta };
  }

  /** The merge base with a ref; undefined where there is none. */
  baseCommit(ref: string): string | undefined {
    const commit = this.#parts.revisions?.mergeBase(ref);
    return commit?.ok ? commit.value : undefined;
  }

  /** The last commits that touch a folder, newest first; none where there is no version control, or nothing lately. */
  lately(folder: FilePath, count: number): readonly Commit[] {
    const commits = this.#parts.history?.lately(folder, count);
    return commits?.ok ? commits.value : [];
  }

  /** Whether the version control knows a revision. */
  hasRevision(ref: string): boolean {
    return this.#parts.revisions?.resolve(ref).ok === true;
  }

  /** Lists the imports between modules that came in since a revision or a day (`YYYY-MM-DD`). */
  async audit(since: string, onProgress?: (done: number, total: number) => void): Promise<RevisionResult<Audit>> {
    const { history } = this.#parts;
    const base = await this.revisionOrDay(since);
    if (!base.ok) return base;
    if (!history) return { ok: false, message: noVersionControl };
    const { snapshot, commit } = base;
    const head = this.#current;
    return auditOf({ base: snapshot, baseCommit: commit, head, history, ...(onProgress && { onProgress }) });
  }

  /**
   * The snapshot of the merge base with a ref, or of the last commit before a day (`YYYY-MM-DD`); no snapshot where the
   * history begins later.
   */
  async revisionOrDay(since: string): Promise<SinceSnapshot> {
    const { revisions, history } = this.#parts;
    if (!revisions || !history) return { ok: false, message: noVersionControl };
    const commit = isDay(since) ? history.commitBefore(since) : history.mergeBaseOf(since, 'HEAD');
    if (!commit.ok) return commit;
    if (commit.value === undefined) return { ok: true, snapshot: undefined, commit: undefined };
    return this.#snapshotAt(revisions, commit.value);
  }

  async #snapshotAt(revisions: Revisions, commit: string, head: Snapshot = this.#current): Promise<BaseSnapshot> {
    const changes = textsAt(revisions, commit);
    if (!changes.ok) return changes;
    const { moment } = head.untyped;
    const fs = withChanges(moment.situation.fs, changes.value.texts);
    const paths = changes.value.texts.map(change => change.path);
    const at = await momentAfter(moment, fs, { paths }, this.#parts.means);
    const texts = withLaid(head.texts, changes.value.texts);
    return { ok: true, snapshot: this.#snapshotOf(at, texts, changes.value.renamed), commit };
  }

  /** What changes are compared with by default: the default branch upstream (`origin/main`), else `HEAD`. */
  defaultBase(): string {
    return this.#parts.revisions?.upstreamDefault() ?? 'HEAD';
  }

  async close(): Promise<void> {
    await this.#queue.catch(() => {});
    await this.#types?.close();
    await this.#parts.close?.();
  }

  /** A folder that is gone stands for the files it had. */
  #filesAt(path: FilePath): readonly FilePath[] {
    const { state } = this.#current;
    if (state.numbers.known(path) !== undefined) return [path];
    return [path, ...state.files.filter(file => file.startsWith(`${path}/`))];
  }

  #isFolder(path: FilePath): boolean {
    return this.#parts.fs.stat(path)?.kind === 'directory';
  }

  #next(signal: AbortSignal | undefined, change: () => MomentChange): Promise<Snapshot> {
    const step = this.#queue.then(async () => {
      signal?.throwIfAborted();
      const what = change();
      const overlay = [...this.#overlay].map(([path, text]) => ({ path, text }));
      const fs = withChanges(this.#parts.fs, overlay);
      const means = this.#held ? { ...this.#parts.means, heldFrom: this.#held } : this.#parts.means;
      this.#types?.diskChanged(what.everything ? 'all' : [...(what.onDisk ?? [])]);
      const texts = this.#textsNow();
      const moment = await momentAfter(this.#current.moment, fs, what, means, signal);
      this.#current = this.#snapshotOf(moment, texts);
      return this.#current;
    });
    this.#queue = step.catch(() => {});
    return step;
  }

  #textsNow(): SnapshotTexts {
    return { laid: new Map(this.#overlay), disk: this.#types?.disk ?? 0 };
  }

  #snapshotOf(
    moment: Moment,
    texts: SnapshotTexts,
    renamed?: ReadonlyMap<FilePath, FilePath>,
    untyped?: Snapshot,
  ): Snapshot {
    return new Snapshot(
      moment,
      {
        texts,
        derive: async changes => {
          const fs = withChanges(moment.situation.fs, changes);
          const paths = changes.map(change => change.path);
          const child = await momentAfter(untyped?.moment ?? moment, fs, { paths }, this.#parts.means);
          return this.#snapshotOf(child, withLaid(texts, changes));
        },
        ...(untyped && { untyped }),
        hasTypes: () => this.#types?.isNear === true,
        whyUntyped: () => (this.#parts.types === 'off' ? 'off' : this.#types && 'not-ready'),
        typed: (snapshot, options) => this.#typed(snapshot, options),
      },
      renamed,
    );
  }

  async #typed({ untyped }: Snapshot, options: TypesOptions): Promise<TypedSnapshot> {
    const { moment, texts, renamed } = untyped;
    const { state } = moment;
    const kept = this.#typedOf.get(moment);
    if (kept && kept.renamed === renamed) return { snapshot: kept, isPreliminary: false };
    const isCurrent = this.#isCurrent(moment);
    const made = await this.#types?.failuresOf({ state, texts, isCurrent, ...options });
    if (made && isCurrent) state.failures.lend(made.failures);
    const failures = made
      ? state.failures.typed(made.failures, made.types)
      : state.failures.typed(state.failures.of(state), this.#parts.types === 'off' ? typesOff('off') : notAsked);
    const snapshot = this.#snapshotOf({ ...moment, state: { ...state, failures } }, texts, renamed, untyped);
    const isPreliminary = made?.isPreliminary ?? false;
    if (snapshot.types.isLasting && !isPreliminary) this.#typedOf.set(moment, snapshot);
    return { snapshot, isPreliminary };
  }

  /** Compared by what the moments know: a typed snapshot is of the moment that it was made from. */
  #isCurrent({ state }: Moment): boolean {
    return state.records === this.#current.state.records && state.setting === this.#current.state.setting;
  }
}

function withLaid({ laid, disk }: SnapshotTexts, changes: readonly FileChange[]): SnapshotTexts {
  const all = new Map(laid);
  for (const { path, text } of changes) all.set(path, text);
  return { laid: all, disk };
}

interface RevisionTexts {
  readonly texts: readonly FileChange[];
  readonly renamed: ReadonlyMap<FilePath, FilePath>;
}

/** The texts of a commit for all paths that differ from it; what was added since has none. */
function textsAt(revisions: Revisions, commit: string): RevisionResult<RevisionTexts> {
  const changed = revisions.changesSince(commit);
  if (!changed.ok) return changed;
  const fs = revisions.fileSystemAt(commit);
  if (!fs.ok) return fs;
  const renamed = new Map(changed.value.flatMap(({ path, from }) => (from === undefined ? [] : [[from, path]])));
  const paths = [...new Set([...changed.value.map(change => change.path), ...renamed.keys()])];
  fs.value.prefetch(paths);
  const texts = paths.map(path => {
    const bytes = fs.value.readBytes(path);
    return { path, text: bytes && decode(bytes).text };
  });
  return { ok: true, value: { texts, renamed } };
}
