import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { initialPolicy, openWorkspace, type Snapshot } from '../../../core/index.js';
import { type ReplayRepository, readPatterns } from './repositories.js';

/** A clone of a repository with a policy, walked commit by commit. */
export interface Walk {
  readonly root: string;
  /** The last commit under the inferred policy. */
  readonly snapshot: Snapshot;
  /** Commits that change source, oldest first. */
  readonly commits: readonly string[];
  /** Goes to the parent of a commit, with the policy committed on top; the files of the commit in the order of an agent. */
  begin(commit: string): readonly string[] | undefined;
  textAt(commit: string, path: string): string | undefined;
  read(path: string): string | undefined;
  write(path: string, text: string | undefined): void;
  remove(): void;
}

const policyFiles = ['architecture.jsonc', 'architecture/baseline.json'] as const;

/**
 * The policy is inferred from the last commit, so that everything the authors did until then is permitted: what is refused
 * of their own writes is refused in spite of that.
 */
export async function walkOf({ name, commit }: ReplayRepository, clones: string, count: number): Promise<Walk> {
  const root = join(realpathSync(mkdtempSync(join(tmpdir(), 'lintel-replay-'))), 'repo');
  const source = join(clones, name.split('/')[1] ?? name);
  const git = (...words: string[]) => {
    const run = spawnSync('git', words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
    return run.status === 0 ? run.stdout : undefined;
  };
  spawnSync('git', ['clone', '-q', '--shared', '--no-checkout', source, root]);
  git('sparse-checkout', 'set', '--no-cone', ...readPatterns);
  for (const [key, value] of [
    ['user.name', 'replay'],
    ['user.email', 'replay@example.org'],
    ['core.hooksPath', '/dev/null'],
    ['gc.auto', '0'],
  ] as const)
    git('config', key, value);
  if (git('checkout', '-q', '-f', commit) === undefined) throw new Error(`${name}: no commit ${commit} in ${source}`);
  for (const path of policyFiles) rmSync(join(root, path), { force: true });
  const workspace = await openWorkspace({ root, cache: false });
  const { snapshot, policyText, baselineText } = await initialPolicy(workspace.snapshot);
  await workspace.close();
  const log = ['log', '--first-parent', '--no-merges', '--format=%H', '-n', String(count), commit];
  const commits = (git(...log, '--', '*.ts', '*.tsx') ?? '').trim().split('\n').reverse();

  const write = (path: string, text: string | undefined): void => {
    const file = join(root, path);
    rmSync(file, { force: true });
    if (text === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const names = (filter: string, at: string) =>
    (git('diff', '--name-only', '--no-renames', `--diff-filter=${filter}`, `${at}~1`, at) ?? '').trim().split('\n');
  return {
    root,
    snapshot,
    commits,
    begin(at) {
      for (const path of policyFiles) git('rm', '-q', '-f', '--cached', path);
      git('clean', '-q', '-f', '-d');
      if (git('checkout', '-q', '-f', `${at}~1`) === undefined) return undefined;
      write(policyFiles[0], policyText);
      write(policyFiles[1], baselineText);
      git('add', '-f', '--sparse', ...policyFiles);
      git('commit', '-q', '--no-verify', '-m', 'policy');
      const settings = /(?:^|\/)(?:package\.json|tsconfig.*\.json)$/;
      const files = names('AM', at).filter(path => path !== '' && /\.(?:[cm]?[jt]sx?|jsonc?)$/.test(path));
      return [...files.filter(path => settings.test(path)), ...files.filter(path => !settings.test(path))];
    },
    textAt: (at, path) => git('show', `${at}:${path}`),
    read: path => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined),
    write,
    remove: () => rmSync(join(root, '..'), { recursive: true, force: true }),
  };
}
