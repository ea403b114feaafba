import { describe, expect, it } from 'vitest';
import { bindPolicy, exposedNameProblems } from '../../../core/policy/bind.js';
import { loadPolicy } from '../../../core/policy/load.js';
import type { Policy } from '../../../core/policy/policy.js';
import { brokenBy, policyOf } from './policy-fixtures.js';

const rules = (policy: Policy) => policy.problems.map(({ rule }) => rule);

describe('which module a file belongs to', () => {
  const rows: readonly (readonly [string, readonly string[], string, number | undefined])[] = [
    ['the folder', ['src'], 'src/a/b.ts', 0],
    ['a trailing slash and globstar say nothing', ['src/', 'src/orders/**'], 'src/orders/b.ts', 1],
    ['a folder name that only starts alike', ['src/order'], 'src/orders/b.ts', undefined],
    ['the longer folder, whatever the order', ['src/a/b', 'src/a', 'src'], 'src/a/b/c.ts', 0],
    ['literal beats wildcard', ['packages/*', 'packages/orders'], 'packages/orders/x.ts', 1],
    ['wildcard for the rest', ['packages/*', 'packages/orders'], 'packages/other/x.ts', 0],
    ['literal beats capture', ['packages/{name}', 'packages/orders'], 'packages/orders/x.ts', 1],
    ['deeper wildcard beats its folder', ['src', 'src/*'], 'src/a/x.ts', 1],
    ['partly literal beats wildcard', ['src/*', 'src/*.view.ts'], 'src/a.view.ts', 1],
    ['a file', ['src', 'src/main.ts'], 'src/main.ts', 1],
    ['any depth', ['src/**/internal'], 'src/a/b/internal/x.ts', 0],
    ['any depth includes none', ['src/**/internal'], 'src/internal/x.ts', 0],
    ['a choice', ['{apps,packages}/web'], 'packages/web/x.ts', 0],
    ['several paths', ['nothing', 'lib'], 'lib/x.ts', 1],
    ['brackets are no pattern', ['app/[id]'], 'app/[id]/page.tsx', 0],
    ['brackets match nothing else', ['app/[id]'], 'app/i/page.tsx', undefined],
    ['the whole root', ['.'], 'x.ts', 0],
    ['a path that does not exist', ['src'], 'src/new/file.ts', 0],
  ];
  it.each(rows)('%s', (_, paths, file, expected) => {
    const modules = paths.map((path, i) => ({ id: path.includes('{name}') ? 'p-{name}' : `m${i}`, path }));
    const policy = policyOf({ modules }, [file]);
    expect(policy.moduleOf(file)?.id).toBe(expected === undefined ? undefined : `m${expected}`);
  });

  it.each([
    ['src/*/api', 'src/orders/*', 'src/orders/api/x.ts'],
    ['a/{x}', 'a/{y}', 'a/b/x.ts'],
    ['src', './src/', 'src/a.ts'],
  ])('%s and %s claim %s equally: neither wins', (one, other, file) => {
    const policy = policyOf(
      {
        modules: [
          { id: one.includes('{') ? '{x}-1' : 'one', path: one },
          { id: other.includes('{') ? '{y}-2' : 'two', path: other },
        ],
      },
      [file],
    );
    expect(policy.usable).toBe(false);
    expect(policy.problems[0]?.message).toContain(file);
    expect(rules(policy)).toEqual(['config/conflict']);
  });

  it('equal paths without a common file are no conflict', () => {
    const modules = [
      { id: 'one', path: 'src/*/api' },
      { id: 'two', path: 'src/orders/*' },
    ];
    expect(policyOf({ modules }, ['src/a/api/x.ts', 'src/orders/core/x.ts']).usable).toBe(true);
  });
});

