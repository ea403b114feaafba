import { describe, expect, test } from 'vitest';
import { applySuppressions } from '../../../core/policy/suppressions.js';
import type { SuppressionFact } from '../../../core/syntax/facts.js';
import { lineStartsOf, positionAt } from '../../../core/text/lines.js';

const rules = ['arch/cycle', 'arch/deep-import', 'failure/swallowed', 'lintel/syntax-error'];

/**
 * Reads `// lintel-ignore-next-line RULE: reason` and, as findings, `«rule»` in the code; answers the rules kept and the
 * problems with what they say.
 */
function apply(code: string, inlineIgnores: 'allowed' | 'forbidden' = 'allowed') {
  const starts = lineStartsOf(code);
  const lineOf = (offset: number) => positionAt(starts, offset).line;
  const suppressions = [...code.matchAll(/\/\/ lintel-ignore-next-line ?([^\s:]*):? ?(.*)/g)].map(
    (match): SuppressionFact => {
      let line = lineOf(match.index) + 1;
      while (code.split('\n')[line - 1]?.includes('lintel-ignore')) line++;
      return {
        rule: match[1] ?? '',
        reason: match[2] ?? '',
        span: { start: match.index, end: match.index + match[0].length },
        line,
      };
    },
  );
  const findings = [...code.matchAll(/«([^»]+)»/g)].map(match => ({
    rule: match[1] ?? '',
    span: { start: match.index, end: match.index + match[0].length },
  }));
  const { kept, suppressed, problems } = applySuppressions('a.ts', findings, suppressions, {
    inlineIgnores,
    rules,
    lineOf,
  });
  return {
    kept: kept.map(finding => finding.rule),
    suppressed: suppressed.length,
    problems: problems.map(({ rule, message }) => `${rule}: ${message}`),
  };
}

describe('a suppression takes away', () => {
  test('one finding of its rule on the next line', () => {
    expect(apply('// lintel-ignore-next-line arch/cycle: broken up in Q3\n«arch/cycle»')).toEqual({
      kept: [],
      suppressed: 1,
      problems: [],
    });
  });
  test('only the first of two', () => {
    expect(apply('// lintel-ignore-next-line arch/cycle: why\n«arch/cycle» «arch/cycle»').kept).toEqual(['arch/cycle']);
  });
  test('two with two comments', () => {
    const twice = '// lintel-ignore-next-line arch/cycle: why\n'.repeat(2);
    expect(apply(`${twice}«arch/cycle» «arch/cycle»`)).toEqual({ kept: [], suppressed: 2, problems: [] });
  });
  test('of two rules each its own', () => {
    expect(
      apply(
        '// lintel-ignore-next-line arch/cycle: why\n// lintel-ignore-next-line arch/deep-import: why\n«arch/deep-import» «arch/cycle»',
      ).kept,
    ).toEqual([]);
  });
});

describe('a suppression is reported when', () => {
  test.each([
    [
      'nothing is there',
      '// lintel-ignore-next-line arch/cycle: why\nok',
      'lintel/unused-suppression: No arch/cycle is reported on line 2. Remove this comment.',
    ],
    [
      'the finding is two lines below',
      '// lintel-ignore-next-line arch/cycle: why\n\n«arch/cycle»',
      'lintel/unused-suppression: No arch/cycle is reported on line 2. Remove this comment.',
    ],
    [
      'another rule is reported there',
      '// lintel-ignore-next-line arch/cycle: why\n«arch/deep-import»',
      'lintel/unused-suppression: No arch/cycle is reported on line 2. What is reported there: arch/deep-import. Remove this comment.',
    ],
    [
      'it names no rule',
      '// lintel-ignore-next-line\n«arch/cycle»',
      'lintel/invalid-suppression: This suppression names no rule, so it suppresses nothing. Write `// lintel-ignore-next-line RULE: reason`.',
    ],
    [
      'the rule is misspelt',
      '// lintel-ignore-next-line arch/cylce: why\n«arch/cycle»',
      'lintel/invalid-suppression: There is no rule arch/cylce, so this suppresses nothing. Is arch/cycle meant?',
    ],
    [
      'it means a family',
      '// lintel-ignore-next-line arch/*: why\n«arch/cycle»',
      'lintel/invalid-suppression: There is no rule arch/*, so this suppresses nothing.',
    ],
    [
      'the rule is about the checker',
      '// lintel-ignore-next-line lintel/syntax-error: why\n«lintel/syntax-error»',
      'lintel/invalid-suppression: lintel/syntax-error cannot be suppressed',
    ],
  ])('%s', (_, code, message) => {
    const { problems, suppressed } = apply(code);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
    expect(suppressed).toBe(0);
  });
  test.each(['', '-', '…', '!!!'])('its reason is %j', reason => {
    const { kept, problems } = apply(`// lintel-ignore-next-line arch/cycle: ${reason}\n«arch/cycle»`);
    expect(kept).toEqual(['arch/cycle']);
    expect(problems[0]).toContain('lintel/invalid-suppression: This suppression of arch/cycle gives no reason');
  });
  test('a second one finds the finding taken', () => {
    const twice = '// lintel-ignore-next-line arch/cycle: why\n'.repeat(2);
    expect(apply(`${twice}«arch/cycle»`).problems).toEqual([
      'lintel/unused-suppression: Another comment already suppresses the only arch/cycle on line 3. Remove this one.',
    ]);
  });
  test('the policy forbids them, however good', () => {
    const { kept, problems } = apply(
      '// lintel-ignore-next-line arch/cycle: broken up in Q3\n«arch/cycle»',
      'forbidden',
    );
    expect(kept).toEqual(['arch/cycle']);
    expect(problems[0]).toContain('lintel/invalid-suppression: The policy forbids inline suppressions');
  });
});

test('a file without comments is handed through', () => {
  expect(apply('«arch/cycle»')).toEqual({ kept: ['arch/cycle'], suppressed: 0, problems: [] });
});
