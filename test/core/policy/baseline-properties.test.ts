import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  entryOf,
  formatBaseline,
  matchBaseline,
  parseBaseline,
  type Subject,
  updateBaseline,
} from '../../../core/policy/baseline.js';
import { cycle, dependency, failure, moves, written } from './baseline-fixtures.js';

const folder = fc.constantFrom('a', 'b/c', 'd');
const file = fc.tuple(folder, fc.constantFrom('x.ts', 'y.ts', 'z.tsx', 'index.ts')).map(parts => parts.join('/'));
const names = fc.uniqueArray(fc.constantFrom('query', 'drop', 'default', '*', 'Row'), { minLength: 1, maxLength: 3 });
const imported: fc.Arbitrary<Subject> = fc
  .record({
    path: file,
    to: fc.oneof(file, fc.constantFrom('external:pg', 'unknown')),
    names: names.map(list => list.join(' ')),
    kind: fc.constantFrom('eager', 'deferred', 'type'),
    site: fc.constantFrom('./x', '../y.js', '@/z'),
    symbol: fc.constantFrom('', 'load'),
    rule: fc.constantFrom('arch/dependency-not-allowed', 'arch/deep-import'),
  })
  .map(({ path, to, ...options }) => dependency(path, to, options));
const failed = fc
  .tuple(file, fc.constantFrom('', 'load'), fc.constantFrom('catch', 'fetch()'))
  .map(args => failure(...args));
const circle = fc
  .uniqueArray(file, { minLength: 2, maxLength: 5 })
  .map(members => cycle([...members].sort().join(' ')));
const findings = fc.array(fc.oneof({ weight: 4, arbitrary: imported }, failed, circle), { maxLength: 12 });

/** The findings after files were renamed, as a run over the renamed tree reports them. */
function renamed(subjects: readonly Subject[], names: ReadonlyMap<string, string>): Subject[] {
  const now = (path: string) => names.get(path) ?? path;
  return subjects.map(subject => {
    const members = subject.data?.members as string[] | undefined;
    return {
      ...subject,
      path: now(subject.path),
      ...(subject.dependency && { dependency: { ...subject.dependency, to: now(subject.dependency.to) } }),
      ...(members && { data: { ...subject.data, members: members.map(now).sort() } }),
    };
  });
}

