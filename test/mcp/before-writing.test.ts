import { beforeAll, describe, expect, test } from 'vitest';
import { fixture } from '../e2e/fixture.js';
import { type AnswerJson, type Connected, connect } from './connect.js';
import { shop } from './shop.js';

const repository = fixture(shop);
let server: Connected;
beforeAll(async () => {
  server = await connect(repository);
});

const plan = async (...changes: readonly Record<string, unknown>[]) =>
  (await server.call('check_plan', { changes })).answer;
const rulesOf = ({ findings }: Partial<AnswerJson>) => (findings ?? []).map(({ rule }) => rule);

describe('check_plan', () => {
  test('a deep import is answered with the exact statement that is permitted', async () => {
    const answer = await plan({
      path: 'src/http/new.ts',
      imports: ['import { placeOrder } from "../orders/place-order"'],
    });
    expect(answer.status).toBe('violations');
    expect(rulesOf(answer)).toEqual(['arch/deep-import']);
    expect(answer.findings[0]?.fix).toBe('import { placeOrder } from "../orders";');
    const again = await plan({ path: 'src/http/new.ts', imports: [answer.findings[0]?.fix ?? ''] });
    expect(again).toEqual({ status: 'ok', rev: answer.rev });
  });

  test('a specifier alone is enough', async () => {
    const answer = await plan({ path: 'src/http/new.ts', imports: ['../orders/place-order'] });
    expect(answer.findings[0]).toMatchObject({
      rule: 'arch/deep-import',
      fix: 'import { placeOrder } from "../orders";',
    });
  });

  test('a forbidden module is refused although the planned names are unused in an existing file', async () => {
    const answer = await plan({ path: 'src/http/routes.ts', imports: ['import { save } from "../infra"'] });
    expect(rulesOf(answer)).toEqual(['arch/dependency-not-allowed']);
    expect(answer.findings[0]?.message).toContain('http may not import save from infra');
  });

  test('a type is not held to what only values may not do', async () => {
    expect((await plan({ path: 'src/http/new.ts', imports: ['import type { Order } from "../orders"'] })).status).toBe(
      'ok',
    );
  });

  test('several new files import each other', async () => {
    const answer = await plan(
      { path: 'src/http/a.ts', imports: ['import { b } from "./b"'], exports: ['a'] },
      { path: 'src/http/b.ts', exports: ['b'] },
    );
    expect(answer).toEqual({ status: 'ok', rev: answer.rev });
  });

  test('a circle that two planned files close is found', async () => {
    const answer = await plan(
      { path: 'src/http/a.ts', imports: ['import { b } from "./b"'], exports: ['const a'] },
      { path: 'src/http/b.ts', imports: ['import { a } from "./a"'], exports: ['const b'] },
    );
    expect(rulesOf(answer)).toEqual(['arch/cycle']);
  });

  test('targets that do not exist yet are judged by where they will lie', async () => {
    const fine = await plan({ path: 'src/http/new.ts', imports: ['import { x } from "./later"'] });
    expect(fine).toEqual({ status: 'ok', rev: fine.rev, assumed: ['src/http/later.ts'] });
    const forbidden = await plan({ path: 'src/http/new.ts', imports: ['import { x } from "../infra/later"'] });
    expect(forbidden.status).toBe('violations');
    expect(forbidden.assumed).toEqual(['src/infra/later.ts']);
    expect(forbidden.findings[0]?.rule).not.toBe('arch/unresolved-import');
  });

  test('a name that its target does not export', async () => {
    const answer = await plan({ path: 'src/http/new.ts', imports: ['import { placeOrdr } from "../orders"'] });
    expect(rulesOf(answer)).toEqual(['arch/missing-export']);
    expect(answer.findings[0]?.message).toContain('placeOrder');
  });

  test('a package that nobody declares', async () => {
    expect(rulesOf(await plan({ path: 'src/http/new.ts', imports: ['import x from "left-pad"'] }))).toContain(
      'arch/undeclared-dependency',
    );
  });

  test('deleting a file breaks who imports it, unless they go too', async () => {
    const answer = await plan({ path: 'src/infra/index.ts', delete: true });
    expect(answer.findings[0]).toMatchObject({ rule: 'arch/unresolved-import', at: 'src/orders/place-order.ts:1' });
    const both = await plan(
      { path: 'src/infra', delete: true },
      { path: 'src/orders', delete: true },
      { path: 'src/http', delete: true },
    );
    expect(rulesOf(both)).not.toContain('arch/unresolved-import');
  });

  test('a file moved into another module is judged with all that imports it', async () => {
    const answer = await plan({ path: 'src/http/place-order.ts', renamed_from: 'src/orders/place-order.ts' });
    expect(answer.status).toBe('violations');
    expect(rulesOf(answer)).toContain('arch/dependency-not-allowed');
    const within = await plan({ path: 'src/orders/place.ts', renamed_from: 'src/orders/place-order.ts' });
    expect(within).toEqual({ status: 'ok', rev: within.rev });
  });

  test('a file outside any module', async () => {
    const answer = await plan({ path: 'scripts/x.ts', imports: ['import { save } from "../src/infra/db"'] });
    expect(rulesOf(answer)).toContain('arch/unassigned-file');
    expect(answer.note).toContain('scripts/x.ts belongs to no module');
  });

  test('planned exports that exist already come with the import', async () => {
    const answer = await plan({ path: 'src/http/new.ts', exports: ['function formatAmount(cents: number): string'] });
    expect(answer.reuse).toEqual([
      expect.objectContaining({
        symbol: 'src/billing/format.ts#formatAmount',
        why: 'Formats an amount of money with its currency.',
      }),
    ]);
  });

  test('failures are not passed over in silence', async () => {
    const answer = await plan({ path: 'src/http/new.ts', fails_with: ['NotFound'] });
    expect(answer.status).toBe('not_checked');
    expect(answer.reason).toContain('fails_with');
  });
});

