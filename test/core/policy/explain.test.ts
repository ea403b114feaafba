import { describe, expect, it } from 'vitest';
import type { Kind, Origin } from '../../../core/graph/edge.js';
import type { SourceGraph } from '../../../core/graph/source-graph.js';
import { bindPolicy } from '../../../core/policy/bind.js';
import { alternatives, explainPermission } from '../../../core/policy/explain.js';
import { exampleFiles, loadExample } from './example.js';
import { noLayout } from './policy-fixtures.js';

const policy = bindPolicy(loadExample(), exampleFiles);
const module = (id: string) => policy.module(id)!;

describe('what permits or forbids one module to depend on another', () => {
  const ways = (from: string, to: string, kind: Kind = 'eager') =>
    explainPermission(policy, module(from), module(to), { kind }).ways.map(way => [
      way.to,
      way.permitted ? way.by.join() : way.clauses.map(({ clause }) => clause).join(),
    ]);

  it('names the permission, per way in', () => {
    expect(ways('worker', 'orders')).toEqual([
      ['orders::jobs', 'orders::jobs'],
      ['orders', 'dependency-not-allowed'],
      ['orders::spi', 'interface-not-visible,dependency-not-allowed'],
    ]);
  });

  it('depends on the kind', () => {
    expect(ways('orders', 'billing', 'type')[0]).toEqual(['billing::events', 'billing::events (type)']);
    expect(explainPermission(policy, module('orders'), module('billing')).permitted).toBe(false);
  });
});

describe('the legal route to what was imported past it', () => {
  const origin = (path: string, name: string): Origin => ({
    path,
    name,
    isValue: true,
    through: [path],
    via: 'declaration',
  });
  const exports: Record<string, Record<string, Origin>> = {
    'packages/billing/src/stripe.ts': {
      charge: origin('packages/billing/src/stripe.ts', 'charge'),
      secret: origin('packages/billing/src/stripe.ts', 'secret'),
    },
    'packages/billing/src/index.ts': { pay: origin('packages/billing/src/stripe.ts', 'charge') },
    'packages/billing/src/jobs/index.ts': { charge: origin('packages/billing/src/stripe.ts', 'charge') },
  };
  const graph = {
    files: exampleFiles,
    origin: (path: string, name: string) => exports[path]?.[name],
    exportNames: (path: string) => ({ names: Object.keys(exports[path] ?? {}), complete: true }),
  } as Partial<SourceGraph> as SourceGraph;
  const route = (from: string, names: readonly string[], kind: Kind = 'eager') =>
    alternatives(policy, graph, noLayout, from, 'packages/billing/src/stripe.ts', {
      kind,
      context: 'production',
      symbols: names.map(name => ({ name, local: name, kind })),
    }).map(({ path, gate, names: found }) => [path, gate, [...found]]);

  it('is the entry point that exports the same declaration, under whatever name', () => {
    expect(route('apps/api/src/routes/orders.ts', ['charge'])).toEqual([
      ['packages/billing/src/index.ts', 'billing', [['charge', 'pay']]],
    ]);
  });

  it('is the interface that this importer may use', () => {
    expect(route('apps/worker/src/run.ts', ['charge'])).toEqual([
      ['packages/billing/src/jobs/index.ts', 'billing::jobs', [['charge', 'charge']]],
    ]);
  });

  it.each([
    ['a name that nothing exports', 'apps/api/src/routes/orders.ts', ['charge', 'secret']],
    ['the whole namespace', 'apps/api/src/routes/orders.ts', ['*']],
    ['side effects', 'apps/api/src/routes/orders.ts', []],
    ['a module that may not depend on it at all', 'packages/catalog/src/index.ts', ['charge']],
  ])('does not exist for %s', (_, from, names) => {
    expect(route(from, names)).toEqual([]);
  });
});
