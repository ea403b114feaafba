import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskFileSystem } from '../../../core/files/disk.js';
import type { FileSystem } from '../../../core/files/file-system.js';
import { memoryFileSystem } from '../../../core/files/memory.js';
import { overlayFileSystem } from '../../../core/files/overlay.js';
import { tempFolder } from './temp-folder.js';

const text = (fs: FileSystem, path: string): string | undefined => {
  const bytes = fs.readBytes(path);
  return bytes && Buffer.from(bytes).toString();
};
const names = (fs: FileSystem, folder: string): string[] =>
  fs.list(folder).map(({ name, kind }) => (kind === 'directory' ? `${name}/` : name));
const changes = (record: Record<string, string | undefined>) => new Map(Object.entries(record));

describe('memoryFileSystem', () => {
  const fs = memoryFileSystem({ 'src/a.ts': 'ä', './src/deep/b.ts': '', 'c.bin': Uint8Array.of(1) });

  it('makes the folders above its files', () => {
    expect(names(fs, '')).toEqual(['c.bin', 'src/']);
    expect(names(fs, 'src')).toEqual(['a.ts', 'deep/']);
    expect(fs.stat('src/deep')).toEqual({ kind: 'directory', size: 0, mtimeMs: 0 });
    expect(fs.stat('src/a.ts')).toEqual({ kind: 'file', size: 2, mtimeMs: 0 });
  });

  it('knows nothing else', () => {
    expect(fs.stat('src/x.ts')).toBeUndefined();
    expect(fs.realPath('src/x.ts')).toBeUndefined();
    expect(fs.realPath('src/a.ts')).toBe('src/a.ts');
    expect(fs.readBytes('src')).toBeUndefined();
    expect(memoryFileSystem({}).list('')).toEqual([]);
    expect(memoryFileSystem({}).stat('')?.kind).toBe('directory');
  });
});

describe('overlayFileSystem', () => {
  const base = memoryFileSystem({ 'src/a.ts': 'a', 'src/b.ts': 'b', 'src/deep/c.ts': 'c' });

  it('replaces, adds and deletes', () => {
    const fs = overlayFileSystem(base, changes({ 'src/a.ts': 'ä!', 'src/b.ts': undefined, 'new/x/y.ts': 'y' }));
    expect(text(fs, 'src/a.ts')).toBe('ä!');
    expect(fs.stat('src/a.ts')).toEqual({ kind: 'file', size: 3, mtimeMs: 0 });
    expect(text(fs, 'src/b.ts')).toBeUndefined();
    expect(fs.stat('src/b.ts')).toBeUndefined();
    expect(fs.realPath('src/b.ts')).toBeUndefined();
    expect(names(fs, '')).toEqual(['new/', 'src/']);
    expect(names(fs, 'src')).toEqual(['a.ts', 'deep/']);
    expect(names(fs, 'new/x')).toEqual(['y.ts']);
    expect(fs.stat('new/x')?.kind).toBe('directory');
    expect(fs.realPath('new/x/y.ts')).toBe('new/x/y.ts');
    expect(text(base, 'src/a.ts')).toBe('a');
  });

  it('deletes a folder with all below it, except what is added there', () => {
    const fs = overlayFileSystem(base, changes({ src: undefined, 'src/deep/new.ts': 'n' }));
    expect(names(fs, '')).toEqual(['src/']);
    expect(names(fs, 'src')).toEqual(['deep/']);
    expect(names(fs, 'src/deep')).toEqual(['new.ts']);
    expect(text(fs, 'src/deep/c.ts')).toBeUndefined();
    expect(fs.stat('src/a.ts')).toBeUndefined();
  });

  it('lets a file take the place of a folder', () => {
    const fs = overlayFileSystem(base, changes({ 'src/deep': 'file now' }));
    expect(fs.stat('src/deep')?.kind).toBe('file');
    expect(fs.stat('src/deep/c.ts')).toBeUndefined();
    expect(fs.list('src/deep')).toEqual([]);
    expect(names(fs, 'src')).toEqual(['a.ts', 'b.ts', 'deep']);
  });

  it('does not follow the map it was given', () => {
    const given = changes({ 'src/a.ts': '1' });
    const fs = overlayFileSystem(base, given);
    given.set('src/a.ts', '2');
    expect(text(fs, 'src/a.ts')).toBe('1');
  });

  it('lays overlays over overlays: the later wins, deletions included', () => {
    const buffers = overlayFileSystem(base, changes({ 'src/a.ts': 'buffer', 'src/new.ts': 'n', 'lib/x.ts': 'x' }));
    const edit = overlayFileSystem(buffers, changes({ 'src/new.ts': undefined, 'src/b.ts': 'B', lib: undefined }));
    expect(text(edit, 'src/a.ts')).toBe('buffer');
    expect(text(edit, 'src/b.ts')).toBe('B');
    expect(names(edit, 'src')).toEqual(['a.ts', 'b.ts', 'deep/']);
    expect(edit.stat('lib/x.ts')).toBeUndefined();
    expect(names(edit, '')).toEqual(['src/']);
    expect(names(buffers, '')).toEqual(['lib/', 'src/']);
  });

  it('asks the base once, however many overlays stand on it', () => {
    let reads = 0;
    const counted: FileSystem = {
      ...base,
      readBytes(path) {
        reads++;
        return base.readBytes(path);
      },
    };
    let fs: FileSystem = counted;
    for (let i = 0; i < 20_000; i++) fs = overlayFileSystem(fs, changes({ 'src/b.ts': String(i) }));
    expect(text(fs, 'src/a.ts')).toBe('a');
    expect(text(fs, 'src/b.ts')).toBe('19999');
    expect(reads).toBe(1);
  });

  it('finds the real path of a new file in a linked folder, and none outside', () => {
    const outside = tempFolder({ 'x.ts': '' });
    const root = tempFolder({ 'src/a.ts': '' });
    symlinkSync('src', join(root, 'link'));
    symlinkSync(outside, join(root, 'out'));
    const fs = overlayFileSystem(
      diskFileSystem(root),
      changes({ 'link/new.ts': '', 'out/new.ts': '', 'out/x.ts': '' }),
    );
    expect(fs.realPath('link/new.ts')).toBe('src/new.ts');
    expect(fs.realPath('out/new.ts')).toBeUndefined();
    expect(fs.realPath('out/x.ts')).toBeUndefined();
  });
});
