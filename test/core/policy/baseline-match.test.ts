import { describe, expect, test } from 'vitest';
import {
  formatBaseline,
  growthProblems,
  matchBaseline,
  parseBaseline,
  type Subject,
  staleProblems,
  updateBaseline,
} from '../../../core/policy/baseline.js';
import { cycle, dependency, failure, moves, written } from './baseline-fixtures.js';

/** New findings and stale entries, counted. */
function outcome(now: readonly Subject[], before: readonly Subject[], moved?: ReturnType<typeof moves>) {
  const { matched, fresh, stale } = matchBaseline(now, written(before), moved);
  return { matched: matched.length, fresh: fresh.length, stale: stale.length };
}

describe('what a baseline does not cover', () => {
  test('a type import turned into a value import: one new, one stale', () => {
    expect(outcome([dependency('a.ts', 'db.ts')], [dependency('a.ts', 'db.ts', { kind: 'type' })])).toEqual({
      matched: 0,
      fresh: 1,
      stale: 1,
    });
  });
  test('a second import of the same pair', () => {
    const one = dependency('a.ts', 'db.ts');
    expect(outcome([one, { ...one }], [one])).toEqual({ matched: 1, fresh: 1, stale: 0 });
  });
  test('one more name at a baselined site', () => {
    expect(
      outcome([dependency('a.ts', 'db.ts', { names: 'drop query' })], [dependency('a.ts', 'db.ts')]),
    ).toMatchObject({
      fresh: 1,
      stale: 1,
    });
  });
  test('the whole namespace where names were taken', () => {
    expect(outcome([dependency('a.ts', 'db.ts', { names: '*' })], [dependency('a.ts', 'db.ts')])).toMatchObject({
      fresh: 1,
    });
  });
  test('a side-effect import where a name was taken', () => {
    expect(outcome([dependency('a.ts', 'db.ts', { names: '' })], [dependency('a.ts', 'db.ts')])).toMatchObject({
      fresh: 1,
    });
  });
  test('another clause broken by the same import', () => {
    const now = dependency('a.ts', 'db.ts', { clauses: ['arch/dependency-not-allowed', 'arch/layer-order'] });
    expect(outcome([now], [dependency('a.ts', 'db.ts')])).toMatchObject({ fresh: 1, stale: 1 });
  });
  test('another unknown target in the same function', () => {
    const unknown = (site: string) => dependency('a.ts', 'unknown', { site, names: '' });
    expect(outcome([unknown('base + other')], [unknown('base + name')])).toMatchObject({ fresh: 1, stale: 1 });
  });
  test('a mock turned into an import', () => {
    expect(outcome([dependency('a.ts', 'db.ts')], [dependency('a.ts', 'db.ts', { context: 'mock' })])).toMatchObject({
      fresh: 1,
    });
  });
  test('findings about the policy, even when someone writes them in', () => {
    const vacuous = failure('architecture.jsonc', '', 'x');
    const finding = { ...vacuous, rule: 'arch/vacuous-rule' };
    expect(outcome([finding], [finding])).toEqual({ matched: 0, fresh: 1, stale: 1 });
  });
});

describe('what stays covered', () => {
  test('a tsconfig that cannot be read, while mistakes in the policy never are', () => {
    const config = (path: string) => ({ ...failure(path, '', 'extends'), rule: 'config/invalid-value' });
    expect(outcome([config('app/tsconfig.build.json')], [config('app/tsconfig.build.json')])).toMatchObject({
      fresh: 0,
    });
    expect(outcome([config('architecture.jsonc')], [config('architecture.jsonc')])).toMatchObject({
      fresh: 1,
      stale: 1,
    });
  });
  test('fewer names, a weaker kind, fewer broken clauses: the entry is rewritten', () => {
    const before = dependency('a.ts', 'db.ts', {
      names: 'drop query',
      clauses: ['arch/dependency-not-allowed', 'arch/layer-order'],
    });
    const now = dependency('a.ts', 'db.ts', { kind: 'type' });
    const baseline = written([before]);
    const result = matchBaseline([now], baseline);
    expect(result.fresh).toEqual([]);
    const updated = updateBaseline(baseline, result);
    expect(updated.rewritten).toHaveLength(1);
    expect(updated.text).toContain('"kind":"type","symbols":["query"],"status"');
    expect(updated.text).not.toContain('layer-order');
  });
  test('another specifier for the same target', () => {
    expect(outcome([dependency('a.ts', 'db.ts', { site: '@/db' })], [dependency('a.ts', 'db.ts')])).toMatchObject({
      fresh: 0,
    });
  });
  test('equal sites pair with names they cover, in any order', () => {
    const names = (text: string) => dependency('a.ts', 'db.ts', { names: text });
    expect(outcome([names('a'), names('a b')], [names('a b'), names('a')])).toEqual({ matched: 2, fresh: 0, stale: 0 });
    expect(outcome([names('a'), names('b')], [names('b c'), names('a')])).toEqual({ matched: 2, fresh: 0, stale: 0 });
  });
  test('a finding that is no dependency goes by rule, path, symbol and site', () => {
    const swallowed = failure('a.ts', 'load', 'catch (e)');
    expect(outcome([swallowed], [swallowed])).toMatchObject({ fresh: 0 });
    expect(outcome([failure('a.ts', 'save', 'catch (e)')], [swallowed])).toMatchObject({ fresh: 1, stale: 1 });
  });
});

