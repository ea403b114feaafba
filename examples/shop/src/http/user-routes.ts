import type { FastifyInstance } from 'fastify';
import { findUser } from '../users/index.js';

export function userRoutes(app: FastifyInstance): void {
  app.get<{ Params: { id: string } }>('/users/:id', async (request, reply) => {
    const user = await findUser(request.params.id);
    if (!user) return reply.code(404).send({ message: 'no such user' });
    return user;
  });
}
