import { execFileSync } from 'node:child_process';
import { tempFolder, writeFiles } from '../files/temp-folder.js';

/** A real repository for one test; nobody's own configuration reaches it. */
export interface GitRepository {
  readonly root: string;
  git(...args: string[]): string;
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** Commits all there is and answers the commit's id. */
  commit(message?: string): string;
}

const isolated = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

export function gitRepository(files: Readonly<Record<string, string | Uint8Array>> = {}): GitRepository {
  return repositoryAt(tempFolder(files), ['init', '-q', '-b', 'main']);
}

export function cloneOf(source: GitRepository, ...options: string[]): GitRepository {
  return repositoryAt(tempFolder(), ['clone', '-q', ...options, `file://${source.root}`, '.']);
}

function repositoryAt(root: string, setUp: readonly string[]): GitRepository {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, env: isolated, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  git(...setUp);
  return {
    root,
    git,
    write: files => writeFiles(root, files),
    commit(message = 'change') {
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
  };
}
