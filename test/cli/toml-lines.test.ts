import { expect, test } from 'vitest';
import { brokenLine } from '../../clients/cli/agents/toml-lines.js';

test.each([
  ['nothing', ''],
  ['comments alone', '# one\n\n  # two'],
  ['keys of every kind', 'a = 1\n"b c" = true\n\'d\' = 1979-05-27T07:32:00Z\ne.f . "g" = -0.5e3 # note\n'],
  ['tables and lists of tables', '[a]\n[a.b] # note\n[[c]]\n[[c]]\nx = 1\r\n[ d . "e.f" ]\r\n'],
  ['strings over lines', 's = """\none [ { # no comment\n\\"\\"\\" """\nt = \'\'\'\n[x\n\'\'\'\n'],
  ['lists over lines', 'a = [ # note\n  "]",\n  { b = [1, 2] },\n]\n'],
  ['no line end at the end', 'a = "x"'],
])('%s: every line is TOML', (_, text) => {
  expect(brokenLine(text)).toBeUndefined();
});

test.each([
  ['a = 1\nb\n', 2],
  ['a = \n', 1],
  ['= 1\n', 1],
  ['a = "x\nb = 1\n', 1],
  ['a = """\nb = 1\n', 1],
  ['# x\n\n[a\nb = 1\n', 3],
  ['a = [1,\n2\nb = 3\n', 1],
  ['a = 1 ]\n', 1],
  ['[a]\nx = 1\n[a]\ny = 2\n', 3],
  ['{"json": true}\n', 1],
])('%j breaks in line %i', (text, line) => {
  expect(brokenLine(text)).toBe(line);
});
