import { describe, expect, test } from 'vitest';
import { palette } from '../../clients/cli/color.js';
import { whyText } from '../../clients/cli/commands/why.js';
import { placeOf } from '../../clients/cli/why/places.js';
import { findingAt } from './sample-report.js';
import { snapshotOf } from './sample-snapshot.js';

const permission = (id: string) => ({ to: { kind: 'module', id } as const, span: { start: 0, end: 0 }, text: id });

const shop = snapshotOf({
  files: ['http/a.ts', 'http/admin/z.ts', 'orders/index.ts', 'orders/b.ts', 'kernel/c.ts'],
  links: [
    { from: 'http/a.ts', to: 'orders/index.ts', symbols: ['place'] },
    { from: 'orders/index.ts', to: 'orders/b.ts' },
    { from: 'orders/b.ts', to: 'kernel/c.ts', kind: 'type', symbols: ['Clock'] },
    { from: 'orders/b.ts', to: 'pkg:pg' },
    { from: 'kernel/c.ts', to: 'pkg:node:fs' },
    { from: 'http/admin/z.ts', to: 'http/a.ts' },
  ],
  modules: [
    { id: 'http', dependsOn: [permission('orders')] },
    { id: 'http/admin', parent: 'http' },
    { id: 'orders', dependsOn: [] },
    { id: 'kernel' },
  ],
  findings: [
    findingAt('src/orders/http.ts', 'x', {
      path: 'orders/b.ts',
      span: { start: 8, end: 20 },
      rule: 'arch/dependency-not-allowed',
      message: 'orders may not import kernel.',
      dependency: { to: 'kernel/c.ts', kind: 'type', context: 'production', symbols: [], clauses: [] },
    }),
  ],
});

function why(from: string, to: string): string {
  const place = (word: string) => placeOf(word, shop, '/repo/orders', '/repo');
  return whyText(shop, place(from), place(to), '', palette(false));
}

describe('why', () => {
  test('shows each step with its place, kind and what the policy says', () => {
    expect(why('http', 'kernel')).toBe(
      [
        'http depends on kernel in 3 steps:',
        '',
        '  http/a.ts:1:9',
        '    imports place from orders/index.ts (eager, http → orders)',
        '    permitted: "orders" in dependsOn of http',
        '',
        '  orders/index.ts:1:9',
        '    imports orders/b.ts (eager)',
        '    permitted: both lie in orders',
        '',
        '  orders/b.ts:1:9',
        '    imports Clock from kernel/c.ts (type, orders → kernel)',
        '    forbidden (arch/dependency-not-allowed): orders may not import kernel.',
        '',
      ].join('\n'),
    );
  });

  test('finds files from the current folder and from the root, and packages', () => {
    expect(why('index.ts', 'pg')).toContain('orders/index.ts depends on pg in 2 steps:');
    expect(why('orders/b.ts', 'fs')).toContain('orders/b.ts depends on node:fs in 2 steps:');
  });

  test('a parent module stands for its children too', () => {
    expect(why('http/admin', 'http/a.ts')).toContain('in 1 step:');
  });

  test('without a path it says whether the other way round has one', () => {
    expect(why('kernel', 'http')).toBe(
      'kernel does not depend on http, neither directly nor through other files.\n' +
        'The other way round it does, in 3 steps: lintel why http kernel\n',
    );
    expect(why('kernel', 'pg')).toBe('kernel does not depend on pg, neither directly nor through other files.\n');
  });

  test('an unknown word is an error that names the nearest', () => {
    expect(() => why('kernle', 'pg')).toThrow(
      'kernle is no module, no analysed file or folder and no imported package; did you mean kernel?',
    );
  });
});
