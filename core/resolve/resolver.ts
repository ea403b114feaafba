import type { FileSystem } from '../files/file-system.js';
import type { FilePath } from '../files/paths.js';
import { nodeBuiltin, schemeTarget } from './builtins.js';
import { type Context, createContexts } from './context.js';
import { type ChangeTest, changeTest } from './invalidation.js';
import { createLanding } from './landing.js';
import type { Layout } from './layout.js';
import type { Resolution, ResolutionRequest, ResolutionSettings } from './resolution.js';
import { resolveBare } from './resolve-bare.js';
import { resolveLiteral, resolveRelative, resolveRooted } from './resolve-relative.js';
import { isRelative, withoutBundlerSyntax } from './specifier.js';

/** What a resolver is made of. */
export interface ResolverOptions {
  /** All questions go to it: the disk, an overlay of unsaved files or a git revision alike. */
  readonly fs: FileSystem;
  readonly layout: Layout;
  readonly settings: ResolutionSettings;
  /** True for paths that git ignores, those not there included. */
  ignored(path: FilePath): boolean;
}

/** How a file set changed. Texts of source files do not matter here. */
export interface ResolverChange {
  /** The file system of the new state, and its ignore rules. */
  readonly fs: FileSystem;
  ignored(path: FilePath): boolean;
  /** Files that appeared or vanished. */
  readonly paths: readonly FilePath[];
  /** Set when a manifest, tsconfig or workspace file changed: the layout of the new state. */
  readonly layout?: Layout;
}

/** Answers for one state of the file set. Answers are remembered; the resolver itself never changes its mind. */
export interface Resolver {
  readonly layout: Layout;
  resolve(request: ResolutionRequest): Resolution;
  /** Whether an answer of this resolver may differ once `paths` appeared or vanished; see `ChangeTest`. */
  couldChange(
    request: Pick<ResolutionRequest, 'from' | 'specifier'>,
    resolution: Resolution,
    paths: readonly FilePath[],
  ): boolean;
  /**
   * The resolver of the next state. It keeps folder listings away from `paths`, and remembered answers unless
   * `couldChange` says otherwise. With a new layout: when a manifest changed, all answers go; when only tsconfigs
   * changed, those of files whose options differ.
   */
  after(change: ResolverChange): Resolver;
}

/** Creates a resolver that has answered nothing yet. */
export function createResolver(options: ResolverOptions): Resolver {
  return resolverOver(options, new Map());
}

function resolverOver(options: ResolverOptions, kept: ReadonlyMap<string, Context>): Resolver {
  const { layout, settings } = options;
  const landing = createLanding(layout, settings, options.ignored);
  const known = new Map<string, Context>();
  const contexts = createContexts(layout, settings, kept, known);
  let lastPaths: readonly FilePath[] | undefined;
  let lastTest: ChangeTest | undefined;

  const answer = (context: Context, specifier: string, literal: boolean): Resolution => {
    if (specifier === '') return { kind: 'unresolved', reason: 'The specifier is empty.' };
    if (literal) {
      const byName =
        nodeBuiltin(specifier.startsWith('node:') ? specifier : '') ?? schemeTarget(specifier, () => false);
      return byName ?? resolveLiteral(layout, landing, context, specifier);
    }
    const plain = withoutBundlerSyntax(specifier);
    if (isRelative(plain)) return resolveRelative(layout, landing, context, plain);
    const target = resolveBare(layout, landing, context, plain);
    return plain.startsWith('/') && target.kind === 'unresolved'
      ? resolveRooted(layout, landing, context, plain)
      : target;
  };

  return {
    layout,
    resolve: request => {
      const context = contexts(request);
      const literal = request.literal === true;
      const key = literal ? `\n${request.specifier}` : request.specifier;
      const known = context.answers.get(key);
      if (known !== undefined) return known;
      const resolution = answer(context, request.specifier, literal);
      context.answers.set(key, resolution);
      return resolution;
    },
    couldChange: (request, resolution, paths) => {
      if (paths !== lastPaths || lastTest === undefined) {
        lastPaths = paths;
        lastTest = changeTest(layout, paths);
      }
      return lastTest(request, resolution);
    },
    after: change => {
      const next = change.layout ?? layout.after(change.fs, change.paths);
      const keep =
        next.digest === layout.digest
          ? stillGood([...kept, ...known], changeTest(layout, change.paths))
          : new Map<string, Context>();
      return resolverOver({ fs: change.fs, layout: next, settings, ignored: change.ignored }, keep);
    },
  };
}

/** Copies: the two resolvers may both go on answering, each for its own state. */
function stillGood(contexts: readonly (readonly [string, Context])[], couldChange: ChangeTest): Map<string, Context> {
  const kept = new Map<string, Context>();
  for (const [key, context] of contexts) {
    const from = `${context.folder}/`;
    const answers = new Map<string, Resolution>();
    for (const [specifier, resolution] of context.answers) {
      if (!couldChange({ from, specifier: specifier.replace('\n', '') }, resolution))
        answers.set(specifier, resolution);
    }
    kept.set(key, { ...context, answers });
  }
  return kept;
}
