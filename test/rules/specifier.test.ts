import { describe, expect, test } from 'vitest';
import type { Manifest, ProjectLayout } from '../../core/resolve/resolution.js';
import { specifierLike } from '../../core/rules/arch/specifier.js';
import type { ImportFact } from '../../core/syntax/facts.js';

function manifest(name: string, folder: string, entryFiles: readonly string[]): Manifest {
  const path = folder === '' ? 'package.json' : `${folder}/package.json`;
  const rest = { isPrivate: false, dependencies: new Map(), versions: new Map(), programs: [], hasExports: true };
  return { path, folder, name, entryFiles, ...rest };
}

const packages = [
  manifest('@acme/orders', 'packages/orders', ['packages/orders/src/index.ts']),
  manifest('@acme/kit', 'packages/kit', ['packages/kit/src/index.ts', 'packages/kit/src/testing.ts']),
];
const layout: ProjectLayout = {
  manifestOf: path => packages.find(({ folder }) => path.startsWith(`${folder}/`)),
  manifestsAbove: path => packages.filter(({ folder }) => path.startsWith(`${folder}/`)),
  projectOf: () => undefined,
  workspacePackages: new Map(packages.map(each => [each.name ?? '', each])),
  manifests: packages,
  problems: [],
};

function like(from: string, specifier: string, target: string, to: string, neighbour?: string): string | undefined {
  const neighbours = neighbour === undefined ? [] : [{ specifier: neighbour } as ImportFact];
  return specifierLike(layout, { from, specifier, target, neighbours }, to);
}

describe('relative, in the style of endings that is there', () => {
  test.each([
    ['../orders/place', '../orders'],
    ['../orders/place.js', '../orders/index.js'],
    ['../orders/place.ts', '../orders/index.ts'],
    ['../orders/index', '../orders/index'],
  ])('%s → %s', (specifier, expected) => {
    expect(like('src/web/page.ts', specifier, 'src/orders/place.ts', 'src/orders/index.ts')).toBe(expected);
  });

  test('the ending that is emitted', () => {
    expect(like('src/a.ts', './b.js', 'src/b.ts', 'src/c.mts')).toBe('./c.mjs');
    expect(like('src/a.ts', './b.js', 'src/b.ts', 'src/c.tsx')).toBe('./c.js');
  });

  test('to an index at the root, and to a folder above', () => {
    expect(like('a.ts', './b', 'b.ts', 'index.ts')).toBe('./index');
    expect(like('src/web/deep/page.ts', '../../x/y', 'src/x/y.ts', 'src/web/index.ts')).toBe('../../web');
  });
});

describe('aliases, by the mapping that the import shows', () => {
  test.each([
    ['@/orders/infra/pg', 'src/orders/infra/pg.ts', '@/orders'],
    ['~/orders/infra/pg.js', 'src/orders/infra/pg.ts', '~/orders/index.js'],
    ['#orders/infra/pg.js', 'src/orders/infra/pg.ts', '#orders/index.js'],
    // An alias of an inner folder says nothing about what lies above it: the import becomes relative.
    ['#infra/pg.js', 'src/orders/infra/pg.ts', '../orders/index.js'],
  ])('%s', (specifier, target, expected) => {
    expect(like('src/web/page.ts', specifier, target, 'src/orders/index.ts', './x.js')).toBe(expected);
  });
});

describe('packages of the workspace', () => {
  test('the name, where the file is the entry', () => {
    const target = 'packages/orders/src/place.ts';
    expect(like('apps/a.ts', '@acme/orders/src/place', target, 'packages/orders/src/index.ts')).toBe('@acme/orders');
  });

  test('nothing is guessed for one of several entries', () => {
    const target = 'packages/kit/src/inner.ts';
    expect(like('apps/a.ts', '@acme/kit/src/inner', target, 'packages/kit/src/testing.ts')).toBeUndefined();
    expect(like('apps/a.ts', '@acme/kit/src/inner', target, 'packages/kit/src/index.ts')).toBe('@acme/kit');
  });
});
