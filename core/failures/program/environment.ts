import type { FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import { compileGlob } from '../../policy/globs.js';
import type { Environments as DeclaredEnvironments } from '../../policy/policy.js';
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
  environments: DeclaredEnvironments | undefined,
  path: FilePath,
): Exclude<Environment, 'unknown'> | undefined {
  for (const environment of ['server', 'browser', 'cli', 'worker'] as const)
    if (environments?.[environment]?.some(glob => compileGlob(glob).matches(path))) return environment;
  return undefined;
}

/** What a file says of where it runs, others left out. `undefined`: nothing, so that what it imports decides. */
type OwnWord = Environment | undefined;

interface Input {
  /** What the rest was read from. */
  readonly facts: FileFacts;
  readonly edges: readonly Edge[];
  readonly own: OwnWord;
  /** Files that run where it runs: what it imports for its values at once. */
  readonly imports: readonly FilePath[];
}

/** Where the files of a workspace run, as their code tells it. The same object as long as no file says otherwise. */
export interface Environments {
  of(path: FilePath): Environment;
  readonly inputs: ReadonlyMap<FilePath, Input>;
}

/** A file as it is asked where it runs. */
export interface EnvironmentFile {
  readonly path: FilePath;
  readonly facts: FileFacts;
  readonly ir: FileIr;
  readonly edges: readonly Edge[];
}

/**
 * Where files run: by their directive, where they stand, what they import themselves; files that say nothing run on a server
 * where something does that they import, however far away. See "Environment" in the rule catalogue.
 */
export function environmentsAfter(before: Environments | undefined, files: Iterable<EnvironmentFile>): Environments {
  const entries: [FilePath, Input][] = [];
  let isSame = before !== undefined;
  for (const file of files) {
    const { path, facts, edges } = file;
    const known = before?.inputs.get(path);
    if (known?.facts === facts && known.edges === edges) {
      entries.push([path, known]);
      continue;
    }
    const input = { facts, edges, own: ownWord(file), imports: importsOf(edges) };
    isSame &&= known !== undefined && known.own === input.own && areEqual(known.imports, input.imports);
    entries.push([path, input]);
  }
  if (before && isSame && before.inputs.size === entries.length) return before;
  const inputs = new Map(entries);
  const found = onServers(inputs);
  return { inputs, of: path => inputs.get(path)?.own ?? (found.has(path) ? 'server' : 'unknown') };
}

/** Files that say nothing themselves and import, directly or through such files, one that runs on a server. */
function onServers(inputs: ReadonlyMap<FilePath, Input>): ReadonlySet<FilePath> {
  const importers = new Map<FilePath, FilePath[]>();
  const waiting: FilePath[] = [];
  for (const [path, { own, imports }] of inputs) {
    if (own === 'server') waiting.push(path);
    if (own !== undefined) continue;
    for (const target of imports) {
      const known = importers.get(target);
      if (known) known.push(path);
      else importers.set(target, [path]);
    }
  }
  const found = new Set<FilePath>();
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
    for (const importer of importers.get(at) ?? []) {
      if (found.has(importer)) continue;
      found.add(importer);
      waiting.push(importer);
    }
  return found;
}

const words = new WeakMap<FileFacts, { readonly word: OwnWord }>();

function ownWord(file: EnvironmentFile): OwnWord {
  let known = words.get(file.facts);
  if (!known) {
    known = { word: findWord(file) };
    words.set(file.facts, known);
  }
  return known.word;
}

function findWord({ path, facts, ir }: EnvironmentFile): OwnWord {
  for (const stmt of ir.functions[0]?.body ?? []) {
    if (stmt.kind !== 'expression' || stmt.value.kind !== 'literal' || typeof stmt.value.value !== 'string') break;
    const said = directives[stmt.value.value];
    if (said) return said;
  }
  if (facts.isProgram || byHand.test(path)) return 'cli';
  if (shared.test(path)) return 'unknown';
  let found: OwnWord = shown.test(path) ? 'browser' : undefined;
  for (const { specifier, typeOnly } of facts.imports) {
    if (specifier === undefined || typeOnly) continue;
    if (specifier.startsWith('node:') || serverPackages.test(specifier)) return 'server';
    if (browserPackages.test(specifier)) found = 'browser';
  }
  return found;
}

const imports = new WeakMap<readonly Edge[], readonly FilePath[]>();

function importsOf(edges: readonly Edge[]): readonly FilePath[] {
  const known = imports.get(edges);
  if (known) return known;
  const found = edges.flatMap(({ target, kind }) => (target.kind === 'file' && kind === 'eager' ? [target.path] : []));
  const distinct = [...new Set(found)].sort();
  imports.set(edges, distinct);
  return distinct;
}

function areEqual(a: readonly FilePath[], b: readonly FilePath[]): boolean {
  return a === b || (a.length === b.length && a.every((path, i) => path === b[i]));
}
