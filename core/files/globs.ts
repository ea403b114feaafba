import picomatch from 'picomatch';
import type { FilePath } from './paths.js';

/** A compiled list of globs, relative to the workspace root (the shape of `PathMatcher` in `policy`). */
export interface GlobMatcher {
  readonly globs: readonly string[];
  matches(path: FilePath): boolean;
}

type Test = (path: FilePath) => boolean;

const compiled = new Map<string, GlobMatcher>();
const keptLists = 2_000;

/**
 * Compiles a list of globs; the same list is compiled once. A path matches when a glob matches it and no glob of the list
 * that starts with `!` does (a list of nothing but those starts from everything). Dot files are files like others. A
 * glob that `globProblem` refuses matches nothing. An empty list matches nothing.
 */
export function compileGlobs(globs: readonly string[]): GlobMatcher {
  const key = globs.join('\0');
  const known = compiled.get(key);
  if (known && known.globs.length === globs.length) return known;
  const matcher: GlobMatcher = { globs: [...globs], matches: anyOf(globs) };
  if (compiled.size >= keptLists) compiled.clear();
  compiled.set(key, matcher);
  return matcher;
}

/** The globs that a path or glob of the user stands for: one without wildcards is a file, or a folder with all below it. */
export function folderOrGlob(glob: string): readonly string[] {
  const clean = tidied(glob).replace(/\/$/, '');
  if (clean === '') return ['**'];
  return isLiteral(clean) ? [clean, `${clean}/**`] : [normalised(glob)];
}

/** Why a glob cannot be used, as a sentence; `undefined` when it can. */
export function globProblem(glob: string): string | undefined {
  const body = isExclusion(glob) ? glob.slice(1) : glob;
  if (body.trim() === '') return 'The glob is empty. Write ** for every file.';
  if (body.length > 1_000) return 'The glob is longer than 1,000 characters. Split it into several.';
  if (body.startsWith('/') || /^[A-Za-z]:/.test(body)) {
    return `${glob} is absolute. Write it relative to the workspace root.`;
  }
  if (body.split('/').includes('..')) return `${glob} contains "..". Globs reach only files below the workspace root.`;
  const segments = tidied(body).split('/');
  if (segments.some(isSlow) || segments.filter(segment => segment === '**').length > 4) {
    return `${glob} has too many wildcards to be matched in reasonable time. Write it with at most four * in a name and four ** in all.`;
  }
  return undefined;
}

/** Nested repetition and long chains of `*` make a regular expression try very many ways to match one name. */
function isSlow(segment: string): boolean {
  const stars = segment.match(/\*+/g)?.length ?? 0;
  return stars > 4 || /[*+]\([^)]*[*+(]|\)[*+{]/.test(segment);
}

function anyOf(globs: readonly string[]): Test {
  const usable = globs.filter(glob => globProblem(glob) === undefined);
  const positive = testOf(usable.filter(glob => !isExclusion(glob)));
  const exclusions = usable.filter(isExclusion).map(glob => glob.slice(1));
  if (exclusions.length === 0) return positive;
  const excluded = testOf(exclusions);
  const fromEverything = globs.every(isExclusion);
  return path => (fromEverything || positive(path)) && !excluded(path);
}

/** `!(a|b)` is an extended glob, `!a` an exclusion. */
function isExclusion(glob: string): boolean {
  return glob.startsWith('!') && glob[1] !== '(';
}

/** Sorts the globs into questions that cost a look-up or a comparison, and the few that need a regular expression. */
function testOf(globs: readonly string[]): Test {
  const literals = new Set<string>();
  const tests: Test[] = [];
  const patterns: string[] = [];
  for (const glob of globs.map(normalised)) {
    const simple = isLiteral(glob) ? undefined : simpleTest(glob);
    if (isLiteral(glob)) literals.add(glob);
    else if (simple) tests.push(simple);
    else patterns.push(withRouteSegments(glob));
  }
  if (patterns.length > 0) {
    const expressions = patterns.map(pattern => picomatch.makeRe(pattern, { dot: true, posix: true }));
    tests.push(path => expressions.some(expression => expression.test(path)));
  }
  const [only] = tests;
  if (literals.size === 0) return tests.length === 1 && only ? only : path => tests.some(test => test(path));
  if (tests.length === 0) return path => literals.has(path);
  return path => literals.has(path) || tests.some(test => test(path));
}

/** `**`, `dir/**`, `**` + `/*.ext`, `**` + `/dir/**`: what most lists consist of. */
function simpleTest(glob: string): Test | undefined {
  if (/^\*\*(\/\*\*?)?$/.test(glob)) return () => true;
  const below = /^(.+?)\/\*\*(?:\/\*\*?)?$/.exec(glob)?.[1];
  if (below !== undefined && isLiteral(below)) {
    const prefix = `${below}/`;
    return path => path.startsWith(prefix);
  }
  const anywhere = /^\*\*\/(.+)$/.exec(glob)?.[1];
  if (anywhere === undefined) return undefined;
  const tail = anywhere.startsWith('*') ? anywhere.slice(1) : undefined;
  if (tail?.startsWith('.') && isLiteral(tail) && !tail.includes('/')) {
    return path => path.endsWith(tail);
  }
  const segment = /^(.+)\/\*\*(?:\/\*)?$/.exec(anywhere)?.[1];
  if (segment === undefined || !isLiteral(segment)) return undefined;
  const [head, inside] = [`${segment}/`, `/${segment}/`];
  return path => path.startsWith(head) || path.includes(inside);
}

/** A slash at the end of a glob means the folder: everything below it. */
function normalised(glob: string): string {
  const clean = tidied(glob);
  return clean.endsWith('/') ? `${clean}**` : clean;
}

/** Without `./` in front, doubled slashes, and runs of the same `**`. */
function tidied(glob: string): string {
  const clean = glob.replace(/^(\.\/+)+/, '').replace(/\/{2,}/g, '/');
  return clean === '.' ? '' : clean.replace(/(^|\/)(?:\*\*\/){2,}/g, '$1**/');
}

function isLiteral(glob: string): boolean {
  return glob.split('/').every(isPlainSegment);
}

/** Names of real folders and files: route segments, `@scope`, `+page.ts`, `a!b`. */
function isPlainSegment(segment: string): boolean {
  return !/[*?[\](){}|\\]/.test(segment) || isRouteSegment(segment);
}

/**
 * Folders of file-system routers: `[id]`, `[...slug]`, `[[...slug]]`, `(group)`, `(.)photo`. A glob that names one means
 * it, never a class of one-letter folders; a class of ranges like `[a-z]` or `[0-9A-F]` stays one.
 */
function isRouteSegment(segment: string): boolean {
  if (/^\([^|*?(){}[\]]*\)[\w-]*$/.test(segment)) return true;
  return /^\[{1,2}[^*?(){}[\]!^|\\]+\]{1,2}$/.test(segment) && !/^\[(\w-\w)+\]$/.test(segment);
}

function withRouteSegments(glob: string): string {
  return glob
    .split('/')
    .map(segment => (isRouteSegment(segment) ? segment.replace(/[[\]().]/g, '\\$&') : segment))
    .join('/');
}
