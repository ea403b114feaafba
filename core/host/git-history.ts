import { decode } from '../files/decode.js';
import type { ChangedCommit, Commit, CommitChange, History, Trailer } from '../files/history.js';
import type { FilePath } from '../files/paths.js';
import { gitRevisions } from './git.js';
import { blobReader } from './git-blobs.js';
import { explainFailure, noMergeBase, shallowHistory } from './git-messages.js';
import { type GitOutcome, runGit } from './git-process.js';

/** With more changed paths than this in one commit git gives up looking for renames by content; exact ones stay. */
const renameLimit = 4000;

/** The commits of the repository that a workspace lies in; as `gitRevisions`, nothing the repository names is run. */
export function gitHistory(root: string): History {
  const revisions = gitRevisions(root);
  const isShallow = (): boolean => textOf(runGit(root, ['rev-parse', '--is-shallow-repository'])) === 'true';
  const blobs = blobReader(root);
  return {
    commitBefore(day) {
      const seconds = Date.parse(`${day}T00:00:00Z`) / 1000;
      if (Number.isNaN(seconds)) return failed(`${day} is no day. Write it as YYYY-MM-DD.`);
      const head = revisions.resolve('HEAD');
      if (!head.ok) return head;
      const before = `--before=@${Math.max(0, seconds)}`;
      const found = runGit(root, ['rev-list', '-1', '--first-parent', before, head.value]);
      if (!found.ok) return failed(explainFailure(root, found.error));
      const commit = textOf(found);
      if (commit === '' && isShallow()) return failed(shallowHistory);
      return { ok: true, value: commit === '' ? undefined : commit };
    },
    mergeBaseOf(ref, head) {
      const one = revisions.resolve(ref);
      if (!one.ok) return one;
      const other = revisions.resolve(head);
      if (!other.ok) return other;
      const base = runGit(root, ['merge-base', one.value, other.value]);
      if (base.ok) return { ok: true, value: textOf(base) };
      return failed(base.status === 1 ? noMergeBase(ref, isShallow()) : explainFailure(root, base.error));
    },
    commits(base, head, paths) {
      const range = base === undefined ? [head] : [head, `^${base}`];
      const shape = ['--raw', '-c', '-z', '--no-abbrev', '--relative', '--topo-order', `--format=${format}`];
      const renames = ['-M', `-l${renameLimit}`, '--no-ext-diff', '--no-textconv', '--ignore-submodules=all'];
      const limit = paths ? ['--', ...paths] : ['--'];
      const found = runGit(root, ['log', ...shape, ...renames, '--no-show-signature', ...range, ...limit]);
      if (!found.ok) return failed(explainFailure(root, found.error));
      return { ok: true, value: parseLog(found.output.toString('utf8')) };
    },
    lately(folder, count) {
      // Without an end git would walk the whole history for a folder that nobody touches.
      const limits = ['--no-merges', `--max-count=${count}`, '--since=6 months ago'];
      const found = runGit(root, [
        'log',
        `--format=${format}`,
        '--no-show-signature',
        ...limits,
        'HEAD',
        '--',
        folder || '.',
      ]);
      if (!found.ok) return failed(explainFailure(root, found.error));
      return { ok: true, value: parseLog(found.output.toString('utf8')).map(({ commit }) => commit) };
    },
    texts(ids) {
      const wanted = [...new Set(ids)];
      // A text that cannot be read is left out, as the port says.
      void blobs.load(wanted.map(id => ({ id, size: undefined })));
      const texts = new Map<string, string>();
      for (const id of wanted) {
        const bytes = blobs.get(id);
        if (bytes && !bytes.includes(0)) texts.set(id, decode(bytes).text);
      }
      return texts;
    },
    renames(base, head) {
      const flags = ['--raw', '-z', '-M', `-l${renameLimit}`, '--relative', '--no-ext-diff', '--no-textconv'];
      const found = runGit(root, ['diff', ...flags, '--ignore-submodules=all', base, head, '--']);
      if (!found.ok) return failed(explainFailure(root, found.error));
      const changes = parseChanges(found.output.toString('utf8').split('\0'));
      return {
        ok: true,
        value: new Map(changes.flatMap(({ path, from }) => (from === undefined ? [] : [[from, path]]))),
      };
    },
  };
}

// Fields that a message cannot hold end in a control character; the record starts with another.
const [recordStart, fieldEnd, trailerEnd] = ['\u0001', '\u0002', '\u0003'];
const format = `${['%x01%H', '%an', '%ae', '%as', '%s', '%(trailers:unfold,separator=%x03)'].join('%x02')}%x02`;

/** Reads what `git log --raw -z` prints: a header a commit, then `:modes ids status NUL path NUL` records. */
export function parseLog(output: string): readonly ChangedCommit[] {
  return output
    .split(recordStart)
    .slice(1)
    .map(record => {
      const fields = record.split(fieldEnd);
      const [id = '', author = '', email = '', date = '', subject = '', trailers = ''] = fields;
      const commit: Commit = { id, author, email, date, subject, trailers: parseTrailers(trailers) };
      const raw = fields.slice(6).join('').split('\0');
      return { commit, changes: parseChanges(raw) };
    });
}

function parseTrailers(text: string): readonly Trailer[] {
  return text.split(trailerEnd).flatMap(line => {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [{ key: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }];
  });
}

const submodule = '160000';
const noFile = /^0+$/;

function parseChanges(fields: readonly string[]): readonly CommitChange[] {
  const changes: CommitChange[] = [];
  for (let i = 0; i < fields.length; i++) {
    const head = /^\n?(:+)(.*)$/s.exec(fields[i] ?? '');
    if (!head) continue;
    const parents = head[1]!.length;
    const words = head[2]!.split(' ');
    const modes = words.slice(0, parents + 1);
    const ids = words.slice(parents + 1, 2 * parents + 2);
    const status = words.at(-1) ?? '';
    const isPair = parents === 1 && /^[RC]/.test(status);
    const first = fields[++i] ?? '';
    const path: FilePath = isPair ? (fields[++i] ?? '') : first;
    if (modes.includes(submodule)) continue;
    const after = ids.at(-1) ?? '';
    changes.push({
      path,
      ...(status.startsWith('R') && isPair && { from: first }),
      before: ids.slice(0, -1).filter(id => !noFile.test(id)),
      ...(!noFile.test(after) && { after }),
    });
  }
  return changes;
}

function textOf(outcome: GitOutcome): string {
  return outcome.ok ? outcome.output.toString('utf8').trim() : '';
}

function failed(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}
