import { describe, expect, it } from 'vitest';
import { bindPolicy } from '../../../core/policy/bind.js';
import { exampleFiles, loadExample } from './example.js';
import { brokenBy, type Import, originIn, policyOf, verdictOn } from './policy-fixtures.js';

type Row = readonly [sentence: string, from: string, to: string, given: Import, broken: readonly string[]];

const orders = 'packages/orders/src';
const billing = 'packages/billing/src';

describe('the complete example, judged', () => {
  const policy = bindPolicy(loadExample(), exampleFiles);
  const rows: readonly Row[] = [
    ['an entry point of a module in dependsOn', 'apps/api/src/routes/orders.ts', `${orders}/index.ts`, {}, []],
    ['within one module everything goes', `${billing}/index.ts`, `${billing}/stripe.ts`, {}, []],
    ['past the entry points', 'apps/api/src/routes/orders.ts', `${billing}/stripe.ts`, {}, ['deep-import']],
    ['`*` does not open what has entry points', 'apps/api/src/main.ts', `${billing}/stripe.ts`, {}, ['deep-import']],
    ['an interface asked for by name', 'apps/worker/src/run.ts', `${orders}/jobs/index.ts`, {}, []],
    [
      'the entry point where only an interface was asked for',
      'apps/worker/src/run.ts',
      `${orders}/index.ts`,
      {},
      ['dependency-not-allowed'],
    ],
    [
      'an interface that was not asked for and does not show itself',
      'apps/api/src/routes/orders.ts',
      `${orders}/jobs/index.ts`,
      {},
      ['interface-not-visible', 'dependency-not-allowed'],
    ],
    [
      'an interface with a layer of its own, from below',
      'packages/persistence/src/order-repository.ts',
      `${orders}/spi.ts`,
      { kind: 'type', names: ['OrderRepository'] },
      [],
    ],
    [
      'a name that the interface does not expose',
      'packages/persistence/src/order-repository.ts',
      `${orders}/spi.ts`,
      { names: ['internals'] },
      ['deep-import', 'layer-order', 'dependency-not-allowed'],
    ],
    [
      'the namespace of an interface narrowed to names',
      'packages/persistence/src/order-repository.ts',
      `${orders}/spi.ts`,
      { names: ['*'] },
      ['deep-import', 'layer-order', 'dependency-not-allowed'],
    ],
    [
      'side effects of an interface narrowed to names',
      'packages/persistence/src/order-repository.ts',
      `${orders}/spi.ts`,
      { names: [] },
      [],
    ],
    [
      'upward',
      'packages/persistence/src/index.ts',
      `${orders}/index.ts`,
      {},
      ['layer-order', 'dependency-not-allowed'],
    ],
    [
      'upward, and an exception does not change the verdict',
      'packages/catalog/src/pricing/quote.ts',
      `${billing}/index.ts`,
      { kind: 'type', names: ['TaxTable'] },
      ['layer-order', 'dependency-not-allowed'],
    ],
    ['a permission for types, used for types', `${orders}/index.ts`, `${billing}/events.ts`, { kind: 'type' }, []],
    [
      'a permission for types, used for a value',
      `${orders}/index.ts`,
      `${billing}/events.ts`,
      {},
      ['dependency-not-allowed'],
    ],
    [
      'a permission for types, used when called later',
      `${orders}/index.ts`,
      `${billing}/events.ts`,
      { kind: 'deferred' },
      ['dependency-not-allowed'],
    ],
    ['a constraint between tags, with its exception', `${orders}/index.ts`, 'packages/catalog/src/index.ts', {}, []],
    ['a nested module inherits dependsOn', `${orders}/core/order.ts`, 'packages/kernel/src/index.ts', {}, []],
    [
      'a nested module inherits that what is not listed is denied',
      `${orders}/core/order.ts`,
      `${billing}/index.ts`,
      {},
      ['dependency-not-allowed'],
    ],
    [
      'siblings need no dependsOn that they did not write',
      `${orders}/ports/clock.ts`,
      `${orders}/core/order.ts`,
      {},
      [],
    ],
    [
      'strict layers apply between siblings',
      `${orders}/adapters/http.ts`,
      `${orders}/core/order.ts`,
      {},
      ['layer-skipped'],
    ],
    ['upward between siblings', `${orders}/core/order.ts`, `${orders}/ports/clock.ts`, {}, ['layer-order']],
    ['the parent publishes what is nested in it', `${orders}/index.ts`, `${orders}/core/order.ts`, {}, []],
    ['private: the parent', `${orders}/index.ts`, `${orders}/adapters/http.ts`, {}, []],
    [
      'private: a module elsewhere',
      'apps/api/src/main.ts',
      `${orders}/adapters/http.ts`,
      {},
      ['interface-not-visible'],
    ],
    ['siblings: a module elsewhere', 'apps/api/src/main.ts', `${orders}/core/order.ts`, {}, ['interface-not-visible']],
    ['a visibility list with a tag', 'apps/api/src/main.ts', 'packages/persistence/src/index.ts', {}, []],
    [
      'a visibility list that leaves the importer out',
      'apps/api/src/routes/orders.ts',
      'packages/persistence/src/index.ts',
      {},
      ['interface-not-visible', 'dependency-not-allowed'],
    ],
    ['a visibility list that names the child', 'apps/api/src/main.ts', 'apps/api/src/routes/orders.ts', {}, []],
    [
      'an interface for tests, from production',
      'apps/api/src/routes/orders.ts',
      'packages/kernel/src/testing.ts',
      {},
      ['interface-not-visible', 'dependency-not-allowed'],
    ],
    [
      'an interface for tests, from a test that may see everything',
      'apps/api/src/main.ts',
      'packages/kernel/src/testing.ts',
      { context: 'test' },
      [],
    ],
    ['a file of no module', `${orders}/index.ts`, 'package.json', { kind: 'resource' }, []],
    ['a package of the global list', `${billing}/index.ts`, 'npm:stripe', {}, []],
    ['the module list replaces the global one', `${billing}/index.ts`, 'npm:zod', {}, ['external-not-allowed']],
    ['the global list where the module has none', 'packages/catalog/src/index.ts', 'npm:zod', {}, []],
    ['an empty list allows nothing', `${orders}/core/order.ts`, 'npm:zod', {}, ['external-not-allowed']],
    ['an empty list allows no built-in either', `${orders}/core/order.ts`, 'node:fs', {}, ['external-not-allowed']],
    ['a nested module inherits the list', 'apps/api/src/main.ts', 'npm:@fastify/cors', {}, []],
    ['built-ins are node:*', 'packages/catalog/src/index.ts', 'node:fs', {}, []],
    ['a subpath of a listed package', 'packages/persistence/src/index.ts', 'npm:drizzle-orm/pg-core', {}, []],
    [
      'denied everywhere',
      'packages/catalog/src/index.ts',
      'npm:lodash/map',
      {},
      ['external-denied', 'external-not-allowed'],
    ],
    ['denied except to the importer', 'apps/worker/src/run.ts', 'node:child_process', {}, []],
    ['denied except to the module the importer is nested in', 'apps/worker/src/main.ts', 'node:child_process', {}, []],
    ['denied to others', 'packages/catalog/src/index.ts', 'node:child_process', {}, ['external-denied']],
    ['an override allows a package to tests', `${orders}/core/order.test.ts`, 'npm:vitest', {}, []],
    ['and only to tests', `${orders}/core/order.ts`, 'npm:vitest', {}, ['external-not-allowed']],
    [
      'a mock in a test counts as an import of a test',
      `${orders}/core/order.test.ts`,
      'npm:vitest',
      { context: 'mock' },
      [],
    ],
  ];
  it.each(rows)('%s', (_, from, to, given, broken) => {
    expect(brokenBy(policy, from, to, given)).toEqual(broken);
  });

  it('names the clause in words, with the reason and the place in the policy', () => {
    const [clause] = verdictOn(policy, 'packages/catalog/src/index.ts', 'npm:lodash').clauses;
    expect(clause).toMatchObject({
      why: 'lodash is denied',
      because: 'use kernel/collections',
      data: { suggest: '@acme/kernel' },
    });
    expect(policy.text.slice(clause?.at?.start, clause?.at?.end)).toContain('"package": "lodash"');
  });

  it('counts the permission that was used, under the module that wrote it', () => {
    expect(verdictOn(policy, `${orders}/core/order.ts`, 'packages/kernel/src/index.ts').used).toEqual([
      'orders\u0000kernel',
    ]);
    expect(verdictOn(policy, `${orders}/index.ts`, `${billing}/events.ts`, { kind: 'type' }).used).toEqual([
      'orders\u0000billing::events (type)',
    ]);
  });

  it('blames only the names that break a clause', () => {
    const names = [
      ['Event', 'type'],
      ['publish', 'eager'],
    ] as const;
    const verdict = verdictOn(policy, `${orders}/index.ts`, `${billing}/events.ts`, { names });
    expect(verdict.clauses).toMatchObject([{ clause: 'dependency-not-allowed', symbols: ['publish'] }]);
  });
});

