import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryFileSystem } from '../../../core/files/memory.js';
import { parsePatch } from '../../../core/proposals/patch-envelope.js';
import { proposedChanges } from '../../../core/proposals/proposed-changes.js';
import type { ProposedEdit } from '../../../core/proposals/proposed-edit.js';

const files = {
  'a.ts': 'one\ntwo\nthree\nfour\nfive\nsix\n',
  'crlf.ts': 'one\r\ntwo\r\nthree\r\n',
  'twice.ts': 'class A {\n  x() {\n    return 1;\n  }\n}\nclass B {\n  x() {\n    return 1;\n  }\n}\n',
  'blanks.ts': 'const a = 1;  \nconst b = “2”;\n',
};

function apply(patch: string, extra: Record<string, string> = {}) {
  const parsed = parsePatch(patch);
  if (!parsed.ok) return { why: parsed.why };
  const { changes, refused } = proposedChanges(memoryFileSystem({ ...files, ...extra }), parsed.edits);
  return {
    texts: Object.fromEntries(changes.map(({ path, text }) => [path, text])),
    refused: refused.map(({ path }) => path),
  };
}

const patch = (...lines: string[]) => ['*** Begin Patch', ...lines, '*** End Patch', ''].join('\n');

describe('apply_patch', () => {
  test('adds, updates, moves and deletes in one envelope', () => {
    const text = patch(
      '*** Add File: new/b.ts',
      '+export const b = 1;',
      '+',
      '*** Update File: a.ts',
      '@@',
      ' two',
      '-three',
      '+3',
      ' four',
      '*** Update File: twice.ts',
      '*** Move to: moved.ts',
      '@@ class B {',
      '@@   x() {',
      '-    return 1;',
      '+    return 2;',
      '*** Delete File: blanks.ts',
    );
    expect(apply(text)).toEqual({
      texts: {
        'new/b.ts': 'export const b = 1;\n\n',
        'a.ts': 'one\ntwo\n3\nfour\nfive\nsix\n',
        'twice.ts': undefined,
        'moved.ts': files['twice.ts'].replace(/1;(?![\s\S]*1;)/, '2;'),
        'blanks.ts': undefined,
      },
      refused: [],
    });
  });

  test.each([
    ['CRLF in the file', 'crlf.ts', ['@@', ' one', '-two', '+2'], 'one\r\n2\r\nthree\r\n'],
    ['the end of the file', 'a.ts', ['@@', ' six', '+seven', '*** End of File'], `${files['a.ts']}seven\n`],
    ['several hunks in order', 'a.ts', ['@@', '-one', '+1', '@@', '-six', '+6'], '1\ntwo\nthree\nfour\nfive\n6\n'],
    ['only additions go to the end', 'a.ts', ['@@', '+end'], `${files['a.ts']}end\n`],
    ['blanks at line ends', 'blanks.ts', ['@@', '-const a = 1;', '+const a = 2;'], 'const a = 2;\nconst b = “2”;\n'],
    ['typographic quotes', 'blanks.ts', ['@@', '-const b = "2";', '+const b = 3;'], 'const a = 1;  \nconst b = 3;\n'],
    ['no @@ at all', 'a.ts', [' one', '-two', '+2'], 'one\n2\nthree\nfour\nfive\nsix\n'],
    ['an empty line of context', 'a.ts', ['@@', '-six', '+6', ''], 'one\ntwo\nthree\nfour\nfive\n6\n'],
  ])('%s', (_, path, lines, expected) => {
    expect(apply(patch(`*** Update File: ${path}`, ...lines))).toEqual({ texts: { [path]: expected }, refused: [] });
  });

  test('an envelope with CRLF, or inside a heredoc, is the same', () => {
    const plain = patch('*** Update File: a.ts', '@@', '-one', '+1');
    const expected = apply(plain);
    expect(apply(plain.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(apply(`apply_patch <<'EOF'\n${plain}EOF\n`)).toEqual(expected);
  });

  test('what cannot be applied is refused, and what comes after it is not lost', () => {
    const text = patch(
      '*** Update File: a.ts',
      '@@',
      '-nowhere',
      '+x',
      '*** Update File: gone.ts',
      '@@',
      '+x',
      '*** Add File: b.ts',
      '+b',
    );
    expect(apply(text)).toEqual({ texts: { 'b.ts': 'b\n' }, refused: ['a.ts', 'gone.ts'] });
  });

  test.each([
    ['no beginning', '*** Add File: a.ts\n+x\n*** End Patch'],
    ['no end', '*** Begin Patch\n*** Add File: a.ts\n+x\n'],
    ['a line of nobody', patch('what')],
    ['an added line without +', patch('*** Add File: b.ts', 'x')],
    ['a hunk line without sign', patch('*** Update File: a.ts', '@@', 'x')],
  ])('%s is a reason', (_, text) => {
    expect(apply(text).why).toMatch(/\w/);
  });

  test('a path outside of the root is not read', () => {
    expect(apply(patch('*** Update File: ../a.ts', '@@', '-one', '+1'))).toEqual({ texts: {}, refused: ['../a.ts'] });
    expect(apply(patch('*** Add File: ../../x.ts', '+1'))).toEqual({ texts: {}, refused: ['../../x.ts'] });
  });

  test('any edit written as a patch gives the text that was meant', () => {
    const line = fc.constantFrom('a', 'b', 'c', '  d', 'import x;', '', '}');
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 12 }),
        fc.array(line, { maxLength: 4 }),
        fc.nat(11),
        fc.nat(3),
        (lines, added, start, length) => {
          const at = start % lines.length;
          const end = Math.min(lines.length, at + length);
          const hunk = [
            ...lines.slice(0, at).map(text => ` ${text}`),
            ...lines.slice(at, end).map(text => `-${text}`),
            ...added.map(text => `+${text}`),
            ...lines.slice(end).map(text => ` ${text}`),
          ];
          const whole = `${lines.join('\n')}\n`;
          const expected = [...lines.slice(0, at), ...added, ...lines.slice(end)].map(text => `${text}\n`).join('');
          const { texts } = apply(patch('*** Update File: f.ts', '@@', ...hunk), { 'f.ts': whole });
          expect(texts?.['f.ts']).toBe(expected);
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('replacements', () => {
  const edit = (path: string, ...steps: Extract<ProposedEdit, { kind: 'replace' }>['steps'][number][]) =>
    proposedChanges(memoryFileSystem(files), [{ kind: 'replace', path, steps }]);
  const textOf = (...args: Parameters<typeof edit>) => edit(...args).changes[0]?.text;

  test('one, all, a number of them, one after another', () => {
    expect(textOf('a.ts', { old: 'two', new: '$& $1' })).toBe(files['a.ts'].replace('two', () => '$& $1'));
    expect(textOf('twice.ts', { old: 'return 1', new: 'return 2', all: true })).toBe(
      files['twice.ts'].replaceAll('1', '2'),
    );
    expect(textOf('twice.ts', { old: 'return 1', new: 'return 2', count: 2 })).toBe(
      files['twice.ts'].replaceAll('1', '2'),
    );
    expect(textOf('a.ts', { old: 'one', new: 'uno' }, { old: 'uno\ntwo', new: 'x' })).toBe(
      files['a.ts'].replace('one\ntwo', 'x'),
    );
    expect(textOf('crlf.ts', { old: 'one\ntwo', new: 'x\ny' })).toBe('x\r\ny\r\nthree\r\n');
    expect(textOf('new.ts', { old: '', new: 'whole' })).toBe('whole');
  });

  test('what is missing or ambiguous is refused', () => {
    expect(edit('a.ts', { old: 'seven', new: '' }).refused).toHaveLength(1);
    expect(edit('twice.ts', { old: 'return 1', new: '' }).refused[0]?.why).toContain('2 times');
    expect(edit('gone.ts', { old: 'x', new: '' }).refused).toHaveLength(1);
    expect(edit('a.ts', { old: '', new: 'x' }).refused).toHaveLength(1);
  });
});
