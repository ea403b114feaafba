import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Fixture, fixture, lintel, newFolder } from './fixture.js';

const manifest = '{ "name": "shop", "type": "module" }\n';

describe('the command line', () => {
  let repo: Fixture;
  beforeAll(() => {
    repo = fixture({ 'package.json': manifest, 'src/a.ts': 'export const a = 1;\n', 'docs/x.md': '' });
  });

  test.each([
    [['check', '--formt', 'json'], /^lintel: .*--formt.*--format/],
    [['chekc'], /^lintel: .*chekc.*check/],
    [['check', '--format', 'jsn'], /^lintel: --format has no jsn.*json/],
    [['check', '--rule', 'arch/cycel'], /^lintel: unknown rule arch\/cycel; did you mean arch\/cycle\?/],
    [['explain', 'arch/cycel'], /^lintel: .*arch\/cycel.*arch\/cycle/],
    [['check', '--threads', '0'], /^lintel: --threads takes a whole number/],
    [['check', '--today', '2026-02-30'], /^lintel: --today takes a date/],
    [['check', '--fail-on', 'errors'], /^lintel: --fail-on has no errors.*error/],
    [['check', 'src/b.ts'], /^lintel: src\/b\.ts does not exist/],
    [['check', '--root', 'src', 'docs'], /^lintel: docs lies outside the root/],
    [['check', '--root', 'nowhere'], /^lintel: nowhere does not exist/],
    [['check', '--root', 'src/a.ts'], /^lintel: --root src\/a\.ts is a file/],
    [['check', 'docs'], /^lintel: docs is not analysed/],
    [['why', 'src/a.ts'], /^lintel: why needs TO/],
    [['why', 'src/a.ts', 'src/b.ts'], /^lintel: .*src\/b\.ts/],
    [['graph', '--level', 'files'], /^lintel: --level has no files.*file/],
    [['explain'], /^lintel: /],
    [['check', '--allow-growth'], /^lintel: --allow-growth goes with --update-baseline/],
    [['check', '--update-baseline'], /^lintel: there is no architecture\.jsonc/],
    [[''], /^lintel: /],
  ])('%j is status 2 and one sentence', async (args, message) => {
    const { status, out, err } = await repo.run(args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).not.toMatch(/please|internal error|\bat .*:\d+:\d+/i);
  });

  test.each([
    ['no file at all', {}],
    ['no source', { 'README.md': '# x\n', 'package.json': manifest }],
    [
      'all left out',
      { 'src/a.ts': '', 'architecture.jsonc': '{ "version": 1, "sources": { "exclude": ["**"] }, "modules": [] }\n' },
    ],
  ])('%s to check is not "no findings"', async (_, files) => {
    const report = await fixture(files).check(['--root', '.']);
    expect([report.exit, report.status, report.coverage.files]).toEqual([2, 'not_checked', 0]);
    expect(report.reason).toMatch(/No source file/);
  });

  test('exit statuses: 0, 1, 2', async () => {
    expect((await repo.run(['check'])).status).toBe(0);
    const found = fixture({ 'src/a.ts': "import './gone';\n" });
    expect((await found.run(['check'])).status).toBe(1);
    const partial = fixture({ 'package.json': '{ "dependencies": { "pg": "8" } }', 'src/a.ts': "import 'pg';\n" });
    expect((await partial.run(['check'])).status).toBe(0);
    const strict = await partial.check(['--strict-coverage']);
    expect([strict.exit, strict.reason]).toEqual([2, expect.stringContaining('not-installed')]);
  });
});

