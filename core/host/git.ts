import type { RevisionResult, Revisions } from '../files/host.js';
import { changesSince } from './git-changes.js';
import { upstreamDefaultBranch } from './git-default-branch.js';
import { commitFileSystem } from './git-file-system.js';
import { explainFailure, noCommits, noMergeBase, shallowHistory, unknownRef } from './git-messages.js';
import { type GitOutcome, runGit } from './git-process.js';

/**
 * The history of the repository that a workspace lies in (the root may be a folder below its top). Each call runs git
 * anew; nothing is checked out, written, fetched, or executed that the repository names.
 */
export function gitRevisions(root: string): Revisions {
  const isShallow = (): boolean => textOf(runGit(root, ['rev-parse', '--is-shallow-repository'])) === 'true';

  // A full hash that was found once goes on naming the same commit.
  const known = new Set<string>();

  const commitOf = (ref: string): RevisionResult<string> => {
    if (known.has(ref)) return { ok: true, value: ref };
    const found = isAcceptable(ref) ? lookUp(root, ref) : undefined;
    if (found?.ok) {
      const value = found.output.toString('utf8').trim();
      known.add(value);
      return { ok: true, value };
    }
    // `--quiet` answers 1 and nothing for a ref that is not there; anything else is a failure of its own.
    const probe = runGit(root, ['rev-parse', '--git-dir']);
    if (!probe.ok) return failed(explainFailure(root, probe.error));
    if (!lookUp(root, 'HEAD').ok) return failed(noCommits);
    return failed(unknownRef(ref, isShallow()));
  };

  return {
    resolve: commitOf,
    mergeBase(ref) {
      const commit = commitOf(ref);
      if (!commit.ok || ref === 'HEAD') return commit;
      const head = commitOf('HEAD');
      if (!head.ok || head.value === commit.value) return head;
      const base = runGit(root, ['merge-base', commit.value, head.value]);
      if (base.ok) return { ok: true, value: textOf(base) };
      return failed(base.status === 1 ? noMergeBase(ref, isShallow()) : explainFailure(root, base.error));
    },
    changesSince(commit) {
      const resolved = commitOf(commit);
      return resolved.ok ? changesSince(root, resolved.value) : resolved;
    },
    lastCommitOf(path) {
      const head = commitOf('HEAD');
      if (!head.ok) return head.message === noCommits ? { ok: true, value: undefined } : head;
      const found = runGit(root, ['rev-list', '-1', '--parents', head.value, '--', path === '' ? '.' : path]);
      if (!found.ok) return failed(explainFailure(root, found.error));
      const [commit, ...parents] = textOf(found).split(' ');
      // Where the history is cut off, every file seems to be added by the last commit that is there.
      if (commit && parents.length === 0 && isShallow()) return failed(shallowHistory);
      return { ok: true, value: commit === '' ? undefined : commit };
    },
    upstreamDefault: () => upstreamDefaultBranch(root),
    fileSystemAt(commit) {
      const resolved = commitOf(commit);
      return resolved.ok ? commitFileSystem(root, resolved.value) : resolved;
    },
  };
}

function lookUp(root: string, ref: string): GitOutcome {
  return runGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
}

/** Anything that git could take for an option, or that no ref can contain. */
function isAcceptable(ref: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here.
  return ref !== '' && !ref.startsWith('-') && !/[\u0000-\u001f]/.test(ref);
}

function textOf(outcome: GitOutcome): string {
  return outcome.ok ? outcome.output.toString('utf8').trim() : '';
}

function failed(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}
