import { expect, test, vi } from 'vitest';
import { money } from '../src/kernel/index.js';
import { placeOrder } from '../src/orders/index.js';

vi.mock('../src/infra/index.js', () => ({
  capture: vi.fn(async () => ({ id: 'p-1', status: 'captured' })),
  query: vi.fn(async () => [{ sku: 'mug', name: 'Mug', price_minor: 900, stock: 3 }]),
}));

test('places an order', async () => {
  const clock = { now: () => new Date('2026-01-01T00:00:00Z') };
  const order = await placeOrder({ userId: 'u-1', country: 'DE', lines: [{ sku: 'mug', quantity: 2 }] }, clock);
  expect(order.lines[0]?.price).toEqual(money(900));
});
