import { runGit } from './git-process.js';

/**
 * The default branch of the upstream repository as this clone knows it (`origin/main`); `undefined` where there is none.
 * Without `origin` the remote of the current branch counts, else the only one.
 */
export function upstreamDefaultBranch(root: string): string | undefined {
  for (const remote of remotesOf(root)) {
    const head = textOf(root, ['symbolic-ref', '--quiet', '--short', `refs/remotes/${remote}/HEAD`]);
    if (head !== undefined && exists(root, head)) return head;
    const usual = [`${remote}/main`, `${remote}/master`].find(ref => exists(root, ref));
    if (usual !== undefined) return usual;
  }
  return undefined;
}

function remotesOf(root: string): readonly string[] {
  const names = (textOf(root, ['remote']) ?? '').split('\n').filter(name => /^[\w.][\w./-]*$/.test(name));
  const order = (name: string): number => (name === 'origin' ? 0 : name === 'upstream' ? 1 : 2);
  return names.sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
}

function exists(root: string, ref: string): boolean {
  return (
    textOf(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `refs/remotes/${ref}^{commit}`]) !== undefined
  );
}

function textOf(root: string, args: readonly string[]): string | undefined {
  const outcome = runGit(root, [...args]);
  const text = outcome.ok ? outcome.output.toString('utf8').trim() : '';
  return text === '' ? undefined : text;
}
