import type { FastifyInstance } from 'fastify';
import { bestsellers, searchProducts } from '../catalog/index.js';
import { ordersSince } from '../orders/index.js';
import { respond } from './respond.js';

export function catalogRoutes(app: FastifyInstance): void {
  app.get<{ Querystring: { q: string } }>('/products', (request, reply) =>
    respond(reply, () => searchProducts(request.query.q)),
  );
  app.get('/bestsellers', (_request, reply) =>
    respond(reply, async () => bestsellers(await ordersSince(new Date(0)))),
  );
}
