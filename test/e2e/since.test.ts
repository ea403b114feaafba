import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Fixture, fixture, lintel, newFolder } from './fixture.js';

/** A policy with a vacuous rule and a violation: nobody's change is blocked by what was there before it. */
const files = {
  'package.json': '{ "name": "shop", "type": "module" }\n',
  'architecture.jsonc': `{
  "version": 1,
  "sources": { "include": ["src/**"] },
  "modules": [
    { "id": "http", "path": "src/http", "dependsOn": ["orders"] },
    { "id": "orders", "path": "src/orders", "entryPoints": ["index.ts"], "dependsOn": [] }
  ],
  "rules": [{ "id": "gone", "type": "required", "from": "payments", "to": "orders" }],
  "baseline": { "file": "architecture/baseline.json" }
}
`,
  'architecture/baseline.json': `{ "version": 1, "entries": [
{"path":"src/http/old.ts","rule":"arch/deep-import","site":"'../orders/other.js'","to":"src/orders/other.ts","kind":"eager","symbols":["order"],"module":"http","status":"unreviewed"}
] }
`,
  'src/http/a.ts': "import { order } from '../orders/order.js';\nexport const a = order;\n",
  'src/http/fine.ts': "import { order } from '../orders/index.js';\nexport const fine = order;\n",
  'src/http/gone.ts': 'export {};\n',
  'src/orders/index.ts': "export { order } from './order.js';\n",
  'src/orders/order.ts': 'export const order = 1;\n',
};
const deep = "import { order } from '../orders/order.js';\nexport const x = order;\n";

describe('check --since', () => {
  let repo: Fixture;
  beforeAll(() => {
    repo = fixture(files);
    repo.commit('first');
  });

  test('lists what the change introduced and nothing that was there', async () => {
    const whole = await repo.check();
    expect(whole.findings.map(({ rule }) => rule).sort()).toEqual([
      'arch/deep-import',
      'arch/stale-baseline',
      'arch/vacuous-rule',
    ]);
    const none = await repo.check(['--since', 'HEAD']);
    expect([none.exit, none.status, none.brief]).toEqual([0, 'ok', []]);

    repo.git('checkout', '-qb', 'change');
    repo.write({ 'src/http/committed.ts': deep });
    repo.git('mv', 'src/http/a.ts', 'src/http/renamed.ts');
    repo.commit('second');
    repo.write({
      'src/http/untracked.ts': deep,
      'src/http/fine.ts': `// a comment\n${files['src/http/fine.ts']}import './gone.js';\nexport const y = import('../orders/order.js');\n`,
      'src/nowhere.ts': 'export {};\n',
    });
    const report = await repo.check(['--since', 'main']);
    expect(report.brief).toEqual([
      'arch/deep-import src/http/committed.ts:1',
      'arch/deep-import src/http/fine.ts:5',
      'arch/deep-import src/http/untracked.ts:1',
      'arch/unassigned-file src/nowhere.ts:1',
    ]);
    expect(report.exit).toBe(1);
    // What another file breaks by going away is introduced too.
    repo.remove('src/http/gone.ts');
    expect((await repo.check(['--since', 'main'])).brief).toContain('arch/unresolved-import src/http/fine.ts:4');
  });

  test('compares with the merge base, not with what the other branch did since', async () => {
    const other = fixture(files);
    other.commit();
    other.git('checkout', '-qb', 'change');
    other.git('checkout', '-q', 'main');
    other.write({ 'src/http/a.ts': 'export const a = 1;\n' });
    other.commit('fixed on main');
    other.git('checkout', '-q', 'change');
    expect((await other.check(['--since', 'main'])).brief).toEqual([]);
  });

  test('a mistake in the policy that the change makes is its own', async () => {
    const other = fixture(files);
    other.commit();
    other.write({ 'architecture.jsonc': files['architecture.jsonc'].replace('["orders"]', '["orders", "ordres"]') });
    expect((await other.check(['--since', 'HEAD'])).brief).toEqual(['arch/vacuous-rule architecture.jsonc:5']);
  });

  test('where there is nothing to compare with: status 2 and a sentence that says what to do', async () => {
    const ask = async (root: string, ref: string) => {
      const { status, out, err } = await lintel(['check', '--since', ref], {
        cwd: root,
        env: { XDG_CACHE_HOME: repo.cache },
      });
      expect([status, out]).toEqual([2, '']);
      return err;
    };
    expect(await ask(repo.root, 'nope')).toBe(
      'lintel: git knows no commit nope. Check the spelling, or fetch it first with git fetch.\n',
    );
    expect(await ask(fixture(files).root, 'HEAD')).toMatch(
      /^lintel: The workspace is not in a git repository\. .*\.\n$/,
    );
    const empty = fixture(files);
    empty.git('init', '-q');
    expect(await ask(empty.root, 'HEAD')).toMatch(/^lintel: The repository has no commits yet.*\n$/);
    const shallow = newFolder();
    spawnSync('git', ['clone', '-q', '--depth', '1', '--branch', 'change', `file://${repo.root}`, shallow]);
    expect(await ask(shallow, 'HEAD~1')).toMatch(/^lintel: .*shallow.*git fetch --unshallow.*\n$/);
    expect(await ask(shallow, '--upload-pack=touch')).toMatch(/^lintel: .*\n$/);
    // A machine gets the same sentence as a document.
    const report = await repo.check(['--since', 'nope']);
    expect([report.exit, report.status, report.reason]).toEqual([
      2,
      'not_checked',
      'git knows no commit nope. Check the spelling, or fetch it first with git fetch.',
    ]);
  });
});
