import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../clients/cli/exit.js';
import { repositoryPrefix, terminalPrefix } from '../../clients/cli/prefix.js';
import { findRoot } from '../../clients/cli/root.js';
import { findNewFile, findTarget } from '../../clients/cli/targets.js';

let base: string;

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'lintel-root-')));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function write(path: string, text = ''): string {
  const file = join(base, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const at = (path: string) => join(base, path);

describe('the root', () => {
  test('is the nearest folder with architecture.jsonc, above any manifest or .git below it', () => {
    write('repo/architecture.jsonc', '{}');
    write('repo/packages/a/.git/HEAD');
    write('repo/packages/a/package.json', '{ "workspaces": ["x"] }');
    write('repo/packages/a/src/x.ts');
    expect(findRoot(at('repo/packages/a/src'))).toEqual({ path: at('repo'), reason: 'policy' });
  });

  test('is the inner one of two architecture files', () => {
    write('repo/architecture.jsonc', '{}');
    write('repo/apps/shop/architecture.jsonc', '{}');
    write('repo/apps/shop/src/x.ts');
    expect(findRoot(at('repo/apps/shop/src')).path).toBe(at('repo/apps/shop'));
    expect(findRoot(at('repo/apps')).path).toBe(at('repo'));
  });

  test.each([
    ['package.json', '{ "workspaces": ["packages/*"] }'],
    ['package.json', '\uFEFF{ "workspaces": { "packages": ["packages/*"] } }'],
    ['pnpm-workspace.yaml', 'packages: []'],
  ])('else is the folder of the workspace manifest (%s)', (name, text) => {
    write('repo/.git/HEAD');
    write(`repo/mono/${name}`, text);
    write('repo/mono/packages/a/package.json', '{ "name": "a" }');
    expect(findRoot(at('repo/mono/packages/a'))).toEqual({ path: at('repo/mono'), reason: 'workspace' });
  });

  test.each([
    ['without workspaces', '{ "name": "a" }'],
    ['that does not parse', '{ "workspaces": ['],
    ['that is no object', 'null'],
  ])('a package.json %s is no workspace manifest: the git root it is', (_, text) => {
    write('repo/.git/HEAD');
    write('repo/a/package.json', text);
    expect(findRoot(at('repo/a'))).toEqual({ path: at('repo'), reason: 'git' });
  });

  test('.git may be a file (worktree, submodule)', () => {
    write('tree/.git', 'gitdir: elsewhere');
    write('tree/src/x.ts');
    expect(findRoot(at('tree/src'))).toEqual({ path: at('tree'), reason: 'git' });
  });

  test('else is the folder itself, or the deepest one that exists', () => {
    write('plain/x.ts');
    expect(findRoot(at('plain'))).toEqual({ path: at('plain'), reason: 'current' });
    expect(findRoot(at('plain/not/there')).path).toBe(at('plain'));
  });

  test('a folder called architecture.jsonc is no policy', () => {
    write('repo/.git/HEAD');
    mkdirSync(at('repo/a/architecture.jsonc'), { recursive: true });
    expect(findRoot(at('repo/a')).reason).toBe('git');
  });
});

describe('path arguments', () => {
  beforeEach(() => {
    write('repo/.git/HEAD');
    write('repo/src/orders/http.ts');
    write('repo/src/billing/index.ts');
    write('other/.git/HEAD');
    write('other/x.ts');
  });

  test('are relative to the current folder and come out relative to the root', () => {
    expect(findTarget(at('repo/src'), undefined, ['orders/http.ts', './billing/'])).toEqual({
      root: at('repo'),
      paths: ['src/orders/http.ts', 'src/billing'],
    });
  });

  test('that name the root mean everything', () => {
    expect(findTarget(at('other'), undefined, [at('repo')])).toEqual({ root: at('repo'), paths: [] });
    expect(findTarget(at('repo/src'), undefined, ['..', 'orders'])).toEqual({ root: at('repo'), paths: [] });
  });

  test('in another repository take their root from there', () => {
    expect(findTarget(at('repo'), undefined, ['../other/x.ts'])).toEqual({ root: at('other'), paths: ['x.ts'] });
  });

  test('below a current folder that nothing marks as a root keep it', () => {
    write('plain/a/x.ts');
    expect(findTarget(at('plain'), undefined, ['a'])).toEqual({ root: at('plain'), paths: ['a'] });
  });

  test('may be written with backslashes', () => {
    expect(findTarget(at('repo'), undefined, ['src\\orders\\http.ts']).paths).toEqual(['src/orders/http.ts']);
  });

  test('follow links', () => {
    symlinkSync(at('repo'), at('link'));
    expect(findTarget(at('other'), at('repo'), [at('link/src/orders')]).paths).toEqual(['src/orders']);
  });

  test.each([
    ['src/ordres/http.ts', 'src/ordres/http.ts does not exist; the nearest path that does is src/orders/http.ts'],
    ['src/orders/htpp.ts', 'src/orders/htpp.ts does not exist; the nearest path that does is src/orders/http.ts'],
    ['src/orders/zebra.ts', 'src/orders/zebra.ts does not exist; the nearest path that does is src/orders'],
    ['C:\\code\\x.ts', 'C:\\code\\x.ts does not exist'],
    ['', 'a path is empty; name a file or folder'],
  ])('%s is refused', (argument, message) => {
    expect(() => findTarget(at('repo'), undefined, [argument])).toThrow(new UsageError(message));
  });

  test('outside a given root are refused', () => {
    expect(() => findTarget(at('repo'), at('repo'), ['../other/x.ts'])).toThrow(/lies outside the root/);
  });

  test('a path may be relative to the root that is named', () => {
    expect(findTarget(at('other'), at('repo'), ['src/orders/http.ts']).paths).toEqual(['src/orders/http.ts']);
    expect(() => findTarget(at('other'), at('repo'), ['src/orders/htp.ts'])).toThrow(/does not exist/);
  });

  test('--root has to be a folder', () => {
    expect(() => findTarget(at('repo'), 'src/orders/http.ts', [])).toThrow(/is a file/);
    expect(() => findTarget(at('repo'), 'scr', [])).toThrow('scr does not exist; the nearest path that does is src');
  });

  test('--stdin-path may name what does not exist, also in new folders', () => {
    const target = findNewFile(at('repo'), undefined, 'src/new/deep/file.ts');
    expect(target).toEqual({ root: at('repo'), file: 'src/new/deep/file.ts', paths: ['src/new/deep/file.ts'] });
    expect(() => findNewFile(at('repo'), undefined, 'src')).toThrow(/is a folder/);
    expect(() => findNewFile(at('repo'), undefined, '')).toThrow('a path is empty');
  });
});

test('prefixes lead from the repository and from the current folder to the root', () => {
  write('repo/.git/HEAD');
  write('repo/apps/shop/x.ts');
  expect(repositoryPrefix(at('repo/apps/shop'))).toBe('apps/shop/');
  expect(repositoryPrefix(at('repo'))).toBe('');
  expect(terminalPrefix(at('repo/apps'), at('repo/apps/shop'))).toBe('shop/');
  expect(terminalPrefix(at('repo/apps/shop/src'), at('repo/apps/shop'))).toBe('../');
});
