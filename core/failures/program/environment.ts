import type { FileFacts } from '../../syntax/facts.js';
import type { Environment } from '../view.js';

const serverPackages =
  /^(express|fastify|koa|hono|@nestjs\/.*|@hapi\/.*|pg|mysql2?|mongoose|mongodb|ioredis|redis|bullmq|kafkajs|amqplib|@prisma\/client|nodemailer|worker_threads|@hono\/.*|next\/server|knex|typeorm|sequelize)$/;
const browserPackages = /^(react-dom(\/.*)?|vue|svelte|@angular\/.*|preact|solid-js(\/.*)?|react-native|jquery)$/;

/** Where a file runs, by what it imports itself; see "Environment" in the rule catalogue. Files that say nothing are `unknown`. */
export function environmentOf(facts: FileFacts): Environment {
  let found: Environment = 'unknown';
  for (const { specifier, typeOnly } of facts.imports) {
    if (specifier === undefined || typeOnly) continue;
    if (specifier.startsWith('node:') || serverPackages.test(specifier)) return 'server';
    if (browserPackages.test(specifier)) found = 'browser';
  }
  return found;
}
