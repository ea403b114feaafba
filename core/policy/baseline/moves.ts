import { basename, type FilePath } from '../../files/paths.js';
import type { BaselineEntry } from './entry.js';
import { type Match, pairByKey, pairUnambiguous, type Unmatched } from './pairing.js';
import type { Subject } from './subject.js';

/** What is known about files that moved since the baseline was written. */
export interface Moves {
  /** Whether a file is there now. */
  exists(path: FilePath): boolean;
  /**
   * Old path to new path, as `git diff -M` from the commit that last changed the baseline sees them; asked only when
   * something is left to match. Absent without version control.
   */
  renames?(): ReadonlyMap<FilePath, FilePath>;
}

/**
 * Finds entries whose file, target or both moved. Renames that are known decide first; without them an entry follows its
 * file only when the old path is gone and exactly one finding could be meant, and its target only to a file of the same name.
 * A relative specifier changes with every move, so where the target is a file it stands in for the site.
 */
export function matchMoved<F extends Subject>(unmatched: Unmatched<F>, moves: Moves, into: Match<F>[]): Unmatched<F> {
  if (unmatched.entries.length === 0 || unmatched.findings.length === 0) return unmatched;
  const gone = memoized(path => !moves.exists(path));
  const named = unmatched.entries.flatMap(({ path, to }) => (to !== undefined && isPath(to) ? [path, to] : [path]));
  const renames = renamesOf(named, { ...moves, exists: path => !gone(path) });
  const now = (path: FilePath) => renames.get(path) ?? path;
  const target = (entry: BaselineEntry) => (entry.to === undefined ? '' : now(entry.to));
  const site = (to: string | undefined, text: string) => (to !== undefined && isPath(to) ? '' : text);
  const always = () => true;

  let rest = unmatched;
  if (renames.size > 0) {
    const renamed = (entry: BaselineEntry) =>
      renames.has(entry.path) || (entry.to !== undefined && renames.has(entry.to));
    rest = pairByKey(
      rest,
      entry =>
        renamed(entry)
          ? `${now(entry.path)}\0${entry.rule}\0${entry.symbol}\0${site(entry.to, entry.site)}\0${target(entry)}`
          : undefined,
      finding =>
        `${finding.path}\0${finding.rule}\0${finding.symbol}\0${site(finding.dependency?.to, finding.site)}\0${finding.dependency?.to ?? ''}`,
      'moved',
      into,
    );
  }
  // The file moved.
  rest = pairUnambiguous(
    rest,
    entry =>
      gone(entry.path) ? `${entry.rule}\0${entry.symbol}\0${site(entry.to, entry.site)}\0${target(entry)}` : undefined,
    finding =>
      `${finding.rule}\0${finding.symbol}\0${site(finding.dependency?.to, finding.site)}\0${finding.dependency?.to ?? ''}`,
    always,
    'moved',
    into,
  );
  const targetGone = (entry: BaselineEntry) => entry.to !== undefined && isPath(entry.to) && gone(entry.to);
  const targetName = (finding: Subject) =>
    finding.dependency && isPath(finding.dependency.to) ? basename(finding.dependency.to) : undefined;
  // The target moved.
  rest = pairUnambiguous(
    rest,
    entry =>
      targetGone(entry) ? `${now(entry.path)}\0${entry.rule}\0${entry.symbol}\0${basename(entry.to ?? '')}` : undefined,
    finding => {
      const name = targetName(finding);
      return name === undefined ? undefined : `${finding.path}\0${finding.rule}\0${finding.symbol}\0${name}`;
    },
    always,
    'moved',
    into,
  );
  // Both moved, as with a folder.
  return pairUnambiguous(
    rest,
    entry =>
      targetGone(entry) && gone(entry.path)
        ? `${basename(entry.path)}\0${entry.rule}\0${entry.symbol}\0${entry.site}\0${basename(entry.to ?? '')}`
        : undefined,
    finding => {
      const name = targetName(finding);
      return name === undefined
        ? undefined
        : `${basename(finding.path)}\0${finding.rule}\0${finding.symbol}\0${finding.site}\0${name}`;
    },
    always,
    'moved',
    into,
  );
}

/** What was renamed, where a path is gone: version control takes a while to answer, and who is still there was not renamed. */
export function renamesOf(paths: readonly FilePath[], { exists, renames }: Moves): ReadonlyMap<FilePath, FilePath> {
  return (paths.some(path => !exists(path)) && renames?.()) || new Map();
}

function isPath(to: string): boolean {
  return to !== 'unknown' && !to.startsWith('external:');
}

function memoized(ask: (path: FilePath) => boolean): (path: FilePath) => boolean {
  const known = new Map<FilePath, boolean>();
  return path => {
    let answer = known.get(path);
    if (answer === undefined) {
      answer = ask(path);
      known.set(path, answer);
    }
    return answer;
  };
}
