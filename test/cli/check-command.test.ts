import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ReportJson, reportSchema } from '../../clients/cli/format/report-schema.js';
import { lintel, main, repository } from './run-lintel.js';

const policy = `{
  "version": 1,
  "sources": { "include": ["src/**"], "exclude": ["src/**/*.generated.ts"] },
  "modules": [
    { "id": "http", "path": "src/http", "owner": "@acme/edge", "dependsOn": ["orders"] },
    { "id": "orders", "path": "src/orders", "owner": "@acme/orders", "entryPoints": ["index.ts"], "dependsOn": [] }
  ],
  "baseline": { "file": "architecture/baseline.json", "ratchet": "shrinkOnly" }
}
`;
const files = {
  'package.json': '{ "name": "shop", "type": "module" }\n',
  'architecture.jsonc': policy,
  'src/http/a.ts': "import { order } from '../orders/order.js';\nexport const a = order;\n",
  'src/http/fine.ts': "import { order } from '../orders/index.js';\nexport const fine = order;\n",
  'src/orders/index.ts': "export { order } from './order.js';\n",
  'src/orders/order.ts': 'export const order = 1;\n',
  'src/orders/api.generated.ts': 'export const generated = 1;\n',
  'notes.md': 'notes\n',
  '.gitignore': 'ignored/\n',
  'ignored/x.ts': 'export const x = 1;\n',
};

let repo: ReturnType<typeof repository>;

function check(...args: readonly string[]) {
  return lintel(['check', ...args], { cwd: repo.root });
}

function json(...args: readonly string[]): ReportJson & { exit: number | null } {
  const { status, out } = check('--format', 'json', ...args);
  return { ...reportSchema.parse(JSON.parse(out)), exit: status };
}

const rulesOf = (report: ReportJson) => report.findings.map(finding => `${finding.rule} ${finding.path}`);

describe('lintel check', () => {
  beforeAll(() => {
    repo = repository(files);
    repo.git('init', '-q');
    repo.git('add', '.');
    repo.git('commit', '-qm', 'first');
  });
  afterAll(() => repo.remove());

  test('prints findings with the code they are about and ends with 1', () => {
    const { status, out, err } = check();
    expect(err).toBe('');
    expect(out).toContain('src/http/a.ts\n');
    expect(out).toContain('error arch/deep-import 1:23 in module http');
    expect(out).toMatch(/1 │ import \{ order \} from '\.\.\/orders\/order\.js';\n +│ +\^{20}\n/);
    expect(out).toMatch(/1 finding: 1 error\nchecked 4 files against \d+ rules/);
    expect(status).toBe(1);
  });

  test('gives the same bytes again: other folder, threads, cold and warm cache', () => {
    const first = check('--format', 'json', '--no-cache').out;
    expect(check('--format', 'json', '--threads', '2').out).toBe(first);
    expect(check('--format', 'json').out).toBe(first);
    expect(lintel(['check', '--format', 'json'], { cwd: join(repo.root, 'src/http') }).out).toBe(first);
    expect(first).not.toContain(repo.root);
  });

  test('paths filter what is listed, whatever folder they are named from', () => {
    expect(rulesOf(json('src/orders'))).toEqual([]);
    expect(json('src/orders').exit).toBe(0);
    expect(rulesOf(json('src/http/a.ts'))).toEqual(['arch/deep-import src/http/a.ts']);
    expect(lintel(['check', 'a.ts', '--format', 'json'], { cwd: join(repo.root, 'src/http') }).status).toBe(1);
  });

  test('--rule filters, and an unknown rule is an error', () => {
    expect(json('--rule', 'arch/cycle').exit).toBe(0);
    expect(json('--rule', 'arch/cycle', '--rule', 'arch/deep-import').exit).toBe(1);
    const wrong = check('--rule', 'arch/deepimport');
    expect(wrong).toEqual({
      status: 2,
      out: '',
      err: 'lintel: unknown rule arch/deepimport; did you mean arch/deep-import?\n',
    });
  });

  test.each([
    ['src/htp/a.ts', 'src/htp/a.ts does not exist; the nearest path that does is src/http/a.ts'],
    ['ignored', /^ignored is not analysed: .*\.gitignore/],
    ['src/orders/api.generated.ts', /^src\/orders\/api\.generated\.ts is not analysed: .*sources\.exclude/],
    ['notes.md', /^notes\.md is not analysed: it is no TypeScript or JavaScript source/],
  ])('%s cannot be checked: status 2, also for machines', (path, reason) => {
    const pretty = check(path);
    expect(pretty.status).toBe(2);
    expect(pretty.out).toBe('');
    const report = json(path);
    expect([report.exit, report.status, report.coverage.complete]).toEqual([2, 'not_checked', false]);
    expect(report.reason).toMatch(reason);
    expect(pretty.err).toBe(`lintel: ${report.reason}\n`);
  });

  test('the policy file itself may be named', () => {
    expect(json('architecture.jsonc').exit).toBe(0);
  });

  test('--stdin-path checks a text as if it stood there, also where no file is', () => {
    const args = ['check', '--format', 'json', '--stdin-path'];
    const clean = lintel([...args, 'src/http/a.ts'], { cwd: repo.root, input: 'export const a = 1;\n' });
    expect(clean.status).toBe(0);
    const input = "import { order } from '../orders/order.js';\nexport { order };\n";
    const fresh = lintel([...args, 'src/http/fresh.ts'], { cwd: repo.root, input });
    expect(JSON.parse(fresh.out).findings[0]).toMatchObject({ rule: 'arch/deep-import', path: 'src/http/fresh.ts' });
  });

  test('--since lists what the change introduced', () => {
    expect(json('--since', 'HEAD').findings).toEqual([]);
    repo.write('src/http/b.ts', "import { order } from '../orders/order.js';\nexport const b = order;\n");
    expect(rulesOf(json('--since', 'HEAD'))).toEqual(['arch/deep-import src/http/b.ts']);
    rmSync(join(repo.root, 'src/http/b.ts'));
  });

  test('--since an unknown ref is status 2 with a sentence', () => {
    const { status, out, err } = check('--since', 'nope');
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(/^lintel: .*nope.*\n$/);
  });

  test('--fixes prints edits', () => {
    const [finding] = json('--fixes').findings;
    const edits = finding?.fixes.flatMap(fix => fix.edits ?? []);
    expect(edits?.map(edit => edit.path)).toContain('src/http/a.ts');
    expect(json().findings[0]?.fixes.every(fix => fix.edits === undefined)).toBe(true);
  });

  test('--fail-on and --min-severity decide about status and list', () => {
    repo.write('src/http/c.ts', 'export const load = (name: string) => import(name);\n');
    const report = json('src/http/c.ts');
    expect(report.findings.map(finding => finding.severity)).toEqual(['warning']);
    expect(report.exit).toBe(0);
    expect(json('src/http/c.ts', '--fail-on', 'warning').exit).toBe(1);
    const errors = json('src/http/c.ts', '--min-severity', 'error');
    expect([errors.findings.length, errors.counts.warning]).toEqual([0, 1]);
    rmSync(join(repo.root, 'src/http/c.ts'));
  });

  test('color is off in a pipe and on when asked', () => {
    const sequence = '\u001b[';
    expect(check().out).not.toContain(sequence);
    expect(check('--color', 'always').out).toContain(sequence);
    expect(lintel(['check'], { cwd: repo.root, env: { FORCE_COLOR: '1' } }).out).toContain(sequence);
    expect(check('--format', 'json', '--color', 'always').out).not.toContain(sequence);
  });

  test('a reader that goes away is no error', async () => {
    const child = spawn(process.execPath, [main, 'check', '--format', 'sarif'], { cwd: repo.root });
    child.stdout.destroy();
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    await new Promise(resolve => child.on('close', resolve));
    expect(complaint).toBe('');
  });

  test('an interruption ends with 130', async () => {
    const child = spawn(process.execPath, [main, 'check', '--stdin-path', 'src/http/a.ts'], { cwd: repo.root });
    await new Promise(resolve => setTimeout(resolve, 1500)); // by then it waits for the text, which never ends
    child.kill('SIGINT');
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(130);
  });
});

