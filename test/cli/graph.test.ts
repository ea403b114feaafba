import { describe, expect, test } from 'vitest';
import { graphText } from '../../clients/cli/commands/graph.js';
import { fileGraphOf } from '../../clients/cli/graph/file-graph.js';
import { groupingOf } from '../../clients/cli/graph/grouping.js';
import { moduleGraphOf } from '../../clients/cli/graph/module-graph.js';
import { topToBottom } from '../../clients/cli/graph/order.js';
import { findingAt } from './sample-report.js';
import { snapshotOf } from './sample-snapshot.js';

const layer = (name: string) => ({ layers: new Map([['backend', name]]) });
const violation = findingAt('src/orders/http.ts', 'x', {
  path: 'orders/b.ts',
  span: { start: 8, end: 20 },
  dependency: { to: 'http/a.ts', kind: 'eager', context: 'production', symbols: [], clauses: [] },
});

const shop = snapshotOf({
  files: ['http/a.ts', 'orders/b.ts', 'kernel/c.ts', 'kernel/c.test.ts', 'loose.ts'],
  links: [
    { from: 'http/a.ts', to: 'orders/b.ts', symbols: ['place', 'Order'] },
    { from: 'http/a.ts', to: 'kernel/c.ts', kind: 'type' },
    { from: 'http/a.ts', to: 'pkg:fastify' },
    { from: 'http/a.ts', to: '?' },
    { from: 'orders/b.ts', to: 'http/a.ts' },
    { from: 'orders/b.ts', to: 'kernel/c.ts', kind: 'deferred' },
    { from: 'orders/b.ts', to: 'orders/data.json', kind: 'resource' },
    { from: 'kernel/c.test.ts', to: 'orders/b.ts', context: 'test' },
    { from: 'loose.ts', to: '!' },
  ],
  modules: [
    { id: 'http', ...layer('interface') },
    { id: 'orders', ...layer('application') },
    { id: 'kernel' },
    { id: 'empty' },
  ],
  findings: [violation],
});

describe('JSON by file', () => {
  test('every import site with its place, target, kind, context and symbols', () => {
    const { version, nodes, edges } = JSON.parse(graphText(shop, { format: 'json', level: 'file' }));
    expect(version).toBe(1);
    expect(edges[0]).toEqual({
      from: 'http/a.ts',
      line: 1,
      column: 9,
      specifier: 'orders/b.ts',
      to: 'orders/b.ts',
      kind: 'eager',
      context: 'production',
      symbols: ['place', 'Order'],
    });
    expect(Object.keys(edges[0])).toEqual(['from', 'line', 'column', 'specifier', 'to', 'kind', 'context', 'symbols']);
    expect(nodes).toContainEqual({ id: 'external:fastify', kind: 'external' });
    expect(nodes).toContainEqual({ id: 'orders/data.json', kind: 'resource', module: 'orders' });
    expect(nodes).toContainEqual({ id: 'loose.ts', kind: 'file' });
  });

  test('what cannot be followed is unknown, with the reason', () => {
    const unknown = fileGraphOf(shop).edges.filter(edge => edge.to === 'unknown');
    expect(unknown.map(({ line, specifier, reason }) => [line, specifier, reason])).toEqual([
      [4, '?', 'the specifier is not statically known'],
      [1, '!', 'Cannot find it.'],
    ]);
  });
});

describe('by module', () => {
  test('counts sites by kind and context and those with findings', () => {
    const { nodes, edges } = moduleGraphOf(shop);
    expect(nodes).toEqual([
      { id: '(unassigned)', files: 1, layers: [] },
      { id: 'empty', files: 0, layers: [] },
      { id: 'http', files: 1, layers: ['backend:interface'] },
      { id: 'kernel', files: 2, layers: [] },
      { id: 'orders', files: 1, layers: ['backend:application'] },
    ]);
    expect(edges.map(({ from, to, count, violations }) => [from, to, count, violations])).toEqual([
      ['http', 'kernel', 1, 0],
      ['http', 'orders', 1, 0],
      ['kernel', 'orders', 1, 0],
      ['orders', 'http', 1, 1],
      ['orders', 'kernel', 1, 0],
    ]);
    expect(edges[2]?.contexts).toEqual({ production: 0, test: 1, mock: 0 });
  });

  test.each(['mermaid', 'dot', 'dsm'] as const)('%s shows production dependencies', async format => {
    const text = graphText(shop, { format, level: 'module' });
    await expect(text).toMatchFileSnapshot(`snapshots/graph-${format}.txt`);
  });

  test('names with quotes and markup are escaped', () => {
    const odd = snapshotOf({ files: ['a"b/<i>.ts', 'c/d.ts'], links: [{ from: 'c/d.ts', to: 'a"b/<i>.ts' }] });
    expect(graphText(odd, { format: 'mermaid', level: 'module' })).toContain('["a#34;b"]');
    expect(graphText(odd, { format: 'dot', level: 'file' })).toContain('"c/d.ts" -> "a\\"b/<i>.ts"');
  });
});

test('a matrix wider than a screen is refused', () => {
  const files = Array.from({ length: 400 }, (_, i) => `src/f${i}.ts`);
  const wide = snapshotOf({ files, links: [] });
  expect(() => graphText(wide, { format: 'dsm', level: 'file' })).toThrow(/400 files is too wide.*--level module/);
});

describe('without modules the groups are', () => {
  test('the packages of the workspace', () => {
    const group = groupingOf(
      snapshotOf({ files: [], links: [], packages: { '@acme/a': 'packages/a', '@acme/ab': 'packages/ab' } }),
    );
    expect(group('packages/a/src/x.ts')).toBe('@acme/a');
    expect(group('packages/ab/x.ts')).toBe('@acme/ab');
    expect(group('scripts/x.ts')).toBe('scripts');
  });

  test('else the top folders, below src and its kin one further down', () => {
    const group = groupingOf(snapshotOf({ files: [], links: [] }));
    expect(group('src/orders/http/x.ts')).toBe('src/orders');
    expect(group('src/main.ts')).toBe('src');
    expect(group('tools/a/x.ts')).toBe('tools');
    expect(group('vite.config.ts')).toBe('.');
  });
});

describe('order', () => {
  const edge = (from: string, to: string, count = 1) => ({ from, to, count });

  test('puts dependents above foundations', () => {
    expect(topToBottom(['c', 'b', 'a'], [edge('a', 'b'), edge('b', 'c')])).toEqual(['a', 'b', 'c']);
  });

  test('breaks a cycle where the fewest imports point back', () => {
    expect(topToBottom(['a', 'b'], [edge('b', 'a', 9), edge('a', 'b', 1)])).toEqual(['b', 'a']);
  });

  test('does not depend on the order of its input', () => {
    const edges = [edge('a', 'b'), edge('b', 'c'), edge('c', 'a'), edge('d', 'a')];
    expect(topToBottom(['d', 'c', 'b', 'a'], edges.toReversed())).toEqual(topToBottom(['a', 'b', 'c', 'd'], edges));
  });
});
