import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskFileSystem } from '../../../core/files/disk.js';
import {
  type Inventory,
  type InventoryOptions,
  type InventorySettings,
  takeInventory,
} from '../../../core/files/inventory.js';
import { inventoryUnchanged, isRacy, stampOf } from '../../../core/files/inventory-stamp.js';
import { memoryFileSystem } from '../../../core/files/memory.js';
import { surroundings } from '../../../core/files/surroundings.js';
import { tempFolder, writeFiles } from './temp-folder.js';

const everything: InventorySettings = { include: [], exclude: [] };
const isSource = (path: string): boolean => /\.([cm]?[jt]sx?|vue)$/.test(path);
const paths = (list: readonly { readonly path: string }[]): string[] => list.map(item => item.path);

function take(root: string, settings = everything, options: Partial<InventoryOptions> = {}): Inventory {
  return takeInventory(diskFileSystem(root), settings, { isSource, surroundings: surroundings(root), ...options });
}

function inMemory(files: Record<string, string>, settings: Partial<InventorySettings> = {}): Inventory {
  return takeInventory(memoryFileSystem(files), { ...everything, ...settings }, { isSource });
}

describe('takeInventory', () => {
  it('lists what concerns the engine, each list in code unit order', () => {
    const inventory = inMemory({
      'src/b.ts': 'bb',
      'src/B.ts': '',
      'src.ts': '',
      'src/x.css': '',
      'README.md': '',
      'package.json': '{}',
      'a/package.json': '{}',
      'a/tsconfig.build.json': '',
      'tsconfig.json': '',
      'jsconfig.json': '',
      'tsconfig.txt': '',
      '.gitignore': 'out',
      'out/c.ts': '',
      'out/package.json': '',
      'node_modules/p/index.ts': '',
      'node_modules/p/package.json': '',
    });
    expect(inventory.files).toEqual([
      { path: 'src.ts', size: 0, mtimeMs: 0 },
      { path: 'src/B.ts', size: 0, mtimeMs: 0 },
      { path: 'src/b.ts', size: 2, mtimeMs: 0 },
    ]);
    expect(paths(inventory.manifests)).toEqual(['a/package.json', 'package.json']);
    expect(paths(inventory.configs)).toEqual(['a/tsconfig.build.json', 'jsconfig.json', 'tsconfig.json']);
    expect(paths(inventory.gitignores)).toEqual(['.gitignore']);
    expect(paths(inventory.folders)).toEqual(['', 'a', 'src']);
    expect(inventory.skipped).toEqual([]);
  });

  it('selects by include and exclude, folders by name, and keeps manifests whatever they say', () => {
    const files = { 'a/x.ts': '', 'a/x.test.ts': '', 'b/x.ts': '', 'b/c/y.ts': '', 'b/package.json': '', 'z.ts': '' };
    const inventory = inMemory(files, { include: ['a', 'b/c/', 'z.ts'], exclude: ['**/*.test.ts'] });
    expect(paths(inventory.files)).toEqual(['a/x.ts', 'b/c/y.ts', 'z.ts']);
    expect(paths(inventory.manifests)).toEqual(['b/package.json']);
  });

  it('says what it left out and why', () => {
    const inventory = inMemory({
      'a.ts': 'x'.repeat(1_048_576),
      'big.ts': 'x'.repeat(1_048_577),
      'lib/jquery.min.js': '',
      'lib/jquery-min.js': '',
      'lib/app.bundle.js': '',
      'lib/admin.ts': '',
      'src/vendor/x.ts': '',
      'third_party/y/z.js': '',
      'vendors/own.ts': '',
      'vendor.ts': '',
    });
    expect(paths(inventory.files)).toEqual(['a.ts', 'lib/admin.ts', 'vendor.ts', 'vendors/own.ts']);
    expect(inventory.skipped.map(({ path, why }) => [path, why])).toEqual([
      ['big.ts', 'too-large'],
      ['lib/app.bundle.js', 'minified'],
      ['lib/jquery-min.js', 'minified'],
      ['lib/jquery.min.js', 'minified'],
      ['src/vendor/x.ts', 'vendored'],
      ['third_party/y/z.js', 'vendored'],
    ]);
  });

  it('does not report what was excluded anyway', () => {
    expect(inMemory({ 'vendor/x.ts': '', 'a.min.js': '' }, { exclude: ['vendor', '**/*.min.js'] }).skipped).toEqual([]);
  });

  it('takes a vendor folder that include names: where vendor is a business word', () => {
    const files = { 'src/vendor/list.ts': '', 'src/vendor/deep/x.ts': '', 'src/a.ts': '', 'lib/vendor/y.ts': '' };
    expect(paths(inMemory(files, { include: ['**', 'src/vendor'] }).files)).toEqual([
      'src/a.ts',
      'src/vendor/deep/x.ts',
      'src/vendor/list.ts',
    ]);
    expect(paths(inMemory(files, { include: ['src/**'] }).files)).toEqual(['src/a.ts']);
  });

  it('lists other files when asked', () => {
    const fs = memoryFileSystem({ 'architecture.jsonc': '', 'x/architecture.jsonc': '', 'b.yaml': '' });
    const isExtra = (path: string) => path.endsWith('architecture.jsonc');
    expect(paths(takeInventory(fs, everything, { isSource, isExtra }).extras)).toEqual([
      'architecture.jsonc',
      'x/architecture.jsonc',
    ]);
  });

  it('finds nothing in nothing', () => {
    expect(inMemory({}).files).toEqual([]);
    expect(take('/no/such/folder').files).toEqual([]);
  });
});

