import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { behaviourDelta } from '../../core/index.js';
import { openFiles } from '../harness/check-files.js';
import { gitIn, neighbourhood, textsAt } from './review/neighbourhood.js';

// node dist/test/bench/review-history.js REPO OUT.jsonl [FIXES] [REFACTORINGS] [SINCE] [OTHERS]: reviews real commits of a repository
// (bare will do), each with the files it touches, who imports them and what they import. Fixes are undone: the base is the
// fixed code, the head the code before. Refactorings, and other commits that mend nothing (features,
// chores, updates), are reviewed as they were made. One line a commit; `label` is for the reader.
// Commits that OUT has already are not reviewed again, so a run that was ended goes on where it stopped.
const [root = '.', out = 'review.jsonl', fixes = '10', refactors = '30', since = '2022-01-01', others = '0'] =
  process.argv.slice(2);
const git = gitIn(root);

/** Candidates as `reference` of the recipe has them: fixes of failure handling, small. */
const fixWords =
  /unhandled rejection|unhandledrejection|unhandled promise|swallow|silently (fail|ignor|drop)|floating promise|race condition|error cause|lost update|(missing|add).*timeout|abort ?signal|\bretr(y|ies)\b|backoff|unhandled .?error.? event|uncaught (error|exception)|missing await|error handling|not awaited|(handle|catch|throw).{0,20}error/i;
const refactorWords =
  /\brefactor|\brename|\bextract|clean ?up|\bsimplif|\bmove\b|\btidy|\bdedup|\bsplit|\breorgani[sz]e|\bconvert\b/i;
const otherWords =
  /\bfix|\bfeat|\badd(s|ed)?\b|\bbump|\bupgrade|\brevert|\bdeps\b|\bdocs?\b|\btests?\b|\bci\b|\brelease/i;
const source = /\.(ts|tsx|mts|cts|js|jsx|mjs)$/;
const test =
  /(^|\/)(tests?|__tests__|__mocks__|fixtures|e2e|examples|docs|www|sample|stories)\/|\.(test|spec|stories|d)\.[cm]?[jt]sx?$/;

interface Change {
  readonly path: string;
  readonly from?: string;
  readonly lines: number;
}
interface Commit {
  readonly hash: string;
  readonly subject: string;
  readonly changes: readonly Change[];
}

function commits(): Commit[] {
  // Only sources: a mirror may lack what is large.
  const sources = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs'].map(extension => `*.${extension}`);
  const log = git([
    'log',
    '--full-history',
    '--no-merges',
    '-M',
    '--numstat',
    '-z',
    `--since=${since}`,
    '--format=@@commit@@%H %s@@files@@',
    '--',
    ...sources,
  ]);
  return log.split('@@commit@@').flatMap(entry => {
    const [head = '', rest] = entry.split('@@files@@');
    const [, hash, subject] = /^([0-9a-f]{40}) (.*)$/.exec(head) ?? [];
    if (!hash || subject === undefined) return [];
    const changes: Change[] = [];
    const fields = (rest ?? '').split('\0').map(field => field.replace(/^\n+/, ''));
    for (let i = 0; i < fields.length; i++) {
      const [added, removed, path] = fields[i]!.split('\t');
      if (path === undefined) continue;
      const lines = Number(added) + Number(removed);
      if (path === '') changes.push({ from: fields[++i]!, path: fields[++i]!, lines });
      else changes.push({ path, lines });
    }
    return [{ hash, subject, changes: changes.filter(({ path }) => source.test(path) && !test.test(path)) }];
  });
}

const size = ({ changes }: Commit): number => changes.reduce((sum, { lines }) => sum + lines, 0);
const all = commits();
/** Spread over the whole history, the same for each run. */
const spread = (list: readonly Commit[], count: number): Commit[] =>
  list
    .filter((_, i) => Math.floor((i * count) / list.length) !== Math.floor(((i - 1) * count) / list.length))
    .slice(0, count);
const fixCommits = all.filter(
  each =>
    fixWords.test(each.subject) &&
    each.changes.length >= 1 &&
    each.changes.length <= 4 &&
    size(each) >= 2 &&
    size(each) <= 80,
);
const refactorCommits = all.filter(
  each =>
    refactorWords.test(each.subject) &&
    !otherWords.test(each.subject) &&
    !fixWords.test(each.subject) &&
    each.changes.length >= 1 &&
    each.changes.length <= 40 &&
    size(each) >= 4 &&
    size(each) <= 800,
);
/** Features, chores and updates: whatever is no fix and says nothing of one. */
const otherCommits = all.filter(
  each =>
    !/\bfix|\brevert|\bbug|\brelease\b|\bdocs?\b|\btests?\b/i.test(each.subject) &&
    !fixWords.test(each.subject) &&
    !refactorCommits.includes(each) &&
    each.changes.length >= 1 &&
    each.changes.length <= 60 &&
    size(each) >= 4 &&
    size(each) <= 1500,
);
const jobs = [
  ...spread(fixCommits, Number(fixes)).map(commit => ({ commit, kind: 'fix' })),
  ...spread(refactorCommits, Number(refactors)).map(commit => ({ commit, kind: 'refactor' })),
  ...spread(otherCommits, Number(others)).map(commit => ({ commit, kind: 'other' })),
].sort((a, b) => all.indexOf(a.commit) - all.indexOf(b.commit));
console.log(
  `${root}: ${all.length} commits, ${fixCommits.length} fixes, ${refactorCommits.length} refactorings, ${otherCommits.length} others; ${jobs.length} reviewed`,
);

const done = new Set(
  existsSync(out)
    ? readFileSync(out, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map(line => (JSON.parse(line) as { commit: string }).commit)
    : [],
);
for (const { commit, kind } of jobs) {
  const isFix = kind === 'fix';
  if (done.has(commit.hash.slice(0, 12))) continue;
  const now = commit.changes.map(({ path }) => path);
  const workspace = await openFiles(neighbourhood(root, commit.hash, now));
  const fixed = workspace.snapshot;
  const before = textsAt(
    git,
    `${commit.hash}^`,
    commit.changes.map(({ path, from }) => from ?? path),
  );
  const texts = commit.changes.flatMap(({ path, from }) => {
    const old = { path: from ?? path, text: before[from ?? path] };
    return from === undefined ? [old] : [{ path, text: undefined }, old];
  });
  const earlier = await fixed.with(texts);
  const renames = commit.changes.flatMap(({ path, from }) => (from === undefined ? [] : [[from, path] as const]));
  const startedAt = performance.now();
  const delta = isFix
    ? behaviourDelta(fixed, earlier, new Map(renames.map(([a, b]) => [b, a])))
    : behaviourDelta(earlier, fixed, new Map(renames));
  const ms = Math.round(performance.now() - startedAt);
  const told = delta.status === 'checked' ? delta.functions.filter(({ severity }) => severity !== 'hint') : [];
  const row = {
    commit: commit.hash.slice(0, 12),
    kind,
    subject: commit.subject.slice(0, 90),
    files: commit.changes.length,
    lines: size(commit),
    ...(delta.status === 'checked'
      ? { compared: delta.compared, otherSignature: delta.otherSignature }
      : { notChecked: delta.reason }),
    ms,
    found: told.map(
      ({ severity, path, symbol, changes, callers }) =>
        `${severity} ${path}#${symbol} (${callers.length}): ${changes
          .filter(each => each.severity !== 'hint')
          .map(each => each.says)
          .join('; ')}`,
    ),
    label: '',
  };
  appendFileSync(out, `${JSON.stringify(row)}\n`);
  await workspace.close();
}
