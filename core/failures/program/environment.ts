import type { FilePath } from '../../files/paths.js';
import { compileGlob } from '../../policy/globs.js';
import type { Environments } from '../../policy/policy.js';
import type { FileFacts } from '../../syntax/facts.js';
import type { FileIr } from '../../syntax/ir/nodes.js';
import type { Environment } from '../view.js';

const serverPackages =
  /^(express|fastify|koa|hono|@nestjs\/.*|@hapi\/.*|pg|mysql2?|mongoose|mongodb|ioredis|redis|bullmq|kafkajs|amqplib|@prisma\/client|nodemailer|worker_threads|@hono\/.*|next\/server|knex|typeorm|sequelize)$/;
const browserPackages = /^(react-dom(\/.*)?|vue|svelte|@angular\/.*|preact|solid-js(\/.*)?|react-native|jquery)$/;
const directives: Readonly<Record<string, Environment>> = { 'use client': 'browser', 'use server': 'server' };

/** What somebody starts by hand and watches: an interrupt ends it. */
const byHand = /(^|\/)(scripts?|\.github|bin|bench(marks?)?|migrations)\//;
/** Code that runs on both sides. */
const shared = /(^|\/)(universal|isomorphic)\//;
const shown = /\.([jt]sx|vue|svelte|astro)$/;

/** Where the policy says a file runs. */
export function declaredEnvironment(
  environments: Environments | undefined,
  path: FilePath,
): Exclude<Environment, 'unknown'> | undefined {
  for (const environment of ['server', 'browser', 'cli', 'worker'] as const)
    if (environments?.[environment]?.some(glob => compileGlob(glob).matches(path))) return environment;
  return undefined;
}

/**
 * Where a file runs, by its directive, where it stands, or what it imports itself; see "Environment" in the rule catalogue.
 * Files that say nothing are `unknown`.
 */
export function environmentOf(
  path: FilePath,
  { facts, ir }: { readonly facts: FileFacts; readonly ir: FileIr },
): Environment {
  for (const stmt of ir.functions[0]?.body ?? []) {
    if (stmt.kind !== 'expression' || stmt.value.kind !== 'literal' || typeof stmt.value.value !== 'string') break;
    const said = directives[stmt.value.value];
    if (said) return said;
  }
  if (byHand.test(path)) return 'cli';
  if (shared.test(path)) return 'unknown';
  let found: Environment = shown.test(path) ? 'browser' : 'unknown';
  for (const { specifier, typeOnly } of facts.imports) {
    if (specifier === undefined || typeOnly) continue;
    if (specifier.startsWith('node:') || serverPackages.test(specifier)) return 'server';
    if (browserPackages.test(specifier)) found = 'browser';
  }
  return found;
}
