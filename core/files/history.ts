import type { RevisionResult } from './host.js';
import type { FilePath } from './paths.js';

/** A commit as an audit shows it. */
export interface Commit {
  /** The full id. */
  readonly id: string;
  readonly author: string;
  readonly email: string;
  /** When it was authored, `YYYY-MM-DD` in the author's own time zone. */
  readonly date: string;
  readonly subject: string;
  readonly trailers: readonly Trailer[];
}

/** A line `Key: value` at the end of a commit message. */
export interface Trailer {
  readonly key: string;
  readonly value: string;
}

/** One path that a commit changed; ids name contents and are absent where there is no file on that side. */
export interface CommitChange {
  readonly path: FilePath;
  /** The old path of a rename. */
  readonly from?: FilePath;
  /** Contents before, one a parent: several only for a merge that differs from all of its parents. */
  readonly before: readonly string[];
  readonly after?: string;
}

/** A commit with what it changed below the workspace root. */
export interface ChangedCommit {
  readonly commit: Commit;
  readonly changes: readonly CommitChange[];
}

/** Port to the commits of the repository, besides single revisions. Every method answers a result; none throws. */
export interface History {
  /** The last commit on the first-parent line of HEAD that was committed before a day began (UTC); undefined: none. */
  commitBefore(day: string): RevisionResult<string | undefined>;
  mergeBaseOf(ref: string, head: string): RevisionResult<string>;
  /**
   * The commits that `head` has and `base` has not (all of them without `base`), children before parents, with the files
   * they changed, renames detected. `paths` limits it to commits that touch one of them; renames are then not seen.
   */
  commits(
    base: string | undefined,
    head: string,
    paths?: readonly FilePath[],
  ): RevisionResult<readonly ChangedCommit[]>;
  /** The last commits of HEAD that touch a folder, newest first, merges left out; none that is older than half a year. */
  lately(folder: FilePath, count: number): RevisionResult<readonly Commit[]>;
  /** The texts of contents by id; what is no UTF-8 text or is not in the clone is left out. */
  texts(ids: Iterable<string>): ReadonlyMap<string, string>;
  /** Renames between two commits: the path in `base` to the path in `head`. */
  renames(base: string, head: string): RevisionResult<ReadonlyMap<FilePath, FilePath>>;
}
