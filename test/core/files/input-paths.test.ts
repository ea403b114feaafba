import { describe, expect, it } from 'vitest';
import { toFilePath } from '../../../core/files/input-paths.js';

const linux = { root: '/work/repo', cwd: '/work/repo/packages/app', platform: 'linux' } as const;
const windows = { root: 'C:\\Work\\Repo', cwd: 'C:\\Work\\Repo\\packages\\app', platform: 'win32' } as const;

describe('toFilePath on POSIX', () => {
  it.each([
    ['src/a.ts', 'packages/app/src/a.ts'],
    ['./src//a.ts', 'packages/app/src/a.ts'],
    ['src\\a.ts', 'packages/app/src/a.ts'],
    ['src/', 'packages/app/src'],
    ['.', 'packages/app'],
    ['../..', ''],
    ['../other/x.ts', 'packages/other/x.ts'],
    ['/work/repo/a.ts', 'a.ts'],
    ['/work/repo', ''],
    ['/work/repo/', ''],
    ['/work/repo/x/../a.ts', 'a.ts'],
    ['file:///work/repo/src/gr%C3%B6%C3%9Fe%20x.ts', 'src/größe x.ts'],
    ['file:/work/repo/a.ts', 'a.ts'],
    ['FILE://localhost/work/repo/a%25.ts?x#y', 'a%.ts'],
    ['app/[id]/page.tsx', 'packages/app/app/[id]/page.tsx'],
    ['..hidden/a.ts', 'packages/app/..hidden/a.ts'],
    ['C:', 'packages/app/C:'],
  ])('%s', (input, path) => {
    expect(toFilePath(input, linux)).toEqual({ ok: true, path });
  });

  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['../../../x.ts', 'outside'],
    ['/work/repo2/a.ts', 'outside'],
    ['/work', 'outside'],
    ['/etc/passwd', 'outside'],
    ['a\0.ts', 'NUL'],
    ['C:\\Work\\a.ts', 'Windows'],
    ['\\\\server\\share\\a.ts', 'Windows'],
    ['file://server/a.ts', 'host'],
    ['file:///a%2Fb.ts', 'encoded slash'],
    ['file:///a%zz.ts', 'valid file URL'],
    ['file:a.ts', 'valid file URL'],
  ])('refuses %j', (input, word) => {
    const result = toFilePath(input, linux);
    expect(result.ok ? result.path : result.message).toContain(word);
    expect(result.ok).toBe(false);
  });

  it('starts from the root without a cwd, and works from a cwd outside of the root', () => {
    expect(toFilePath('a.ts', { root: '/work/repo', platform: 'linux' })).toEqual({ ok: true, path: 'a.ts' });
    expect(toFilePath('repo/a.ts', { ...linux, cwd: '/work' })).toEqual({ ok: true, path: 'a.ts' });
    expect(toFilePath('a.ts', { ...linux, cwd: '/work' }).ok).toBe(false);
  });

  it('accepts the root under its other names', () => {
    const context = { root: '/tmp/repo', rootAliases: ['/private/tmp/repo'], platform: 'darwin' } as const;
    expect(toFilePath('/private/tmp/repo/src/a.ts', context)).toEqual({ ok: true, path: 'src/a.ts' });
  });

  it('takes the file system root as a root', () => {
    expect(toFilePath('/etc/a.ts', { root: '/', platform: 'linux' })).toEqual({ ok: true, path: 'etc/a.ts' });
  });
});

describe('toFilePath on Windows', () => {
  it.each([
    ['src\\a.ts', 'packages/app/src/a.ts'],
    ['src/a.ts', 'packages/app/src/a.ts'],
    ['..\\..\\', ''],
    ['C:\\Work\\Repo\\Src\\A.ts', 'Src/A.ts'],
    ['c:/work/repo/src/a.ts', 'src/a.ts'],
    ['\\Work\\Repo\\a.ts', 'a.ts'],
    ['\\\\?\\C:\\Work\\Repo\\a.ts', 'a.ts'],
    ['file:///c%3A/Work/Repo/a.ts', 'a.ts'],
    ['file:///C:/Work/Repo/a%20b.ts', 'a b.ts'],
  ])('%s', (input, path) => {
    expect(toFilePath(input, windows)).toEqual({ ok: true, path });
  });

  it.each([
    ['D:\\Work\\Repo\\a.ts', 'outside'],
    ['C:\\Work\\Repo2\\a.ts', 'outside'],
    ['C:a.ts', 'drive'],
    ['\\\\server\\share\\a.ts', 'outside'],
    ['file:///work/a.ts', 'drive'],
  ])('refuses %j', (input, word) => {
    const result = toFilePath(input, windows);
    expect(result.ok ? result.path : result.message).toContain(word);
    expect(result.ok).toBe(false);
  });

  it('works with a root written with slashes, and with one on a share', () => {
    expect(toFilePath('a.ts', { root: 'C:/Work/Repo', platform: 'win32' })).toEqual({ ok: true, path: 'a.ts' });
    const share = { root: '\\\\server\\share\\repo', platform: 'win32' } as const;
    expect(toFilePath('\\\\SERVER\\share\\repo\\x\\a.ts', share)).toEqual({ ok: true, path: 'x/a.ts' });
    expect(toFilePath('file://server/share/repo/a.ts', share)).toEqual({ ok: true, path: 'a.ts' });
    expect(toFilePath('\\\\?\\UNC\\server\\share\\repo\\a.ts', share)).toEqual({ ok: true, path: 'a.ts' });
  });
});
