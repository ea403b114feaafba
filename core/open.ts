import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { factsCache, noFactsCache } from './engine/extraction/facts-cache.js';
import { workerFrontEnd } from './engine/extraction/worker-pool.js';
import type { Progress } from './engine/moment.js';
import type { Snapshot } from './engine/snapshot.js';
import { type RunPlace, storeRun } from './engine/warm/stored-run.js';
import { Workspace } from './engine/workspace.js';
import { diskFileSystem } from './files/disk.js';
import type { FileChange } from './files/file-system.js';
import type { CacheStore, Revisions, Watch } from './files/host.js';
import type { FilePath } from './files/paths.js';
import { locateGit, surroundings } from './files/surroundings.js';
import { systemClock } from './host/clock.js';
import { gitRevisions } from './host/git.js';
import { gitHistory } from './host/git-history.js';
import { nodeWorkers } from './host/workers.js';
import { openTypes } from './open-types.js';
import { prepareInBackground } from './prepare-contracts.js';
import { madeBy, storeFor, todayOf } from './recall.js';
import { residentHosting } from './residents.js';

/** How to open a workspace on this machine. */
export interface OpenOptions {
  /** The absolute path of the workspace root. */
  readonly root: string;
  /** The date exceptions are judged by, `YYYY-MM-DD`. Default: the machine's. */
  readonly today?: string;
  /** Parser threads. Default: one less than the machine has cores, at least one. */
  readonly threads?: number;
  /** Keep facts on disk between runs. Default true. */
  readonly cache?: boolean;
  /** The workspace will live on and take edits: the parser stays loaded between them. Default: it makes room. */
  readonly resident?: boolean;
  /** With `resident`: contracts are made in the background at once; `false` where the opener sees to them. Default: true. */
  readonly preparesContracts?: boolean;
  /**
   * While the policy cannot be used, the last one that could stays in force: findings go on, and what is wrong with the
   * policy is one of them. Reports say `not_checked` all the same.
   */
  readonly keepsPolicy?: boolean;
  /** False: the type checker is never started (`--no-types`). Default true: it is, once somebody asks for types. */
  readonly types?: boolean;
  /** The first snapshot has its types already: opening waits for them. Default: `Snapshot.withTypes` asks for them. */
  readonly typed?: boolean;
  onProgress?(progress: Progress): void;
  /** Texts laid over the disk from the start: what is open in an editor. */
  readonly overlay?: readonly FileChange[];
  /** A text checked as if it stood at its path, which need not exist: `--stdin-path`. */
  readonly stdin?: { readonly path: FilePath; readonly text: string };
  readonly signal?: AbortSignal;
}

/** The cache keeps at most this much for one workspace, in bytes. */
const CACHE_LIMIT = 512 * 1024 * 1024;

/** The longest wait for types of a run that is not resident, in milliseconds: ten times what half a million lines take. */
const LONGEST_WAIT_FOR_TYPES_MS = 300_000;

/** Opens the workspace at a folder of the disk: the engine on Node's file system, threads, git and clock. */
export async function openWorkspace(options: OpenOptions): Promise<Workspace> {
  const { root, stdin } = options;
  const takenAtMs = systemClock().now();
  const threads = options.threads ?? Math.max(1, availableParallelism() - 1);
  const frontEnd = workerFrontEnd(nodeWorkers(), new URL('./engine/extraction/worker.js', import.meta.url), threads);
  const store = storeFor(options);
  store?.prune(CACHE_LIMIT);
  if (!store || store.keys().length === 0) frontEnd.warm?.();
  const revisions = gitRevisions(root);
  let residency: { close(): Promise<void> } | undefined;
  let isClosed = false;
  try {
    const workspace = await Workspace.open({
      fs: diskFileSystem(root),
      surroundings: surroundings(root),
      revisions,
      history: gitHistory(root),
      overlay: [...(options.overlay ?? []), ...(stdin ? [stdin] : [])],
      types: options.types === false ? 'off' : openTypes({ root }),
      means: {
        frontEnd,
        cache: store ? factsCache(store) : noFactsCache,
        today: todayOf(options),
        isResident: options.resident === true,
        keepsPolicy: options.keepsPolicy === true,
        renamesSinceBaseline: file => renamesSince(revisions, file),
        ...(options.onProgress && { onProgress: options.onProgress }),
      },
      close: async () => {
        isClosed = true;
        await residency?.close();
        await frontEnd.close();
      },
      ...signalOf(options),
    });
    if (options.typed) await workspace.settleTypes({ waitMs: LONGEST_WAIT_FOR_TYPES_MS, ...signalOf(options) });
    // Only a run that was made whole is kept: a workspace that lives on answers before its contracts are made.
    if (store && !stdin && !options.overlay && options.typed && workspace.snapshot.types.isLasting)
      keepRun(store, workspace.snapshot, { root, takenAtMs, others: headsOf(root), made: madeBy(options) });
    if (options.resident && options.preparesContracts !== false) prepareInBackground(workspace, () => isClosed);
    const host = options.resident ? residentHosting() : undefined;
    residency = host?.({ root, workspace, openedAtMs: takenAtMs });
    return workspace;
  } catch (error) {
    await frontEnd.close();
    throw error;
  }
}

/** A watcher of the files that a workspace analyses; what is ignored is not watched. Loads the watching library. */
export async function watchFiles(root: string, workspace: { readonly snapshot: Snapshot }): Promise<Watch> {
  const { watchWorkspace } = await import('./host/watch.js');
  return watchWorkspace(root, (path, kind) => workspace.snapshot.isIgnored(path, kind));
}

function signalOf({ signal }: OpenOptions): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

function keepRun(store: CacheStore, snapshot: Snapshot, place: RunPlace): void {
  const { policy } = snapshot;
  // The baseline is no source and stands in no inventory, and what was found rests on it.
  const others = policy.baseline ? [...place.others, join(place.root, policy.baseline.file)] : place.others;
  if (policy.usable) storeRun(store, { ...place, others }, snapshot.moment.situation.inventory, snapshot.run());
}

/** What a commit or a checkout changes: renames since the baseline are counted from there. */
function headsOf(root: string): readonly string[] {
  const git = locateGit(root);
  return git ? [join(git.gitFolder, 'HEAD'), join(git.gitFolder, 'logs', 'HEAD')] : [];
}

/** Renames since the commit that last changed a file; none where git cannot tell. */
function renamesSince(revisions: Revisions, file: FilePath): ReadonlyMap<FilePath, FilePath> {
  const commit = revisions.lastCommitOf(file);
  const changes = commit.ok && commit.value !== undefined ? revisions.changesSince(commit.value) : undefined;
  if (!changes?.ok) return new Map();
  return new Map(changes.value.flatMap(({ path, from }) => (from === undefined ? [] : [[from, path]])));
}
