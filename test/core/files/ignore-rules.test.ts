import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diskFileSystem } from '../../../core/files/disk.js';
import { ignoreRules } from '../../../core/files/ignore-rules.js';
import { memoryFileSystem } from '../../../core/files/memory.js';
import { locateGit, surroundings } from '../../../core/files/surroundings.js';
import { tempFolder, writeFiles } from './temp-folder.js';

function ignored(files: Record<string, string>, paths: string[]): string[] {
  const rules = ignoreRules(memoryFileSystem(files));
  return paths.filter(path => rules.isIgnored(path.replace(/\/$/, ''), path.endsWith('/') ? 'directory' : 'file'));
}

function gitInit(root: string): void {
  execFileSync('git', ['init', '-q', '-b', 'main', root]);
}

describe('ignoreRules', () => {
  it.each<[rules: string, ignored: string[], kept: string[]]>([
    ['dist', ['dist/', 'dist', 'a/dist/', 'dist/x.ts'], ['dist2', 'adist']],
    ['dist/', ['dist/', 'a/dist/x.ts'], ['dist', 'a/dist']],
    ['/dist', ['dist/x.ts'], ['a/dist']],
    ['docs/api', ['docs/api', 'docs/api/x'], ['a/docs/api']],
    ['*.log', ['a.log', 'x/.log'], ['a.logs', 'log']],
    ['*.gen.ts', ['x/a.gen.ts'], ['a.ts']],
    ['foo*', ['foo', 'x/foobar'], ['afoo']],
    ['a/**/z', ['a/z', 'a/b/c/z'], ['b/a/z']],
    ['**/cache', ['cache', 'x/y/cache'], []],
    ['logs/**', ['logs/a', 'logs/a/b'], ['logs/', 'x/logs/a']],
    ['[Bb]in', ['bin', 'x/Bin'], ['BIN', 'robin']],
    ['Build', ['Build'], ['build']],
    ['*\n!keep.ts', ['a.ts'], ['keep.ts']],
    ['*.ts\n!/src/*.ts', ['a.ts', 'src/x/b.ts'], ['src/a.ts']],
    ['dist\n!dist/keep.ts', ['dist/keep.ts'], []],
    ['dist/*\n!dist/keep.ts', ['dist/a.ts'], ['dist/keep.ts', 'dist/']],
    ['# dist\n\\#x\n\\!y\nspace\\ \ntrim   ', ['#x', '!y', 'space ', 'trim'], ['dist', 'space', 'x']],
    ['a.ts\r\nb.ts\r\n', ['a.ts', 'b.ts'], ['c.ts']],
    ['\uFEFFa.ts', ['a.ts'], []],
  ])('%j', (text, out, kept) => {
    expect(ignored({ '.gitignore': text }, [...out, ...kept])).toEqual(out);
  });

  it('never lets packages or a tool’s own folders in', () => {
    const out = [
      'node_modules/',
      'a/node_modules/x.ts',
      '.git/HEAD',
      'a/bower_components/x',
      '.yarn/x',
      '.pnpm-store/x',
    ];
    expect(ignored({ '.gitignore': '!node_modules\n!.git\n' }, out)).toEqual(out);
  });

  it('lets the nearest file decide, line by line the last', () => {
    const files = {
      '.gitignore': '*.gen.ts\nbuild\n',
      'pkg/.gitignore': '!*.gen.ts\n/local.ts\n!build\n',
      'pkg/build/.gitignore': 'out.ts\n',
    };
    const paths = ['a.gen.ts', 'build/', 'pkg/a.gen.ts', 'pkg/local.ts', 'pkg/x/local.ts'];
    expect(ignored(files, [...paths, 'pkg/build/', 'pkg/build/x.ts', 'pkg/build/out.ts', 'pkg/build/build/'])).toEqual([
      'a.gen.ts',
      'build/',
      'pkg/local.ts',
      'pkg/build/out.ts',
    ]);
  });

  it('brings nothing back from an ignored folder', () => {
    expect(ignored({ '.gitignore': 'out/', 'out/.gitignore': '!*' }, ['out/a.ts'])).toEqual(['out/a.ts']);
  });

  it('answers for the root and for paths that do not exist', () => {
    expect(ignored({ '.gitignore': '*' }, ['', 'no/such/file.ts'])).toEqual(['no/such/file.ts']);
  });
});

