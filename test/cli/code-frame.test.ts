import { describe, expect, test } from 'vitest';
import { codeFrame, plainFrame } from '../../clients/cli/format/code-frame.js';
import { lineStartsOf, rangeOf } from '../../core/text/lines.js';

/** The frame of the first place where `what` stands. */
function frame(text: string, what: string, around?: number): string {
  const start = text.indexOf(what);
  const range = rangeOf(lineStartsOf(text), { start, end: start + what.length });
  return plainFrame(codeFrame(text, range, around)).join('\n');
}

describe('code frames', () => {
  test('mark the range and show a line around it', () => {
    expect(frame('one\ntwo three\nfour', 'three')).toBe(
      ['  1 | one', '> 2 | two three', '    |     ^^^^^', '  3 | four'].join('\n'),
    );
  });

  test('widen tabs and give wide characters two marks', () => {
    expect(frame("\tf('日本', x)", "'日本'")).toBe(["> 1 |   f('日本', x)", '    |     ^^^^^^'].join('\n'));
    expect(frame("f('😀', x)", 'x')).toBe(["> 1 | f('😀', x)", '    |         ^'].join('\n'));
    expect(frame("f('e\u0301', x)", 'x')).toBe(["> 1 | f('e\u0301', x)", '    |        ^'].join('\n'));
  });

  test('an empty range is one mark, also at the end of the text', () => {
    expect(plainFrame(codeFrame('ab', { start: { line: 1, column: 3 }, end: { line: 1, column: 3 } }))).toEqual([
      '> 1 | ab',
      '    |   ^',
    ]);
  });

  test('\\r\\n and a lone \\r end lines; control characters are shown as replacements', () => {
    expect(frame('a\r\nb\u001b[31m\rc', 'b')).toBe(['  1 | a', '> 2 | b\ufffd[31m', '    | ^', '  3 | c'].join('\n'));
  });

  test('a range over lines marks each, a long one is cut in the middle', () => {
    expect(frame('if (x) {\n  y();\n}', 'if (x) {\n  y();\n}')).toBe(
      ['> 1 | if (x) {', '    | ^^^^^^^^', '> 2 |   y();', '    |   ^^^^', '> 3 | }', '    | ^'].join('\n'),
    );
    const long = Array.from({ length: 40 }, (_, i) => `line${i}`).join('\n');
    const shown = frame(long, long);
    expect(shown).toContain('⋮');
    expect(shown).toContain('line39');
    expect(shown.split('\n').length).toBeLessThan(20);
  });

  test('minified code is cut to a window around the range', () => {
    const text = `${'x'.repeat(20_000)}HERE${'y'.repeat(20_000)}`;
    const [code = '', marks = ''] = frame(text, 'HERE').split('\n');
    expect(code.length).toBeLessThan(140);
    expect(code.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('HERE');
  });

  test('a range outside the text has no frame', () => {
    expect(codeFrame('a', { start: { line: 7, column: 1 }, end: { line: 7, column: 2 } })).toEqual([]);
  });
});
