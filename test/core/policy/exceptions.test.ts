import { describe, expect, test } from 'vitest';
import { compileExceptions } from '../../../core/policy/exceptions.js';
import type { Exception, Module } from '../../../core/policy/policy.js';
import { dependency } from './baseline-fixtures.js';

const owners: Record<string, string | undefined> = {
  billing: '@acme/billing',
  'billing/core': '@acme/ledger',
  catalog: '@acme/catalog',
  kernel: undefined,
};

function exceptions(...list: (Partial<Exception> & { id: string })[]) {
  const module = (id: string) => (id in owners ? ({ id, owner: owners[id] } as unknown as Module) : undefined);
  return compileExceptions({
    path: 'architecture.jsonc',
    exceptions: list.map((exception, i) => ({
      rule: 'arch/dependency-not-allowed',
      from: 'catalog/quote.ts',
      to: 'billing',
      reason: 'moves with the tax split',
      requestedBy: 'agent:bot',
      approvedBy: '@acme/billing',
      span: { start: i, end: i + 1 },
      ...exception,
    })),
    external: {
      groups: new Map([['vendor:sql', ['pg', 'drizzle-*']]]),
      deny: [],
      undeclared: 'error',
      devInProduction: 'error',
    },
    module,
    moduleOf: path =>
      module(path.startsWith('billing/core/') ? 'billing/core' : (path.split('/')[0] ?? '')) as Module | undefined,
  });
}

const violation = dependency('catalog/quote.ts', 'billing/tax.ts', { names: 'TaxTable', kind: 'type' });
const today = '2026-09-30';

function covers(exception: Partial<Exception>, finding = violation, on = today): boolean {
  return exceptions({ id: 'EX-1', ...exception }).about(finding, on)?.covered ?? false;
}

function note(exception: Partial<Exception>, finding = violation): string | undefined {
  return exceptions({ id: 'EX-1', ...exception }).about(finding, today)?.note;
}

describe('an exception covers', () => {
  test.each<[string, Partial<Exception>]>([
    ['a path to a module', {}],
    ['a folder', { from: 'catalog' }],
    ['a glob', { from: 'catalog/**/*.ts', to: 'billing/*' }],
    ['the path itself', { to: 'billing/tax.ts' }],
    ['its names and kinds', { symbols: ['Rate', 'TaxTable'], kinds: ['type'] }],
    ['a whole family of rules', { rule: 'arch/*' }],
    ['through the day it expires', { expires: today }],
  ])('%s', (_, exception) => {
    expect(covers(exception)).toBe(true);
  });
  test("packages by name, pattern and group, approved by the importing module's owner", () => {
    const sql = dependency('catalog/quote.ts', 'external:pg', { rule: 'arch/external-not-allowed' });
    for (const to of ['external:pg', 'external:p*', 'external:vendor:sql']) {
      expect(covers({ rule: 'arch/external-not-allowed', to, approvedBy: '@acme/catalog' }, sql)).toBe(true);
    }
    expect(covers({ rule: 'arch/external-not-allowed', to: 'external:pgx', approvedBy: '@acme/catalog' }, sql)).toBe(
      false,
    );
    expect(covers({ rule: 'arch/external-not-allowed', to: 'external:pg' }, sql)).toBe(false);
  });
  test('what two of them cover together', () => {
    const both = dependency('catalog/quote.ts', 'billing/tax.ts', {
      rule: 'arch/layer-order',
      clauses: ['arch/dependency-not-allowed', 'arch/layer-order'],
    });
    const pair = exceptions({ id: 'EX-1' }, { id: 'EX-2', rule: 'arch/layer-order' });
    expect(pair.about(both, today)).toEqual({ covered: true, spoken: ['EX-1', 'EX-2'] });
  });
  test('a target without an owner, whoever approved', () => {
    expect(covers({ to: 'kernel', approvedBy: 'someone' }, dependency('catalog/quote.ts', 'kernel/x.ts'))).toBe(true);
  });
});

