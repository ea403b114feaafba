import { expect, test, vi } from 'vitest';
import { revenueByBucket } from '../src/billing/index.js';

vi.mock('../src/infra/index.js', () => ({ query: vi.fn(async () => [{ paid_at: 7300, gross_minor: 500 }]) }));

test('sums revenue by bucket', async () => {
  expect(await revenueByBucket()).toEqual(new Map([[Math.floor(7300 / 3600), 500]]));
});