describe('check_content', () => {
  const check = async (input: Record<string, unknown>) => (await server.call('check_content', input)).answer;

  test('a whole new text', async () => {
    const answer = await check({
      path: 'src/http/new.ts',
      content: 'import { save } from "../infra/db";\nsave("x");\n',
    });
    expect(answer.findings[0]).toMatchObject({ rule: 'arch/deep-import', at: 'src/http/new.ts:1' });
  });

  test('edits of a file, against what stands on the disk', async () => {
    const edits = [{ old: '"../orders"', new: '"../orders/place-order"' }];
    const answer = await check({ path: 'src/http/routes.ts', edits });
    expect(answer.findings[0]?.fix).toBe('import { placeOrder } from "../orders";');
    expect(repository.read('src/http/routes.ts')).toContain('"../orders"');
  });

  test('edits that do not fit say so', async () => {
    const missing = await server.call('check_content', {
      path: 'src/http/routes.ts',
      edits: [{ old: 'nowhere', new: '' }],
    });
    expect(missing).toMatchObject({ isError: true });
    expect(missing.answer.reason).toContain('edits[0].old does not occur');
    const twice = await server.call('check_content', {
      path: 'src/http/routes.ts',
      edits: [{ old: 'placeOrder', new: 'x' }],
    });
    expect(twice.answer.reason).toContain('more than once');
  });

  test('several files at once', async () => {
    const answer = await check({
      path: 'src/http/a.ts',
      content: 'import { b } from "./b";\nexport const a = b;\n',
      also: [{ path: 'src/http/b.ts', content: 'export const b = 1;\n' }],
    });
    expect(answer).toEqual({ status: 'ok', rev: answer.rev });
  });

  test('a copied function names the one that exists', async () => {
    const content = (shop['src/billing/format.ts'] as string)
      .replace('formatAmount', 'showMoney')
      .replaceAll('cents', 'amount')
      .replaceAll('whole', 'big');
    const answer = await check({ path: 'src/http/money.ts', content });
    expect(answer.reuse?.[0]).toMatchObject({
      symbol: 'src/billing/format.ts#formatAmount',
      why: 'showMoney repeats it',
    });
  });

  test('text that does not parse', async () => {
    const answer = await check({ path: 'src/http/new.ts', content: 'export const = ;\n' });
    expect(rulesOf(answer)).toContain('lintel/syntax-error');
  });

  test('what was wrong before is not the fault of the edit', async () => {
    repository.write({ 'src/http/old.ts': 'import { save } from "../infra";\nsave("a");\n' });
    const edits = [{ old: 'save("a")', new: 'save("b")' }];
    const answer = await check({ path: 'src/http/old.ts', edits });
    expect(answer).toEqual({ status: 'ok', rev: answer.rev });
    repository.remove('src/http/old.ts');
  });
});

