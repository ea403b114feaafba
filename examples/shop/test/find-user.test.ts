import { expect, test, vi } from 'vitest';
import { findUser } from '../src/users/index.js';

vi.mock('../src/infra/db.js', () => ({
  query: vi.fn(async () => [{ id: 'u-1', email: 'ada@example.com', locale: 'en' }]),
}));

test('finds a user', async () => {
  expect(await findUser('u-1')).toEqual({ id: 'u-1', email: 'ada@example.com', locale: 'en' });
});