describe('an exception does not cover', () => {
  test.each<[string, Partial<Exception>]>([
    ['another rule', { rule: 'arch/deep-import' }],
    ['another family', { rule: 'failure/*' }],
    ['another file', { from: 'catalog/quo' }],
    ['another target', { to: 'catalog' }],
    ['a package', { to: 'external:billing' }],
    ['a name it does not list', { symbols: ['Rate'] }],
    ['a kind it does not list', { kinds: ['eager', 'deferred'] }],
  ])('%s, and says nothing about it', (_, exception) => {
    expect(exceptions({ id: 'EX-1', ...exception }).about(violation, today)).toBeUndefined();
  });
  test('the whole namespace, or a side-effect import, where it lists names', () => {
    for (const names of ['*', '']) {
      expect(covers({ symbols: ['TaxTable'] }, dependency('catalog/quote.ts', 'billing/tax.ts', { names }))).toBe(
        false,
      );
    }
  });
  test('files of a module nested in the one it names', () => {
    expect(covers({}, dependency('catalog/quote.ts', 'billing/core/ledger.ts'))).toBe(false);
  });
  test('unapproved: the finding says whose turn it is', () => {
    const { approvedBy: _, ...proposed } = { approvedBy: undefined };
    const all = exceptions({ id: 'EX-1', ...proposed, approvedBy: undefined as unknown as string });
    expect(all.about(violation, today)).toMatchObject({
      covered: false,
      note: 'Proposed as EX-1 by agent:bot, not approved; @acme/billing has to approve it.',
      exception: { id: 'EX-1', standing: 'proposed' },
    });
  });
  test('acknowledged at a prompt is not approved', () => {
    expect(note({ approvedBy: undefined as unknown as string, acknowledgedBy: 'jo' })).toContain(
      'acknowledged by jo, not approved',
    );
  });
  test("approved by somebody else than the target's owner, nested owners included", () => {
    expect(note({ approvedBy: '@acme/catalog' })).toBe(
      'EX-1 was approved by @acme/catalog, but the target belongs to @acme/billing, who has to approve it.',
    );
    expect(note({ to: 'billing/**' }, dependency('catalog/quote.ts', 'billing/core/ledger.ts'))).toContain(
      '@acme/ledger',
    );
  });
  test('an import that breaks another rule too', () => {
    const both = dependency('catalog/quote.ts', 'billing/tax.ts', {
      clauses: ['arch/dependency-not-allowed', 'arch/laundered-dependency'],
    });
    expect(note({}, both)).toBe('EX-1 does not cover arch/laundered-dependency, which it breaks too.');
  });
  test('findings that are no dependency', () => {
    expect(
      exceptions({ id: 'EX-1', rule: 'arch/*' }).about(
        { ...violation, rule: 'arch/cycle', dependency: undefined as never },
        today,
      ),
    ).toBeUndefined();
  });
});

describe('its own problems', () => {
  test('expired: reported at the exception, and the violation is back', () => {
    const all = exceptions({ id: 'EX-1', expires: '2026-09-29' });
    const verdict = all.about(violation, today);
    expect(verdict).toMatchObject({ covered: false, note: 'EX-1 expired on 2026-09-29.' });
    const problems = all.problems(new Set(verdict?.spoken), today);
    expect(problems).toMatchObject([
      { rule: 'arch/expired-exception', path: 'architecture.jsonc', span: { start: 0, end: 1 } },
    ]);
  });
  test('stale: speaks of nothing; a proposal that speaks of something is not', () => {
    const all = exceptions(
      { id: 'EX-1', from: 'catalog/other.ts' },
      { id: 'EX-2', approvedBy: undefined as unknown as string },
    );
    const spoken = new Set(all.about(violation, today)?.spoken);
    expect(all.problems(spoken, today)).toMatchObject([{ rule: 'arch/stale-exception', data: { exception: 'EX-1' } }]);
  });
});