describe('captures', () => {
  it('give one module per value, in every string of the entry', () => {
    const policy = policyOf(
      {
        modules: [
          {
            id: '{app}',
            path: 'apps/{app}/src',
            tags: ['app:{app}'],
            dependsOn: ['{app}-lib'],
            entryPoints: ['{app}.ts'],
          },
          { id: '{lib}-lib', path: 'libs/{lib}' },
        ],
      },
      ['apps/a/src/a.ts', 'apps/b/src/b.ts', 'libs/a/x.ts', 'libs/b/x.ts'],
    );
    expect(policy.problems).toEqual([]);
    expect(policy.modules.map(({ id, tags, folder }) => [id, tags, folder])).toEqual([
      ['a', ['app:a'], 'apps/a/src'],
      ['b', ['app:b'], 'apps/b/src'],
      ['a-lib', [], 'libs/a'],
      ['b-lib', [], 'libs/b'],
    ]);
    expect(brokenBy(policy, 'apps/a/src/a.ts', 'libs/a/x.ts')).toEqual([]);
    expect(brokenBy(policy, 'apps/a/src/a.ts', 'libs/b/x.ts')).toEqual(['dependency-not-allowed']);
  });

  it('capture parts of segments, more than one, and the same twice', () => {
    const policy = policyOf({ modules: [{ id: '{kind}/{name}', path: 'src/{kind}-{name}/{name}' }] }, [
      'src/ui-cart/cart/x.ts',
      'src/ui-cart/other/x.ts',
    ]);
    expect(policy.modules.map(({ id, paths }) => [id, paths])).toEqual([['ui/cart', ['src/ui-cart/cart']]]);
  });

  it('that the id does not use gather what they match into one module', () => {
    const policy = policyOf({ modules: [{ id: 'views', path: 'src/{f}/views' }] }, [
      'src/a/views/x.ts',
      'src/b/views/x.ts',
    ]);
    expect(policy.modules).toHaveLength(1);
    expect(policy.modules[0]).toMatchObject({ id: 'views', paths: ['src/a/views', 'src/b/views'], folder: 'src' });
  });

  it('stand for folders, not for a file beside them, unless the path names files', () => {
    const files = [
      'packages/a/x.ts',
      'packages/index.ts',
      'deep/q/features/b/x.ts',
      'deep/features/index.ts',
      'bin/run.ts',
    ];
    const modules = [
      { id: '{p}', path: 'packages/{p}' },
      { id: '{f}', path: 'deep/**/features/{f}' },
      { id: 'bin-{b}', path: 'bin/{b}.ts' },
    ];
    expect(policyOf({ modules }, files).modules.map(({ id }) => id)).toEqual(['a', 'b', 'bin-run']);
  });

  it('that expand to an id of another entry are a conflict', () => {
    const policy = policyOf(
      {
        modules: [
          { id: '{p}', path: 'packages/{p}' },
          { id: 'a', path: 'lib/a' },
        ],
      },
      ['packages/a/x.ts', 'lib/a/x.ts'],
    );
    expect(rules(policy)).toEqual(['config/conflict']);
    expect(policy.usable).toBe(false);
  });

  it('without a value in the path are an error of form', () => {
    const { problems } = loadPolicy('architecture.jsonc', '{ "modules": [{ "id": "{app}", "path": "apps" }] }');
    expect(problems).toMatchObject([{ rule: 'config/invalid-value', message: expect.stringContaining('{app}') }]);
  });
});

describe('inheritance', () => {
  const policy = policyOf(
    {
      layers: { one: { order: ['top', 'low'] }, two: { order: ['x', 'y'] } },
      external: { groups: { g: ['zod'] } },
      modules: [
        {
          id: 'p',
          path: 'p',
          layer: 'top',
          owner: '@p',
          dependsOn: ['q'],
          external: { allow: ['g'] },
          tags: ['t:p'],
          visibility: 'private',
        },
        { id: 'child', path: 'p/c', layer: { two: 'y' } },
        { id: 'grandchild', path: 'p/c/g', owner: '@g', dependsOn: [], external: { allow: [] } },
        { id: 'q', path: 'q', layer: { one: 'low', two: 'x' } },
      ],
    },
    ['p/a.ts', 'p/c/a.ts', 'p/c/g/a.ts', 'q/a.ts'],
  );
  it('layer per set, owner, dependsOn and external come from the parent; tags and visibility do not', () => {
    const child = policy.module('child');
    expect(policy.problems).toEqual([]);
    expect(child).toMatchObject({
      parent: 'p',
      owner: '@p',
      externalAllow: ['zod'],
      tags: [],
      visibility: 'public',
      setsDependsOn: false,
    });
    expect([...(child?.layers ?? [])]).toEqual([
      ['one', 'top'],
      ['two', 'y'],
    ]);
    expect(child?.dependsOn?.map(({ text }) => text)).toEqual(['q']);
    expect(policy.module('grandchild')).toMatchObject({
      parent: 'child',
      owner: '@g',
      dependsOn: [],
      externalAllow: [],
      setsDependsOn: true,
    });
  });

  it('a module lies in the one whose path contains its own, whatever the ids say', () => {
    const nested = policyOf(
      {
        modules: [
          { id: 'a', path: 'x' },
          { id: 'a/b', path: 'y' },
          { id: 'z', path: 'x/*/z' },
          { id: 'w', path: ['x/w', 'y/w'] },
        ],
      },
      ['x/1.ts', 'y/1.ts', 'x/q/z/1.ts', 'x/w/1.ts', 'y/w/1.ts'],
    );
    expect(nested.modules.map(({ id, parent }) => [id, parent])).toEqual([
      ['a', undefined],
      ['a/b', undefined],
      ['z', 'a'],
      ['w', undefined],
    ]);
  });
});

