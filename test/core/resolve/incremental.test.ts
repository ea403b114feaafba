import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FilePath } from '../../../core/files/paths.js';
import type { ResolutionRequest } from '../../../core/resolve/resolution.js';
import { createResolver } from '../../../core/resolve/resolver.js';
import { filesOf, nearest, type Tree, workspaceOver } from './fixture.js';

/** A workspace with every construct that can lead to a file of another name. */
const fixed: Tree = {
  '.gitignore': 'dist\ngen\n',
  'package.json': {
    name: 'root',
    workspaces: ['p/*'],
    dependencies: { conf: '1' },
    imports: { '#x': './a/x.js', '#*': './b/*.js' },
  },
  'tsconfig.json': {
    compilerOptions: {
      paths: { '@/*': ['./a/*', './b/*'], conf: ['./b/y.ts'], 'w/*': ['./a/*/index.ts'] },
      rootDirs: ['a', 'b'],
    },
  },
  'p/one/package.json': {
    name: 'one',
    exports: { '.': './dist/x.js', './*': ['./dist/*.js', './lib/*.js'], './y': './gone.js' },
  },
  'p/two/package.json': { name: 'two', main: './lib/x.js' },
  'b/dir/package.json': { main: './y.js' },
};

const folders = ['a', 'a/dir', 'b', 'b/dir', 'p/one/src', 'p/one/lib', 'p/one/dist', 'p/two', 'p/two/lib', 'p/two/src'];
const names = ['x.ts', 'x.js', 'x.d.ts', 'X.ts', 'y.tsx', 'y.ts', 'index.ts', 'dir.ts', 'x/index.ts', 's.css'];
const specifiers = [
  './x', './x.js', './y', './dir', './X', '../x', '..', '.', '../a/x', '../dir', './s.css', './s.css?url', '../b', './none/x',
  '@/x', '@/dir', '@/none', 'w/x', 'conf', '#x', '#y', 'one', 'one/x', 'one/y', 'one/none', 'two', 'two/lib/x', 'two/y', 'ext', 'fs',
  '../p/one/dist/x.js', '../gen/y',
]; // biome-ignore format: a table
const requests: ResolutionRequest[] = ['a/from.ts', 'b/dir/from.ts', 'p/two/from.ts'].flatMap(from =>
  specifiers.flatMap(specifier => [
    { from, specifier, mode: 'import' as const },
    { from, specifier, mode: 'import' as const, literal: true },
  ]),
);

const somePaths = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...folders), fc.constantFrom(...names)).map(parts => parts.join('/')),
  { maxLength: 12 },
);

function treeOf(paths: readonly FilePath[]): Tree {
  return { ...fixed, ...Object.fromEntries(paths.map(path => [path, ''])) };
}

test('after files appeared and vanished, kept answers and new ones are those of a fresh resolver', () => {
  fc.assert(
    fc.property(somePaths, somePaths, (before, after) => {
      const old = workspaceOver(filesOf(treeOf(before)), Object.keys(fixed));
      const fs = filesOf(treeOf(after));
      const fresh = workspaceOver(fs, Object.keys(fixed)).resolver;
      const paths = [...before.filter(path => !after.includes(path)), ...after.filter(path => !before.includes(path))];
      const answers = requests.map(request => old.resolver.resolve(request));
      const next = old.resolver.after({ fs, ignored: path => /^(?:.*\/)?(?:dist|gen)(?:\/|$)/.test(path), paths });
      for (const [i, request] of requests.entries()) {
        const expected = fresh.resolve(request);
        const told = next.couldChange(request, answers[i]!, paths);
        expect(old.resolver.couldChange(request, answers[i]!, paths)).toBe(told);
        const reached = next.reachedBy(paths);
        const keys = old.resolver.reachOf([{ ...request, resolution: answers[i]! }]);
        if (told) expect(reached === 'all' || reached.some(key => keys.has(key))).toBe(true);
        expect({ request, kept: told ? 'asked again' : answers[i] }).toEqual({
          request,
          kept: told ? 'asked again' : expected,
        });
        expect({ request, now: next.resolve(request) }).toEqual({ request, now: expected });
      }
    }),
    { numRuns: 150 },
  );
});

test('one new file concerns few specifiers', () => {
  const { resolver } = workspaceOver(
    filesOf(treeOf(['a/x.ts', 'a/y.ts', 'b/dir/y.ts', 'p/two/lib/x.ts'])),
    Object.keys(fixed),
  );
  const concerned = (path: FilePath) =>
    requests
      .filter(request => request.literal !== true && request.from === 'a/from.ts')
      .filter(request => resolver.couldChange(request, resolver.resolve(request), [path]))
      .map(request => request.specifier);
  expect(concerned('a/unheard-of.ts')).not.toContain('./x');
  expect(concerned('a/unheard-of.ts')).not.toContain('two');
  expect(concerned('a/y.tsx')).toEqual(expect.arrayContaining(['./y', 'conf']));
  expect(concerned('a/y.tsx')).not.toContain('./x');
  expect(concerned('p/two/new.ts')).toContain('two');
});

test('a resolver goes on answering for its own state', () => {
  const before = filesOf({ 'a.ts': '' });
  const { resolver, layout } = workspaceOver(before, []);
  const after = filesOf({ 'a.ts': '', 'x.ts': '' });
  const next = resolver.after({ fs: after, ignored: () => false, paths: ['x.ts'] });
  const request = { from: 'a.ts', specifier: './x', mode: 'import' } as const;
  expect(next.resolve(request)).toEqual({ kind: 'file', path: 'x.ts' });
  expect(resolver.resolve(request).kind).toBe('unresolved');
  expect(createResolver({ fs: before, layout, settings: nearest, ignored: () => false }).resolve(request).kind).toBe(
    'unresolved',
  );
});
