import { describe, expect, test } from 'vitest';
import { parseMarkers } from '../harness/markers.js';

test('carets cover what stands above them', () => {
  const { text, markers } = parseMarkers("import { a } from './x';\n//                ^^^^^ no such file\nrun();\n");
  expect(text).toBe("import { a } from './x';\nrun();\n");
  expect(markers).toEqual([{ line: 1, start: 19, end: 24, fragment: 'no such file' }]);
});

test('several markers under one line, and a rule by name', () => {
  const { text, markers } = parseMarkers('const a = b;\n//    ^ one\n//        ^ arch/cycle: two: three\n');
  expect(text).toBe('const a = b;\n');
  expect(markers).toEqual([
    { line: 1, start: 7, end: 8, fragment: 'one' },
    { line: 1, start: 11, end: 12, rule: 'arch/cycle', fragment: 'two: three' },
  ]);
});

test('a severity in brackets, with and without a rule', () => {
  const { markers } = parseMarkers('a = b;\n^ [warning] one\n    ^ arch/cycle: [error] two\n^ [note] three\n');
  expect(markers.map(({ rule, severity, fragment }) => [rule, severity, fragment])).toEqual([
    [undefined, 'warning', 'one'],
    ['arch/cycle', 'error', 'two'],
    [undefined, undefined, '[note] three'],
  ]);
});

test('marker lines do not count as lines', () => {
  const { markers } = parseMarkers('a\n^ x\nb\n^ y\n');
  expect(markers.map(({ line }) => line)).toEqual([1, 2]);
});

describe('columns are UTF-16 units', () => {
  test('a tab is one in both lines', () => {
    expect(parseMarkers("\timport './x';\n\t       ^^^^^\n").markers[0]).toMatchObject({ start: 9, end: 14 });
  });

  test('an astral character is two', () => {
    const line = "const a = '😀'; import('./x');";
    const marker = `${' '.repeat(line.indexOf("'./x'"))}^^^^^`;
    const { start, end } = parseMarkers(`${line}\n${marker}\n`).markers[0]!;
    expect(line.slice(start - 1, end - 1)).toBe("'./x'");
  });
});

test('CRLF stays in the text and is no part of a message', () => {
  const { text, markers } = parseMarkers('a\r\n^ gone\r\nb\r\n');
  expect(text).toBe('a\r\nb\r\n');
  expect(markers[0]?.fragment).toBe('gone');
});

test('a text without a final line end keeps its last line', () => {
  expect(parseMarkers('a\nb').text).toBe('a\nb');
  expect(parseMarkers('a\n^ x').text).toBe('a\n');
});

test('carets in code and in comments with words before them are code', () => {
  const source = 'const a = b ^ c;\n// see ^ above\n';
  expect(parseMarkers(source)).toEqual({ text: source, markers: [] });
});

test('a marker under nothing is a mistake in the page', () => {
  expect(() => parseMarkers('^^ what?\n')).toThrow('stands under no line');
});