describe('severity', () => {
  const policy = policyOf(
    {
      severity: { 'arch/*': 'warning', 'arch/cycle': 'hint', '*': 'information' },
      coverage: { unresolved: 'warning' },
      modules: [{ id: 'm', path: 'src/m' }],
      overrides: [
        { when: { files: 'src/**' }, severity: { 'arch/cycle': 'error' } },
        { when: { files: ['src/m/**'], context: 'test' }, severity: { 'arch/*': 'off' } },
        { when: { modules: 'm' }, severity: { 'failure/x': 'hint' } },
      ],
    },
    ['src/m/a.ts'],
  );
  it.each([
    ['an id over a family', 'arch/cycle', 'lib/a.ts', 'production', 'hint'],
    ['the longest family', 'arch/deep-import', 'lib/a.ts', 'production', 'warning'],
    ['the shortest one for the rest', 'remote/x', 'lib/a.ts', 'production', 'information'],
    ['an override over both', 'arch/cycle', 'src/a.ts', 'production', 'error'],
    ['the later override', 'arch/cycle', 'src/m/a.ts', 'test', 'off'],
    ['all conditions of an override', 'arch/cycle', 'src/m/a.ts', 'production', 'error'],
    ['an override for a module', 'failure/x', 'src/m/a.ts', 'production', 'hint'],
  ] as const)('%s', (_, rule, path, context, expected) => {
    expect(policy.severityOf(rule, path, context)).toBe(expected);
  });

  it('falls back to the switch of the section, and then to the rule itself', () => {
    const plain = policyOf({ coverage: { unresolved: 'warning' }, laundering: 'hint' }, []);
    expect(plain.severityOf('arch/unresolved-import', 'a.ts', 'production')).toBe('warning');
    expect(plain.severityOf('arch/laundered-dependency', 'a.ts', 'production')).toBe('hint');
    expect(plain.severityOf('arch/deep-import', 'a.ts', 'production')).toBeUndefined();
    expect(plain.severityOf('arch/unassigned-file', 'a.ts', 'production')).toBe('off');
  });

  it.each([
    ['the own severity of a finding over the default', {}, 'arch/deep-import', 'information', 'information'],
    [
      'over the switch of the section',
      { coverage: { unresolved: 'error' } },
      'arch/unresolved-import',
      'warning',
      'warning',
    ],
    ['but not past that switch', { coverage: { unresolved: 'off' } }, 'arch/unresolved-import', 'warning', 'off'],
    [
      'of a clause over another switch of its section',
      { external: { undeclared: 'off' } },
      'arch/undeclared-dependency',
      'error',
      'error',
    ],
    [
      'but the severity map over it',
      { severity: { 'arch/deep-import': 'error' } },
      'arch/deep-import',
      'information',
      'error',
    ],
    [
      'and an override',
      { overrides: [{ when: { files: '**' }, severity: { 'arch/*': 'hint' } }] },
      'arch/deep-import',
      'error',
      'hint',
    ],
  ] as const)('%s', (_, document, rule, own, expected) => {
    expect(policyOf(document, ['a.ts']).severityOf(rule, 'a.ts', 'production', own)).toBe(expected);
  });
});

