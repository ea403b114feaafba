import type { FastifyReply } from 'fastify';
import { log, NotFoundError } from '../kernel/index.js';

export async function respond<T>(reply: FastifyReply, work: () => Promise<T>): Promise<void> {
  try {
    await reply.send(await work());
  } catch (error) {
    if (error instanceof NotFoundError) await reply.code(404).send({ message: error.message });
    else {
      log.error({ error }, 'request failed');
      await reply.code(200).send({ ok: false });
    }
  }
}