describe('a policy that cannot be used', () => {
  beforeEach(() => {
    repo = repository({ ...files, 'architecture.jsonc': '{ "version": 1, "modulse": [] }\n' });
    return () => repo.remove();
  });

  test('is status 2, with the finding in the file', () => {
    const report = json();
    expect([report.exit, report.status]).toEqual([2, 'not_checked']);
    expect(report.findings[0]).toMatchObject({ rule: 'config/unknown-key', path: 'architecture.jsonc' });
    expect(check().out).toContain('not checked: ');
  });

  test.each([['graph'], ['why', 'src/http', 'src/orders'], ['check', '--update-baseline']])('stops %s', (...args) => {
    const { status, err } = lintel(args, { cwd: repo.root });
    expect(status).toBe(2);
    expect(err).toMatch(/^lintel: architecture\.jsonc cannot be used/);
  });
});

describe('without git and policy', () => {
  beforeEach(() => {
    repo = repository({ 'x.ts': "import { y } from './y.js';\n", 'y.ts': 'export const z = 1;\n' });
    return () => repo.remove();
  });

  test('what needs no policy is checked, and init is named', () => {
    const { out, status } = check();
    expect(out).toContain('arch/missing-export');
    expect(out).toContain('`lintel init`');
    expect(status).toBe(1);
  });

  test('--since says that there is no repository', () => {
    const { status, err } = check('--since', 'HEAD');
    expect(status).toBe(2);
    expect(err).toMatch(/git/i);
  });

  test('--update-baseline says that there is nothing to keep one for', () => {
    expect(check('--update-baseline').err).toContain('lintel init writes both');
  });
});

test('a folder without source is not "no findings"', () => {
  repo = repository({ 'readme.md': '' });
  const report = json();
  expect([report.exit, report.status]).toEqual([2, 'not_checked']);
  repo.remove();
});

describe('--update-baseline', () => {
  beforeEach(() => {
    repo = repository(files);
    return () => repo.remove();
  });
  const baseline = () => readFileSync(join(repo.root, 'architecture/baseline.json'), 'utf8');

  test('adds nothing by itself', () => {
    const { status, err } = check('--update-baseline');
    expect(status).toBe(1);
    expect(err).toContain('1 new violation not added: the baseline only shrinks without --allow-growth');
  });

  test('adds with the approval of the owner of the target, and shrinks when the violation goes', () => {
    const grown = check('--update-baseline', '--allow-growth', '--approved-by', '@acme/orders');
    expect(grown.err).toContain('0 removed, 0 rewritten, 1 added');
    expect([grown.status, baseline().includes('"approvedBy":"@acme/orders"')]).toEqual([0, true]);
    expect(json().counts.baselined).toBe(1);

    repo.write('src/http/a.ts', 'export const a = 1;\n');
    expect(rulesOf(json())).toEqual(['arch/stale-baseline architecture/baseline.json']);
    expect(check('--update-baseline').err).toContain('1 removed, 0 rewritten, 0 added');
    expect(baseline()).not.toContain('deep-import');
    expect(json().exit).toBe(0);
  });

  test('refuses an approval by somebody else', () => {
    const { status, err } = check('--update-baseline', '--allow-growth', '--approved-by', '@acme/edge');
    expect(status).toBe(1);
    expect(err).toContain('@acme/edge does not own the target');
  });
});
