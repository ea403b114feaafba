import type { FileSystem } from '../files/file-system.js';
import type { FilePath } from '../files/paths.js';
import { schemeTarget } from './builtins.js';
import { type Context, createContexts } from './context.js';
import { type ChangeTests, changeTests, type Reached, reachOf } from './invalidation.js';
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
  /** Read from the same file system. */
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
  /** Needed when a manifest, tsconfig or workspace file changed: the layout of the new state. */
  readonly layout?: Layout;
}

/**
 * Answers for one state of the file set; remembered, so that the second question costs a look-up. TypeScript's algorithm
 * over the listings of a file system: neither TypeScript nor a native resolver is loaded, and nothing reads the disk past
 * the file system but for `node_modules`.
 */
export interface Resolver {
  /** The layout of this state. */
  readonly layout: Layout;
  resolve(request: ResolutionRequest): Resolution;
  /** Whether an answer may differ between this state and one before or after in which `paths` were there or not; see `ChangeTest`. */
  couldChange(
    request: Pick<ResolutionRequest, 'from' | 'specifier'>,
    resolution: Resolution,
    paths: readonly FilePath[],
  ): boolean;
  /** Keys of all that could redirect some imports of a file; they hold as long as the layout does. */
  reachOf(
    imports: readonly { readonly from: FilePath; readonly specifier: string; readonly resolution: Resolution }[],
  ): ReadonlySet<string>;
  /** Of files without any of these keys `couldChange` says no for each import. */
  reachedBy(paths: readonly FilePath[]): Reached;
  /**
   * The resolver of the next state. It keeps the folder listings away from `paths`, the manifests and the tsconfigs, and
   * starts without answers: who holds answers keeps those for which `couldChange` says no, and asks again for the rest.
   */
  after(change: ResolverChange): Resolver;
}

/** Creates a resolver that has answered nothing yet. */
export function createResolver(options: ResolverOptions): Resolver {
  const { layout, settings } = options;
  const landing = createLanding(layout, settings, options.ignored);
  const contexts = createContexts(layout, settings);
  let lastPaths: readonly FilePath[] | undefined;
  let lastTests: ChangeTests | undefined;
  const testsFor = (paths: readonly FilePath[]): ChangeTests => {
    if (paths !== lastPaths || lastTests === undefined) {
      lastPaths = paths;
      lastTests = changeTests(layout, paths);
    }
    return lastTests;
  };

  const answer = (context: Context, specifier: string, literal: boolean): Resolution => {
    if (specifier === '') return { kind: 'unresolved', reason: 'The specifier is empty.' };
    if (literal) return schemeTarget(specifier, () => false) ?? resolveLiteral(layout, landing, context, specifier);
    const plain = withoutBundlerSyntax(specifier);
    if (isRelative(plain)) return resolveRelative(layout, landing, context, plain);
    const target = resolveBare(layout, landing, context, plain);
    const isRooted = plain.startsWith('/') && target.kind === 'unresolved';
    return isRooted ? resolveRooted(layout, landing, context, plain) : target;
  };

  return {
    layout,
    resolve: request => {
      const context = contexts(request);
      const literal = request.literal === true;
      const answers = literal ? context.literals : context.answers;
      let resolution = answers.get(request.specifier);
      if (resolution === undefined) {
        resolution = answer(context, request.specifier, literal);
        answers.set(request.specifier, resolution);
      }
      return resolution;
    },
    couldChange: (request, resolution, paths) => testsFor(paths).couldChange(request, resolution),
    reachOf: imports => reachOf(layout, imports),
    reachedBy: paths => testsFor(paths).reached,
    after: ({ fs, ignored, paths, layout: next = layout.after(fs, paths) }) =>
      createResolver({ fs, layout: next, settings, ignored }),
  };
}