describe('takeInventory on disk', () => {
  it('lists linked files once, refuses links that leave the root, and ends on circles', () => {
    const outside = tempFolder({ 'secret.ts': '', 'notes.md': '', 'lib/a.ts': '' });
    const root = tempFolder({
      'src/a.ts': '',
      'src/deep/b.ts': '',
      'ignored/x.ts': '',
      '.gitignore': 'ignored/\nmine',
    });
    symlinkSync('src', join(root, 'again'));
    symlinkSync('a.ts', join(root, 'src/same.ts'));
    symlinkSync('..', join(root, 'src/deep/up'));
    symlinkSync('circle-b', join(root, 'circle-a.ts'));
    symlinkSync('circle-a.ts', join(root, 'circle-b'));
    symlinkSync(join(outside, 'secret.ts'), join(root, 'secret.ts'));
    symlinkSync(join(outside, 'lib'), join(root, 'lib'));
    symlinkSync(join(outside, 'lib'), join(root, 'mine'));
    symlinkSync(join(outside, 'notes.md'), join(root, 'notes.md'));
    symlinkSync('nowhere.ts', join(root, 'broken.ts'));
    const inventory = take(root);
    expect(paths(inventory.files)).toEqual(['src/a.ts', 'src/deep/b.ts']);
    expect(inventory.skipped).toEqual([
      { path: 'broken.ts', why: 'unreadable' },
      { path: 'circle-a.ts', why: 'unreadable' },
      { path: 'lib', why: 'symlink-outside' },
      { path: 'secret.ts', why: 'symlink-outside' },
    ]);
  });

  it('reports what is no readable file', () => {
    const root = tempFolder({ 'a.ts': '' });
    execFileSync('mkfifo', [join(root, 'pipe.ts')]);
    mkdirSync(join(root, 'folder.ts'));
    expect(take(root)).toMatchObject({ skipped: [{ path: 'pipe.ts', why: 'unreadable' }], files: [{ path: 'a.ts' }] });
  });

  it('leaves out repositories inside a repository, submodules and worktrees alike', () => {
    const root = tempFolder({
      'a.ts': '',
      'sub/b.ts': '',
      'sub/.git': 'gitdir: ../.git/modules/sub\n',
      'x/own/c.ts': '',
    });
    execFileSync('git', ['init', '-q', root]);
    execFileSync('git', ['init', '-q', join(root, 'x/own')]);
    expect(take(root)).toMatchObject({
      files: [{ path: 'a.ts' }],
      skipped: [
        { path: 'sub', why: 'nested-repository' },
        { path: 'x/own', why: 'nested-repository' },
      ],
    });
    expect(paths(take(join(root, 'x')).files)).toEqual([]);
    expect(paths(take(root, everything, { walkNestedRepositories: true }).files)).toEqual([
      'a.ts',
      'sub/b.ts',
      'x/own/c.ts',
    ]);
  });

  it('walks a folder of several repositories that is none itself', () => {
    const root = tempFolder({ 'one/a.ts': '', 'two/b.ts': '' });
    execFileSync('git', ['init', '-q', join(root, 'one')]);
    execFileSync('git', ['init', '-q', join(root, 'two')]);
    expect(paths(take(root).files)).toEqual(['one/a.ts', 'two/b.ts']);
  });
});

