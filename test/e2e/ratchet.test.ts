import { beforeEach, describe, expect, test } from 'vitest';
import { type Fixture, fixture } from './fixture.js';

const baseline = 'architecture/baseline.json';
/** `http` reaches past the entry point of `orders` in three places. */
const files = {
  'package.json': '{ "name": "shop", "type": "module" }\n',
  'architecture.jsonc': `{
  "version": 1,
  "sources": { "include": ["src/**"] },
  "modules": [
    { "id": "http", "path": "src/http", "owner": "@acme/edge", "dependsOn": ["orders"] },
    { "id": "orders", "path": "src/orders", "owner": "@acme/orders", "entryPoints": ["index.ts"], "dependsOn": [] }
  ],
  "baseline": { "file": "${baseline}", "ratchet": "shrinkOnly" }
}
`,
  'src/http/a.ts': "import { order } from '../orders/order.js';\nexport const a = order;\n",
  'src/http/b.ts': "import type { Order } from '../orders/order.js';\nexport let b: Order;\n",
  'src/http/c.ts': "import { order } from '../orders/order.js';\nexport const c = order;\n",
  'src/orders/index.ts': "export { order, type Order } from './order.js';\n",
  'src/orders/order.ts': 'export const order = 1;\nexport type Order = number;\n',
};

let repo: Fixture;

/** A repository whose violations are in a committed baseline. */
async function grandfathered(): Promise<void> {
  repo = fixture(files);
  repo.commit();
  const { status } = await repo.run(['check', '--update-baseline', '--allow-growth', '--approved-by', '@acme/orders']);
  expect(status).toBe(0);
  repo.commit('baseline');
}

const entries = (text: string) => text.split('\n').filter(line => line.startsWith('{"path"'));

