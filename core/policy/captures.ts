import type { FilePath } from '../files/paths.js';
import { expandBraces } from './globs.js';
import { matchesWildcard } from './wildcard.js';

const capture = /\{([A-Za-z][\w-]*)\}/g;

/** What each capture of an entry stands for. */
export type CaptureValues = ReadonlyMap<string, string>;

/** Names of the captures in a text, `{app}/main` → `["app"]`, each once. */
export function capturesIn(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(capture), match => match[1] ?? ''))];
}

/** The text with the captures filled in; a name without a value stays as written. */
export function fillCaptures(text: string, values: CaptureValues): string {
  return text.replace(capture, (whole, name: string) => values.get(name) ?? whole);
}

/** The same in every string of a JSON value, keys left alone. */
export function fillCapturesDeep<T>(value: T, values: CaptureValues): T {
  if (typeof value === 'string') return fillCaptures(value, values) as T;
  if (Array.isArray(value)) return value.map(item => fillCapturesDeep(item, values)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillCapturesDeep(item, values)])) as T;
}

/** A text that names one binding of captures. */
export function captureKey(values: CaptureValues): string {
  return JSON.stringify([...values].sort());
}

/** Finds what the captures of module paths stand for in the paths of files. */
export interface CaptureFinder {
  /** The bindings under which the file belongs to one of the paths, by key. */
  bindings(path: FilePath): readonly { readonly key: string; readonly values: CaptureValues }[];
}

/** Compiles module paths with captures. */
export function captureFinder(paths: readonly string[]): CaptureFinder {
  const patterns = paths.flatMap(expandBraces).map(compile);
  return { bindings: path => patterns.flatMap(pattern => pattern(path) ?? []) };
}

type Binding = { readonly key: string; readonly values: CaptureValues };

function compile(text: string): (path: FilePath) => readonly Binding[] | undefined {
  const segments = text.split('/').filter(segment => segment !== '' && segment !== '.');
  while (segments.at(-1) === '**') segments.pop();
  const matchers = segments.map(compileSegment);
  const start = segments.findIndex(segment => /[*?{]/.test(segment));
  const prefix = segments
    .slice(0, Math.max(start, 0))
    .map(segment => `${segment}/`)
    .join('');
  const known = new Map<string, readonly Binding[] | undefined>();
  const fixedDepth = segments.includes('**') ? Number.POSITIVE_INFINITY : segments.length;
  // `packages/{name}` is about folders: a file beside them (`packages/index.ts`) is no package of that name.
  const foldersOnly = segments.at(-1)?.includes('.') === false;
  const rest = foldersOnly && fixedDepth === Number.POSITIVE_INFINITY ? 1 : 0;
  return path => {
    if (!path.startsWith(prefix)) return undefined;
    const decisive = leadingSegments(path, fixedDepth);
    if (foldersOnly && decisive === path && fixedDepth !== Number.POSITIVE_INFINITY) return undefined;
    if (known.has(decisive)) return known.get(decisive);
    const parts = decisive.split('/');
    const values = new Map<string, string>();
    const found = walk(matchers, 0, parts.slice(0, parts.length - rest), 0, values);
    const bindings = found ? [{ key: captureKey(values), values }] : undefined;
    known.set(decisive, bindings);
    return bindings;
  };
}

/** The first `count` segments of a path, or all it has. */
function leadingSegments(path: FilePath, count: number): FilePath {
  let end = -1;
  for (let i = 0; i < count; i++) {
    end = path.indexOf('/', end + 1);
    if (end < 0) return path;
  }
  return path.slice(0, end);
}

type SegmentMatcher = '**' | ((segment: string) => CaptureValues | undefined);
const nothing: CaptureValues = new Map();

function compileSegment(segment: string): SegmentMatcher {
  if (segment === '**') return '**';
  if (capturesIn(segment).length === 0) {
    return text => (matchesWildcard(segment, text, true) ? nothing : undefined);
  }
  const names: string[] = [];
  let source = '';
  let at = 0;
  for (const match of segment.matchAll(capture)) {
    source += literal(segment.slice(at, match.index));
    const known = names.indexOf(match[1] ?? '');
    source += known >= 0 ? `\\${known + 1}` : '(.+)';
    if (known < 0) names.push(match[1] ?? '');
    at = match.index + match[0].length;
  }
  const expression = new RegExp(`^${source}${literal(segment.slice(at))}$`);
  return text => {
    const found = expression.exec(text);
    return found ? new Map(names.map((name, i) => [name, found[i + 1] ?? ''])) : undefined;
  };
}

function literal(text: string): string {
  return text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
}

/** Depth-first, the shortest `**` first; fills `values`. Bounded by the depth of the path. */
function walk(
  matchers: readonly SegmentMatcher[],
  m: number,
  parts: readonly string[],
  p: number,
  values: Map<string, string>,
): boolean {
  const matcher = matchers[m];
  if (matcher === undefined) return true;
  if (matcher === '**') {
    for (let skip = p; skip <= parts.length; skip++) if (walk(matchers, m + 1, parts, skip, values)) return true;
    return false;
  }
  const part = parts[p];
  const found = part === undefined ? undefined : matcher(part);
  if (!found) return false;
  const added: string[] = [];
  for (const [name, value] of found) {
    const known = values.get(name);
    if (known === undefined) {
      values.set(name, value);
      added.push(name);
    } else if (known !== value) {
      for (const each of added) values.delete(each);
      return false;
    }
  }
  if (walk(matchers, m + 1, parts, p + 1, values)) return true;
  for (const each of added) values.delete(each);
  return false;
}
