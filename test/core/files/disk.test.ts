import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskFileSystem } from '../../../core/files/disk.js';
import { tempFolder, writeFiles } from './temp-folder.js';

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString();

describe('diskFileSystem', () => {
  it('reads, lists in code unit order and tells sizes in bytes', () => {
    const fs = diskFileSystem(tempFolder({ 'src/b.ts': 'ä', 'src/B.ts': '', 'src/a/x.ts': '1', 'src.ts': '' }));
    expect(text(fs.readBytes('src/b.ts'))).toBe('ä');
    expect(fs.readBytes('src/B.ts')).toEqual(Buffer.alloc(0));
    expect(fs.stat('src/b.ts')).toMatchObject({ kind: 'file', size: 2 });
    expect(fs.stat('src/b.ts')?.mtimeMs).toBeGreaterThan(1_600_000_000_000);
    expect(fs.stat('')).toMatchObject({ kind: 'directory' });
    expect(fs.list('src')).toEqual([
      { name: 'B.ts', kind: 'file' },
      { name: 'a', kind: 'directory' },
      { name: 'b.ts', kind: 'file' },
    ]);
  });

  it('answers undefined or nothing for what is not there, never an exception', () => {
    const fs = diskFileSystem(tempFolder({ 'a.ts': '' }));
    for (const path of ['b.ts', 'a.ts/b.ts', 'x/y/z', 'nul\0byte', `${'long'.repeat(2_000)}.ts`]) {
      expect(fs.readBytes(path)).toBeUndefined();
      expect(fs.stat(path)).toBeUndefined();
      expect(fs.realPath(path)).toBeUndefined();
      expect(fs.list(path)).toEqual([]);
    }
    expect(fs.readBytes('')).toBeUndefined();
    expect(fs.list('a.ts')).toEqual([]);
    expect(diskFileSystem('/no/such/root').list('')).toEqual([]);
    expect(diskFileSystem('/no/such/root').realPath('')).toBeUndefined();
  });

  it('follows links inside the root and refuses to resolve those that leave it', () => {
    const outside = tempFolder({ 'secret.ts': 'x' });
    const root = tempFolder({ 'src/a.ts': '1', 'src/deep/b.ts': '' });
    symlinkSync('src/a.ts', join(root, 'link.ts'));
    symlinkSync('src', join(root, 'folder'));
    symlinkSync(join(outside, 'secret.ts'), join(root, 'out.ts'));
    symlinkSync(`${root}-neighbour`, join(root, 'beside'));
    symlinkSync('..', join(root, 'src', 'up'));
    const fs = diskFileSystem(root);
    expect(fs.list('')).toContainEqual({ name: 'link.ts', kind: 'symlink' });
    expect(fs.realPath('link.ts')).toBe('src/a.ts');
    expect(fs.realPath('folder/deep/b.ts')).toBe('src/deep/b.ts');
    expect(fs.realPath('src/up')).toBe('');
    expect(text(fs.readBytes('link.ts'))).toBe('1');
    expect(fs.realPath('out.ts')).toBeUndefined();
    expect(fs.realPath('beside')).toBeUndefined();
  });

  it('does not mistake a folder whose name starts like the root for the root', () => {
    const parent = tempFolder({ 'app/a.ts': '', 'app-secret/b.ts': '' });
    symlinkSync('../app-secret/b.ts', join(parent, 'app', 'b.ts'));
    expect(diskFileSystem(join(parent, 'app')).realPath('b.ts')).toBeUndefined();
  });

  it('works below a root that is itself a link, and with slashes at its end', () => {
    const parent = tempFolder({ 'real/src/a.ts': '1' });
    symlinkSync('real', join(parent, 'link'));
    const fs = diskFileSystem(`${join(parent, 'link')}//`);
    expect(fs.root).toBe(join(parent, 'link'));
    expect(fs.realPath('src/a.ts')).toBe('src/a.ts');
    expect(fs.realPath('')).toBe('');
  });

  it('ends on links that lead in a circle', () => {
    const root = tempFolder();
    symlinkSync('b', join(root, 'a'));
    symlinkSync('a', join(root, 'b'));
    const fs = diskFileSystem(root);
    expect(fs.stat('a')).toBeUndefined();
    expect(fs.readBytes('a')).toBeUndefined();
    expect(fs.realPath('a')).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('does not wait for a named pipe', () => {
    const root = tempFolder();
    execFileSync('mkfifo', [join(root, 'pipe.ts')]);
    const fs = diskFileSystem(root);
    expect(fs.list('')).toEqual([{ name: 'pipe.ts', kind: 'other' }]);
    expect(fs.stat('pipe.ts')?.kind).toBe('other');
    expect(fs.readBytes('pipe.ts')).toBeUndefined();
  });

  it.skipIf(process.getuid?.() === 0)('treats what may not be read as not there', () => {
    const root = tempFolder({ 'a.ts': '1', 'closed/b.ts': '1' });
    chmodSync(join(root, 'a.ts'), 0);
    chmodSync(join(root, 'closed'), 0);
    const fs = diskFileSystem(root);
    expect(fs.readBytes('a.ts')).toBeUndefined();
    expect(fs.list('closed')).toEqual([]);
    chmodSync(join(root, 'closed'), 0o755);
  });

  it('reads files of the kernel that claim to be empty', () => {
    if (process.platform !== 'linux') return;
    expect(text(diskFileSystem('/proc/self').readBytes('status'))).toContain('Pid:');
  });

  it('sees changes at once', () => {
    const root = tempFolder({ 'a.ts': '1' });
    const fs = diskFileSystem(root);
    fs.readBytes('a.ts');
    writeFiles(root, { 'a.ts': '22' });
    mkdirSync(join(root, 'new'));
    expect(text(fs.readBytes('a.ts'))).toBe('22');
    expect(fs.stat('new')?.kind).toBe('directory');
  });
});
