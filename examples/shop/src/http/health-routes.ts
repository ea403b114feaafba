import type { FastifyInstance } from 'fastify';
import { database } from '../orders/index.js';

export function healthRoutes(app: FastifyInstance): void {
  app.get('/health', async () => {
    await database.query('select 1');
    return { ok: true };
  });
}