describe('the ratchet, for any findings', () => {
  test('the same findings in any order are all covered, each entry once', () => {
    fc.assert(
      fc.property(findings, fc.func(fc.integer()), (before, rank) => {
        const baseline = written(distinctCycles(before));
        const now = [...distinctCycles(before)].sort((a, b) => rank(a.site, a.path) - rank(b.site, b.path));
        const result = matchBaseline(now, baseline);
        expect(result.fresh).toEqual([]);
        expect(result.stale).toEqual([]);
        expect(new Set(result.matched.map(match => match.entry)).size).toBe(now.length);
      }),
    );
  });

  test('renamed files keep every entry when git knows the renames, and the update then says what is there', () => {
    fc.assert(
      fc.property(findings, fc.uniqueArray(file, { maxLength: 4 }), (all, movedFiles) => {
        const before = distinctCycles(all);
        const names = new Map(movedFiles.map((path, i) => [path, `moved/${i}/${path.replaceAll('/', '_')}`]));
        const now = renamed(before, names);
        const present = new Set(now.flatMap(subject => [subject.path, subject.dependency?.to ?? '']));
        const baseline = written(before);
        const result = matchBaseline(now, baseline, { exists: path => present.has(path), renames: () => names });
        expect(result.fresh).toEqual([]);
        expect(result.stale).toEqual([]);
        const { text } = updateBaseline(baseline, result);
        const again = parseBaseline('b.json', text).baseline;
        expect(again && matchBaseline(now, again)).toMatchObject({ fresh: [], stale: [] });
      }),
    );
  });

  test('never more findings are covered than entries stand, cycles that shrank aside', () => {
    fc.assert(
      fc.property(findings, findings, (before, now) => {
        const result = matchBaseline(now, written(distinctCycles(before)), moves([]));
        const placed = result.matched.filter(match => !match.entry.members);
        expect(new Set(placed.map(match => match.entry)).size).toBe(placed.length);
        expect(new Set(result.matched.map(match => match.finding)).size).toBe(result.matched.length);
        expect(result.matched.length + result.fresh.length).toBe(now.length);
      }),
    );
  });

  test('one finding more is new, whichever it is a copy of', () => {
    fc.assert(
      fc.property(fc.array(imported, { minLength: 1, maxLength: 8 }), fc.nat(), (before, pick) => {
        const extra = { ...before[pick % before.length]! };
        expect(matchBaseline([...before, extra], written(before)).fresh).toHaveLength(1);
      }),
    );
  });

  test('one finding less is stale', () => {
    fc.assert(
      fc.property(fc.array(imported, { minLength: 1, maxLength: 8 }), fc.nat(), (before, pick) => {
        const now = before.filter((_, i) => i !== pick % before.length);
        const result = matchBaseline(now, written(before));
        expect(result.fresh).toEqual([]);
        expect(result.stale).toHaveLength(1);
      }),
    );
  });

  test('a type import that becomes a value import is never covered', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(imported, { selector: pair, minLength: 1, maxLength: 8 }),
        fc.nat(),
        (before, pick) => {
          const i = pick % before.length;
          const kind = (subject: Subject, to: string) => ({
            ...subject,
            dependency: { ...subject.dependency!, kind: to },
          });
          const then = before.map((subject, at) => (at === i ? kind(subject, 'type') : subject));
          const now = before.map((subject, at) => (at === i ? kind(subject, 'eager') : subject));
          const result = matchBaseline(now, written(then), moves([]));
          expect(result.fresh).toEqual([now[i]]);
          expect(result.stale).toHaveLength(1);
        },
      ),
    );
  });

  test('writing, reading and writing again is the same text, for any text inside', () => {
    const wild = fc.record({
      path: fc.string(),
      symbol: fc.string({ unit: 'binary' }),
      site: fc.string({ unit: 'grapheme' }),
    });
    fc.assert(
      fc.property(fc.array(wild, { maxLength: 6 }), subjects => {
        const text = formatBaseline(subjects.map(subject => entryOf({ rule: 'failure/swallowed', ...subject })));
        const { baseline } = parseBaseline('b.json', text);
        expect(baseline && formatBaseline(baseline.entries)).toBe(text);
      }),
    );
  });
});

test('two branches that remove and add different lines merge into a valid, sorted file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lintel-merge-'));
  let clean = 0;
  try {
    const pool = Array.from({ length: 24 }, (_, i) => dependency(`src/${String(i).padStart(2, '0')}.ts`, 'db.ts'));
    const index = fc.nat({ max: pool.length - 1 });
    const branch = fc.record({
      remove: fc.uniqueArray(index, { maxLength: 2 }),
      add: fc.uniqueArray(index, { maxLength: 2 }),
    });
    const base = fc.uniqueArray(index, { minLength: 12, maxLength: 20 });
    fc.assert(
      fc.property(base, branch, branch, (start, ours, theirs) => {
        const after = ({ remove, add }: { remove: number[]; add: number[] }) =>
          new Set([...start.filter(i => !remove.includes(i)), ...add.filter(i => !remove.includes(i))]);
        const text = (chosen: Iterable<number>) => formatBaseline([...new Set(chosen)].map(i => entryOf(pool[i]!)));
        const files = [text(after(ours)), text(start), text(after(theirs))].map((content, i) => {
          const path = join(directory, `${i}.json`);
          writeFileSync(path, content);
          return path;
        });
        const merge = spawnSync('git', ['merge-file', '-p', ...files], { encoding: 'utf8' });
        if (merge.status !== 0) return; // neighbouring lines: git asks a person
        clean++;
        const [a, b] = [after(ours), after(theirs)];
        const expected = pool
          .map((_, i) => i)
          .filter(i => (start.includes(i) ? a.has(i) && b.has(i) : a.has(i) || b.has(i)));
        expect(merge.stdout).toBe(text(expected));
      }),
      { numRuns: 60 },
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  expect(clean).toBeGreaterThan(10);
});

/** Cycles of one scope and kind share no members in a real run. */
function distinctCycles(subjects: readonly Subject[]): Subject[] {
  const seen = new Set<string>();
  return subjects.filter(subject => {
    const members = subject.data?.members as string[] | undefined;
    if (!members) return true;
    if (members.some(member => seen.has(member))) return false;
    for (const member of members) seen.add(member);
    return true;
  });
}

function pair(subject: Subject): string {
  return `${subject.path}>${subject.dependency?.to}`;
}
