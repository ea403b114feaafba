import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { systemClock } from '../kernel/index.js';
import { placeOrder } from '../orders/index.js';
import { orderById } from '../orders/order-repository.js';
import { respond } from './respond.js';

const basket = z.object({
  userId: z.string(),
  country: z.string().length(2),
  lines: z.array(z.object({ sku: z.string(), quantity: z.number().int().positive() })).min(1),
});

export function orderRoutes(app: FastifyInstance): void {
  app.post('/orders', (request, reply) => respond(reply, () => placeOrder(basket.parse(request.body), systemClock)));
  app.get<{ Params: { id: string } }>('/orders/:id', (request, reply) =>
    respond(reply, () => orderById(request.params.id)),
  );
}
