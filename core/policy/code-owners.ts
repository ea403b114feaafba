import { compilePatterns, type PatternSet } from '../files/ignore-patterns.js';
import type { FilePath } from '../files/paths.js';

/** Where GitHub and GitLab look for the file; the first one there counts. */
export const codeOwnersPlaces: readonly FilePath[] = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
];

/** Who owns a path: handles and addresses as written, sorted; none where the file says nobody. */
export type OwnersOf = (path: FilePath) => readonly string[];

interface Line {
  readonly patterns: PatternSet;
  readonly owners: readonly string[];
}

/** Reads a CODEOWNERS file as GitHub does (the last line that matches counts), with the sections of GitLab. */
export function readCodeOwners(text: string): OwnersOf {
  const lines: Line[] = [];
  let ofSection: readonly string[] = [];
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const line = raw.replace(/(?<!\\)\s#.*$/, '').trim();
    if (line === '' || line.startsWith('#')) continue;
    const section = /^\^?\[[^\]]+\](?:\[\d+\])?\s*(.*)$/.exec(line);
    if (section) {
      ofSection = wordsOf(section[1] ?? '');
      continue;
    }
    const [pattern = '', ...owners] = line.split(/(?<!\\)\s+/);
    lines.push({ patterns: compilePatterns(pattern), owners: owners.length > 0 ? owners : ofSection });
  }
  lines.reverse();
  return path => [...new Set(lines.find(({ patterns }) => matches(patterns, path))?.owners ?? [])].sort();
}

function matches(patterns: PatternSet, path: FilePath): boolean {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
    const folder = path.slice(0, end);
    if (patterns.judge(folder, folder.slice(folder.lastIndexOf('/') + 1), true) === 'ignored') return true;
  }
  return patterns.judge(path, path.slice(path.lastIndexOf('/') + 1), false) === 'ignored';
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter(word => word !== '');
}