describe('fixtures', () => {
  const plain = policyOf({}, []);
  it.each([
    ['packages/ast/fixtures/a.ts', true],
    ['src/__fixtures__/deep/a.ts', true],
    ['src/__testfixtures__/a.input.js', true],
    ['testdata/a.ts', true],
    ['packages/codemod/src/transforms/rename/basic.input.ts', true],
    ['packages/codemod/src/transforms/rename/basic.output.tsx', true],
    ['packages/codemod/src/transforms/rename/index.ts', false],
    ['src/users/dto/create-user.input.ts', false],
    ['src/fixtures.ts', false],
    ['src/fixture/a.ts', false],
  ])('%s: %s', (path, expected) => {
    expect(plain.isFixture(path)).toBe(expected);
  });

  it('need not import what exists, whatever the severity of the rule, unless an override names them', () => {
    const strict = policyOf({ severity: { 'arch/*': 'error' } }, []);
    const path = 'src/fixtures/a.ts';
    expect(strict.severityOf('arch/unresolved-import', path, 'production')).toBe('off');
    expect(strict.severityOf('lintel/syntax-error', path, 'production')).toBe('off');
    expect(strict.severityOf('arch/deep-import', path, 'production')).toBe('error');
    const overridden = policyOf(
      { overrides: [{ when: { files: '**/fixtures/**' }, severity: { 'arch/missing-export': 'error' } }] },
      [path],
    );
    expect(overridden.severityOf('arch/missing-export', path, 'production')).toBe('error');
    expect(overridden.severityOf('arch/unresolved-import', path, 'production')).toBe('off');
  });

  it('are what the policy says', () => {
    const own = policyOf({ sources: { fixtures: ['samples'] } }, ['samples/a.ts']);
    expect(own.isFixture('samples/deep/a.ts')).toBe(true);
    expect(own.isFixture('src/fixtures/a.ts')).toBe(false);
    expect(policyOf({ sources: { fixtures: [] } }, []).isFixture('src/fixtures/a.ts')).toBe(false);
  });
});

describe('architecture.module.jsonc', () => {
  const base = {
    external: { allow: ['zod', 'pino'] },
    modules: [
      {
        id: 'a',
        path: 'a',
        dependsOn: ['b', 'c', 'tag:t:*', { to: 'd', kinds: ['value'] }],
        entryPoints: ['index.ts', 'pub/*.ts'],
        visibility: ['b', 'c'],
      },
      { id: 'b', path: 'b', dependsOn: ['*'] },
      { id: 'c', path: 'c', dependsOn: ['*'] },
      { id: 'd', path: 'd', dependsOn: ['*'], tags: ['t:d'] },
    ],
  };
  const files = ['a/index.ts', 'a/pub/x.ts', 'b/x.ts', 'c/x.ts', 'd/x.ts'];
  const bound = (narrowing: object, path = 'a/architecture.module.jsonc') =>
    bindPolicy(
      loadPolicy('architecture.jsonc', JSON.stringify(base), [{ path, text: JSON.stringify(narrowing) }]),
      files,
    );

  it('takes away', () => {
    const policy = bound({
      dependsOn: ['b'],
      entryPoints: ['pub/x.ts'],
      visibility: ['b'],
      external: { allow: ['zod'] },
    });
    expect(policy.problems).toEqual([]);
    expect(brokenBy(policy, 'a/index.ts', 'c/x.ts')).toEqual(['dependency-not-allowed']);
    expect(brokenBy(policy, 'b/x.ts', 'a/index.ts')).toEqual(['deep-import']);
    expect(brokenBy(policy, 'c/x.ts', 'a/pub/x.ts')).toEqual(['interface-not-visible']);
    expect(brokenBy(policy, 'a/index.ts', 'npm:pino')).toEqual(['external-not-allowed']);
    expect(brokenBy(policy, 'b/x.ts', 'npm:pino')).toEqual([]);
  });

  it.each([
    ['a dependency', { dependsOn: ['b', 'a'] }, '"a"'],
    ['everything', { dependsOn: ['*'] }, '"*"'],
    ['an entry point', { entryPoints: ['index.ts', 'inner.ts'] }, '"inner.ts"'],
    ['visibility', { visibility: 'public' }, '"public"'],
    ['visibility to one more', { visibility: ['b', 'd'] }, '["b","d"]'],
    ['a package', { external: { allow: ['zod', 'pg'] } }, '"pg"'],
  ])('may not add %s', (_, narrowing, covers) => {
    const policy = bound(narrowing);
    expect(policy.usable).toBe(false);
    expect(policy.problems).toMatchObject([{ rule: 'config/conflict', path: 'a/architecture.module.jsonc' }]);
    const [problem] = policy.problems;
    expect(JSON.stringify(narrowing).slice(problem?.span.start, problem?.span.end)).toBe(covers);
  });

  it.each([
    ['a kind less', { dependsOn: [{ to: 'd', kinds: ['eager'] }] }],
    ['a module for its tag', { dependsOn: [{ to: 'd', kinds: ['type'] }] }],
    ['nothing at all', { dependsOn: [], entryPoints: [], visibility: [] }],
  ])('may leave %s', (_, narrowing) => {
    expect(bound(narrowing).problems).toEqual([]);
  });

  it('beside no module does nothing, and says so', () => {
    expect(bound({ dependsOn: [] }, 'x/architecture.module.jsonc').problems).toMatchObject([
      { rule: 'arch/vacuous-rule', path: 'x/architecture.module.jsonc' },
    ]);
  });

  it('may not name what does not exist, even where anything is permitted', () => {
    const policy = bound({ dependsOn: ['cc'] }, 'b/architecture.module.jsonc');
    expect(policy.problems).toMatchObject([{ rule: 'arch/vacuous-rule', path: 'b/architecture.module.jsonc' }]);
    expect(policy.usable).toBe(true);
  });

  it('is strict about its keys', () => {
    expect(bound({ dependOn: [] })).toMatchObject({ usable: false, problems: [{ rule: 'config/unknown-key' }] });
  });
});

