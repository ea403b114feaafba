import type { FilePath } from '../files/paths.js';
import { matchesWildcard } from './wildcard.js';

/**
 * A glob of the policy. `*` and `?` stay within a segment, `**` spans segments, `{a,b}` chooses; brackets and parentheses
 * stand for themselves (`app/(shop)/[id]` is a path people have). Whatever it matches, it also covers what lies below, so
 * `src`, `src/` and `src/**` say the same.
 */
export interface Glob {
  readonly text: string;
  /** The folder (or file) that every match lies in: the leading segments without wildcards. */
  readonly base: FilePath;
  readonly isLiteral: boolean;
  matches(path: FilePath): boolean;
}

const maxAlternatives = 64;
const cache = new Map<string, Glob>();
const cacheLimit = 4096;

/** Compiles a glob; equal texts give the same object while they are in use. */
export function compileGlob(text: string): Glob {
  const known = cache.get(text);
  if (known) return known;
  if (cache.size >= cacheLimit) cache.clear();
  const alternatives = expandBraces(normalised(text)).map(compileOne);
  const glob: Glob = {
    text,
    base: commonBase(alternatives.map(one => one.base)),
    isLiteral: alternatives.length === 1 && alternatives[0]?.isLiteral === true,
    matches:
      alternatives.length === 1 && alternatives[0]
        ? alternatives[0].matches
        : path => alternatives.some(one => one.matches(path)),
  };
  cache.set(text, glob);
  return glob;
}

/** True when any of the globs matches. */
export function anyGlob(globs: readonly string[]): (path: FilePath) => boolean {
  const compiled = globs.map(compileGlob);
  return path => compiled.some(glob => glob.matches(path));
}

/** A glob without a leading `./`, a trailing `/` and a trailing `/**`, all of which say nothing. */
export function normalised(text: string): string {
  const segments = text.split('/').filter(segment => segment !== '' && segment !== '.');
  while (segments.length > 1 && segments.at(-1) === '**') segments.pop();
  return segments.join('/');
}

/** The texts that `{a,b}` stands for, at most 64 (what goes beyond stays as written). Braces without a comma are text. */
export function expandBraces(text: string): readonly string[] {
  let pending = [text];
  for (;;) {
    const next: string[] = [];
    let changed = false;
    for (const each of pending) {
      const choice = innermostChoice(each);
      if (!choice || pending.length + choice.options.length > maxAlternatives) {
        next.push(each);
        continue;
      }
      changed = true;
      for (const option of choice.options) next.push(each.slice(0, choice.start) + option + each.slice(choice.end));
    }
    if (!changed || next.length > maxAlternatives) return changed ? next.slice(0, maxAlternatives) : next;
    pending = next;
  }
}

/** True for a text with `*`, `?` or a choice in braces. */
export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text) || innermostChoice(text) !== undefined;
}

function innermostChoice(text: string): { start: number; end: number; options: string[] } | undefined {
  let open = -1;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') open = i;
    else if (text[i] === '}' && open >= 0) {
      const inside = text.slice(open + 1, i);
      if (inside.includes(',')) return { start: open, end: i + 1, options: inside.split(',') };
      open = -1;
    }
  }
  return undefined;
}

type OneGlob = Pick<Glob, 'base' | 'isLiteral' | 'matches'>;

function compileOne(text: string): OneGlob {
  const segments = text === '' ? [] : text.split('/');
  const wild = segments.findIndex(segment => /[*?]/.test(segment));
  if (wild < 0) {
    const below = `${text}/`;
    return {
      base: text,
      isLiteral: true,
      matches: text === '' ? () => true : path => path === text || path.startsWith(below),
    };
  }
  const base = segments.slice(0, wild).join('/');
  return { base, isLiteral: false, matches: anywhereMatcher(segments) ?? segmentMatcher(segments, base) };
}

/** Fast ways for the two commonest shapes: a folder anywhere, and a suffix anywhere. */
function anywhereMatcher(segments: readonly string[]): ((path: FilePath) => boolean) | undefined {
  const [first, second] = segments;
  if (first !== '**') return undefined;
  if (segments.length === 1) return () => true;
  if (segments.length !== 2 || second === undefined || second.includes('?')) return undefined;
  const star = second.lastIndexOf('*');
  if (star < 0) {
    const start = `${second}/`;
    const inside = `/${second}/`;
    const end = `/${second}`;
    return path => path === second || path.startsWith(start) || path.endsWith(end) || path.includes(inside);
  }
  if (star > 0 || second.length === 1) return undefined;
  const suffix = second.slice(1);
  const folderSuffix = `${suffix}/`;
  return path => path.endsWith(suffix) || path.includes(folderSuffix);
}

function segmentMatcher(pattern: readonly string[], base: FilePath): (path: FilePath) => boolean {
  const prefix = base === '' ? '' : `${base}/`;
  return path => path.startsWith(prefix) && matchSegments(pattern, path.split('/'));
}

/** Pattern segments against the leading segments of a path, with one point of return at the last `**`. */
function matchSegments(pattern: readonly string[], path: readonly string[]): boolean {
  let p = 0;
  let s = 0;
  let globstar = -1;
  let resume = 0;
  while (p < pattern.length) {
    const segment = pattern[p] ?? '';
    if (segment === '**') {
      globstar = p++;
      resume = s;
    } else if (s < path.length && segmentMatches(segment, path[s] ?? '')) {
      p++;
      s++;
    } else if (globstar >= 0 && resume < path.length) {
      p = globstar + 1;
      s = ++resume;
    } else return false;
  }
  return true;
}

function segmentMatches(pattern: string, segment: string): boolean {
  return pattern === '*' || pattern === segment || matchesWildcard(pattern, segment, true);
}

function commonBase(bases: readonly string[]): FilePath {
  const [first, ...others] = bases.map(base => (base === '' ? [] : base.split('/')));
  if (!first) return '';
  let shared = first.length;
  for (const other of others) {
    let same = 0;
    while (same < shared && other[same] === first[same]) same++;
    shared = same;
  }
  return first.slice(0, shared).join('/');
}
