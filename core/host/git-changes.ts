import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { RevisionChange, RevisionResult } from '../files/host.js';
import { compareText, type FilePath } from '../files/paths.js';
import { explainFailure } from './git-messages.js';
import { type GitInput, type GitOutcome, runGit } from './git-process.js';

/** What the working tree below `root` changed against a commit; see `Revisions.changesSince`. */
export function changesSince(root: string, commit: string): RevisionResult<readonly RevisionChange[]> {
  const filters = filterOverrides(root);
  const tracked = diff(root, commit, filters);
  if (!tracked.ok) return { ok: false, message: explainFailure(root, tracked.error) };
  const untracked = untrackedFiles(root);
  if (!untracked.ok) return untracked;
  const changes = parseRawDiff(tracked.output);
  const isMove = untracked.value.length > 0 && changes.some(change => change.status === 'deleted');
  const withMoves = isMove ? diffWithUntracked(root, commit, filters, untracked.value) : undefined;
  return { ok: true, value: withMoves ?? withUntracked(changes, untracked.value) };
}

/**
 * Git runs a configured filter (`filter.<name>.clean`) on each file that it compares by content. The repository's own
 * configuration may name any program there, so all of them are switched off; files of Git LFS then count as modified
 * when they were touched.
 */
function filterOverrides(root: string): readonly string[] {
  const names = runGit(root, ['config', '--name-only', '-z', '--get-regexp', '^filter\\.']);
  if (!names.ok) return [];
  const drivers = new Set(
    names.output
      .toString('utf8')
      .split('\0')
      .filter(name => name !== '')
      .map(name => name.slice('filter.'.length, name.lastIndexOf('.'))),
  );
  return [...drivers].flatMap(driver =>
    ['clean=', 'smudge=', 'process=', 'required=false'].flatMap(setting => ['-c', `filter.${driver}.${setting}`]),
  );
}

function diff(root: string, commit: string, filters: readonly string[], options?: GitInput): GitOutcome {
  const flags = ['--raw', '-z', '-M', '--relative', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all'];
  return runGit(root, [...filters, 'diff', ...flags, commit, '--'], options);
}

/** Untracked files by the ignore rules of the repository alone: a person's global excludes hide nothing from the check. */
function untrackedFiles(root: string): RevisionResult<readonly FilePath[]> {
  const exclude = runGit(root, ['rev-parse', '--git-path', 'info/exclude']);
  const file = exclude.ok ? resolve(root, exclude.output.toString('utf8').trim()) : '';
  const rules = ['--exclude-per-directory=.gitignore', ...(existsSync(file) ? [`--exclude-from=${file}`] : [])];
  const listed = runGit(root, ['ls-files', '--others', '-z', ...rules, '--']);
  if (!listed.ok) return { ok: false, message: explainFailure(root, listed.error) };
  // A nested repository is listed as a folder.
  return { ok: true, value: fieldsOf(listed.output).filter(path => !path.endsWith('/')) };
}

/**
 * A file that was moved without `git mv` is one deleted and one untracked file. Registered in a copy of the index, with
 * new objects going to a temporary folder, git itself tells whether it is a rename. `undefined` when that fails.
 */
function diffWithUntracked(
  root: string,
  commit: string,
  filters: readonly string[],
  untracked: readonly FilePath[],
): readonly RevisionChange[] | undefined {
  const places = runGit(root, ['rev-parse', '--git-path', 'index', '--git-path', 'objects']);
  const [index, objects] = places.ok ? places.output.toString('utf8').split('\n') : [];
  if (!index || !objects) return undefined;
  let scratch: string | undefined;
  try {
    scratch = mkdtempSync(join(tmpdir(), 'lintel-index-'));
    mkdirSync(join(scratch, 'objects'));
    if (existsSync(resolve(root, index))) copyIndex(resolve(root, index), join(scratch, 'index'));
    const env = {
      GIT_INDEX_FILE: join(scratch, 'index'),
      GIT_OBJECT_DIRECTORY: join(scratch, 'objects'),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(resolve(root, objects)),
    };
    const input = `${untracked.join('\0')}\0`;
    const fromInput = ['--pathspec-from-file=-', '--pathspec-file-nul'];
    const added = runGit(root, [...filters, 'add', '--intent-to-add', '--force', ...fromInput], { env, input });
    if (!added.ok) return undefined;
    const compared = diff(root, commit, filters, { env });
    return compared.ok ? parseRawDiff(compared.output) : undefined;
  } catch {
    return undefined;
  } finally {
    if (scratch !== undefined) removeQuietly(scratch);
  }
}

/**
 * Git compares a file by content when it may have been written after the index within one tick of the clock, which it
 * tells from the index's own time: the copy must not look younger than the original.
 * Source: https://git-scm.com/docs/racy-git
 */
function copyIndex(from: string, to: string): void {
  copyFileSync(from, to);
  const written = Math.floor(statSync(from).mtimeMs / 1000);
  utimesSync(to, written, written);
}

function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // A temporary folder that cannot be removed harms nobody.
  }
}

/** A file that only the index forgot (`git rm --cached`) is there and untracked: that is no deletion. */
function withUntracked(changes: readonly RevisionChange[], untracked: readonly FilePath[]): readonly RevisionChange[] {
  const byPath = new Map(changes.map(change => [change.path, change]));
  for (const path of untracked) {
    byPath.set(path, { path, status: byPath.has(path) ? 'modified' : 'added' });
  }
  return sorted(byPath.values());
}

const submoduleMode = '160000';

/** Reads `:oldmode newmode oldid newid status NUL path [NUL path]` records. */
function parseRawDiff(output: Buffer): readonly RevisionChange[] {
  const fields = fieldsOf(output);
  const byPath = new Map<FilePath, RevisionChange>();
  for (let i = 0; i < fields.length; ) {
    const [oldMode, newMode, , , code = ''] = (fields[i] ?? '').slice(1).split(' ');
    const isPair = code.startsWith('R') || code.startsWith('C');
    const first = fields[i + 1] ?? '';
    const path = isPair ? (fields[i + 2] ?? '') : first;
    i += isPair ? 3 : 2;
    // A conflict is listed twice, as unmerged and as modified.
    if (oldMode === submoduleMode || newMode === submoduleMode || byPath.has(path)) continue;
    byPath.set(path, changeOf(code, path, first));
  }
  return sorted(byPath.values());
}

function changeOf(code: string, path: FilePath, from: FilePath): RevisionChange {
  if (code.startsWith('R')) return { path, status: 'renamed', from };
  if (code.startsWith('A') || code.startsWith('C')) return { path, status: 'added' };
  return { path, status: code.startsWith('D') ? 'deleted' : 'modified' };
}

function sorted(changes: Iterable<RevisionChange>): readonly RevisionChange[] {
  return [...changes].sort((a, b) => compareText(a.path, b.path));
}

function fieldsOf(output: Buffer): string[] {
  const fields = output.toString('utf8').split('\0');
  fields.pop();
  return fields;
}
