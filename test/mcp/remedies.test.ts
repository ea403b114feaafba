import { beforeAll, describe, expect, test } from 'vitest';
import { fixture } from '../e2e/fixture.js';
import { type AnswerJson, type Connected, connect } from './connect.js';
import { shop } from './shop.js';

const repository = fixture({
  ...shop,
  'architecture.jsonc': (shop['architecture.jsonc'] as string).replace(
    /"dependsOn": \[\],\s*"lifecycle".*/,
    '"dependsOn": [] },',
  ),
  'package.json': '{ "name": "shop", "private": true, "type": "module", "dependencies": { "lodash": "4.0.0" } }',
  'src/http/answer.ts':
    'import { routes } from "./routes";\nexport const answer = routes;\nexport interface Answer { readonly body: string }\n',
  'src/orders/late.ts': 'export const late = 1;\nexport const later = 2;\n',
});
let server: Connected;
beforeAll(async () => {
  server = await connect(repository);
});

const path = 'src/http/routes.ts';
const now = shop[path] as string;
const check = async (content: string, at = path) => (await server.call('check_content', { path: at, content })).answer;

/** The text after the edits of the first finding, and what is said of it. */
async function mended(content: string, { findings }: AnswerJson) {
  let text = content;
  for (const edit of findings[0]?.edits ?? []) {
    expect(text.split(edit.old)).toHaveLength(2);
    text = text.replace(edit.old, () => edit.new);
  }
  return { text, status: (await check(text)).status };
}

describe('the remedy of an import is an exact edit', () => {
  test('where no route is legal it goes, with what is new and there for it', async () => {
    const content = `import { save } from "../infra";\n${now}export const saved = [save];\n`;
    const answer = await check(content);
    expect(answer.findings[0]).toMatchObject({ rule: 'arch/dependency-not-allowed' });
    expect(answer.findings[0]?.message).toMatch(/ The edits leave it out\.$/);
    expect(answer.findings[0]?.message).not.toContain('No legal route');
    expect(await mended(content, answer)).toEqual({ text: now, status: 'ok' });
  });

  test('where code that was there uses it, nothing is taken out', async () => {
    const answer = await check(
      `import { save } from "../infra";\n${now.replace('[placeOrder]', '[placeOrder, save]')}`,
    );
    expect(answer.findings[0]?.edits).toBeUndefined();
    expect(answer.findings[0]?.message).toContain('No legal route exists.');
  });

  test('a circle is told at the import that closes it', async () => {
    const content = `import { answer } from "./answer";\n${now}export const answers = [answer];\n`;
    const told = await check(content);
    expect(told.findings[0]).toMatchObject({ rule: 'arch/cycle', at: 'src/http/routes.ts:1' });
    expect(await mended(content, told)).toEqual({ text: now, status: 'ok' });
  });

  test('a name with an alias that is not exported', async () => {
    const content = 'import { latr as late } from "./late";\nexport const all = [late];\n';
    const answer = await check(content, 'src/orders/all.ts');
    expect(answer.findings[0]?.edits).toEqual([
      { old: 'import { latr as late } from "./late";\n', new: 'import { late } from "./late";\n' },
    ]);
  });

  test('a package by a slip of the pen', async () => {
    const answer = await check(`import { pick } from "lodsh";\n${now}export const picked = [pick];\n`);
    expect(answer.findings[0]).toMatchObject({
      rule: 'arch/undeclared-dependency',
      fix: 'import { pick } from "lodash";',
    });
  });

  test('a package that nobody made, for what a module of the workspace has', async () => {
    const answer = await check(`import { formatAmount } from "money-kit";\n${now}export const f = [formatAmount];\n`);
    expect(answer.findings[0]).toMatchObject({ fix: 'import { formatAmount } from "../billing";' });
  });
});

test('a copy names its lines and the import that makes them needless', async () => {
  const copy = (shop['src/billing/format.ts'] as string)
    .replace('export function formatAmount', 'function showMoney')
    .replaceAll('cents', 'amount');
  const content = `${now}${copy}export const shown = showMoney(1, "EUR");\n`;
  const { reuse } = await check(content);
  expect(reuse?.[0]).toEqual({
    symbol: 'src/billing/format.ts#formatAmount',
    why: 'showMoney repeats it',
    import: 'import { formatAmount as showMoney } from "../billing";',
    replaces: 'src/http/routes.ts:3-10',
  });
  const lines = content.split('\n');
  lines.splice(2, 8);
  const answer = await check(`${reuse?.[0]?.import}\n${lines.join('\n')}`);
  expect(answer.reuse).toBeUndefined();
  expect(answer.status).toBe('ok');
});

test('a long message keeps what to do, which is its last sentence', async () => {
  const answer = await check(`import { ${'very'.repeat(80)} } from "./late";\n`, 'src/orders/all.ts');
  expect(answer.findings[0]?.message).toHaveLength(300);
  expect(answer.findings[0]?.message).toMatch(
    /^src\/orders\/late\.ts has no export named very.*… Export it there, or /,
  );
});