describe('the baseline', () => {
  beforeEach(grandfathered);

  test('covers what was there, one sorted line each, no line numbers', async () => {
    const lines = entries(repo.read(baseline));
    expect(lines.map(line => JSON.parse(line.replace(/,$/, '')).path)).toEqual([
      'src/http/a.ts',
      'src/http/b.ts',
      'src/http/c.ts',
    ]);
    expect(lines.join()).not.toMatch(/"line"|"range"|"span"/);
    const report = await repo.check();
    expect([report.exit, report.brief, report.counts.baselined]).toEqual([0, [], 3]);
    repo.write({ 'src/http/a.ts': `// moved down\n\n\n${files['src/http/a.ts']}` });
    expect((await repo.check()).brief).toEqual([]);
  });

  test('follows a file that is renamed, with git and without', async () => {
    repo.git('mv', 'src/http/a.ts', 'src/http/renamed.ts');
    expect((await repo.check()).brief).toEqual([]);
    repo.commit('rename');
    expect((await repo.check()).brief).toEqual([]);
    repo.remove('.git');
    const report = await repo.check();
    expect([report.brief, report.counts.baselined]).toEqual([[], 3]);
  });

  test('two files renamed at once: git tells which is which, and the update writes the new paths', async () => {
    repo.git('mv', 'src/http/a.ts', 'src/http/x.ts');
    repo.git('mv', 'src/http/c.ts', 'src/http/y.ts');
    expect((await repo.check()).brief).toEqual([]);
    const { status, err } = await repo.run(['check', '--update-baseline']);
    expect([status, err]).toEqual([0, `${baseline}: 0 removed, 2 rewritten, 0 added\n`]);
    expect(entries(repo.read(baseline)).map(line => JSON.parse(line.replace(/,$/, '')).path)).toEqual([
      'src/http/b.ts',
      'src/http/x.ts',
      'src/http/y.ts',
    ]);
    repo.remove('.git');
    expect((await repo.check()).brief).toEqual([]);
  });

  test('does not cover a type import that became a value import', async () => {
    repo.write({ 'src/http/b.ts': "import { order } from '../orders/order.js';\nexport const b = order;\n" });
    const report = await repo.check();
    expect(report.brief).toEqual([`arch/stale-baseline ${baseline}:3`, 'arch/deep-import src/http/b.ts:1']);
    expect(report.exit).toBe(1);
  });

  test('does not cover a second import of the same pair', async () => {
    repo.write({
      'src/http/a.ts': `${files['src/http/a.ts']}import { order as again } from '../orders/order.js';\nexport const d = again;\n`,
    });
    const report = await repo.check();
    expect(report.brief).toEqual(['arch/deep-import src/http/a.ts:3']);
    expect([report.exit, report.counts.baselined]).toEqual([1, 3]);
  });

  test('an entry that covers nothing fails; the update removes it and refuses to add', async () => {
    repo.write({
      'src/http/a.ts': 'export const a = 1;\n',
      'src/http/new.ts': "import { order } from '../orders/order.js';\nexport const n = order;\n",
    });
    const before = await repo.check();
    expect(before.exit).toBe(1);
    expect(before.findings.map(({ rule }) => rule).sort()).toEqual(['arch/deep-import', 'arch/stale-baseline']);
    const shrunk = await repo.check(['--update-baseline']);
    expect(shrunk.err).toBe(
      `${baseline}: 1 removed, 0 rewritten, 0 added; 1 new violation not added: the baseline only shrinks without --allow-growth --approved-by OWNER\n`,
    );
    expect([shrunk.exit, shrunk.brief]).toEqual([1, ['arch/deep-import src/http/new.ts:1']]);
    expect((await repo.run(['check', '--update-baseline', '--allow-growth'])).status).toBe(2);
    const wrongOwner = await repo.check(['--update-baseline', '--allow-growth', '--approved-by', '@acme/edge']);
    expect([wrongOwner.exit, wrongOwner.brief]).toEqual([1, ['arch/deep-import src/http/new.ts:1']]);
    const grown = await repo.check(['--update-baseline', '--allow-growth', '--approved-by', '@acme/orders']);
    expect([grown.exit, grown.brief, grown.counts.baselined]).toEqual([0, [], 3]);
    expect(repo.read(baseline)).toContain('"approvedBy":"@acme/orders"');
  });

  test('grown by hand it fails against the base revision', async () => {
    repo.write({
      'src/http/new.ts': "import { order } from '../orders/order.js';\nexport const n = order;\n",
    });
    const [first = ''] = entries(repo.read(baseline));
    const { approvedBy: _, ...entry } = JSON.parse(first.replace(/,$/, ''));
    const forged = `${JSON.stringify({ ...entry, path: 'src/http/new.ts', symbol: undefined })},`;
    repo.write({ [baseline]: repo.read(baseline).replace(first, `${first}\n${forged}`) });
    const report = await repo.check(['--since', 'HEAD']);
    expect([report.exit, report.brief]).toEqual([1, [`arch/baseline-growth ${baseline}:3`]]);
  });

  test('two branches that touch different entries merge', async () => {
    for (const name of ['d', 'e'])
      repo.write({ [`src/http/${name}.ts`]: files['src/http/c.ts'].replace('c =', `${name} =`) });
    await repo.run(['check', '--update-baseline', '--allow-growth', '--approved-by', '@acme/orders']);
    repo.commit('five entries');
    repo.git('checkout', '-qb', 'left');
    repo.write({ 'src/http/a.ts': 'export const a = 1;\n' });
    await repo.run(['check', '--update-baseline']);
    repo.commit('left');
    repo.git('checkout', '-q', 'main');
    repo.git('checkout', '-qb', 'right');
    repo.write({ 'src/http/c.ts': 'export const c = 1;\n' });
    await repo.run(['check', '--update-baseline']);
    repo.commit('right');
    repo.git('merge', '-q', '--no-edit', 'left');
    const report = await repo.check();
    expect([report.exit, report.brief, report.counts.baselined]).toEqual([0, [], 3]);
  });
});

test('init writes a policy and a baseline that pass, and never overwrites them', async () => {
  repo = fixture({
    'package.json': '{ "name": "shop", "type": "module" }\n',
    'src/http/a.ts': "import { order } from '../orders/order.js';\nexport const a = order;\n",
    'src/http/b.ts': "import { a } from './a.js';\nexport const b = a;\n",
    'src/orders/order.ts': "import { log } from '../kernel/log.js';\nexport const order = log;\n",
    'src/orders/back.ts': "import { b } from '../http/b.js';\nexport const back = b;\n",
    'src/kernel/log.ts': 'export const log = 1;\n',
    'src/kernel/time.ts': "import { log } from './log.js';\nexport const time = log;\n",
  });
  repo.commit();
  const made = await repo.run(['init']);
  expect([made.status, made.err]).toEqual([0, '']);
  expect(made.out).toContain('Wrote architecture.jsonc and architecture/baseline.json.');
  const report = await repo.check();
  expect([report.exit, report.findings.filter(({ severity }) => severity === 'error')]).toEqual([0, []]);
  const again = await repo.run(['init']);
  expect(again.status).toBe(2);
  expect(again.err).toContain('--force');
  repo.commit('policy');
  repo.git('mv', 'src/orders/back.ts', 'src/orders/backwards.ts');
  expect((await repo.check()).exit).toBe(0);
});