describe('inventoryUnchanged', () => {
  /** A workspace whose files are ten minutes old. */
  function settled(files: Record<string, string>): { root: string; age: (...paths: string[]) => void } {
    const root = tempFolder(files);
    const age = (...list: string[]): void => {
      for (const path of list) utimesSync(join(root, path), Date.now() / 1000 - 600, Date.now() / 1000 - 600);
    };
    const inventory = take(root);
    age(...Object.keys(files), ...paths(inventory.folders));
    return { root, age };
  }
  /** The stamp of a tree that has rested: no change that follows can have the time of one before it. */
  const stamped = (root: string) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    return stampOf(root, take(root), Date.now() + 3_000);
  };
  const files = { 'src/a.ts': 'a', 'src/deep/b.ts': 'b', 'package.json': '{}', '.gitignore': 'out', 'docs/x.md': '' };

  it('holds while nothing happens, also after a trip through JSON', () => {
    const { root } = settled(files);
    const stamp = stamped(root);
    expect(inventoryUnchanged(root, stamp)).toBe(true);
    expect(inventoryUnchanged(root, JSON.parse(JSON.stringify(stamp)))).toBe(true);
  });

  it.each<[what: string, change: (root: string) => void]>([
    ['an edit', root => writeFiles(root, { 'src/a.ts': 'b' })],
    ['an edit of a manifest', root => writeFiles(root, { 'package.json': '[]' })],
    ['an edit of the ignore rules', root => writeFiles(root, { '.gitignore': 'abc' })],
    ['a new file', root => writeFiles(root, { 'src/deep/new.ts': '' })],
    ['a new file where no source was', root => writeFiles(root, { 'docs/new.ts': '' })],
    ['a new folder', root => mkdirSync(join(root, 'src/new'))],
    ['a deletion', root => rmSync(join(root, 'src/deep/b.ts'))],
    ['a deleted folder', root => rmSync(join(root, 'src'), { recursive: true })],
    ['a repository around it', root => execFileSync('git', ['init', '-q', root])],
  ])('notices %s', (_, change) => {
    const { root } = settled(files);
    const stamp = stamped(root);
    change(root);
    expect(inventoryUnchanged(root, stamp)).toBe(false);
  });

  it('notices an edit of equal length, also where a tool sets the modification time back', () => {
    const tempered = settled(files);
    const path = join(tempered.root, 'src/a.ts');
    const { mtimeMs } = statSync(path);
    const stamp = stamped(tempered.root);
    writeFileSync(path, 'z');
    expect(inventoryUnchanged(tempered.root, stamp)).toBe(false);
    utimesSync(path, mtimeMs / 1000, mtimeMs / 1000);
    expect(statSync(path).mtimeMs).toBeCloseTo(mtimeMs, -1);
    expect(inventoryUnchanged(tempered.root, stamp)).toBe(false);
  });

  it('notices that a file that was too large has shrunk', () => {
    const { root } = settled({ 'big.ts': 'x'.repeat(1_048_577), 'a.ts': '' });
    const stamp = stamped(root);
    expect(inventoryUnchanged(root, stamp)).toBe(true);
    writeFiles(root, { 'big.ts': 'x' });
    expect(inventoryUnchanged(root, stamp)).toBe(false);
  });

  it('holds beside links that lead nowhere or in a circle, until they lead to a file', () => {
    const { root, age } = settled(files);
    symlinkSync('circle.ts', join(root, 'src/circle.ts'));
    symlinkSync('../docs/later.ts', join(root, 'src/broken.ts'));
    age('src');
    const stamp = stamped(root);
    expect(inventoryUnchanged(root, stamp)).toBe(true);
    writeFiles(root, { 'docs/later.ts': '' });
    age('docs');
    expect(inventoryUnchanged(root, stamp)).toBe(false);
  });

  it('does not trust times that are as young as the stamp', () => {
    const { root } = settled(files);
    const inventory = take(root);
    const youngest = Math.max(...inventory.files.map(file => file.mtimeMs), ...inventory.folders.map(f => f.mtimeMs));
    expect(inventoryUnchanged(root, stampOf(root, inventory, youngest + 1_999))).toBe(false);
    expect(inventoryUnchanged(root, stampOf(root, inventory, youngest + 2_001))).toBe(true);
    expect(isRacy(10_000, 11_000)).toBe(true);
    expect(isRacy(10_000, 12_000)).toBe(false);
    expect(isRacy(20_000, 12_000)).toBe(true);
  });

  it('notices ignore files above the root that change or appear', () => {
    const { root: top, age } = settled({ 'app/a.ts': '' });
    execFileSync('git', ['init', '-q', top]);
    age('.git/info/exclude');
    const root = join(top, 'app');
    const stamp = stamped(root);
    expect(inventoryUnchanged(root, stamp)).toBe(true);
    writeFiles(top, { '.gitignore': 'a.ts' });
    expect(inventoryUnchanged(root, stamp)).toBe(false);
    age('.gitignore');
    const second = stamped(root);
    expect(inventoryUnchanged(root, second)).toBe(true);
    writeFiles(top, { '.git/info/exclude': 'b.ts' });
    expect(inventoryUnchanged(root, second)).toBe(false);
  });
});