describe('moves', () => {
  const before = dependency('src/a.ts', 'src/db.ts', { site: './db.js' });
  test('version control is asked only where a path is gone', () => {
    const now = dependency('src/a.ts', 'src/log.ts', { names: 'log' });
    const asked: string[] = [];
    const from = (files: readonly string[]) => ({
      ...moves(files),
      renames: () => {
        asked.push(files.join(' '));
        return new Map<string, string>();
      },
    });
    const cycles = [cycle('src/a.ts src/db.ts')];
    matchBaseline([now, cycle('src/a.ts src/log.ts')], written([before, ...cycles]), from(['src/a.ts', 'src/db.ts']));
    expect(asked).toEqual([]);
    matchBaseline([now], written([before]), from(['src/a.ts']));
    expect(asked).toEqual(['src/a.ts']);
  });

  test('a moved file keeps its entry although its specifier changed', () => {
    const now = dependency('lib/deep/a2.ts', 'src/db.ts', { site: '../../src/db.js' });
    expect(outcome([now], [before], moves(['lib/deep/a2.ts', 'src/db.ts']))).toEqual({
      matched: 1,
      fresh: 0,
      stale: 0,
    });
  });
  test('a copied file is new: the old path is still there', () => {
    const copy = dependency('lib/a.ts', 'src/db.ts', { site: '../src/db.js' });
    const files = moves(['lib/a.ts', 'src/a.ts', 'src/db.ts']);
    expect(outcome([before, copy], [before], files)).toEqual({ matched: 1, fresh: 1, stale: 0 });
    expect(outcome([copy], [before], files)).toEqual({ matched: 0, fresh: 1, stale: 1 });
  });
  test('two candidates are ambiguous, so both are new', () => {
    const now = ['lib/a.ts', 'lib/b.ts'].map(path => dependency(path, 'src/db.ts'));
    expect(outcome(now, [before], moves(['lib/a.ts', 'lib/b.ts']))).toEqual({ matched: 0, fresh: 2, stale: 1 });
  });
  test('two candidates, and git knows which', () => {
    const now = ['lib/a.ts', 'lib/b.ts'].map(path => dependency(path, 'src/db.ts'));
    const result = matchBaseline(now, written([before]), moves(['lib/a.ts', 'lib/b.ts'], 'src/a.ts > lib/b.ts'));
    expect(result.matched.map(match => match.finding.path)).toEqual(['lib/b.ts']);
    expect(result.fresh.map(finding => finding.path)).toEqual(['lib/a.ts']);
  });
  test('two equal sites move with their file when git says so', () => {
    const now = dependency('lib/a.ts', 'src/db.ts');
    expect(outcome([now, { ...now }], [before, { ...before }], moves(['lib/a.ts']))).toMatchObject({
      fresh: 2,
      stale: 2,
    });
    expect(
      outcome([now, { ...now }], [before, { ...before }], moves(['lib/a.ts'], 'src/a.ts > lib/a.ts')),
    ).toMatchObject({
      fresh: 0,
      stale: 0,
    });
  });
  test('a moved target: by rename, or the same name where the old one is gone', () => {
    const renamed = dependency('src/a.ts', 'src/database.ts');
    expect(outcome([renamed], [before], moves(['src/a.ts', 'src/database.ts']))).toMatchObject({ fresh: 1, stale: 1 });
    expect(
      outcome([renamed], [before], moves(['src/a.ts', 'src/database.ts'], 'src/db.ts > src/database.ts')),
    ).toMatchObject({ fresh: 0, stale: 0 });
    const moved = dependency('src/a.ts', 'infra/db.ts');
    expect(outcome([moved], [before], moves(['src/a.ts', 'infra/db.ts']))).toMatchObject({ fresh: 0, stale: 0 });
    expect(outcome([moved], [before], moves(['src/a.ts', 'infra/db.ts', 'src/db.ts']))).toMatchObject({ fresh: 1 });
  });
  test('a folder with both ends in it, without git', () => {
    const now = dependency('packages/a.ts', 'packages/db.ts', { site: './db.js' });
    expect(outcome([now], [before], moves(['packages/a.ts', 'packages/db.ts']))).toMatchObject({ fresh: 0, stale: 0 });
  });
  test('a move does not hide that a type import became a value import', () => {
    const now = dependency('lib/a.ts', 'src/db.ts');
    const typed = dependency('src/a.ts', 'src/db.ts', { kind: 'type' });
    expect(outcome([now], [typed], moves(['lib/a.ts'], 'src/a.ts > lib/a.ts'))).toMatchObject({ fresh: 1, stale: 1 });
  });
});