describe('laundering', () => {
  const files = [
    'ui/a.ts',
    'service/index.ts',
    'service/deep/x.ts',
    'db/index.ts',
    'kernel/index.ts',
    'other/index.ts',
  ];
  const policy = policyOf(
    {
      modules: [
        { id: 'ui', path: 'ui', dependsOn: ['service', 'kernel'] },
        { id: 'service', path: 'service', dependsOn: ['db', 'kernel', 'other'], entryPoints: ['index.ts'] },
        { id: 'service/deep', path: 'service/deep', visibility: 'private' },
        { id: 'db', path: 'db', dependsOn: [] },
        { id: 'other', path: 'other', dependsOn: ['service'] },
        { id: 'kernel', path: 'kernel', dependsOn: [], entryPoints: ['index.ts'] },
      ],
    },
    files,
  );
  const rows: readonly Row[] = [
    [
      'a symbol of a forbidden module',
      'ui/a.ts',
      'service/index.ts',
      { names: ['Db'], origins: { Db: originIn('db/index.ts', 'Db', 'service/index.ts') } },
      ['laundered-dependency'],
    ],
    [
      'a facade of its own',
      'ui/a.ts',
      'service/index.ts',
      { names: ['load'], origins: { load: originIn('service/index.ts', 'load') } },
      [],
    ],
    [
      'a symbol of a module that is permitted anyway',
      'ui/a.ts',
      'service/index.ts',
      {
        names: ['Money'],
        origins: { Money: originIn('kernel/money.ts', 'Money', 'service/index.ts', 'kernel/index.ts') },
      },
      [],
    ],
    [
      'a symbol of a nested module, published by its parent',
      'ui/a.ts',
      'service/index.ts',
      { names: ['X'], origins: { X: originIn('service/deep/x.ts', 'X', 'service/index.ts') } },
      [],
    ],
    [
      'a symbol published by its parent and passed on by another',
      'ui/a.ts',
      'service/index.ts',
      { names: ['ui'], origins: { ui: originIn('ui/b.ts', 'ui', 'service/index.ts') } },
      [],
    ],
    [
      'an edge that is not permitted itself',
      'kernel/index.ts',
      'service/index.ts',
      { names: ['Db'], origins: { Db: originIn('db/index.ts', 'Db', 'service/index.ts') } },
      ['dependency-not-allowed'],
    ],
    [
      'past the entry points as well',
      'ui/a.ts',
      'kernel/deep.ts',
      { names: ['Db'], origins: { Db: originIn('db/index.ts', 'Db', 'kernel/deep.ts') } },
      ['laundered-dependency', 'deep-import'],
    ],
  ];
  it.each(rows)('%s', (_, from, to, given, broken) => {
    expect(brokenBy(policy, from, to, given)).toEqual(broken);
  });

  it('says which name comes from where', () => {
    const { clauses } = verdictOn(policy, 'ui/a.ts', 'service/index.ts', {
      names: ['load', 'Db'],
      origins: { Db: originIn('db/index.ts', 'Client', 'service/index.ts') },
    });
    expect(clauses).toMatchObject([
      {
        symbols: ['Db'],
        why: 'Db is Client, declared in db/index.ts of db, which ui may not use: ui may depend only on service, kernel, which does not include db',
        data: {
          origins: [{ name: 'Db', declaredAs: 'Client', module: 'db', through: ['service/index.ts', 'db/index.ts'] }],
        },
      },
    ]);
  });

  it('is quiet when it is switched off', () => {
    const off = policyOf(
      {
        laundering: 'off',
        modules: [
          { id: 'ui', path: 'ui', dependsOn: ['service'] },
          { id: 'service', path: 'service' },
          { id: 'db', path: 'db' },
        ],
      },
      files,
    );
    expect(
      brokenBy(off, 'ui/a.ts', 'service/index.ts', { names: ['Db'], origins: { Db: originIn('db/index.ts', 'Db') } }),
    ).toEqual([]);
  });
});

