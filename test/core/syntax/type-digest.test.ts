import { describe, expect, test } from 'vitest';
import { factsOf } from './facts-of.js';

const digest = (code: string) => factsOf(code, 'tsx').typeDigest;

const code = `export function load(id: string) {
  const at = \`\${id} // no comment\`;
  return /["/*]/.test(at) ? <b>{id}</b> : at;
}
`;

describe('the digest of what the types of other files rest on', () => {
  test('comments and white space count nowhere', () => {
    const others = [
      code.replace('{\n', '{\n  // by its name\n'),
      code.replace('return ', 'return /* text */ '),
      `/** Loads. */\n${code}`,
      code.replace('  const', '    const'),
    ];
    for (const other of others) {
      expect(other).not.toBe(code);
      expect(digest(other)).toBe(digest(code));
    }
  });

  test('what looks like a comment and is none counts, and what the checker reads of comments', () => {
    const others = [
      code.replace(': at;', ': id.length;'),
      code.replace('no comment', 'none'),
      code.replace('["/*]', '["/]'),
      code.replace('<b>', '<b>// shown'),
      `/// <reference types="node" />\n${code}`,
    ];
    expect(new Set([code, ...others].map(digest)).size).toBe(others.length + 1);
  });

  test('in JavaScript comments declare types', () => {
    const documented = '/** @returns {string} */\nexport const load = () => window.name;\n';
    const of = (text: string) => factsOf(text, 'js').typeDigest;
    expect(of(documented.replace('string', 'number'))).not.toBe(of(documented));
  });

  test('a body whose result is annotated does not count', () => {
    const annotated = code.replace('string)', 'string): Shown');
    expect(digest(annotated.replace(': at;', ': id;'))).toBe(digest(annotated));
  });
});