describe('cycles', () => {
  test('go by their members, wherever they are reported', () => {
    const elsewhere = { ...cycle('a.ts b.ts c.ts'), path: 'c.ts', site: './a' };
    expect(outcome([elsewhere], [cycle('a.ts b.ts c.ts')])).toEqual({ matched: 1, fresh: 0, stale: 0 });
  });
  test('shrinking, also into several, is covered and rewritten; growing is new', () => {
    const baseline = written([cycle('a.ts b.ts c.ts d.ts')]);
    const split = matchBaseline([cycle('a.ts b.ts'), cycle('c.ts d.ts')], baseline);
    expect(split).toMatchObject({ fresh: [], stale: [] });
    const { text } = updateBaseline(baseline, split);
    expect(parseBaseline('b.json', text).baseline?.entries.map(entry => entry.members)).toEqual([
      ['a.ts', 'b.ts'],
      ['c.ts', 'd.ts'],
    ]);
    expect(outcome([cycle('a.ts b.ts e.ts')], [cycle('a.ts b.ts')])).toMatchObject({ fresh: 1 });
  });
  test('one that grew says what joined; its entry stays for the day it shrinks again', () => {
    const baseline = written([cycle('a.ts b.ts')]);
    const grown = matchBaseline([cycle('a.ts b.ts e.ts')], baseline);
    expect(grown).toMatchObject({ outgrown: [{ joined: ['e.ts'] }], stale: [] });
    expect(updateBaseline(baseline, grown).text).toBe(formatBaseline(baseline.entries));
    const accepted = updateBaseline(baseline, grown, { accept: () => ({ approvedBy: '@a' }) });
    expect(parseBaseline('b.json', accepted.text).baseline?.entries.map(entry => entry.members)).toEqual([
      ['a.ts', 'b.ts', 'e.ts'],
    ]);
  });
  test('one that shares no more than half of its members with an entry is another cycle', () => {
    expect(outcome([cycle('a.ts e.ts')], [cycle('a.ts b.ts')])).toMatchObject({ fresh: 1, stale: 1 });
  });
  test('two known cycles that merge are new', () => {
    const before = [cycle('a.ts b.ts'), cycle('c.ts d.ts')];
    expect(outcome([cycle('a.ts b.ts c.ts d.ts')], before)).toEqual({ matched: 0, fresh: 1, stale: 0 });
    const merged = matchBaseline([cycle('a.ts b.ts c.ts d.ts')], written(before));
    expect(merged.outgrown.map(({ joined, entries }) => [joined, entries.length])).toEqual([[[], 2]]);
  });
  test('a deferred cycle does not cover an eager one', () => {
    expect(outcome([cycle('a.ts b.ts')], [cycle('a.ts b.ts', 'deferred')])).toMatchObject({ fresh: 1, stale: 1 });
  });
  test('an eager cycle that closes only later, or for types, is covered and rewritten', () => {
    const baseline = written([cycle('a.ts b.ts')]);
    const result = matchBaseline([cycle('a.ts b.ts', 'type')], baseline);
    expect(result).toMatchObject({ fresh: [], stale: [] });
    expect(updateBaseline(baseline, result).text).toContain('"kind":"type"');
  });
  test('the import it is reported at is no part of the entry', () => {
    const reported = { ...cycle('a.ts b.ts'), dependency: dependency('a.ts', 'b.ts').dependency! };
    const [entry] = written([reported]).entries;
    expect(entry?.to).toBeUndefined();
    expect(outcome([cycle('a.ts b.ts')], [reported])).toMatchObject({ fresh: 0, stale: 0 });
  });
  test('a member that moved', () => {
    const now = cycle('lib/a.ts b.ts');
    expect(outcome([now], [cycle('a.ts b.ts')], moves(['lib/a.ts', 'b.ts']))).toMatchObject({ fresh: 0, stale: 0 });
    expect(outcome([now], [cycle('a.ts b.ts')], moves(['a.ts', 'lib/a.ts', 'b.ts']))).toMatchObject({ fresh: 1 });
  });
});