describe('rules of type forbidden', () => {
  const files = ['a/x.ts', 'a/y.ts', 'a/sub/z.ts', 'b/x.ts', 'c/x.ts'];
  const withRule = (rule: object) =>
    policyOf(
      {
        modules: [
          { id: 'a', path: 'a', dependsOn: ['*'], tags: ['kind:app'] },
          { id: 'a/sub', path: 'a/sub' },
          { id: 'b', path: 'b', dependsOn: ['*'] },
          { id: 'c', path: 'c', dependsOn: ['*'] },
        ],
        external: { groups: { 'vendor:sql': ['pg'] } },
        rules: [{ id: 'r', type: 'forbidden', ...rule }],
      },
      files,
    );
  const rows: readonly (readonly [string, object, string, string, Import, readonly string[]])[] = [
    ['beats every permission', { from: 'a', to: 'b' }, 'a/x.ts', 'b/x.ts', {}, ['forbidden']],
    ['says nothing about others', { from: 'a', to: 'b' }, 'a/x.ts', 'c/x.ts', {}, []],
    ['holds for nested modules', { from: 'a', to: 'b' }, 'a/sub/z.ts', 'b/x.ts', {}, ['forbidden']],
    ['spares exceptFrom', { from: 'a', exceptFrom: ['a/sub'], to: 'b' }, 'a/sub/z.ts', 'b/x.ts', {}, []],
    ['spares files of exceptFrom', { from: 'a', exceptFrom: ['a/x.ts'], to: 'b' }, 'a/x.ts', 'b/x.ts', {}, []],
    [
      'is about its kinds: value is eager',
      { from: 'a', to: 'b', kinds: ['value'] },
      'a/x.ts',
      'b/x.ts',
      { kind: 'eager' },
      ['forbidden'],
    ],
    [
      'is about its kinds: value is deferred',
      { from: 'a', to: 'b', kinds: ['value'] },
      'a/x.ts',
      'b/x.ts',
      { kind: 'deferred' },
      ['forbidden'],
    ],
    [
      'is about its kinds: value is no type',
      { from: 'a', to: 'b', kinds: ['value'] },
      'a/x.ts',
      'b/x.ts',
      { kind: 'type' },
      [],
    ],
    ['selects by tag', { from: 'tag:kind:*', to: 'b' }, 'a/x.ts', 'b/x.ts', {}, ['forbidden']],
    ['selects files, also within one module', { from: 'a/x.ts', to: 'a/y.ts' }, 'a/x.ts', 'a/y.ts', {}, ['forbidden']],
    ['selects packages by group', { from: 'a', to: 'external:vendor:sql' }, 'a/x.ts', 'npm:pg/lib', {}, ['forbidden']],
    ['selects packages by name', { from: 'a', to: 'external:pg' }, 'a/x.ts', 'npm:pg', {}, ['forbidden']],
    ['leaves a module to itself', { from: '*', to: '*' }, 'b/x.ts', 'b/y.ts', {}, []],
  ];
  it.each(rows)('%s', (_, rule, from, to, given, broken) => {
    expect(brokenBy(withRule(rule), from, to, given)).toEqual(broken);
  });
});