describe('surroundings', () => {
  it('reads the ignore files above a workspace that is a folder of a repository', () => {
    const top = tempFolder({
      '.gitignore': '*.gen.ts\n/packages/app/local\n/other\n',
      'packages/.gitignore': '!keep.gen.ts\n',
      'packages/app/.gitignore': '!*.d.gen.ts\n',
    });
    gitInit(top);
    writeFiles(top, { '.git/info/exclude': 'secret.ts\n*.d.gen.ts' });
    const root = join(top, 'packages/app');
    const around = surroundings(root);
    const rules = ignoreRules(diskFileSystem(root), around.ignoreFiles);
    const paths = ['a.gen.ts', 'x/keep.gen.ts', 'local/a.ts', 'x/local/a.ts', 'other', 'x/secret.ts', 'a.d.gen.ts'];
    expect(around.inRepository).toBe(true);
    expect(paths.filter(path => rules.isIgnored(path))).toEqual(['a.gen.ts', 'local/a.ts', 'x/secret.ts']);
  });

  it('sets outer rules aside where they ignore the workspace itself', () => {
    const top = tempFolder({ '.gitignore': 'tmp/\n*.gen.ts\n', 'tmp/app/a.ts': '', 'tmp/app/.gitignore': 'own' });
    gitInit(top);
    const root = join(top, 'tmp/app');
    const rules = ignoreRules(diskFileSystem(root), surroundings(root).ignoreFiles);
    expect(['a.ts', 'a.gen.ts', 'own'].filter(path => rules.isIgnored(path))).toEqual(['own']);
  });

  it('finds the repository of a linked worktree, and none outside of any', () => {
    const top = tempFolder({ 'a.ts': '' });
    gitInit(top);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: top });
    git('commit', '-q', '--allow-empty', '-m', 'first');
    git('worktree', 'add', '-q', 'trees/one');
    const tree = join(top, 'trees/one');
    expect(locateGit(join(tree, 'deep/er'))).toEqual({
      top: tree,
      gitFolder: join(top, '.git/worktrees/one'),
      commonFolder: join(top, '.git'),
    });
    writeFiles(top, { '.git/info/exclude': 'secret.ts' });
    expect(surroundings(tree).ignoreFiles).toEqual([{ text: 'secret.ts', above: '' }]);
    expect(surroundings(tempFolder())).toEqual({ inRepository: false, ignoreFiles: [] });
  });
});

describe('against git itself', () => {
  const names = ['a', 'b', 'dist', 'x.ts', 'y.log', '.env'];
  const pattern = fc
    .tuple(
      fc.constantFrom('', '', '!'),
      fc.constantFrom('', '', '/', '**/', 'a/', '*/'),
      fc.constantFrom(...names, '*', '*.ts', '*.log', 'a*', '[ab]', '?', '.*', 'dist/*', 'a/**', 'b/**/x.ts', '\\a'),
      fc.constantFrom('', '', '/', ' '),
    )
    .map(parts => parts.join(''));
  const ignoreFile = fc.array(pattern, { maxLength: 5 }).map(lines => lines.join('\n'));

  it('keeps the same files for any rules', () => {
    const root = tempFolder();
    gitInit(root);
    const folders = [
      '',
      ...['a', 'b', 'dist'].flatMap(one => [one, ...['a', 'b', 'dist'].map(two => `${one}/${two}`)]),
    ];
    const files = folders.flatMap(folder =>
      ['x.ts', 'y.log', '.env'].map(name => (folder ? `${folder}/${name}` : name)),
    );
    for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
    writeFiles(root, Object.fromEntries(files.map(file => [file, ''])));
    const fs = diskFileSystem(root);

    fc.assert(
      fc.property(ignoreFile, ignoreFile, ignoreFile, (top, inner, deep) => {
        writeFiles(root, { '.gitignore': top, 'a/.gitignore': inner, 'a/b/.gitignore': deep });
        const listed = execFileSync('git', ['ls-files', '-z', '--others', '--exclude-per-directory=.gitignore'], {
          cwd: root,
        });
        const kept = new Set(listed.toString().split('\0'));
        const rules = ignoreRules(fs);
        expect(files.filter(file => !rules.isIgnored(file))).toEqual(files.filter(file => kept.has(file)));
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});
