import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Reads files of pinned commits from git directories that lie in one folder, as `owner+name` or `owner+name/repo`. */
export interface Mirror {
  text(repository: string, commit: string, path: string): string;
  list(repository: string, commit: string, folder: string): readonly string[];
}

export function mirrorAt(folder: string): Mirror {
  const git = (repository: string, args: readonly string[]): string =>
    execFileSync('git', ['--git-dir', gitDirectory(folder, repository), ...args], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    text: (repository, commit, path) => git(repository, ['show', `${commit}:${path}`]),
    list: (repository, commit, path) =>
      git(repository, ['ls-tree', '-r', '--name-only', commit, path]).split('\n').filter(Boolean),
  };
}

function gitDirectory(folder: string, repository: string): string {
  const base = join(folder, repository.replace('/', '+'));
  const candidates = [join(base, 'repo'), join(base, '.git'), base];
  const found = candidates.find(each => existsSync(join(each, 'objects')));
  if (found) return found;
  const there = existsSync(folder) ? readdirSync(folder).join(', ') : 'nothing';
  throw new Error(
    `No git directory of ${repository} in ${folder} (there is: ${there}). Clone it there as "${repository.replace('/', '+')}".`,
  );
}
