import { relative, sep } from 'node:path';
import { gitRootOf } from './root.js';

/** What stands before workspace paths in formats that a forge reads: the way from the repository to the root. */
export function repositoryPrefix(root: string): string {
  const git = gitRootOf(root);
  return git === undefined ? '' : asPrefix(relative(git, root));
}

/** What stands before workspace paths for a person: the way from the current folder to the root, so that links open. */
export function terminalPrefix(cwd: string, root: string): string {
  const way = relative(cwd, root);
  return /^[a-z]:/i.test(way) ? '' : asPrefix(way); // another drive has no relative way
}

function asPrefix(way: string): string {
  return way === '' ? '' : `${way.split(sep).join('/')}/`;
}
