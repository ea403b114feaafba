import type { FileSystem } from './file-system.js';
import type { FilePath } from './paths.js';

/** One changed path between a revision and the working tree; `from` is the old path of a rename. */
export interface RevisionChange {
  readonly path: FilePath;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed';
  readonly from?: FilePath;
}

/** The outcome of an operation on revisions; the message is a sentence for the user that says what to do. */
export type RevisionResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string };

/** The files of a revision. Blobs are fetched from the history when first read, and kept. */
export interface RevisionFileSystem extends FileSystem {
  /**
   * Reads the bytes of many files in few steps; ask for all that will be read, one by one is a hundred times slower.
   * Paths that are not there are passed over. The message says which history is missing.
   */
  prefetch(paths: Iterable<FilePath>): RevisionResult<undefined>;
}

/** Port to the version control system. Every method answers a result; none throws for the user's repository. */
export interface Revisions {
  /** The full commit id of a ref, or a message (not a repository, unknown ref, shallow clone). */
  resolve(ref: string): RevisionResult<string>;
  /** The merge base of a ref and HEAD, as a full commit id. */
  mergeBase(ref: string): RevisionResult<string>;
  /** What the working tree (untracked, unignored files included) changed against a commit, renames detected, sorted by path. */
  changesSince(commit: string): RevisionResult<readonly RevisionChange[]>;
  /** The last commit that changed a path, or `undefined` when none did. */
  lastCommitOf(path: FilePath): RevisionResult<string | undefined>;
  /** The default branch of the upstream repository (`origin/main`), `undefined` where there is none. */
  upstreamDefault(): string | undefined;
  /** The files of a commit as a file system rooted at the workspace root (invariant 10): no checkout. */
  fileSystemAt(commit: string): RevisionResult<RevisionFileSystem>;
}

/** Port to a watcher of the workspace. */
export interface Watch {
  /**
   * Calls back with batches of changed paths (sorted, folders not among them), or with `undefined` when so much changed
   * that all must be read again. `onProblem` hears, as a sentence for the user, why changes may be missed from now on.
   */
  start(
    onChange: (paths: readonly FilePath[] | undefined) => void,
    onProblem?: (message: string) => void,
  ): Promise<{ close(): Promise<void> }>;
}

/** A name in a folder to which something happened. */
export interface TouchedName {
  readonly folder: FilePath;
  readonly name: string;
}

/** Port to what the system tells of folders, for those who must know that nothing is left untold. */
export interface FolderEvents {
  /**
   * Has exactly these folders watched from now on. Answers whether some were not watched before: what happened in those until
   * now is not told, so they are to be looked at after this.
   */
  watch(folders: readonly FilePath[]): boolean;
  /**
   * All that happened in the folders until this call and was not told yet. `undefined` where that is not certain: then all is
   * to be looked at.
   */
  settled(): Promise<readonly TouchedName[] | undefined>;
  close(): void;
}

/** A message channel to a worker thread: one request, one answer, in any order. */
export interface WorkerChannel {
  /** Rejects when the worker died; the caller may start another. */
  request(message: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Port that starts workers running a module of the engine. The module exports `answer(message)`, which is called for
 * each request in a thread of its own and returns the answer or a promise of it; what it throws rejects the request.
 */
export interface Workers {
  start(module: URL, limits?: WorkerLimits): WorkerChannel;
}

/** A worker that needs more memory than this, in MiB, is stopped; the default suits a parser. */
export interface WorkerLimits {
  readonly heapMb: number;
}

/** Port to processes that a worker has started. */
export interface Processes {
  /** The memory a process holds, in bytes; `undefined` where the system does not tell or the process is gone. */
  residentBytes(pid: number): Promise<number | undefined>;
  /** Ends a process at once; one that is gone already is no error. */
  kill(pid: number): void;
}

/** Port to the machine's clock; what it says is passed in, so that nothing else depends on when it runs. */
export interface Clock {
  /** The date the run is judged by, `YYYY-MM-DD`, local time. */
  today(): string;
  /** Milliseconds since the epoch: only compared with the times of files. */
  now(): number;
}

/**
 * Port to a store of records that may vanish at any time. A record that is missing, cut short or damaged, and every
 * failure of the disk, is a miss; nothing throws.
 */
export interface CacheStore {
  read(key: string): Uint8Array | undefined;
  /** Replaces the record as a whole: a reader sees the old one or the new one. */
  write(key: string, bytes: Uint8Array): void;
  delete(key: string): void;
  /** Keys of all records, sorted; some may turn out to be damaged when read. */
  keys(): readonly string[];
  /** Removes records until all together take at most `maxBytes`, the longest unused first. */
  prune(maxBytes: number): void;
  /** How often the disk refused or a record was damaged, since the store was opened. */
  failures(): number;
}
