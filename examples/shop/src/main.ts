import fastify from 'fastify';
import { catalogRoutes } from './http/catalog-routes.js';
import { healthRoutes } from './http/health-routes.js';
import { orderRoutes } from './http/order-routes.js';
import { userRoutes } from './http/user-routes.js';
import { pool } from './infra/index.js';
import { log } from './kernel/index.js';

const app = fastify({ logger: false });
for (const routes of [catalogRoutes, healthRoutes, orderRoutes, userRoutes]) routes(app);

process.on('SIGTERM', async () => {
  await app.close();
  await pool.end();
});

const address = await app.listen({ port: Number(process.env.PORT ?? 3000) });
log.info({ address }, 'listening');