describe('exposed names', () => {
  const policy = policyOf(
    { modules: [{ id: 'a', path: 'a', interfaces: { spi: { expose: ['spi.ts#Clock', 'spi.ts#Repo'] } } }] },
    ['a/spi.ts'],
  );
  it('that the file does not export are vacuous', () => {
    const problems = exposedNameProblems(policy, () => ({ names: ['Clock', 'Repos'], complete: true }));
    expect(problems).toMatchObject([
      { rule: 'arch/vacuous-rule', message: expect.stringContaining('Did you mean "Repos"') },
    ]);
    expect(policy.text.slice(problems[0]?.span.start, problems[0]?.span.end)).toBe('"spi.ts#Repo"');
  });
  it('are left alone where exports are not fully known', () => {
    expect(exposedNameProblems(policy, () => ({ names: [], complete: false }))).toEqual([]);
  });
});

describe('binding again', () => {
  const text = JSON.stringify({
    modules: [
      { id: '{p}', path: 'packages/{p}' },
      { id: 'x', path: ['lib/x', 'more/*/y'] },
      { id: 'z', path: 'more/q/*' },
    ],
  });
  const loaded = loadPolicy('architecture.jsonc', text);
  const files = ['lib/x/a.ts', 'more/q/w/a.ts', 'more/r/y/a.ts', 'packages/a/i.ts'];
  const summary = (policy: Policy) => [policy.modules.map(({ id }) => id), policy.problems, policy.usable];

  it('answers the same object when nothing changed for the policy', () => {
    const first = bindPolicy(loaded, files);
    expect(bindPolicy(loaded, [...files, 'packages/a/j.ts'], {}, first)).toBe(first);
  });

  it('from one policy to several, as for proposed edits that never come true', () => {
    const first = bindPolicy(loaded, files);
    const proposed = [...files, 'packages/b/i.ts'];
    for (let i = 0; i < 3; i++) {
      expect(bindPolicy(loaded, proposed, {}, first).modules.map(({ id }) => id)).toEqual(['a', 'b', 'x', 'z']);
      expect(bindPolicy(loaded, files, {}, first).modules.map(({ id }) => id)).toEqual(['a', 'x', 'z']);
      expect(bindPolicy(loaded, files.slice(0, 3), {}, first).modules.map(({ id }) => id)).toEqual(['x', 'z']);
    }
  });

  it('gives what binding afresh gives, through any sequence of changes', () => {
    const pool = [
      ...files,
      'more/q/y/a.ts',
      'packages/b/i.ts',
      'packages/b/j.ts',
      'packages/x/i.ts',
      'other/a.ts',
    ].sort();
    let policy = bindPolicy(loaded, files);
    let current = new Set(files);
    let seed = 7;
    for (let step = 0; step < 120; step++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      const file = pool[seed % pool.length] ?? '';
      current = new Set(current.has(file) ? [...current].filter(each => each !== file) : [...current, file]);
      const sorted = [...current].sort();
      policy = bindPolicy(loaded, sorted, {}, policy);
      expect(summary(policy)).toEqual(summary(bindPolicy(loaded, sorted)));
      const fresh = bindPolicy(loaded, sorted);
      for (const each of pool) expect(policy.moduleOf(each)?.id).toBe(fresh.moduleOf(each)?.id);
    }
  });
});
