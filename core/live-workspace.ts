import type { Progress } from './engine/moment.js';
import { DiskView } from './engine/shared/disk-view.js';
import { inventoryNow } from './engine/situation.js';
import type { Snapshot } from './engine/snapshot.js';
import { stampsHold, type TimeStamps, timeOf } from './engine/warm/packages-stamp.js';
import type { Workspace } from './engine/workspace.js';
import { diskFileSystem } from './files/disk.js';
import { locateGit, outerIgnorePaths } from './files/surroundings.js';
import { systemClock } from './host/clock.js';
import { folderEvents } from './host/folder-events.js';
import { watchWorkspace } from './host/watch.js';
import { type OpenOptions, openWorkspace } from './open.js';

/** A workspace that follows the disk. */
export interface LiveWorkspace {
  /**
   * The snapshot of the disk as it is now: files are looked at after the call, whatever the watcher has reported so far.
   * The first call waits for the first analysis.
   */
  current(signal?: AbortSignal): Promise<Snapshot>;
  /** How far the first analysis is; `undefined` once it is done. */
  readonly progress: Progress | undefined;
  /** The workspace behind the last `current`. */
  readonly workspace: Workspace | undefined;
  close(): Promise<void>;
}

export type LiveOptions = Omit<OpenOptions, 'stdin' | 'signal' | 'resident'> & {
  /** What must be over before the first analysis begins: it leaves little time for anything else. */
  readonly after?: Promise<unknown>;
  /** Watch the disk, so that most changes are analysed before somebody asks. Default true. */
  readonly watch?: boolean;
  /** Hears that something changed on the disk, after it was analysed. */
  onChange?(snapshot: Snapshot): void;
  /** Hears, as a sentence, why the watcher may miss changes. Answers stay right: each looks at the disk itself. */
  onProblem?(message: string): void;
};

/** What is opened together and thrown away together. */
interface Session {
  readonly workspace: Workspace;
  readonly view: DiskView;
  readonly today: string;
  /** Ignore files outside the root: they are read only when a workspace is opened. */
  readonly outer: TimeStamps;
  heads: TimeStamps;
}

/** Opens the workspace in the background and answers at once. */
export function liveWorkspace(options: LiveOptions): LiveWorkspace {
  const { root } = options;
  const clock = systemClock();
  const today = (): string => options.today ?? clock.today();
  let session: Session | undefined;
  let progress: Progress | undefined = { phase: 'inventory', done: 0, total: 0 };
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<Snapshot> | undefined;
  let closed = false;

  const open = async (): Promise<Session> => {
    await options.after;
    const openedAtMs = clock.now();
    const heads = headsOf(root);
    const outer = outerStamps(root);
    const workspace = await openWorkspace({
      ...options,
      today: today(),
      resident: true,
      onProgress: step => {
        progress = step;
        options.onProgress?.(step);
      },
    });
    const disk = diskFileSystem(root);
    const inventory = () => inventoryNow(workspace.snapshot.moment.situation, disk);
    const parts = { disk, root, now: () => clock.now(), inventory, events: folderEvents(root) };
    const view = new DiskView(parts, workspace.snapshot, openedAtMs);
    progress = undefined;
    return { workspace, view, today: today(), outer, heads };
  };

  const look = async (): Promise<Snapshot> => {
    if (closed) throw new Error('The workspace is closed.');
    if (session && (session.today !== today() || !stampsHold(root, session.outer))) {
      session.view.close();
      await session.workspace.close();
      session = undefined;
    }
    session ??= await open();
    const { workspace, view } = session;
    const isSameHead = stampsHold(root, session.heads);
    const changed = await view.changedSince(workspace.snapshot);
    if (changed.length === 0 && isSameHead) return workspace.snapshot;
    session.heads = headsOf(root);
    return workspace.refresh(changed);
  };

  const current = (signal?: AbortSignal): Promise<Snapshot> => {
    // A look that has begun may have passed over what changed since; those who wait share the next one.
    if (!next) {
      const asked = last.then(() => {
        next = undefined;
        return look();
      });
      next = asked;
      last = asked.catch(() => {});
    }
    return signal ? abortable(next, signal) : next;
  };

  let watching: Promise<{ close(): Promise<void> }> | undefined;
  const startWatching = (): void => {
    const rules = () => session?.workspace.snapshot.moment.situation.rules;
    const watch = watchWorkspace(root, (path, kind) => rules()?.isIgnored(path, kind) === true);
    watching = watch.start(
      () => {
        const before = session?.workspace.snapshot;
        if (!closed) {
          current().then(
            snapshot => snapshot !== before && options.onChange?.(snapshot),
            () => {
              // expected upstream: whoever asks next hears of it
            },
          );
        }
      },
      message => options.onProblem?.(message),
    );
    watching.catch(() => options.onProblem?.('The disk cannot be watched; each answer looks at it instead.'));
  };

  current().then(
    () => {
      if (options.watch !== false && !closed) startWatching();
    },
    () => {
      // expected upstream: whoever asks next hears of it
    },
  );

  return {
    current,
    get progress() {
      return progress;
    },
    get workspace() {
      return session?.workspace;
    },
    async close() {
      closed = true;
      await last;
      await (await watching?.catch(() => undefined))?.close();
      session?.view.close();
      await session?.workspace.close();
    },
  };
}

/** What tells that the history moved: renames are counted from there. */
function headsOf(root: string): TimeStamps {
  const git = locateGit(root);
  const heads = git ? [`${git.gitFolder}/HEAD`, `${git.gitFolder}/logs/HEAD`] : [];
  return heads.map(path => [path, timeOf(root, path)] as const);
}

function outerStamps(root: string): TimeStamps {
  const git = locateGit(root);
  return git ? outerIgnorePaths(root, git).map(({ file }) => [file, timeOf(root, file)] as const) : [];
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