describe('dependsOn', () => {
  const files = ['a/x.ts', 'a/n/x.ts', 'a/m/x.ts', 'a/m/k/x.ts', 'b/x.ts', 'b/api.ts', 'c/x.ts'];
  const withModules = (a: object, more: object = {}) =>
    policyOf(
      {
        modules: [
          { id: 'a', path: 'a', ...a },
          { id: 'n', path: 'a/n' },
          { id: 'm', path: 'a/m', dependsOn: [] },
          { id: 'k', path: 'a/m/k' },
          {
            id: 'b',
            path: 'b',
            tags: ['domain:b'],
            interfaces: { api: { expose: ['api.ts'], contexts: ['test', 'production'] } },
          },
          { id: 'c', path: 'c', tags: ['domain:c'] },
        ],
        ...more,
      },
      files,
    );
  const constraint = { constraints: [{ from: 'a', to: 'tag:domain:*', allow: ['tag:domain:b'] }] };
  const rows: readonly (readonly [string, object, object, string, string, readonly string[]])[] = [
    ['nothing said: nothing permitted', {}, {}, 'a/x.ts', 'b/x.ts', ['dependency-not-allowed']],
    ['nothing said: a constraint may permit', {}, constraint, 'a/x.ts', 'b/x.ts', []],
    ['nothing said: a constraint may deny', {}, constraint, 'a/x.ts', 'c/x.ts', ['dependency-not-allowed']],
    [
      'a permission does not lift a constraint',
      { dependsOn: ['c'] },
      constraint,
      'a/x.ts',
      'c/x.ts',
      ['dependency-not-allowed'],
    ],
    [
      'a constraint does not make up for a permission',
      { dependsOn: ['c'] },
      constraint,
      'a/x.ts',
      'b/x.ts',
      ['dependency-not-allowed'],
    ],
    ['a tag', { dependsOn: ['tag:domain:*'] }, {}, 'a/x.ts', 'c/x.ts', []],
    ['everything', { dependsOn: ['*'] }, {}, 'a/x.ts', 'c/x.ts', []],
    ['everything includes interfaces', { dependsOn: ['*'] }, {}, 'a/x.ts', 'b/api.ts', []],
    [
      'a bare module does not cover its interface',
      { dependsOn: ['b'] },
      {},
      'a/x.ts',
      'b/api.ts',
      ['dependency-not-allowed'],
    ],
    [
      'the module does not cover what is nested in it',
      { dependsOn: [] },
      {},
      'b/x.ts',
      'a/n/x.ts',
      ['dependency-not-allowed'],
    ],
    ['a child needs none for its parent', { dependsOn: [] }, {}, 'a/m/x.ts', 'a/x.ts', []],
    ['a parent needs none for its child', { dependsOn: [] }, {}, 'a/x.ts', 'a/m/x.ts', []],
    ['siblings: not needed where the importer wrote none', { dependsOn: [] }, {}, 'a/n/x.ts', 'a/m/x.ts', []],
    [
      'siblings: needed where the importer wrote one',
      { dependsOn: [] },
      {},
      'a/m/x.ts',
      'a/n/x.ts',
      ['dependency-not-allowed'],
    ],
    [
      'one that inherits it from a parent that wrote it',
      { dependsOn: [] },
      {},
      'a/m/k/x.ts',
      'b/x.ts',
      ['dependency-not-allowed'],
    ],
  ];
  it.each(rows)('%s', (_, a, more, from, to, broken) => {
    expect(brokenBy(withModules(a, more), from, to)).toEqual(broken);
  });

  it('sameValue compares what the star stands for', () => {
    const policy = policyOf(
      {
        modules: ['x', 'y'].flatMap(value => [
          { id: `${value}-ui`, path: `${value}/ui`, tags: [`domain:${value}`], dependsOn: ['*'] },
          { id: `${value}-data`, path: `${value}/data`, tags: [`domain:${value}`], dependsOn: ['*'] },
        ]),
        constraints: [
          { from: 'tag:domain:*', to: 'tag:domain:*', allow: 'sameValue', because: 'domains talk through events' },
        ],
      },
      ['x/ui/a.ts', 'x/data/a.ts', 'y/ui/a.ts', 'y/data/a.ts'],
    );
    expect(brokenBy(policy, 'x/ui/a.ts', 'x/data/a.ts')).toEqual([]);
    expect(verdictOn(policy, 'x/ui/a.ts', 'y/data/a.ts').clauses).toMatchObject([
      { clause: 'dependency-not-allowed', because: 'domains talk through events' },
    ]);
  });
});

