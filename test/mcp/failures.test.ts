import { beforeAll, expect, test } from 'vitest';
import { fixture } from '../e2e/fixture.js';
import { type Connected, connect } from './connect.js';
import { shop } from './shop.js';

const repository = fixture({
  ...shop,
  'src/orders/index.ts': 'export { placeOrder } from "./place-order";\nexport { load } from "./load";\n',
  'src/orders/load.ts': `export class OrderMissing extends Error {}
export function load(id: string): string {
  if (id === '') throw new OrderMissing('no id');
  return id;
}
`,
  'src/http/passes.ts':
    'import { load } from "../orders";\nexport function passes(id: string) {\n  return load(id);\n}\n',
  'src/http/find.ts': `export async function find(id: string): Promise<string | null> {
  try {
    const answer = await fetch('/orders/' + id);
    if (!answer.ok) throw new Error('HTTP ' + answer.status);
    return await answer.text();
  } catch {
    return null;
  }
}
export async function page(id: string): Promise<string> {
  const order = await find(id);
  if (order === null) return 'not found';
  return order;
}
`,
});
let server: Connected;
beforeAll(async () => {
  server = await connect(repository);
});

test('get_failures tells what leaves a function, where it starts, and who lets it pass', async () => {
  const { answer } = await server.call('get_failures', { symbol: 'src/orders/index.ts#load', callers: true });
  expect(answer.status).toBe('ok');
  const actual = answer.actual as { failure: string; how: string; from: string }[];
  expect(actual).toHaveLength(1);
  expect(actual[0]).toMatchObject({ how: 'throw' });
  expect(actual[0]?.failure).toContain('OrderMissing');
  expect(actual[0]?.from).toContain('src/orders/load.ts:3');
  expect(answer.callers).toEqual({ handled: 0, unhandled: ['src/http/passes.ts#passes'] });
});

test('a failure that leaves as a value is told as one, with what callers take the value for', async () => {
  const { answer } = await server.call('get_failures', { symbol: 'src/http/find.ts#find', callers: true });
  const actual = answer.actual as { failure: string; how: string; from: string }[];
  expect(actual).toContainEqual(expect.objectContaining({ failure: 'upstream null', how: 'return' }));
  expect(actual).toContainEqual(expect.objectContaining({ failure: 'absent null', how: 'return' }));
  expect(answer.callers).toEqual({
    handled: 0,
    unhandled: [],
    assume: ['src/http/find.ts:12 page takes the value for "not there".'],
  });
});

test('a function that is not there is an error that names those that are', async () => {
  const { answer, isError } = await server.call('get_failures', { symbol: 'src/orders/load.ts#laod' });
  expect(isError).toBe(true);
  expect(answer.reason).toContain('It has load');
});

test('get_impact tells who relies on how a function fails, and whom the working tree breaks', async () => {
  repository.write({
    'src/http/handles.ts': `import { load } from "../orders";
export function handles(id: string): string {
  try {
    return load(id);
  } catch (error) {
    return 'none: ' + String(error);
  }
}
`,
  });
  repository.commit('a caller that handles');
  const before = await server.call('get_impact', { target: 'src/orders/load.ts#load' });
  expect(before.answer).toMatchObject({
    status: 'ok',
    contracts: {
      fails_with: [expect.stringContaining('OrderMissing')],
      relies: [expect.stringContaining('src/http/handles.ts#handles handles')],
    },
  });
  expect(before.answer).not.toHaveProperty('not_checked');
  repository.write({
    'src/orders/load.ts': `export class OrderMissing extends Error {}
export function load(id: string): string {
  if (id === '') return '';
  return id;
}
`,
  });
  const { answer } = await server.call('get_impact', { target: 'src/orders/load.ts#load' });
  expect(answer.contracts).toMatchObject({
    changed: [expect.stringContaining('src/orders/load.ts#load')],
    breaks: expect.arrayContaining([expect.stringContaining('src/http/handles.ts')]),
  });
  const module = await server.call('get_impact', { target: 'orders' });
  expect(module.answer.contracts).toMatchObject({ changed: [expect.stringContaining('load')] });
});
