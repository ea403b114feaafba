import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGlobs } from '../../../core/files/globs.js';
import { type InferenceInput, inferPolicy } from '../../../core/policy/inference.js';
import { dependency } from './baseline-fixtures.js';
import { inferred, repository } from './inference-fixtures.js';

/** `count` files below a folder, each with the same imports. */
function many(folder: string, count: number, imports = ''): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${folder}/${String(i).padStart(2, '0')}.ts`, imports]),
  );
}

describe('odd repositories', () => {
  test('no files: a policy that says so', () => {
    const { problems, notes, policy } = inferred(repository({}));
    expect(problems).toEqual([]);
    expect(policy.modules).toEqual([]);
    expect(notes).toEqual(['There are no source files yet, so the policy declares no modules.']);
  });
  test('one file', () => {
    const { problems, policy } = inferred(repository({ 'index.ts': '' }));
    expect(problems).toEqual([]);
    expect(policy.moduleOf('index.ts')?.id).toBe('root');
  });
  test('files at the root alone, also JavaScript and names with a dot in front', () => {
    const { problems, policy } = inferred(
      repository({ 'a.js': 'b.cjs: x', 'b.cjs': '', '.eslintrc.js': '', 'c.d.ts': '' }),
    );
    expect(problems).toEqual([]);
    expect(policy.modules.map(module => module.id)).toEqual(['root']);
  });
  test('folders whose names are no ids, and route segments', () => {
    const files = { 'my app/x y.ts': '', 'a{b}/x.ts': '', '(group)/[id]/page.tsx': '', 'c#d/x.ts': '', 'index.ts': '' };
    const { policy, problems } = inferred(repository(files));
    expect(problems).toEqual([]);
    for (const path of Object.keys(files)) expect(policy.moduleOf(path), path).toBeDefined();
  });
  test('every module in cycles with every other', () => {
    const names = ['a', 'b', 'c', 'd'];
    const files = Object.fromEntries(
      names.map(from => [
        `src/${from}/index.ts`,
        names
          .filter(to => to !== from)
          .map(to => `src/${to}/index.ts: x y z`)
          .join(';'),
      ]),
    );
    const { problems, permitted } = inferred(repository(files));
    expect(problems).toEqual([]);
    expect(Object.values(permitted).flat()).toEqual([]);
  });
});

describe('modules', () => {
  test('a package each in a monorepo, by name without scope; programs beside it as one', () => {
    const { policy, problems } = inferred(
      repository(
        {
          ...many('packages/core/src', 5),
          ...many('packages/ui/src', 5),
          ...many('examples/one/src', 3),
          ...many('examples/two/src', 3),
          'eslint.config.js': '',
        },
        {
          'packages/core': { name: '@acme/core' },
          'packages/ui': { name: '@acme/ui' },
          'examples/one': { name: 'one' },
          'examples/two': { name: 'two' },
        },
      ),
    );
    expect(problems).toEqual([]);
    expect(policy.modules.map(module => module.id)).toEqual(['core', 'ui', 'examples', 'root']);
  });
  test('two packages of one short name', () => {
    const { policy } = inferred(
      repository({ ...many('a/x', 3), ...many('b/x', 3) }, { 'a/x': { name: '@one/x' }, 'b/x': { name: '@two/x' } }),
    );
    expect(policy.modules.map(module => module.id)).toEqual(['x', 'two/x']);
  });
  test('folders below src in a single package, the wrapper itself for what lies in it', () => {
    const { policy } = inferred(
      repository({ ...many('src/orders', 5), ...many('src/billing', 5), 'src/main.ts': '' }, { '': { name: 'shop' } }),
    );
    expect(policy.modules.map(module => [module.id, module.parent])).toEqual([
      ['src', undefined],
      ['billing', 'src'],
      ['orders', 'src'],
    ]);
  });
  test('packages of one kind are one entry with a capture, in a repository with many', () => {
    const kinds = ['plugin-seo', 'plugin-search', 'plugin-stripe', 'db-mongo', 'db-sqlite'];
    const names = ['core', 'ui', ...kinds, ...Array.from({ length: 12 }, (_, i) => `part${i}`)];
    const files = Object.assign(
      {},
      ...names.map(name => many(`packages/${name}/src`, 3, kinds.includes(name) ? 'packages/core/src/00.ts: a b' : '')),
    ) as Record<string, string>;
    files['packages/plugin-seo/src/x.ts'] = 'packages/ui/src/00.ts: a b c';
    const packages = Object.fromEntries(
      names.map(name => [`packages/${name}`, { name: `@acme/${name}`, entries: [`packages/${name}/src/00.ts`] }]),
    );
    const { text, problems, policy, permitted } = inferred(repository(files, packages));
    expect(problems).toEqual([]);
    expect(text).toContain('"id": "plugin-{name}",');
    expect(text).not.toContain('db-{name}');
    expect(policy.moduleOf('packages/plugin-seo/src/01.ts')?.id).toBe('plugin-seo');
    expect(permitted['plugin-search']).toEqual(['core', 'ui']);
    const related = { ...files, 'packages/plugin-seo/src/y.ts': 'packages/plugin-search/src/00.ts: a b c' };
    expect(inferred(repository(related, packages)).text).not.toContain('plugin-{name}');
  });
  test('what starts a folder is parted from what serves it', () => {
    const { policy, layer, problems } = inferred(
      repository({
        ...many('src/ui', 4, 'src/services/00.ts: a b; src/env.ts: env'),
        ...many('src/services', 4, 'src/lib/00.ts: a b; src/env.ts: env'),
        ...many('src/lib', 4, 'src/env.ts: env'),
        'src/index.ts': 'src/start.ts: start; src/ui/00.ts: page',
        'src/start.ts': 'src/services/00.ts: run; src/env.ts: env',
        'src/env.ts': '',
      }),
    );
    expect(problems).toEqual([]);
    expect(['src/index.ts', 'src/start.ts', 'src/env.ts'].map(path => policy.moduleOf(path)?.id)).toEqual([
      'src/main',
      'src/main',
      'src',
    ]);
    expect([layer('src/main'), layer('src')]).toEqual(['interface', 'foundation']);
  });
  test('a folder that serves the rest places all it holds, whatever the names in it say', () => {
    const { layer } = inferred(
      repository({
        ...many('app/scenes', 40, 'app/models/00.ts: a b; shared/components/00.ts: a b'),
        ...many('app/models', 40, 'shared/editor/00.ts: a b'),
        ...many('shared/components', 24),
        ...many('shared/editor', 24, 'shared/components/00.ts: a'),
        'shared/types.ts': '',
      }),
    );
    expect(['app/scenes', 'app/models', 'shared', 'shared/components', 'shared/editor'].map(layer)).toEqual([
      'interface',
      'domain',
      'foundation',
      'foundation',
      'foundation',
    ]);
  });
  test('build output whose sources are here is left out; hand-written JavaScript is not', () => {
    const sources = many('src/orders', 4);
    const built = Object.fromEntries(
      Object.keys(sources).flatMap(path => [
        [path.replace('src', 'dist').replace('.ts', '.js'), ''],
        [path.replace('src', 'dist').replace('.ts', '.d.ts'), ''],
      ]),
    );
    expect(inferred(repository({ ...sources, ...built })).policy.sources.exclude).toEqual(['dist/**']);
    const written = { 'dist/a.js': '', 'dist/b.js': '', 'dist/c.js': '' };
    expect(inferred(repository({ ...sources, ...written })).policy.sources.exclude).toEqual([]);
  });
  test('files that are too large are named, so that nobody believes they are checked', () => {
    const { text, policy } = inferred({ ...repository(many('src/a', 3)), tooLarge: ['src/data{1}.ts'] });
    expect(policy.sources.exclude).toEqual(['src/data?1?.ts']);
    expect(text).toContain('Too large to be read.');
  });
  test('not one per component', () => {
    const files = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`src/ui/C${i}/index.tsx`, '']));
    const { policy } = inferred(repository({ ...files, ...many('src/lib', 10) }));
    expect(policy.modules.map(module => module.id)).toEqual(['lib', 'ui']);
  });
  test('test data is left out, unless somebody imports it', () => {
    const data = many('src/parse/fixtures', 4);
    const { policy, text } = inferred(repository({ ...data, ...many('src/parse', 3), ...many('src/print', 3) }));
    expect(policy.sources.exclude).toEqual(['**/fixtures/**']);
    expect(text).toContain('Inputs of tests that nothing imports, 4 files.');
    const used = inferred(
      repository({ ...data, 'src/parse/a.ts': 'src/parse/fixtures/00.ts: x', ...many('src/print', 3) }),
    );
    expect(used.policy.sources.exclude).toEqual([]);
  });
});

describe('permissions', () => {
  const downward = {
    ...many('src/ui', 4, 'src/services/00.ts: place cancel; src/lib/00.ts: format parse'),
    ...many('src/services', 4, 'src/domain/00.ts: Order Line; src/lib/00.ts: format parse'),
    ...many('src/domain', 4, 'src/lib/00.ts: format parse'),
    ...many('src/lib', 4),
  };
  test("what points down is permitted, in layers that carry the folders' own words", () => {
    const { permitted, layer, problems } = inferred(repository(downward));
    expect(problems).toEqual([]);
    expect(permitted).toEqual({ ui: ['lib', 'services'], services: ['domain', 'lib'], domain: ['lib'], lib: [] });
    expect(['ui', 'services', 'domain', 'lib'].map(layer)).toEqual([
      'interface',
      'application',
      'domain',
      'foundation',
    ]);
  });
  test('a lighter way back is not, and the question says why', () => {
    const { permitted, questionFor, text } = inferred(
      repository({ ...downward, 'src/domain/99.ts': 'src/services/01.ts: notify' }),
    );
    expect(permitted.domain).toEqual(['lib']);
    expect(permitted.services).toContain('domain');
    expect(text).toContain('// not services (1)');
    const finding = { ...dependency('src/domain/99.ts', 'src/services/01.ts', { names: 'notify' }), module: 'domain' };
    expect(questionFor(finding)).toBe(
      'services depends on domain (8 names at 4 sites): is this way round meant too (1 name at 1 site)?',
    );
  });
  test('two modules that lean on each other alike: neither way', () => {
    const files = {
      ...many('src/orders', 4, 'src/billing/00.ts: pay refund'),
      ...many('src/billing', 4, 'src/orders/00.ts: find close'),
    };
    const { permitted, questionFor } = inferred(repository(files));
    expect(permitted).toEqual({ orders: [], billing: [] });
    expect(questionFor(dependency('src/orders/00.ts', 'src/billing/00.ts'))).toContain('which direction is meant?');
  });
  test('what is permitted has no cycle, whatever the code does', () => {
    const ring = {
      ...many('src/a', 3, 'src/b/00.ts: x'),
      ...many('src/b', 3, 'src/c/00.ts: x'),
      ...many('src/c', 3, 'src/a/00.ts: x'),
    };
    const { permitted } = inferred(repository(ring));
    expect(Object.values(permitted).flat()).toHaveLength(2);
  });
  test('a stray name between strangers is asked about, in a code base where that is odd', () => {
    const { permitted, questionFor } = inferred(
      repository({ ...downward, 'src/ui/99.ts': 'src/domain/01.ts: TaxTable' }),
    );
    expect(permitted.ui).toEqual(['lib', 'services']);
    expect(questionFor(dependency('src/ui/99.ts', 'src/domain/01.ts', { names: 'TaxTable' }))).toBe(
      'Is ui meant to depend on domain, or does TaxTable belong elsewhere?',
    );
  });
  test('every kind of finding has a question of its own', () => {
    const { questionFor } = inferred(repository(downward));
    const rules = [
      'deep-import',
      'laundered-dependency',
      'undeclared-dependency',
      'unresolved-import',
      'missing-export',
      'unknown-target',
      'test-in-production',
    ];
    const questions = rules.map(rule =>
      questionFor(dependency('src/ui/00.ts', 'src/services/00.ts', { rule: `arch/${rule}` })),
    );
    expect(new Set(questions).size).toBe(rules.length);
    for (const question of questions) expect(question).toMatch(/\?$/);
  });
  test('in a small repository single names are all there is', () => {
    const { permitted } = inferred(repository({ 'src/ui/a.ts': 'src/db/a.ts: query', 'src/db/a.ts': '' }));
    expect(permitted).toEqual({ db: [], ui: ['db'] });
  });
  test('a package that the manifest declares is no stranger', () => {
    const packages = (declares: string[]) => ({
      'packages/ui': { name: '@acme/ui', declares },
      'packages/tax': { name: '@acme/tax' },
      'packages/services': { name: '@acme/services' },
    });
    const files = {
      ...many('packages/ui', 4, 'packages/services/00.ts: place cancel close'),
      ...many('packages/services', 4),
      ...many('packages/tax', 2),
      'packages/ui/99.ts': 'packages/tax/00.ts: Table',
      'packages/services/99.ts': 'packages/tax/01.ts: a b c d e f',
    };
    expect(inferred(repository(files, packages(['@acme/tax']))).permitted.ui).toEqual(['services', 'tax']);
    expect(inferred(repository(files, packages([]))).permitted.ui).toEqual(['services']);
  });
  test('the configuration of packages may use that of the repository, and nothing else may', () => {
    const files = {
      ...many('packages/a/src', 4, 'packages/b/src/00.ts: a b'),
      ...many('packages/b/src', 4),
      'packages/a/tsdown.config.ts': 'scripts/entries.ts: entries',
      'packages/b/tsdown.config.ts': 'scripts/entries.ts: entries',
      'scripts/entries.ts': '',
      'scripts/other.ts': '',
      'index.js': '',
    };
    const packages = { 'packages/a': { name: 'a' }, 'packages/b': { name: 'b' } };
    const { permitted, policy, problems } = inferred(repository(files, packages));
    expect(problems).toEqual([]);
    expect([permitted.a, permitted.b]).toEqual([['b'], []]);
    expect(policy.overrides[0]).toMatchObject({ allowDependsOn: ['scripts'] });
    expect(policy.overrides[0]?.files?.globs).toEqual(['packages/*/*.config.*']);
  });
  test('support for tests is permitted to tests, test code may use what it tests', () => {
    const { permitted, policy, problems } = inferred(
      repository({
        ...downward,
        'src/domain/order.test.ts': 'test/factories.ts: make',
        'test/factories.ts': 'src/domain/00.ts: Order; src/services/00.ts: place',
      }),
    );
    expect(problems).toEqual([]);
    expect(permitted.test).toEqual(['domain', 'services']);
    expect(permitted.domain).toEqual(['lib']);
    expect(policy.overrides[0]).toMatchObject({ context: 'test', allowDependsOn: ['test'] });
  });
  test('a test folder that the product is made of holds no tests', () => {
    const { policy } = inferred(
      repository({
        ...many('actions/test', 4),
        ...many('clients', 4, 'actions/test/00.ts: a; actions/test/01.ts: b; actions/test/02.ts: c'),
      }),
    );
    expect(policy.isTest('actions/test/00.ts')).toBe(false);
    expect(policy.isTest('actions/x.test.ts')).toBe(true);
  });
  test('one question for two modules, from whichever side', () => {
    const { questionFor } = inferred(
      repository({
        ...many('src/orders', 4, 'src/billing/00.ts: pay refund'),
        ...many('src/billing', 4, 'src/orders/00.ts: find close'),
      }),
    );
    const there = { ...dependency('src/orders/00.ts', 'src/billing/00.ts', { names: 'pay' }), module: 'orders' };
    const back = { ...dependency('src/billing/01.ts', 'src/orders/00.ts', { names: 'find' }), module: 'billing' };
    expect(questionFor(there)).toBe(questionFor(back));
  });
  test('dependencies younger than the revision are asked about', () => {
    const input: InferenceInput = { ...repository(downward), isYoung: from => from.startsWith('src/domain/') };
    const { permitted, questionFor } = inferred(input);
    expect(permitted.domain).toEqual([]);
    expect(questionFor(dependency('src/domain/00.ts', 'src/lib/00.ts'))).toContain(
      'Was it decided that domain depends on lib',
    );
  });
  test('tests decide nothing: what they import is not permitted to production code', () => {
    const { permitted, policy } = inferred(
      repository({ ...downward, 'src/domain/order.test.ts': 'src/ui/00.ts: a b c; src/services/00.ts: a b c' }),
    );
    expect(permitted.domain).toEqual(['lib']);
    expect(policy.severityOf('arch/dependency-not-allowed', 'src/domain/order.test.ts', 'test')).toBeUndefined();
    expect(policy.overrides).toMatchObject([{ context: 'test', allowDeepImport: 'sameModule', mockAsImport: true }]);
  });
});

describe('entry points', () => {
  const users = (target: string) => many('src/app', 4, `src/lib/${target}: a`);
  test('the index file where it carries most; past it is deep', () => {
    const files = {
      ...users('index.ts'),
      ...many('src/lib', 5),
      'src/lib/index.ts': '',
      'src/app/x.ts': 'src/lib/03.ts: b',
    };
    const { entryPoints, problems } = inferred(repository(files));
    expect(problems).toEqual([]);
    expect(entryPoints('lib')).toEqual(['src/lib/index.ts']);
  });
  test('the few files that others import', () => {
    const { entryPoints } = inferred(repository({ ...users('02.ts'), ...many('src/lib', 5) }));
    expect(entryPoints('lib')).toEqual(['src/lib/02.ts']);
  });
  test('none where many are imported, or nothing is', () => {
    const all = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`src/app/${i}.ts`, `src/lib/0${i}.ts: a`]));
    const { entryPoints } = inferred(repository({ ...all, ...many('src/lib', 9) }));
    expect(entryPoints('lib')).toBeUndefined();
    expect(entryPoints('app')).toBeUndefined();
  });
  test('what the manifest exports, a folder of entries as one glob, commands left out', () => {
    const files = {
      ...many('packages/lib/src/exports', 4),
      ...many('packages/lib/src', 3),
      'packages/lib/bin/cli.js': '',
      ...many('packages/app', 4, 'packages/lib/src/exports/01.ts: a'),
    };
    const entries = Object.keys(files).filter(path => path.includes('/exports/') || path.includes('/bin/'));
    const { entryPoints, problems } = inferred(
      repository(files, { 'packages/lib': { name: 'lib', entries }, 'packages/app': { name: 'app' } }),
    );
    expect(problems).toEqual([]);
    expect(entryPoints('lib')).toEqual(['packages/lib/src/exports']);
  });
});

describe('the text', () => {
  const input = repository({ ...many('src/ui', 30, 'src/lib/00.ts: a b'), ...many('src/lib', 3), 'a.test.ts': '' });
  test('is the same for the same repository, and its lines fit', () => {
    const { text } = inferred(input);
    expect(inferred(input).text).toBe(text);
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(125);
  });
  test('cycles of files fail whatever their size: the baseline holds those of today', () => {
    const ring = (size: number) =>
      Object.fromEntries(Array.from({ length: size }, (_, i) => [`src/a/${i}.ts`, `src/a/${(i + 1) % size}.ts: x`]));
    const { policy, text } = inferred(repository(ring(60)));
    expect(policy.cycles.find(each => each.scope === 'file')?.severity).toBe('error');
    expect(text).toContain('The largest of today holds 60 files');
  });
});

describe('for any repository', () => {
  const segment = fc.constantFrom(
    'src',
    'app',
    'lib',
    'ui',
    'core',
    'orders',
    'test',
    'fixtures',
    'examples',
    'a b',
    'packages',
    '[id]',
    '_x',
  );
  const path = fc
    .tuple(
      fc.array(segment, { maxLength: 4 }),
      fc.constantFrom('index.ts', 'a.ts', 'b.test.ts', 'c.js', 'd.mjs', 'e.config.ts', 'f.d.ts'),
    )
    .map(([folders, name]) => [...folders, name].join('/'));
  const input = fc
    .uniqueArray(path, { maxLength: 40 })
    .chain(files =>
      fc.record({
        files: fc.constant(files),
        imports: fc.array(
          fc.record({
            from: fc.nat({ max: Math.max(0, files.length - 1) }),
            to: fc.nat({ max: Math.max(0, files.length - 1) }),
            names: fc.constantFrom('x', 'x y z', 'type T', ''),
          }),
          { maxLength: files.length === 0 ? 0 : 80 },
        ),
        packages: fc.uniqueArray(fc.constantFrom('packages', 'app', 'lib', 'src', 'src/ui', 'examples/app'), {
          maxLength: 4,
        }),
      }),
    )
    .map(({ files, imports, packages }) => {
      const list: Record<string, string> = Object.fromEntries(files.map(file => [file, '']));
      for (const { from, to, names } of imports) list[files[from]!] += `;${files[to]}: ${names}`;
      const inside = (folder: string) => files.filter(file => file.startsWith(`${folder}/`));
      return repository(
        list,
        Object.fromEntries(
          packages.map(folder => [
            folder,
            { name: `@acme/${folder.replace('/', '-')}`, entries: inside(folder).slice(0, 2) },
          ]),
        ),
      );
    });

  test('the policy is read without a problem, every file has a module, every permission is used and none makes a cycle', () => {
    fc.assert(
      fc.property(input, repo => {
        const { policy, problems, permitted, text } = inferred(repo);
        expect(problems).toEqual([]);
        const excluded = compileGlobs(policy.sources.exclude);
        const owner = (file: string) => policy.moduleOf(file)?.id;
        for (const file of repo.files)
          if (!excluded.matches(file)) expect(owner(file), `${file}\n${text}`).toBeDefined();
        const used = new Set(
          repo.files.flatMap(from =>
            repo
              .edges(from)
              .map(({ target }) => (target.kind === 'file' ? `${owner(from)}>${owner(target.path)}` : '')),
          ),
        );
        for (const [from, targets] of Object.entries(permitted)) {
          for (const to of targets) expect(used, text).toContain(`${from}>${to}`);
        }
        const order: string[] = [];
        const left = new Set(Object.keys(permitted));
        for (let more = true; more; ) {
          const free = [...left].filter(id => !permitted[id]?.some(to => left.has(to)));
          for (const id of free) left.delete(id);
          order.push(...free);
          more = free.length > 0;
        }
        expect([...left]).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('the order of the files read makes no difference', () => {
    fc.assert(
      fc.property(input, repo => {
        const manifests = [...repo.manifests].reverse();
        const packages = new Map([...repo.workspacePackages].reverse());
        expect(inferPolicy({ ...repo, manifests, workspacePackages: packages }).text).toBe(inferPolicy(repo).text);
      }),
      { numRuns: 60 },
    );
  });
});
