import { beforeAll, describe, expect, test } from 'vitest';
import { type Fixture, fixture, newFolder } from './fixture.js';

const files = {
  'package.json': '{ "name": "shop", "type": "module" }\n',
  '.gitignore': 'ignored/\n',
  'architecture.jsonc': `{
  "version": 1,
  "sources": { "include": ["src/**"], "exclude": ["**/*.generated.ts"] },
  "modules": [
    { "id": "http", "path": "src/http", "dependsOn": ["orders"] },
    { "id": "orders", "path": "src/orders", "entryPoints": ["index.ts"], "dependsOn": [] }
  ]
}
`,
  'src/http/a.ts': "import { order } from '../orders/order.js';\nexport const a = order;\n",
  'src/http/b.ts': "import { order } from '../orders/order.js';\nexport const b = order;\n",
  'src/http/user.ts': "import { a } from './a.js';\nexport const user = a;\n",
  'src/orders/index.ts': "export { order } from './order.js';\n",
  'src/orders/order.ts': 'export const order = 1;\n',
};
const deep = "import { order } from '../orders/order.js';\nexport const x = order;\n";

describe('check --stdin-path', () => {
  let repo: Fixture;
  beforeAll(() => {
    repo = fixture(files);
  });
  const check = (path: string, input: string, ...more: string[]) =>
    repo.check(['--stdin-path', path, ...more], { input });

  test('checks the text, not the file that stands there', async () => {
    expect((await check('src/http/a.ts', 'export const a = 1;\n')).brief).toEqual([]);
    const moved = await check('src/http/a.ts', `\n\n${deep}`);
    expect(moved.brief).toEqual(['arch/deep-import src/http/a.ts:3']);
    expect(moved.exit).toBe(1);
    expect(repo.read('src/http/a.ts')).toBe(files['src/http/a.ts']);
    expect((await repo.check(['src/http/a.ts'])).brief).toEqual(['arch/deep-import src/http/a.ts:1']);
  });

  test('a file that is not there yet, also in a folder that is not', async () => {
    expect((await check('src/http/new.ts', deep)).brief).toEqual(['arch/deep-import src/http/new.ts:1']);
    expect((await check('src/elsewhere/deep/new.ts', 'export {};\n')).brief).toEqual([
      'arch/unassigned-file src/elsewhere/deep/new.ts:1',
    ]);
    // Another file's import of it resolves: its own text is judged, in the workspace with it.
    const cyclic = await check(
      'src/orders/order.ts',
      "import { user } from '../http/user.js';\nexport const order = user;\n",
    );
    expect(cyclic.findings.map(({ rule }) => rule)).toContain('arch/dependency-not-allowed');
  });

  test('syntax errors are told with their place', async () => {
    const report = await check('src/http/a.ts', 'export const a = ;\n');
    expect(report.brief).toEqual(['lintel/syntax-error src/http/a.ts:1']);
    expect([report.coverage.parseErrors, report.coverage.complete]).toEqual([1, false]);
  });

  test('the policy itself', async () => {
    const widened = files['architecture.jsonc'].replace('"entryPoints": ["index.ts"], ', '');
    expect((await check('architecture.jsonc', widened)).exit).toBe(0);
    const broken = await check('architecture.jsonc', '{ "version": 1, "moduls": [] }');
    expect([broken.exit, broken.status]).toEqual([2, 'not_checked']);
    expect(broken.brief).toEqual(['config/unknown-key architecture.jsonc:1']);
  });

  test('a path outside the root is refused', async () => {
    const outside = await check(`${newFolder()}/x.ts`, deep, '--root', '.');
    expect([outside.exit, outside.status]).toEqual([2, 'not_checked']);
    expect(outside.reason).toMatch(/lies outside the root/);
    expect((await check('../x.ts', deep, '--root', '.')).exit).toBe(2);
    expect((await check('src', deep)).reason).toMatch(/is a folder/);
  });

  test.each(['ignored/x.ts', 'src/http/api.generated.ts', 'node_modules/pg/index.js', 'notes.md', 'scripts/x.ts'])(
    '%s is not analysed: says so instead of nothing',
    async path => {
      const report = await check(path, deep);
      expect([report.exit, report.status], JSON.stringify(report)).toEqual([2, 'not_checked']);
      expect(report.reason).toContain(`${path} is not analysed`);
    },
  );

  test('leaves no trace: neither in the cache nor on the disk', async () => {
    const before = await repo.run(['check', '--format', 'json']);
    await check('src/http/a.ts', 'export const a = 1;\n');
    expect(await repo.run(['check', '--format', 'json'])).toEqual(before);
  });
});
