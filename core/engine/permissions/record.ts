import type { ChangedCommit, Commit, History } from '../../files/history.js';
import type { FilePath } from '../../files/paths.js';

/** The commits between two revisions that touched a file, with the text each left: the record that approvals stand in. */
export interface Record {
  /**
   * The commit since which all later ones hold what is asked about the text of a file; `undefined` where the last one does
   * not: it is not committed.
   */
  introducedBy(path: FilePath, holds: (text: string) => boolean): Commit | undefined;
}

/** No version control: nothing is on record. */
export const noRecord: Record = { introducedBy: () => undefined };

/** The record from `base` (not included) to `head`. Read when asked, once a file. */
export function recordOf(history: History, base: string, head: string): Record {
  const versions = new Map<FilePath, readonly Version[]>();
  const versionsOf = (path: FilePath): readonly Version[] => {
    const known = versions.get(path);
    if (known) return known;
    const found = history.commits(base, head, [path]);
    const made = found.ok ? versionsIn(found.value, path, history) : [];
    versions.set(path, made);
    return made;
  };
  return {
    introducedBy(path, holds) {
      let first: Commit | undefined;
      for (const { commit, text } of versionsOf(path)) {
        if (text === undefined || !holds(text)) break;
        first = commit;
      }
      return first;
    },
  };
}

interface Version {
  readonly commit: Commit;
  readonly text: string | undefined;
}

function versionsIn(commits: readonly ChangedCommit[], path: FilePath, history: History): readonly Version[] {
  const touching = commits.flatMap(({ commit, changes }) => {
    const change = changes.find(each => each.path === path);
    return change ? [{ commit, after: change.after }] : [];
  });
  const texts = history.texts(touching.flatMap(({ after }) => after ?? []));
  return touching.map(({ commit, after }) => ({ commit, text: after === undefined ? undefined : texts.get(after) }));
}
