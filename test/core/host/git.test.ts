import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RevisionResult } from '../../../core/files/host.js';
import { gitRevisions } from '../../../core/host/git.js';
import { tempFolder } from '../files/temp-folder.js';
import { cloneOf, type GitRepository, gitRepository } from './git-repository.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

function must<T>(result: RevisionResult<T>): T {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

function messageOf(result: RevisionResult<unknown>): string {
  return result.ok ? `no failure: ${JSON.stringify(result.value)}` : result.message;
}

const lines = (prefix: string): string => Array.from({ length: 30 }, (_, i) => `${prefix} line ${i}\n`).join('');

/** Changes as short lines: `M path`, `R old -> new`. */
function changes(repository: GitRepository, commit: string, folder = ''): string[] {
  return must(gitRevisions(join(repository.root, folder)).changesSince(commit)).map(change =>
    change.status === 'renamed'
      ? `R ${change.from} -> ${change.path}`
      : `${(change.status[0] ?? '').toUpperCase()} ${change.path}`,
  );
}

describe('resolve and mergeBase', () => {
  it('answers full ids for branches, tags, short ids and HEAD~1', () => {
    const repository = gitRepository({ 'a.ts': '1' });
    const first = repository.commit();
    repository.git('tag', '-a', 'v1', '-m', 'one');
    const second = repository.commit();
    const { resolve } = gitRevisions(repository.root);
    for (const ref of ['v1', 'HEAD~1', first.slice(0, 8)]) expect(resolve(ref)).toEqual({ ok: true, value: first });
    expect(resolve('main')).toEqual({ ok: true, value: second });
  });

  it('finds where a branch left', () => {
    const repository = gitRepository({ 'a.ts': '1' });
    const base = repository.commit();
    repository.git('switch', '-q', '-c', 'feature');
    repository.commit('theirs');
    repository.git('switch', '-q', 'main');
    repository.commit('ours');
    expect(gitRevisions(repository.root).mergeBase('feature')).toEqual({ ok: true, value: base });
  });

  it('says what to do when there is no answer', () => {
    const repository = gitRepository({ 'a.ts': '1' });
    const { resolve, mergeBase, fileSystemAt, changesSince, lastCommitOf } = gitRevisions(repository.root);
    expect(messageOf(resolve('HEAD'))).toContain('no commits yet');
    expect(messageOf(mergeBase('main'))).toContain('no commits yet');
    expect(messageOf(changesSince('HEAD'))).toContain('no commits yet');
    expect(lastCommitOf('a.ts')).toEqual({ ok: true, value: undefined });
    repository.commit();
    for (const ref of ['nope', '', '--help', '-h', 'a b', 'x\ny', 'HEAD:a.ts', 'HEAD^{tree}', ':/x']) {
      expect(messageOf(resolve(ref))).toContain('knows no commit');
      expect(messageOf(fileSystemAt(ref))).toContain('knows no commit');
    }
    repository.git('switch', '-q', '--orphan', 'alone');
    repository.commit();
    expect(messageOf(mergeBase('main'))).toContain('no common ancestor');
  });

  it('says so outside of a repository, in a missing folder and without git', () => {
    const folder = tempFolder();
    expect(messageOf(gitRevisions(folder).resolve('HEAD'))).toContain('not in a git repository');
    expect(messageOf(gitRevisions(join(folder, 'no')).resolve('HEAD'))).toContain('does not exist');
    vi.stubEnv('PATH', folder);
    expect(messageOf(gitRevisions(folder).resolve('HEAD'))).toContain('not installed');
  });

  it('names the cure in a shallow clone', () => {
    const source = gitRepository({ 'a.ts': '1' });
    const first = source.commit();
    source.git('branch', 'old');
    source.write({ 'b.ts': '1' });
    source.commit();
    const shallow = cloneOf(source, '--depth', '1', '--no-single-branch');
    const { resolve, mergeBase, lastCommitOf } = gitRevisions(shallow.root);
    expect(messageOf(resolve(first.replace(/^./, c => (c === '0' ? '1' : '0'))))).toContain('--unshallow');
    expect(messageOf(mergeBase('origin/old'))).toContain('--unshallow');
    expect(messageOf(lastCommitOf('a.ts'))).toContain('--unshallow');
  });

  it('is not led astray by the variables that a git hook sets', () => {
    const repository = gitRepository({ 'a.ts': '1' });
    const commit = repository.commit();
    vi.stubEnv('GIT_DIR', '.git');
    vi.stubEnv('GIT_INDEX_FILE', '/nowhere/index');
    vi.stubEnv('GIT_WORK_TREE', '/');
    mkdirSync(join(repository.root, 'src'));
    expect(gitRevisions(join(repository.root, 'src')).resolve('HEAD')).toEqual({ ok: true, value: commit });
    expect(changes(repository, 'HEAD')).toEqual([]);
  });
});

describe('changesSince', () => {
  it('sees staged, unstaged and untracked changes together, sorted', () => {
    const repository = gitRepository({
      '.gitignore': 'ignored\n',
      'committed.ts': '1',
      'deleted.ts': lines('d'),
      'staged.ts': '1',
      'unstaged.ts': '1',
      'same.ts': '1',
      'touched.ts': '1',
    });
    const base = repository.commit();
    repository.write({ 'committed.ts': '2' });
    repository.commit();
    repository.write({ 'staged.ts': '2', 'new-staged.ts': 'x' });
    repository.git('add', '-A');
    repository.write({ 'unstaged.ts': '2', 'größe ü\n"q".ts': '', 'dir/new.ts': '', ignored: '', 'touched.ts': '1' });
    rmSync(join(repository.root, 'deleted.ts'));
    expect(changes(repository, base)).toEqual([
      'M committed.ts',
      'D deleted.ts',
      'A dir/new.ts',
      'A größe ü\n"q".ts',
      'A new-staged.ts',
      'M staged.ts',
      'M unstaged.ts',
    ]);
    expect(existsSync(join(repository.root, '.git/index.lock'))).toBe(false);
  });

  it('sees a change of the same size in the very second in which the index was written', () => {
    const repository = gitRepository({ 'a.ts': '1', 'gone.ts': '' });
    repository.git('config', 'core.trustctime', 'false');
    const second = 1_700_000_000;
    const inThatSecond = (path: string): void => utimesSync(join(repository.root, path), second, second);
    inThatSecond('a.ts');
    const base = repository.commit();
    inThatSecond('.git/index');
    repository.write({ 'a.ts': '2', 'new.ts': 'x' });
    inThatSecond('a.ts');
    rmSync(join(repository.root, 'gone.ts'));
    expect(changes(repository, base)).toEqual(['M a.ts', 'D gone.ts', 'A new.ts']);
  });

  it('finds renames: committed, staged, and moved without telling git, edited on the way', () => {
    const repository = gitRepository({
      'a.ts': lines('a'),
      'b.ts': lines('b'),
      'c.ts': lines('c'),
      'd.ts': lines('d'),
    });
    const base = repository.commit();
    repository.git('mv', 'a.ts', 'a2.ts');
    repository.commit();
    repository.git('mv', 'b.ts', 'b2.ts');
    renameSync(join(repository.root, 'c.ts'), join(repository.root, 'c2.ts'));
    repository.write({ 'c2.ts': `import x from '../y';\n${lines('c')}` });
    rmSync(join(repository.root, 'd.ts'));
    repository.write({ 'e.ts': 'nothing alike' });
    const before = snapshotOf(join(repository.root, '.git'));
    expect(changes(repository, base)).toEqual([
      'R a.ts -> a2.ts',
      'R b.ts -> b2.ts',
      'R c.ts -> c2.ts',
      'D d.ts',
      'A e.ts',
    ]);
    expect(snapshotOf(join(repository.root, '.git'))).toEqual(before);
    expect(repository.git('status', '--porcelain', 'c2.ts')).toBe('?? c2.ts');
  });

  it('stays within the workspace when that is a folder of the repository', () => {
    const repository = gitRepository({
      'app/src/a.ts': lines('a'),
      'app/out.ts': lines('o'),
      'lib/in.ts': lines('i'),
      'lib/b.ts': '1',
      '.gitignore': '*.gen.ts\n',
    });
    const base = repository.commit();
    repository.write({ 'app/src/a.ts': '2', 'lib/b.ts': '2', 'app/new.ts': '', 'lib/new.ts': '', 'app/x.gen.ts': '' });
    repository.git('mv', 'app/out.ts', 'lib/out.ts');
    repository.git('mv', 'lib/in.ts', 'app/in.ts');
    expect(changes(repository, base, 'app')).toEqual(['A in.ts', 'A new.ts', 'D out.ts', 'M src/a.ts']);
  });

  it('does not call a file deleted that only the index forgot', () => {
    const repository = gitRepository({ 'a.ts': '1', 'b.ts': '1' });
    const base = repository.commit();
    repository.git('rm', '-q', '--cached', 'a.ts');
    repository.write({ 'a.ts': '2' });
    expect(changes(repository, base)).toEqual(['M a.ts']);
  });

  it('lists a conflict once, a link that became a file as modified, and no submodules', () => {
    const repository = gitRepository({ 'a.ts': 'base\n' });
    symlinkSync('a.ts', join(repository.root, 'link.ts'));
    const base = repository.commit();
    repository.git('switch', '-q', '-c', 'other');
    repository.write({ 'a.ts': 'theirs\n' });
    repository.commit();
    repository.git('switch', '-q', 'main');
    repository.write({ 'a.ts': 'ours\n' });
    repository.commit();
    expect(() => repository.git('merge', 'other')).toThrow();
    rmSync(join(repository.root, 'link.ts'));
    repository.write({ 'link.ts': 'file now' });
    repository.git('init', '-q', 'sub');
    repository.git('-C', 'sub', 'commit', '-q', '--allow-empty', '-m', 'x');
    repository.git('-c', 'advice.addEmbeddedRepo=false', 'add', 'sub');
    expect(changes(repository, base)).toEqual(['M a.ts', 'M link.ts']);
  });

  it('runs nothing that the repository configures', () => {
    const repository = gitRepository({
      'a.ts': lines('a'),
      'b.ts': '1',
      '.gitattributes': '*.ts filter=evil diff=evil\n',
    });
    const base = repository.commit();
    const trap = join(repository.root, '.git/trap.sh');
    const sprung = join(repository.root, '.git/sprung');
    repository.write({ '.git/trap.sh': `#!/bin/sh\necho "$0 $*" >> ${sprung}\ncat\n` });
    chmodSync(trap, 0o755);
    for (const key of [
      'filter.evil.clean',
      'filter.evil.smudge',
      'filter.evil.process',
      'diff.evil.textconv',
      'diff.evil.command',
      'diff.external',
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'gpg.program',
      'alias.diff',
    ]) {
      repository.git('config', key, trap);
    }
    repository.git('config', 'filter.evil.required', 'true');
    repository.git('config', 'log.showSignature', 'true');
    for (const hook of ['post-index-change', 'post-checkout', 'pre-commit', 'reference-transaction']) {
      repository.write({ [`.git/hooks/${hook}`]: `#!/bin/sh\necho ${hook} >> ${sprung}\n` });
      chmodSync(join(repository.root, '.git/hooks', hook), 0o755);
    }
    rmSync(sprung, { force: true });

    renameSync(join(repository.root, 'a.ts'), join(repository.root, 'moved.ts'));
    repository.write({ 'b.ts': '2', 'moved.ts': `// moved\n${lines('a')}` });
    expect(changes(repository, base)).toEqual(['M b.ts', 'R a.ts -> moved.ts']);
    const revisions = gitRevisions(repository.root);
    expect(revisions.lastCommitOf('b.ts')).toEqual({ ok: true, value: base });
    expect(revisions.mergeBase('main').ok).toBe(true);
    expect(must(revisions.fileSystemAt(base)).readBytes('b.ts')).toEqual(Buffer.from('1'));
    expect(existsSync(sprung) ? readFileSync(sprung, 'utf8') : '').toBe('');
  });
});

/** Names and sizes of all that lies below a folder. */
function snapshotOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

describe('lastCommitOf', () => {
  it('answers the last commit that changed the path, by its place in the workspace', () => {
    const repository = gitRepository({ 'app/a.ts': '1', 'a.ts': '1', 'app/[id].ts': '1', 'app/i.ts': '1' });
    const first = repository.commit();
    repository.write({ 'app/a.ts': '2', 'app/i.ts': '2' });
    const second = repository.commit();
    repository.write({ 'app/a.ts': '3' });
    const { lastCommitOf } = gitRevisions(join(repository.root, 'app'));
    expect(lastCommitOf('a.ts')).toEqual({ ok: true, value: second });
    expect(lastCommitOf('[id].ts')).toEqual({ ok: true, value: first });
    expect(lastCommitOf('never.ts')).toEqual({ ok: true, value: undefined });
    expect(gitRevisions(repository.root).lastCommitOf('a.ts')).toEqual({ ok: true, value: first });
    expect(messageOf(lastCommitOf('../../x.ts'))).toContain('outside repository');
  });
});

describe('fileSystemAt', () => {
  it('reads the files of a commit without touching the working tree', () => {
    const bytes = Uint8Array.from([0, 10, 255, 10]);
    const repository = gitRepository({
      'src/a.ts': 'old\n',
      'src/b.bin': bytes,
      'größe.ts': 'g',
      'empty.ts': '',
      'src/deep/c.ts': 'c',
    });
    const base = repository.commit();
    repository.write({ 'src/a.ts': 'new', 'src/new.ts': '' });
    repository.commit();
    const fs = must(gitRevisions(repository.root).fileSystemAt(base));
    expect(fs.root).toBe(repository.root);
    expect(fs.readBytes('src/a.ts')).toEqual(Buffer.from('old\n'));
    expect(fs.readBytes('src/b.bin')).toEqual(Buffer.from(bytes));
    expect(fs.readBytes('größe.ts')).toEqual(Buffer.from('g'));
    expect(fs.readBytes('empty.ts')).toEqual(Buffer.alloc(0));
    expect(fs.readBytes('src/new.ts')).toBeUndefined();
    expect(fs.readBytes('src')).toBeUndefined();
    expect(fs.stat('src/a.ts')).toEqual({ kind: 'file', size: 4, mtimeMs: 0 });
    expect(fs.stat('src')).toEqual({ kind: 'directory', size: 0, mtimeMs: 0 });
    expect(fs.list('src')).toEqual([
      { name: 'a.ts', kind: 'file' },
      { name: 'b.bin', kind: 'file' },
      { name: 'deep', kind: 'directory' },
    ]);
    expect(fs.realPath('src/deep/c.ts')).toBe('src/deep/c.ts');
    expect(fs.realPath('x.ts')).toBeUndefined();
  });

  it('is rooted at a workspace that is a folder of the repository, also before that folder was there', () => {
    const repository = gitRepository({ 'other/x.ts': 'x' });
    const first = repository.commit();
    repository.write({ 'app/src/a.ts': 'a' });
    const second = repository.commit();
    const { fileSystemAt } = gitRevisions(join(repository.root, 'app'));
    const fs = must(fileSystemAt(second));
    expect(fs.list('')).toEqual([{ name: 'src', kind: 'directory' }]);
    expect(fs.readBytes('src/a.ts')).toEqual(Buffer.from('a'));
    expect(must(fileSystemAt(first)).list('')).toEqual([]);
  });

  it('shows links as links, follows them inside the root only, and leaves submodules out', () => {
    const repository = gitRepository({ 'src/a.ts': 'a' });
    for (const [name, target] of Object.entries({
      'file.ts': 'src/a.ts',
      folder: 'src/../src',
      chain: 'folder',
      out: '../outside.ts',
      absolute: '/etc/passwd',
      'circle-a': 'circle-b',
      'circle-b': 'circle-a',
    })) {
      symlinkSync(target, join(repository.root, name));
    }
    repository.git('init', '-q', 'sub');
    repository.git('-C', 'sub', 'commit', '-q', '--allow-empty', '-m', 'x');
    const base = repository.commit();
    const fs = must(gitRevisions(repository.root).fileSystemAt(base));
    expect(fs.list('').filter(entry => entry.kind !== 'symlink')).toEqual([{ name: 'src', kind: 'directory' }]);
    expect(fs.realPath('chain/a.ts')).toBe('src/a.ts');
    expect(fs.readBytes('file.ts')).toEqual(Buffer.from('a'));
    expect(fs.readBytes('chain/a.ts')).toEqual(Buffer.from('a'));
    expect(fs.list('folder')).toEqual([{ name: 'a.ts', kind: 'file' }]);
    for (const path of ['out', 'absolute', 'circle-a', 'circle-b/x', 'file.ts/x']) {
      expect(fs.realPath(path)).toBeUndefined();
      expect(fs.readBytes(path)).toBeUndefined();
      expect(fs.stat(path)).toBeUndefined();
    }
  });

  it('prefetches many files at once, the same content once', () => {
    const files = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}/x${i}.ts`, `text ${i % 7}`]));
    const repository = gitRepository(files);
    const fs = must(gitRevisions(repository.root).fileSystemAt(repository.commit()));
    expect(fs.prefetch([...Object.keys(files), 'not/there.ts'])).toEqual({ ok: true, value: undefined });
    // With git gone, only what was fetched can be read.
    vi.stubEnv('PATH', '/nowhere');
    for (const [path, text] of Object.entries(files)) expect(String(fs.readBytes(path))).toBe(text);
    expect(fs.prefetch([])).toEqual({ ok: true, value: undefined });
  });

  it('brings neighbours along with a file that nobody announced', () => {
    const repository = gitRepository({ 'a/package.json': '1', 'b/package.json': '2', 'a/x.ts': '3', 'b/y.ts': '4' });
    const fs = must(gitRevisions(repository.root).fileSystemAt(repository.commit()));
    expect(String(fs.readBytes('a/package.json'))).toBe('1');
    vi.stubEnv('PATH', '/nowhere');
    expect(String(fs.readBytes('b/package.json'))).toBe('2');
    expect(String(fs.readBytes('a/x.ts'))).toBe('3');
    expect(fs.readBytes('b/y.ts')).toBeUndefined();
    expect(messageOf(fs.prefetch(['b/y.ts']))).toContain('not installed');
  });

  it('reads what is there of a partial clone, and says what is missing instead of fetching it', () => {
    const source = gitRepository({ 'a.ts': 'old', 'b.ts': 'same' });
    const base = source.commit();
    source.write({ 'a.ts': 'new' });
    source.commit();
    source.git('config', 'uploadpack.allowFilter', 'true');
    const partial = cloneOf(source, '--filter=blob:none');
    const fs = must(gitRevisions(partial.root).fileSystemAt(base));
    expect(fs.list('')).toHaveLength(2);
    expect(String(fs.readBytes('b.ts'))).toBe('same');
    expect(fs.stat('b.ts')).toEqual({ kind: 'file', size: 4, mtimeMs: 0 });
    expect(messageOf(fs.prefetch(['a.ts', 'b.ts']))).toContain('partial clone');
    expect(fs.readBytes('a.ts')).toBeUndefined();
    expect(messageOf(fs.prefetch(['a.ts']))).toContain('partial clone');
  });
});