describe('the ratchet', () => {
  const old = dependency('orders/a.ts', 'billing/b.ts');
  const added = dependency('orders/c.ts', 'billing/b.ts');
  const question = (now: readonly Subject[], base: readonly Subject[] | undefined, strict: string[] = []) => ({
    baseline: written(now),
    ...(base && { base: written(base) }),
    ratchet: 'shrinkOnly' as const,
    strict,
    modulesOf: (path: string) => (path.startsWith('orders/') ? ['orders/core', 'orders'] : ['billing']),
    approverOf: () => '@acme/billing',
  });
  const rules = (q: Parameters<typeof growthProblems>[0]) => growthProblems(q).map(problem => problem.message);

  test('an entry the base has not is growth, at its line', () => {
    const q = question([old, added], [old]);
    const [problem] = growthProblems(q);
    expect(problem).toMatchObject({ rule: 'arch/baseline-growth', path: 'architecture/baseline.json' });
    expect(problem?.span).toEqual(q.baseline.entries.find(entry => entry.path === 'orders/c.ts')?.span);
    expect(problem?.message).toContain('have @acme/billing accept it');
  });
  test('the same entries, fewer, moved or narrower ones are quiet', () => {
    expect(rules(question([old], [old, added]))).toEqual([]);
    const moved = { ...question([added], [old]), moves: moves(['orders/c.ts', 'billing/b.ts']) };
    expect(rules(moved)).toEqual([]);
    expect(rules(question([old], [dependency('orders/a.ts', 'billing/b.ts', { names: 'drop query' })]))).toEqual([]);
  });
  test('a wider entry is growth', () => {
    expect(rules(question([old], [dependency('orders/a.ts', 'billing/b.ts', { kind: 'type' })]))).toHaveLength(1);
  });
  test('only the owner of the target approves growth', () => {
    const approved = (approvedBy: string) => {
      const q = question([old, added], [old]);
      const entries = q.baseline.entries.map(entry =>
        entry.path === 'orders/c.ts' ? { ...entry, approvedBy } : entry,
      );
      return rules({ ...q, baseline: { ...q.baseline, entries } });
    };
    expect(approved('@acme/billing')).toEqual([]);
    expect(approved('@acme/orders')[0]).toContain('@acme/orders cannot accept');
  });
  test('a strict module may have no entries, nor its nested ones, old or new', () => {
    expect(rules(question([old], [old], ['orders']))[0]).toContain('orders is strict');
    expect(rules(question([old], undefined, ['billing']))).toEqual([]);
  });
  test('without a base revision nothing is growth', () => {
    expect(rules(question([old, added], undefined))).toEqual([]);
  });
  test('an update removes, and adds only what someone accepted', () => {
    const baseline = written([old, dependency('gone.ts', 'x.ts')]);
    const result = matchBaseline([old, added], baseline, moves(['orders/a.ts', 'orders/c.ts', 'billing/b.ts']));
    expect(staleProblems(baseline, result.stale).map(problem => problem.rule)).toEqual(['arch/stale-baseline']);
    const shrunk = updateBaseline(baseline, result);
    expect(shrunk.refused).toEqual([added]);
    expect(shrunk.text).toBe(
      '{ "version": 1, "entries": [\n{"path":"orders/a.ts","rule":"arch/dependency-not-allowed","site":"./billing/b.ts","to":"billing/b.ts","kind":"eager","symbols":["query"],"status":"reviewed"}\n] }\n',
    );
    const grown = updateBaseline(baseline, result, { accept: () => ({ approvedBy: '@acme/billing' }) });
    expect(grown.added).toEqual([added]);
    expect(grown.text).toContain('"approvedBy":"@acme/billing"');
  });
});
