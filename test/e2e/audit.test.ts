import { beforeAll, describe, expect, test } from 'vitest';
import { type Fixture, fixture, lintel, newFolder } from './fixture.js';

const files = {
  'package.json': '{ "name": "shop", "type": "module" }\n',
  'architecture.jsonc': `{
  "version": 1,
  "sources": { "include": ["src/**"] },
  "modules": [
    { "id": "orders", "path": "src/orders", "dependsOn": ["billing"] },
    { "id": "billing", "path": "src/billing", "entryPoints": ["index.ts"], "dependsOn": [] },
    { "id": "web", "path": "src/web", "dependsOn": ["orders"] }
  ]
}
`,
  'src/billing/index.ts': 'export const charge = () => 1;\nexport const refund = () => 1;\n',
  'src/billing/ledger.ts': 'export const ledger = 1;\n',
  'src/orders/old.ts': "import { charge } from '../billing/index.js';\nexport const old = charge;\n",
  'src/orders/index.ts': 'export const order = 1;\n',
  'src/web/main.ts': 'export const main = 1;\n',
};

interface Row {
  readonly path: string;
  readonly line: number;
  readonly symbols: string[];
  readonly introduced: string;
  readonly commit?: { id: string; author: string; subject: string };
  readonly assistants: string[];
  readonly approved: boolean | null;
  readonly standing: string;
}

describe('lintel audit', () => {
  let repo: Fixture;
  const ids: Record<string, string> = {};
  const rowsOf = async (...args: readonly string[]) => {
    const { status, out, err } = await repo.run(['audit', '--format', 'json', ...args]);
    expect([status, err]).toEqual([0, '']);
    const { pairs } = JSON.parse(out) as { pairs: { from: string; to: string; imports: Row[] }[] };
    return pairs.flatMap(({ from, to, imports }) => imports.map(row => ({ pair: `${from} ${to}`, ...row })));
  };

  beforeAll(() => {
    repo = fixture(files);
    ids.first = repo.commit('first');
    repo.write({
      'src/orders/place.ts': "import { charge } from '../billing/index.js';\nexport const place = charge;\n",
    });
    ids.place = repo.commit(
      'Place orders\n\nCo-authored-by: Claude <noreply@anthropic.com>\nCo-authored-by: Bo <bo@example.com>',
    );
    // The line is touched again, the file is moved, and a name joins: the import is still the one of that commit.
    repo.write({
      'src/orders/place.ts': 'import { charge } from "../billing/index.js";\n\nexport const place = charge;\n',
    });
    repo.commit('Double quotes');
    repo.git('mv', 'src/orders/place.ts', 'src/orders/placing.ts');
    repo.commit('Rename');
    repo.write({
      'src/orders/old.ts':
        "import { charge, refund } from '../billing/index.js';\nexport const old = [charge, refund];\n",
    });
    ids.refund = repo.commit('Refund\n\nGenerated-by: some-tool 2');
    // On a side branch, merged.
    repo.git('checkout', '-qb', 'side', ids.first);
    repo.write({ 'src/web/main.ts': "import { ledger } from '../billing/ledger.js';\nexport const main = ledger;\n" });
    ids.side = repo.commit('Show the ledger');
    repo.git('checkout', '-q', 'main');
    repo.git('merge', '-q', '--no-edit', 'side');
    repo.write({ 'src/web/now.ts': "import { order } from '../orders/index.js';\nexport const now = order;\n" });
  });

  test('names each import with the commit that brought it, and how it stands', async () => {
    const rows = await rowsOf('--since', ids.first!);
    expect(
      rows.map(({ pair, path, symbols, commit, assistants, approved, standing }) => [
        pair,
        path,
        symbols,
        commit?.id ?? 'none',
        assistants,
        approved,
        standing,
      ]),
    ).toEqual([
      ['orders billing', 'src/orders/old.ts', ['refund'], ids.refund, ['Generated-by: some-tool 2'], true, 'policy'],
      [
        'orders billing',
        'src/orders/placing.ts',
        ['charge'],
        ids.place,
        ['Co-authored-by: Claude <noreply@anthropic.com>'],
        true,
        'policy',
      ],
      ['web billing', 'src/web/main.ts', ['ledger'], ids.side, [], false, 'nothing'],
      ['web orders', 'src/web/now.ts', ['order'], 'none', [], true, 'policy'],
    ]);
    expect(rows.at(-1)?.introduced).toBe('uncommitted');
  });

  test('a day before the history lists everything, a day to come nothing but what is not committed', async () => {
    expect(await rowsOf('--since', '2000-01-01')).toHaveLength(4);
    expect((await rowsOf('--since', '2999-01-01')).map(({ introduced }) => introduced)).toEqual(['uncommitted']);
  });

  test('prints for people and as a page', async () => {
    const pretty = await repo.run(['audit', '--since', ids.first!]);
    expect(pretty.out).toContain('orders → billing (2)');
    expect(pretty.out).toContain('not approved: breaks arch/');
    expect(pretty.out).toContain('4 imports between modules in 3 pairs added since');
    const page = await repo.run(['audit', '--since', ids.first!, '--format', 'markdown']);
    expect(page.out).toContain('| `orders` | `billing` | 2 | 2 | 0 |');
  });

  test('a shallow clone, an unknown ref, no repository: what to do', async () => {
    const shallow = newFolder();
    repo.git('clone', '-q', '--depth', '1', `file://${repo.root}`, shallow);
    const ask = (cwd: string, since: string) =>
      lintel(['audit', '--since', since], { cwd, env: { XDG_CACHE_HOME: repo.cache } });
    for (const since of ['2000-01-01', ids.first!]) {
      const { status, err } = await ask(shallow, since);
      expect([status, err]).toEqual([2, expect.stringMatching(/shallow.*git fetch --unshallow/)]);
    }
    expect((await ask(repo.root, 'nope')).err).toContain('git knows no commit nope');
    expect((await ask(repo.root, '2026-13-45')).status).toBe(2);
    expect((await ask(fixture(files).root, 'HEAD')).err).toContain('not in a git repository');
  });

  test('init --as-of permits what the revision had and asks about the rest', async () => {
    const { status, out } = await repo.run(['init', '--dry-run', '--as-of', ids.first!]);
    expect(status).toBe(0);
    const [policy = '', baseline = ''] = out.split('--- architecture/baseline.json\n');
    expect(policy).not.toMatch(/"web"[^\n]*"dependsOn": \[[^\]]+\]/);
    expect(baseline).toContain('since the revision given');
    expect((await repo.run(['init', '--dry-run', '--as-of', 'nope'])).status).toBe(2);
  });
});