test('files of every bad kind in one tree: each is said, none takes the rest away', async () => {
  const repo = fixture({
    'package.json': manifest,
    'src/fine.ts': "import './gone';\n",
    'src/empty.ts': '',
    'src/blank.ts': '\n\n',
    'src/huge.ts': `export const huge = '${'x'.repeat(1_100_000)}';\n`,
    'src/video.ts': Uint8Array.from({ length: 4096 }, (_, i) => (i % 188 === 0 ? 0x47 : i % 251)),
    'src/latin1.ts': Buffer.from("import './gïne';\nexport const café = 1;\n", 'latin1'),
    'src/utf16.ts': Buffer.from("\uFEFFimport './gone16';\n", 'utf16le'),
    'src/crlf.ts': "\uFEFFimport './fine';\r\nimport './gone-crlf';\r\n\r\nexport const x = 1;\r\n",
    'src/broken.ts': "import './gone-broken';\nexport function f( {\n",
    'src/nul.ts': "export const nul = '\0';\nimport './gone-nul';\n",
    'src/emoji.ts': "/* 👍 */ import './gone-emoji';\n",
    'src/deep.ts': `export const deep = ${'('.repeat(3000)}1${')'.repeat(3000)};\n`,
    'src/long.ts': `export const long = ${Array.from({ length: 20_000 }, (_, i) => i).join('+')};\n`,
    'src/unreadable.ts': 'export {};\n',
    'src/we ird [x] ñ.ts': "import './gone-weird';\n",
  });
  symlinkSync('..', join(repo.root, 'src/loop'));
  symlinkSync('self.ts', join(repo.root, 'src/self.ts'));
  symlinkSync(newFolder(), join(repo.root, 'src/outside'));
  const outside = fixture({ 'x.ts': "import './gone-outside';\n" });
  symlinkSync(join(outside.root, 'x.ts'), join(repo.root, 'src/escaping.ts'));
  chmodSync(join(repo.root, 'src/unreadable.ts'), 0);
  const report = await repo.check();
  const unresolved = report.findings
    .filter(({ rule }) => rule === 'arch/unresolved-import')
    .map(({ path, range }) => `${path}:${range.start.line}:${range.start.column}-${range.end.column}`);
  expect(unresolved).toEqual([
    'src/broken.ts:1:8-23',
    'src/crlf.ts:2:8-21',
    'src/emoji.ts:1:17-31',
    'src/fine.ts:1:8-16',
    'src/latin1.ts:1:8-16',
    'src/utf16.ts:1:8-18',
    'src/we ird [x] ñ.ts:1:8-22',
  ]);
  const said = new Set(report.brief.map(brief => brief.replace(/:\d+$/, '')));
  for (const expected of [
    'lintel/file-skipped src/huge.ts',
    'lintel/file-skipped src/escaping.ts',
    'lintel/file-skipped src/latin1.ts',
    'lintel/file-skipped src/nul.ts',
    'lintel/file-skipped src/video.ts',
    'lintel/syntax-error src/broken.ts',
  ])
    expect(said, report.brief.join('\n')).toContain(expected);
  // The superuser reads everything.
  if (process.getuid?.() !== 0) expect(said).toContain('lintel/file-skipped src/unreadable.ts');
  expect(report.coverage.complete).toBe(false);
  expect(JSON.stringify(report)).not.toContain(outside.root);
  expect(report.exit).toBe(1);
  expect((await repo.run(['check', '--strict-coverage'])).status).toBe(2);
  for (const format of ['pretty', 'sarif', 'github', 'gitlab', 'junit', 'markdown'])
    expect((await repo.run(['check', '--format', format])).status, format).toBe(1);
}, 60_000);

describe('settings of every bad kind', () => {
  const source = { 'package.json': manifest, 'src/a.ts': "import './gone';\n" };

  test.each([
    ['for a newer version', '{ "version": 2, "modules": [] }'],
    ['an array', '[]'],
    ['a string', '"x"'],
    ['null', 'null'],
    ['empty', ''],
    ['only a comment', '// nothing\n'],
    ['cut short', '{ "version": 1, "modules": ['],
    ['no text', Uint8Array.from([0xff, 0xfe, 0x00, 0xd8])],
    ['deep', '['.repeat(100_000)],
  ])('a policy that is %s: status 2, a finding in it, no "ok"', async (_, text) => {
    const repo = fixture({ ...source, 'architecture.jsonc': text });
    const report = await repo.check();
    expect([report.exit, report.status], JSON.stringify(report).slice(0, 500)).toEqual([2, 'not_checked']);
    expect(report.findings.filter(({ path }) => path === 'architecture.jsonc').length).toBeGreaterThan(0);
    expect(report.findings.every(({ rule }) => rule.startsWith('config/'))).toBe(true);
    expect(report.err).not.toMatch(/internal error/);
  });

  test('the other commands refuse it too', async () => {
    const repo = fixture({ ...source, 'architecture.jsonc': '[]' });
    for (const args of [['graph'], ['why', 'src/a.ts', 'src']]) expect((await repo.run(args)).status).toBe(2);
  });

  test.each([
    ['package.json', '{ "name": '],
    ['package.json', '[]'],
    ['package.json', '{ "dependencies": [1], "workspaces": 5, "exports": 7, "imports": [] }'],
    ['tsconfig.json', '{ "compilerOptions": { "paths": '],
    ['tsconfig.json', '{ "extends": "./tsconfig.json" }'],
    ['tsconfig.json', '{ "extends": 5, "compilerOptions": { "paths": 7, "module": [] }, "references": {} }'],
    ['tsconfig.json', '{ "extends": "@tsconfig/not-installed/tsconfig.json" }'],
    ['pnpm-workspace.yaml', 'packages: [\n  - : :'],
  ])('a %s of %j takes no file away', async (path, text) => {
    const report = await fixture({ ...source, [path]: text }).check(['--root', '.']);
    expect(report.coverage.files).toBe(1);
    expect(report.brief).toContain('arch/unresolved-import src/a.ts:1');
    expect(report.exit).toBe(1);
    expect(report.err).not.toMatch(/internal error/);
  });

  test('node_modules missing: declared packages are fine, counted as not checked', async () => {
    const report = await fixture({
      'package.json': '{ "dependencies": { "pg": "8" }, "devDependencies": { "@types/node": "20" } }',
      'src/a.ts':
        "import { Client } from 'pg';\nimport { readFileSync } from 'node:fs';\nexport const x = [Client, readFileSync];\n",
    }).check();
    expect([report.exit, report.brief]).toEqual([0, []]);
    expect(report.coverage.notChecked).toEqual([
      { what: 'names imported from packages', count: 1, why: 'not-installed' },
    ]);
  });

  test('a root that is a link, and a current folder that is gone', async () => {
    const repo = fixture(source);
    const link = join(newFolder(), 'link');
    symlinkSync(repo.root, link);
    const env = { XDG_CACHE_HOME: repo.cache };
    const direct = await lintel(['check', '--format', 'json', '--root', repo.root], { env });
    expect(await lintel(['check', '--format', 'json', '--root', link], { env })).toEqual(direct);
  });
});
