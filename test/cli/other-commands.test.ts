import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withRuleTable } from '../../clients/cli/rule-table.js';
import { rules } from '../../core/rules/index.js';
import { lintel, repository, shop } from './run-lintel.js';

const files = {
  'package.json': '{ "name": "shop", "type": "module" }\n',
  'src/http/routes.ts':
    "import { place, Order } from '../orders/index.js';\nexport const routes: Order[] = [place()];\n",
  'src/http/server.ts': "import { routes } from './routes.js';\nexport const server = routes;\n",
  'src/orders/index.ts': "export { place } from './place.js';\nexport type { Order } from './order.js';\n",
  'src/orders/order.ts': 'export interface Order { id: string }\n',
  'src/orders/place.ts': "import { id } from '../kernel/id.js';\nexport const place = () => ({ id: id() });\n",
  'src/kernel/id.ts': 'export const id = () => "1";\n',
};

describe('lintel init', () => {
  let repo: ReturnType<typeof repository>;
  beforeEach(() => {
    repo = repository(files);
  });
  afterEach(() => repo.remove());
  const run = (...args: readonly string[]) => lintel(args, { cwd: repo.root });

  test('writes a policy and a baseline under which the code passes', () => {
    const { status, out } = run('init');
    expect(status).toBe(0);
    expect(out).toMatch(/^Wrote architecture\.jsonc and architecture\/baseline\.json\.\n/);
    expect(run('check').status).toBe(0);
  });

  test('never overwrites unless told to', () => {
    repo.write('architecture.jsonc', '// mine\n{ "version": 1 }\n');
    const { status, err } = run('init');
    expect(status).toBe(2);
    expect(err).toMatch(/^lintel: architecture\.jsonc exists in .*--force overwrites/);
    expect(readFileSync(join(repo.root, 'architecture.jsonc'), 'utf8')).toContain('// mine');
    expect(run('init', '--force').status).toBe(0);
    expect(readFileSync(join(repo.root, 'architecture.jsonc'), 'utf8')).not.toContain('// mine');
  });

  test('--dry-run prints both files and writes neither, also where one exists', () => {
    const { status, out } = run('init', '--dry-run');
    expect(status).toBe(0);
    expect(out).toMatch(/^--- architecture\.jsonc\n[\s\S]*\n--- architecture\/baseline\.json\n/);
    expect(existsSync(join(repo.root, 'architecture.jsonc'))).toBe(false);
    repo.write('architecture.jsonc', '{ "version": 1 }\n');
    expect(run('init', '--dry-run').out).toBe(out);
  });

  test('an unusable policy is no obstacle to --force', () => {
    repo.write('architecture.jsonc', '{ broken');
    expect(run('init', '--force').status).toBe(0);
    expect(run('check').status).toBe(0);
  });

  test('without source it says so instead of writing an empty policy', () => {
    const empty = repository({ 'readme.md': '' });
    const { status, err } = lintel(['init'], { cwd: empty.root });
    expect(status).toBe(2);
    expect(err).toContain('no TypeScript or JavaScript file lies below');
    expect(existsSync(join(empty.root, 'architecture.jsonc'))).toBe(false);
    empty.remove();
  });

  test('--codeowners prints the owners of the modules for the policy files', () => {
    const { status, out } = lintel(['init', '--codeowners', '--root', shop]);
    expect(status).toBe(0);
    expect(out).toMatch(/^\/examples\/shop\/architecture\.jsonc +@shop\/billing @shop\/catalog .*@shop\/platform$/m);
    expect(run('init', '--codeowners').out).toContain('@your-organisation/architects');
  });
});

describe('lintel explain', () => {
  test('prints the page of every rule', () => {
    for (const { id } of rules.filter((_, i) => i % 8 === 0)) {
      const { status, out } = lintel(['explain', id]);
      expect([status, out.split('\n', 1)[0]]).toEqual([0, `# ${id}`]);
    }
  });

  test('an unknown rule names the nearest', () => {
    const { status, err } = lintel(['explain', 'arch/cycles']);
    expect([status, err]).toEqual([2, 'lintel: unknown rule arch/cycles; did you mean arch/cycle?\n']);
  });

  test('--list names all of them with their severity', () => {
    const lines = lintel(['explain', '--list']).out.trimEnd().split('\n');
    expect(lines).toHaveLength(rules.length);
    expect(lines[0]).toMatch(/^[a-z]+\/[a-z-]+ +(error|warning|information|hint) +\S/);
  });
});

describe('the shop', () => {
  test('shows what the example promises', () => {
    const { status, out } = lintel(['check', '--root', shop, '--format', 'json', '--today', '2026-01-01']);
    const report = JSON.parse(out);
    expect(status).toBe(1);
    const found = report.findings.map(({ rule, path }: { rule: string; path: string }) => `${rule} ${path}`);
    for (const promised of [
      'arch/layer-order src/catalog/bestsellers.ts',
      'arch/dependency-not-allowed src/notifications/reminder.ts',
      'arch/deep-import src/http/order-routes.ts',
      'arch/laundered-dependency src/http/health-routes.ts',
      'arch/cycle src/users/directory.ts',
      'arch/undeclared-dependency src/billing/charge.ts',
      'arch/missing-export src/billing/tax.ts',
      'arch/forbidden-call src/billing/late-fee.ts',
      'arch/expired-exception architecture.jsonc',
      'arch/deep-import src/catalog/search.ts',
      'arch/vacuous-rule architecture.jsonc',
      'arch/unused-permission architecture.jsonc',
    ])
      expect(found).toContain(promised);
    expect(report.counts.baselined).toBe(1);
  });

  test('before the exception ran out its import was permitted', () => {
    const { out } = lintel(['check', '--root', shop, '--format', 'json', '--today', '2025-06-01']);
    const rulesOfSearch = JSON.parse(out).findings.filter(
      ({ path }: { path: string }) => path === 'src/catalog/search.ts',
    );
    expect(rulesOfSearch).toEqual([]);
  });

  test('why and graph answer about it', () => {
    const why = lintel(['why', 'catalog', 'orders', '--root', shop]);
    expect(why.out).toContain('forbidden (arch/layer-order)');
    const graph = JSON.parse(lintel(['graph', '--format', 'json', '--level', 'file', '--root', shop]).out);
    expect(graph.edges).toContainEqual({
      from: 'src/users/directory.ts',
      line: 1,
      column: 23,
      specifier: '../infra/db.js',
      to: 'src/infra/db.ts',
      kind: 'eager',
      context: 'production',
      symbols: ['query'],
    });
    expect(lintel(['graph', '--root', shop]).out).toMatch(/^flowchart TD\n {2}subgraph g0\["backend:application"\]/);
  });
});

test('the rule table of the README is current: npm run generate writes it', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(readme).toBe(withRuleTable(readme, rules));
  for (const { id } of rules) expect(readme).toContain(`\`${id}\``);
});
