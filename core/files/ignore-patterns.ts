import ignore from 'ignore';

/** What one `.gitignore` says about a path itself, its folders aside: nothing (`undefined`), ignored, or brought back. */
export type Verdict = 'ignored' | 'kept' | undefined;

/** The rules of one `.gitignore`. Paths are relative to its folder. */
export interface PatternSet {
  /** `path` must not lie in a folder that these rules alone ignore (see `withKept`); `name` is its last segment. */
  judge(path: string, name: string, isDirectory: boolean): Verdict;
  /** The same rules with one folder brought back by a `.gitignore` nearer to it. */
  withKept(folder: string): PatternSet;
}

/** Compiles the text of a `.gitignore`, case-sensitive on every platform so that every machine sees the same files. */
export function compilePatterns(text: string): PatternSet {
  const matcher = ignore({ ignorecase: false, allowRelativePaths: true }).add(text);
  const mayMatch = prefilter(text);
  return {
    judge(path, name, isDirectory) {
      if (!mayMatch(path, name)) return undefined;
      const { ignored, unignored } = matcher.test(isDirectory ? `${path}/` : path);
      return ignored ? 'ignored' : unignored ? 'kept' : undefined;
    },
    withKept: folder => compilePatterns(`${text}\n!/${folder.replace(/[\\*?[\] !#]/g, '\\$&')}/`),
  };
}

/**
 * Answers fast whether any rule could match the path itself. Most rules are names (`dist`), suffixes (`*.log`) or plain
 * paths (`/docs/api`): with 300 of them, trying each regular expression on each of 10,000 files takes longer than the
 * rest of the inventory. A `true` is then decided by the `ignore` package.
 */
function prefilter(text: string): (path: string, name: string) => boolean {
  const names = new Set<string>();
  const extensions = new Set<string>();
  const suffixes: string[] = [];
  const nameHeads: string[] = [];
  const paths = new Set<string>();
  const pathHeads: string[] = [];
  const others: string[] = [];

  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const pattern = line.trimEnd().replace(/^!/, '').replace(/\/$/, '');
    if (pattern === '' || line.startsWith('#')) continue;
    if (pattern.includes('\\')) {
      others.push(line.replace(/^!/, ''));
      continue;
    }
    const anchored = pattern.includes('/');
    const body = pattern.replace(/^\//, '');
    const magic = body.search(/[*?[]/);
    if (anchored && magic < 0) paths.add(body);
    else if (anchored && magic > 0) pathHeads.push(body.slice(0, magic));
    else if (!classifyName(body.slice(body.lastIndexOf('/') + 1))) others.push(line.replace(/^!/, ''));
  }

  /** A rule matches a path only where its last segment matches the name; false when that is no simple question. */
  function classifyName(segment: string): boolean {
    const magic = segment.search(/[*?[]/);
    const tail = segment.slice(1);
    if (magic < 0) names.add(segment);
    else if (magic > 0) nameHeads.push(segment.slice(0, magic));
    else if (segment[0] !== '*' || tail === '' || /[*?[]/.test(tail)) return false;
    else if (/^\.[^.]+$/.test(tail)) extensions.add(tail);
    else suffixes.push(tail);
    return true;
  }

  const rest = others.length > 0 ? ignore({ ignorecase: false, allowRelativePaths: true }).add(others) : undefined;
  return (path, name) => {
    if (names.has(name) || paths.has(path)) return true;
    const dot = name.lastIndexOf('.');
    if (dot >= 0 && extensions.has(name.slice(dot))) return true;
    for (const suffix of suffixes) if (name.endsWith(suffix)) return true;
    for (const head of nameHeads) if (name.startsWith(head)) return true;
    for (const head of pathHeads) if (path.startsWith(head)) return true;
    // As a folder, so that rules for folders alone are seen too.
    return rest?.ignores(`${path}/`) ?? false;
  };
}
