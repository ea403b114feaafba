import { describe, expect, it } from 'vitest';
import { zeroConfigPolicy } from '../../../core/policy/zero-config.js';
import { brokenBy, type Import, layoutOf, policyOf, verdictOn } from './policy-fixtures.js';

const layout = layoutOf({
  '': { name: 'root', deps: { typescript: 'devDependencies', hoisted: 'dependencies' } },
  'packages/app': {
    name: '@acme/app',
    deps: {
      fastify: 'dependencies',
      vitest: 'devDependencies',
      '@types/estree': 'devDependencies',
      '@types/acme__lib': 'devDependencies',
      react: 'peerDependencies',
      fsevents: 'optionalDependencies',
    },
  },
  'packages/app/src/esm': {},
  'packages/kernel': { name: '@acme/kernel', deps: {} },
});
const undeclared = ['external-undeclared'];

describe('packages that no manifest declares', () => {
  const policy = policyOf({ sources: { include: ['packages/**'] } }, ['packages/app/src/a.ts']);
  const from = 'packages/app/src/a.ts';
  const rows: readonly (readonly [string, string, string, Import, readonly string[]])[] = [
    ['declared', from, 'npm:fastify', {}, []],
    ['a subpath of a declared package', from, 'npm:fastify/lib/x', {}, []],
    ['declared nowhere', from, 'npm:invented', {}, undeclared],
    ['declared nowhere, only its types', from, 'npm:invented', { kind: 'type' }, undeclared],
    ['declared nowhere, in a test', 'packages/app/src/a.test.ts', 'npm:invented', {}, undeclared],
    ['a peer dependency', from, 'npm:react', {}, []],
    ['an optional dependency', from, 'npm:fsevents', { kind: 'deferred' }, []],
    ['declared at the root of the workspace', from, 'npm:hoisted', {}, []],
    ['a manifest in between that is only a marker', 'packages/app/src/esm/x.ts', 'npm:fastify', {}, []],
    ['a development dependency in production', from, 'npm:vitest', {}, undeclared],
    ['a development dependency, only its types', from, 'npm:vitest', { kind: 'type' }, []],
    ['a development dependency in a test', 'packages/app/src/a.test.ts', 'npm:vitest', {}, []],
    ['a development dependency in a mock', from, 'npm:vitest', { context: 'mock' }, []],
    ['a development dependency in the configuration of a tool', 'packages/app/vite.config.ts', 'npm:vitest', {}, []],
    ['a development dependency of the root in production', from, 'npm:typescript', {}, undeclared],
    ['types of a package that only @types declares', from, 'npm:estree', { kind: 'type' }, []],
    ['a value of a package that only @types declares', from, 'npm:estree', {}, undeclared],
    ['types of a scoped package', from, 'npm:@acme/lib', { kind: 'type' }, []],
    ['a mock of what nobody declares', from, 'npm:invented', { context: 'mock' }, []],
    ['a built-in', from, 'node:fs', {}, []],
    ['another package of the workspace', from, 'npm:@acme/kernel', {}, []],
    ['itself', from, 'npm:@acme/app', {}, []],
  ];
  it.each(rows)('%s', (_, path, to, given, broken) => {
    expect(brokenBy(policy, path, to, { ...given, layout })).toEqual(broken);
  });

  it('carries the severity of the section', () => {
    const soft = policyOf({ external: { undeclared: 'warning', devInProduction: 'off' } }, []);
    expect(verdictOn(soft, from, 'npm:invented', { layout }).clauses).toMatchObject([{ severity: 'warning' }]);
    expect(brokenBy(soft, from, 'npm:vitest', { layout })).toEqual([]);
  });

  it('has nothing to say where there is no manifest', () => {
    expect(brokenBy(policy, from, 'npm:invented')).toEqual([]);
  });
});