describe('resolve_import', () => {
  const resolve = async (from: string, target: string) =>
    (await server.call('resolve_import', { from, target })).answer;

  test.each([
    ['src/http/x.ts', 'src/orders/place-order.ts#placeOrder', 'import { placeOrder } from "../orders";'],
    ['src/http/x.ts', 'orders#placeOrder', 'import { placeOrder } from "../orders";'],
    ['src/http/x.ts', 'placeOrder', 'import { placeOrder } from "../orders";'],
    ['src/http/x.ts', 'orders#Order', 'import type { Order } from "../orders";'],
    ['src/orders/x.ts', 'src/orders/secret.ts#secret', 'import { secret } from "./secret";'],
    ['src/http/x.ts', 'zod#z', 'import { z } from "zod";'],
  ])('%s may use %s', async (from, target, statement) => {
    expect(await resolve(from, target)).toMatchObject({ status: 'ok', import: statement });
  });

  test('what may not be used says why', async () => {
    const answer = await resolve('src/http/x.ts', 'infra#save');
    expect(answer).toMatchObject({ status: 'violations', rule: 'arch/dependency-not-allowed' });
    expect(answer.reason).toContain('http may not import save from infra');
  });

  test('what is not there is an error that names what is', async () => {
    const missing = await server.call('resolve_import', {
      from: 'src/http/x.ts',
      target: 'src/orders/place-order.ts#placeOrdr',
    });
    expect(missing.isError).toBe(true);
    expect(missing.answer.reason).toContain('Did you mean placeOrder?');
  });
});

test('a plan is told how what it imports fails', async () => {
  const own = fixture({
    ...shop,
    'src/orders/place-order.ts': `export class SoldOut extends Error {}
export function placeOrder(count: number): number {
  if (count > 10) throw new SoldOut('no more');
  return count;
}
`,
    'src/orders/index.ts': 'export { placeOrder } from "./place-order";\n',
  });
  const { call: ask } = await connect(own);
  // Contracts are known once a call that needs them was answered.
  await ask('get_failures', { symbol: 'src/orders/index.ts#placeOrder' });
  const changes = [{ path: 'src/http/new.ts', imports: ['import { placeOrder } from "../orders"'] }];
  const { answer } = await ask('check_plan', { changes });
  expect(answer).toMatchObject({ status: 'ok', callees: [expect.stringMatching(/^placeOrder fails with .*SoldOut/)] });
});

test('proposed text that fails badly is answered with the edit that mends it', async () => {
  const content = `export async function load(read: () => Promise<string>): Promise<string> {
  try {
    return await read();
  } catch (error) {
    throw new Error('That did not work');
  }
}
`;
  const { answer } = await server.call('check_content', { path: 'src/http/load.ts', content });
  expect(answer).toMatchObject({ status: 'violations', findings: [{ rule: 'error-value/lost-cause' }] });
  const [edit] = answer.findings[0]?.edits ?? [];
  const mended = content.replace(edit?.old ?? 'none', edit?.new ?? '');
  expect(mended).toContain('{ cause: error }');
  expect((await server.call('check_content', { path: 'src/http/load.ts', content: mended })).answer.status).toBe('ok');
});

describe('get_rules', () => {
  test('of a file that does not exist yet', async () => {
    const { answer } = await server.call('get_rules', { path: 'src/http/new.ts' });
    expect(answer).toMatchObject({ module: 'http', may_not_import: ['infra'] });
    expect(answer.may_import).toContain('orders from "../orders"');
  });

  test('tells the lifecycle of a module and of those that may be used', async () => {
    const { answer } = await server.call('get_rules', { path: 'src/billing' });
    expect(answer.lifecycle).toEqual({
      state: 'deprecated',
      until: '2999-01-01',
      replacement: 'orders',
      because: 'moves to orders',
    });
    const http = await server.call('get_rules', { path: 'src/http' });
    expect(http.answer.may_import).toContain('billing from "../billing" (deprecated)');
  });

  test('of a folder above modules lists them', async () => {
    const { answer } = await server.call('get_rules', { path: 'src' });
    expect(answer.modules).toContain('orders: src/orders');
  });
});

test('a text that mends what the baseline holds breaks nothing', async () => {
  const entry = `{"path":"src/http/legacy.ts","rule":"arch/dependency-not-allowed","site":"'../infra' eager","to":"src/infra/index.ts",
    "kind":"eager","symbols":["save"],"module":"http","status":"reviewed"}`;
  const legacy = await connect(
    fixture({
      ...shop,
      'architecture.jsonc': shop['architecture.jsonc']!.toString().replace(
        '"cycles"',
        '"baseline": { "file": "architecture/baseline.json" },\n    "cycles"',
      ),
      'architecture/baseline.json': `{ "version": 1, "entries": [${entry}] }`,
      'src/http/legacy.ts': "import { save } from '../infra';\nexport const keep = save;\n",
    }),
  );
  const { answer } = await legacy.call('check_content', {
    path: 'src/http/legacy.ts',
    content: 'export const keep = 1;\n',
  });
  expect(answer).toEqual({ status: 'ok', rev: answer.rev });
});
