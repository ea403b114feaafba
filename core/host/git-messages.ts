import { existsSync } from 'node:fs';

/** What to tell the user when git did not answer; `error` is its standard error or the code of the failed start. */
export function explainFailure(folder: string, error: string): string {
  if (error === 'ENOENT') {
    return existsSync(folder)
      ? 'git is not installed or not on the PATH. Install git, or run without comparing revisions.'
      : 'The workspace folder does not exist. Check the root.';
  }
  if (/not a git repository/.test(error)) {
    return 'The workspace is not in a git repository. Run inside a clone, or run without comparing revisions.';
  }
  if (/dubious ownership/.test(error)) {
    return 'git refuses to read the repository because another user owns it. Run git config --global --add safe.directory with its folder.';
  }
  if (/promisor|partial clone|could not fetch|lazy fetching disabled|transport .* not allowed/.test(error)) {
    return 'The clone lacks file contents of that revision (partial clone). Fetch them with git fetch --refetch --no-filter, or clone without --filter.';
  }
  const first = error.split('\n').find(line => line.trim() !== '') ?? 'no output';
  return `git failed: ${first.replace(/^(fatal|error): /, '')}. Check the repository with git status.`;
}

export function unknownRef(ref: string, isShallow: boolean): string {
  const fetch = isShallow
    ? 'The clone is shallow: fetch the history with git fetch --unshallow (in GitHub Actions: fetch-depth: 0).'
    : 'Check the spelling, or fetch it first with git fetch.';
  return `git knows no commit ${ref}. ${fetch}`;
}

export const noCommits =
  'The repository has no commits yet, so there is no revision to compare with. Commit once, or run without comparing revisions.';

export function noMergeBase(ref: string, isShallow: boolean): string {
  return isShallow
    ? `No common ancestor of ${ref} and HEAD is in this shallow clone. Fetch the history with git fetch --unshallow (in GitHub Actions: fetch-depth: 0).`
    : `${ref} and HEAD have no common ancestor. Name a commit of this branch's own history.`;
}

export const shallowHistory =
  'The clone is shallow and its history ends before the answer. Fetch the history with git fetch --unshallow (in GitHub Actions: fetch-depth: 0).';