describe('entry points and nesting', () => {
  const files = [
    'a/index.ts',
    'a/in/x.ts',
    'a/in/pub.ts',
    'a/help.ts',
    'b/index.ts',
    'b/open.ts',
    'b/kit.ts',
    'a/in/x.test.ts',
    'a/x.test.ts',
  ];
  const policy = policyOf(
    {
      modules: [
        { id: 'a', path: 'a', entryPoints: ['index.ts', 'in/pub.ts'], dependsOn: ['b'] },
        { id: 'in', path: 'a/in', entryPoints: ['x.ts'] },
        { id: 'b', path: 'b', dependsOn: ['a'], interfaces: { kit: { expose: ['kit.ts'], contexts: ['test'] } } },
      ],
      overrides: [{ when: { context: 'test' }, allow: { deepImport: 'sameModule' } }],
    },
    files,
  );
  const rows: readonly Row[] = [
    ['a module without entry points is public in every file', 'a/index.ts', 'b/open.ts', {}, []],
    [
      'but for what an interface with conditions claims',
      'a/index.ts',
      'b/kit.ts',
      {},
      ['interface-not-visible', 'dependency-not-allowed'],
    ],
    ['a nested module may use all of what it is nested in', 'a/in/x.ts', 'a/help.ts', {}, []],
    ['the parent enters a nested module through its entry points', 'a/index.ts', 'a/in/x.ts', {}, []],
    ['the parent past the entry points of a nested module', 'a/index.ts', 'a/in/pub.ts', {}, ['deep-import']],
    ['a test may reach into what its own module contains', 'a/x.test.ts', 'a/in/pub.ts', {}, []],
    ['a test may not reach into others', 'b/x.test.ts', 'a/help.ts', {}, ['deep-import']],
    ['an entry point that lies in a nested module', 'b/index.ts', 'a/in/pub.ts', {}, []],
    [
      'the rest of the nested module needs its own permission',
      'b/index.ts',
      'a/in/x.ts',
      {},
      ['dependency-not-allowed'],
    ],
  ];
  it.each(rows)('%s', (_, from, to, given, broken) => {
    expect(brokenBy(policy, from, to, given)).toEqual(broken);
  });
});
