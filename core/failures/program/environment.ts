import type { FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import { emptyPathMap, type PathMap, type PathNumbering } from '../../graph/path-map.js';
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
/** A hook by the name of its file: `useUpload.ts`. */
const hook = /(^|\/)use[A-Z]\w*\.[cm]?[jt]s$/;
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
  readonly own: OwnWord;
  /** Files that run where it runs: what it imports for its values at once. */
  readonly imports: readonly FilePath[];
}

/** Where the files of a workspace run, as their code tells it. */
export interface Environments {
  of(path: FilePath): Environment;
  /** Files of which another one says something else. */
  differences(other: Environments): readonly FilePath[];
}

/** Environments with what they follow from. */
interface Derived extends Environments {
  readonly inputs: PathMap<Input>;
  /**
   * Files that say nothing themselves and import, directly or through such files, one that runs on a server. Each with a rank
   * above that of some import that has it there, 0 for those that say so themselves: no circle holds itself up.
   */
  readonly ranks: PathMap<number>;
}

/** A file as it is asked where it runs. */
export interface EnvironmentFile {
  readonly path: FilePath;
  readonly facts: FileFacts;
  readonly ir: FileIr;
  readonly edges: readonly Edge[];
}

/** What environments are derived from. */
export interface EnvironmentInput {
  readonly numbers: PathNumbering;
  /** Files that may be others than before, all where there was nothing before; `undefined` for those that are gone. */
  readonly files: ReadonlyMap<FilePath, EnvironmentFile | undefined>;
  /** All that import a file now, in whatever way. */
  importersOf(path: FilePath): Iterable<FilePath>;
}

/**
 * Where files run: by their directive, where they stand, what they import themselves; files that say nothing run on a server
 * where something does that they import, however far away. See "Environment" in the rule catalogue. Work only where a file
 * says something else than before, and for those that import it.
 */
export function environmentsAfter(
  earlier: Environments | undefined,
  { numbers, files, importersOf }: EnvironmentInput,
): Environments {
  const before = earlier as Derived | undefined;
  const known = before?.inputs ?? emptyPathMap<Input>(numbers);
  const changed = new Map<FilePath, Input | undefined>();
  for (const [path, file] of files) {
    const old = known.get(path);
    const input = file && { own: ownWord(file), imports: importsOf(file.edges) };
    if (old?.own !== input?.own || !areEqual(old?.imports, input?.imports)) changed.set(path, input);
  }
  if (before && changed.size === 0) return before;
  const inputs = known.with(changed);
  const ranks = ranksAfter(before?.ranks ?? emptyPathMap<number>(numbers), known, inputs, changed.keys(), importersOf);
  const of = (path: FilePath): Environment => inputs.get(path)?.own ?? (ranks.has(path) ? 'server' : 'unknown');
  const derived: Derived = {
    inputs,
    ranks,
    of,
    differences: other => {
      const others = other as Derived;
      const paths = new Set([...inputs.differences(others.inputs), ...ranks.differences(others.ranks)]);
      return [...paths].filter(path => of(path) !== other.of(path));
    },
  };
  return derived;
}

/**
 * Files on a server after some say or import something else: first those are taken out that nothing below them holds there any
 * longer, then those come in that something does. Files are looked at as far as either goes, and their importers.
 */
function ranksAfter(
  before: PathMap<number>,
  earlier: PathMap<Input>,
  inputs: PathMap<Input>,
  changed: Iterable<FilePath>,
  importersOf: (path: FilePath) => Iterable<FilePath>,
): PathMap<number> {
  const ranks = new Map<FilePath, number | undefined>();
  const rankOf = (path: FilePath): number | undefined => {
    const own = inputs.get(path)?.own;
    if (own !== undefined) return own === 'server' ? 0 : undefined;
    return ranks.has(path) ? ranks.get(path) : before.get(path);
  };
  /** The lowest rank that what it imports gives it. */
  const given = (path: FilePath): number | undefined => {
    const input = inputs.get(path);
    if (!input || input.own !== undefined) return undefined;
    let lowest: number | undefined;
    for (const target of input.imports) {
      const rank = rankOf(target);
      if (rank !== undefined && (lowest === undefined || rank < lowest)) lowest = rank;
    }
    return lowest === undefined ? undefined : lowest + 1;
  };
  const uncertain = new Set<FilePath>();
  const waiting: FilePath[] = [];
  for (const path of changed) {
    uncertain.add(path);
    waiting.push(path);
    const said = inputs.get(path)?.own === 'server';
    const saidSo = earlier.get(path)?.own === 'server';
    if (saidSo && !said) waiting.push(...importersOf(path));
    if (said && !saidSo) for (const importer of importersOf(path)) uncertain.add(importer);
  }
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const rank = ranks.has(path) ? ranks.get(path) : before.get(path);
    if (rank === undefined) continue;
    const best = given(path);
    if (best !== undefined && best <= rank) continue;
    ranks.set(path, undefined);
    uncertain.add(path);
    waiting.push(...importersOf(path));
  }
  const growing = [...uncertain];
  for (let path = growing.pop(); path !== undefined; path = growing.pop()) {
    if (rankOf(path) !== undefined) continue;
    const rank = given(path);
    if (rank === undefined) continue;
    ranks.set(path, rank);
    growing.push(...importersOf(path));
  }
  return before.with(ranks);
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
  // Hooks of a state run where somebody looks at it, though the types of the database are imported beside them.
  if (facts.imports.some(each => each.specifier === 'react' && !each.typeOnly && each.names.some(isStateHook)))
    return 'browser';
  let found: OwnWord = shown.test(path) || hook.test(path) ? 'browser' : undefined;
  for (const { specifier, typeOnly } of facts.imports) {
    if (specifier === undefined || typeOnly) continue;
    if (specifier.startsWith('node:') || serverPackages.test(specifier)) return 'server';
    if (browserPackages.test(specifier)) found = 'browser';
  }
  return found;
}

function isStateHook({ imported }: FileFacts['imports'][number]['names'][number]): boolean {
  return /^use(State|Effect|LayoutEffect|Reducer|Ref|Callback|Transition|ActionState|OptimisticState|Optimistic)$/.test(
    imported,
  );
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

function areEqual(a: readonly FilePath[] | undefined, b: readonly FilePath[] | undefined): boolean {
  return a === b || (a?.length === b?.length && a !== undefined && a.every((path, i) => path === b?.[i]));
}
