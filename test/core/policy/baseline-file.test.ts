import { describe, expect, test } from 'vitest';
import { entryOf, formatBaseline, initialBaseline, parseBaseline } from '../../../core/policy/baseline.js';
import { cycle, dependency, failure } from './baseline-fixtures.js';

/** The problems of a text as `rule @ the text it points at`. */
function problems(text: string): string[] {
  return parseBaseline('b.json', text).problems.map(
    ({ rule, span }) => `${rule} @ ${text.slice(span.start, span.end)}`,
  );
}

const entry = '{"path":"a.ts","rule":"arch/cycle","site":"x","status":"reviewed"}';

describe('a baseline file', () => {
  test('is one sorted line per entry and reads back the same', () => {
    const findings = [dependency('b.ts', 'x.ts'), cycle('m.ts n.ts'), failure('a.ts', 'load', 'catch "é\n"')];
    const text = formatBaseline(findings.map(finding => entryOf(finding)));
    const lines = text.split('\n').slice(1, -2);
    expect(lines).toHaveLength(3);
    expect([...lines].sort()).toEqual(lines);
    const { baseline } = parseBaseline('b.json', text);
    expect(baseline && formatBaseline(baseline.entries)).toBe(text);
    expect(JSON.parse(text).entries).toHaveLength(3);
  });
  test('numbers equal entries', () => {
    const twice = [dependency('b.ts', 'x.ts'), dependency('b.ts', 'x.ts')];
    const text = formatBaseline(twice.map(finding => entryOf(finding)));
    expect(text.match(/"ordinal":2/g)).toHaveLength(1);
    expect(parseBaseline('b.json', text).baseline?.entries).toHaveLength(2);
  });
  test('may be empty, on both sides', () => {
    expect(formatBaseline([])).toBe('{ "version": 1, "entries": [] }\n');
    expect(parseBaseline('b.json', formatBaseline([])).baseline?.entries).toEqual([]);
  });
  test('has no entry for findings about the policy, and a question where one is open', () => {
    const findings = [dependency('b.ts', 'x.ts'), { ...failure('p', '', ''), rule: 'config/conflict' }];
    const text = initialBaseline(findings, () => 'Is this meant?');
    expect(JSON.parse(text).entries).toMatchObject([{ status: 'unreviewed', question: 'Is this meant?' }]);
  });
});

describe('mistakes in it are located', () => {
  test.each([
    ['nothing', '', ['config/syntax @ ']],
    ['a torn file', '{ "version": 1, "entries": [', ['config/syntax @ ']],
    ['a comment', `{ "version": 1, /* x */ "entries": [] }`, ['config/syntax @ /* x */']],
    ['a list', '[]', ['config/invalid-value @ []']],
    ['a version from the future', '{ "version": 2, "entries": [] }', ['config/invalid-value @ 2']],
    ['no entries', '{ "version": 1 }', ['config/invalid-value @ { "version": 1 }']],
    ['a key misspelt', '{ "version": 1, "entrys": [], "entries": [] }', ['config/unknown-key @ "entrys"']],
    ['an entry twice', `{ "version": 1, "entries": [${entry},${entry}] }`, [`config/conflict @ ${entry}`]],
    ['an entry of another type', '{ "version": 1, "entries": [3] }', ['config/invalid-value @ 3']],
    [
      'an entry without a rule',
      '{ "version": 1, "entries": [{"path":"a","site":"","status":"reviewed"}] }',
      ['config/invalid-value @ {"path":"a","site":"","status":"reviewed"}'],
    ],
    [
      'a value of another type',
      `{ "version": 1, "entries": [${entry.replace('"x"', '5')}] }`,
      ['config/invalid-value @ 5'],
    ],
    [
      'an unknown status',
      `{ "version": 1, "entries": [${entry.replace('reviewed', 'fine')}] }`,
      ['config/invalid-value @ "fine"'],
    ],
    [
      'an ordinal of 1',
      `{ "version": 1, "entries": [${entry.replace('{', '{"ordinal":1,')}] }`,
      ['config/invalid-value @ 1'],
    ],
  ])('%s', (_, text, expected) => {
    const found = problems(text);
    expect(found).toEqual(expected);
    expect(parseBaseline('b.json', text).baseline).toBeUndefined();
  });
  test('a merge conflict is named as such', () => {
    const text = `{ "version": 1, "entries": [\n<<<<<<< HEAD\n${entry}\n=======\n>>>>>>> other\n] }\n`;
    const [problem] = parseBaseline('b.json', text).problems;
    expect(problem?.message).toContain('merge conflict');
    expect(text.slice(problem?.span.start, problem?.span.end)).toBe('<<<<<<<');
  });
  test('a misspelt key is answered with the right one', () => {
    const [problem] = parseBaseline(
      'b.json',
      `{ "version": 1, "entries": [${entry.replace('status', 'statuss')}] }`,
    ).problems;
    expect(problem?.message).toContain('Is "status" meant?');
  });
});