describe('without a policy', () => {
  const policy = zeroConfigPolicy();
  const published = layoutOf({
    '': { name: 'root' },
    'packages/ui': {
      name: '@acme/ui',
      isPrivate: false,
      entryFiles: ['packages/ui/src/index.ts', 'packages/ui/bin.js'],
      deps: { react: 'devDependencies' },
    },
    'packages/flat': {
      name: '@acme/flat',
      isPrivate: false,
      entryFiles: ['packages/flat/index.ts'],
      deps: { react: 'devDependencies' },
    },
    'packages/nuxt': {
      name: '@acme/nuxt',
      isPrivate: false,
      entryFiles: ['packages/nuxt/nuxt.config.ts'],
      deps: { react: 'devDependencies' },
    },
    'packages/bare': { name: '@acme/bare', isPrivate: false, deps: { react: 'devDependencies' } },
    'packages/app': { name: '@acme/app', deps: { react: 'devDependencies' } },
  });
  it.each([
    ['a file beside the entry file', 'packages/ui/src/deep/a.ts', undeclared],
    ['an entry file at the top', 'packages/ui/bin.js', undeclared],
    ['a script outside of what is published', 'packages/ui/build/a.js', []],
    ['a package with its entry at the top', 'packages/flat/lib/a.ts', undeclared],
    ['an application that starts from a configuration', 'packages/nuxt/app/a.ts', []],
    ['an application without entry files', 'packages/bare/a.ts', []],
    ['another file at the top', 'packages/ui/bundle.js', []],
    ['a private package', 'packages/app/src/a.ts', []],
  ])('a development dependency in production: %s', (_, from, broken) => {
    expect(brokenBy(policy, from, 'npm:react', { layout: published })).toEqual(broken);
  });

  it('names the manifest that declares it', () => {
    const hoisted = layoutOf({
      '': { name: 'root', deps: { react: 'devDependencies' } },
      'packages/ui': { name: '@acme/ui', isPrivate: false, entryFiles: ['packages/ui/src/index.ts'] },
    });
    expect(verdictOn(policy, 'packages/ui/src/a.ts', 'npm:react', { layout: hoisted }).clauses).toMatchObject([
      { why: 'package.json declares react only for development, and this is production code' },
    ]);
  });

  it('that is a warning', () => {
    expect(verdictOn(policy, 'packages/ui/src/a.ts', 'npm:react', { layout: published }).clauses).toMatchObject([
      { clause: 'external-undeclared', severity: 'warning' },
    ]);
  });

  it('the exports of a workspace package are its entry points', () => {
    const exporting = layoutOf({
      '': { name: 'root' },
      'packages/a': { name: 'a', hasExports: true, entryFiles: ['packages/a/src/index.ts'] },
      'packages/b': { name: 'b' },
      'packages/b/src/inside': { name: 'inside', hasExports: true, entryFiles: ['packages/b/src/inside/index.ts'] },
    });
    const broken = (from: string, to: string) => brokenBy(policy, from, to, { layout: exporting });
    expect(broken('packages/b/x.ts', 'packages/a/src/index.ts')).toEqual([]);
    expect(broken('packages/b/x.ts', 'packages/a/src/inner.ts')).toEqual(['deep-import']);
    expect(broken('packages/a/x.ts', 'packages/a/src/inner.ts')).toEqual([]);
    expect(broken('packages/a/x.ts', 'packages/b/src/inner.ts')).toEqual([]);
    expect(broken('packages/b/x.test.ts', 'packages/a/src/inner.ts')).toEqual([]);
    expect(broken('packages/b/x.ts', 'packages/a/test/helpers.ts')).toEqual([]);
    expect(broken('packages/b/src/x.ts', 'packages/b/src/inside/inner.ts')).toEqual([]);
    expect(broken('packages/a/src/x.ts', 'packages/b/src/inside/inner.ts')).toEqual(['deep-import']);
    expect(broken('scripts/build.ts', 'packages/a/src/inner.ts')).toEqual([]);
    const open = layoutOf({
      'packages/a': { name: 'a', hasExports: true, entryFiles: ['packages/a/src/index.ts'], hasUnknownEntries: true },
      'packages/b': { name: 'b' },
    });
    expect(brokenBy(policy, 'packages/b/x.ts', 'packages/a/src/inner.ts', { layout: open })).toEqual([]);
  });

  it.each([
    ['src/a.test.ts', true],
    ['src/a.spec.tsx', true],
    ['src/__tests__/a.ts', true],
    ['test/a.ts', true],
    ['packages/x/e2e/a.ts', true],
    ['src/button.stories.tsx', true],
    ['vitest.config.ts', true],
    ['packages/x/vitest.workspace.ts', true],
    ['src/a.ts', false],
    ['src/latest/a.ts', false],
    ['src/contest.ts', false],
    ['src/testing.ts', false],
  ])('%s is a test: %s', (path, expected) => {
    expect(policy.isTest(path)).toBe(expected);
  });
});
