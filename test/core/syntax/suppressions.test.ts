import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../core/syntax/facts.js';
import { factsOf } from './facts-of.js';

const shown = (code: string, dialect: Dialect = 'tsx') =>
  factsOf(code, dialect).suppressions.map(({ rule, reason, line }) => `${rule}|${reason}|${line}`);

describe('suppressions', () => {
  it.each<[string, string[], Dialect?]>([
    ['// lintel-ignore-next-line arch/cycle: needed until the split\na()', ['arch/cycle|needed until the split|2']],
    ['/* lintel-ignore-next-line arch/cycle: why: because */\na()', ['arch/cycle|why: because|2']],
    ['/**\n * lintel-ignore-next-line arch/cycle:\n * long reason\n */\na()', ['arch/cycle|long reason|5']],
    ['const x = <a>\n  {/* lintel-ignore-next-line arch/x: y */}\n  <b />\n</a>', ['arch/x|y|3']],
    ['const x = <a b={ // lintel-ignore-next-line arch/x: y\n 1} />', ['arch/x|y|2']],
    [
      '// lintel-ignore-next-line arch/a: one\n// lintel-ignore-next-line arch/b: two\n\n// note\na()',
      ['arch/a|one|5', 'arch/b|two|5'],
    ],
    ['function f() {\n  // lintel-ignore-next-line arch/a: at the end\n}', ['arch/a|at the end|3']],
    ['a() // lintel-ignore-next-line arch/a: behind code\nb()', ['arch/a|behind code|2']],
    ['// lintel-ignore-next-line arch/a: last line', ['arch/a|last line|1']],
    // Not as it must be: recorded, so that it can be reported.
    ['// lintel-ignore-next-line\na()', ['||2']],
    ['// lintel-ignore-next-line arch/cycle\na()', ['arch/cycle||2']],
    ['// lintel-ignore-next-line : reason\na()', ['|reason|2']],
    ['// lintel-ignore-next-line two words: reason\na()', ['|reason|2']],
    ['// lintel-ignore arch/cycle: reason\na()', ['||2']],
    ['// lintel-ignore-next-lines arch/cycle: reason\na()', ['||2']],
    // No comments.
    ['const s = "// lintel-ignore-next-line a/b: c"', []],
    ['const s = `\n// lintel-ignore-next-line a/b: c\n`', []],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code under test is a template
    ['const s = `${1}\n// lintel-ignore-next-line a/b: c\n${2}`', []],
    ['const s = /\\/\\/ lintel-ignore-next-line/', []],
    ['const x = <a>// lintel-ignore-next-line a/b: c</a>', []],
    ['// write lintel-ignore-next-line RULE: reason', []],
    ['// see: lintel-ignore\na()', []],
    [
      '<!-- lintel-ignore-next-line arch/a: markup -->\n<A />\n<script>\n// lintel-ignore-next-line arch/b: script\na()\n</script>',
      ['arch/a|markup|2', 'arch/b|script|5'],
      'vue',
    ],
  ])('%s', (code, expected, dialect) => {
    expect(shown(code, dialect)).toEqual(expected);
  });
});
