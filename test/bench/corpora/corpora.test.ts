import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../../core/rules/index.js';
import { mirrorAt } from './extract/mirror.js';
import { casesOf } from './extract/rule-tester.js';
import { agreementOf, figuresOf, recallByRule } from './figures.js';
import { judged } from './judge.js';
import { outcomesOf } from './outcomes.js';
import { parted, readRecipes } from './recipe.js';

const recipes = readRecipes(resolve('test/bench/corpora/recipes'));
const known = new Set(rules.map(({ id }) => id));

describe('recipes', () => {
  test('name rules that there are, suites once, and each case has a name of its own', () => {
    expect(new Set(recipes.map(({ header }) => header.suite)).size).toBe(recipes.length);
    expect(recipes.flatMap(({ header }) => header.rules).filter(rule => !known.has(rule))).toEqual([]);
    for (const { file, cases } of recipes) expect(new Set(cases.map(each => each.case)).size, file).toBe(cases.length);
  });

  test('give a reason wherever Lintel and the suite part, and none that nothing uses', () => {
    for (const { file, header, cases } of recipes) {
      const used = new Set(cases.flatMap(({ why }) => (why === undefined ? [] : [why])));
      const unexplained = cases.filter(each => parted.has(each.verdict) && !(each.why! in header.reasons));
      expect(unexplained, file).toEqual([]);
      expect(Object.keys(header.reasons).sort(), file).toEqual([...used].sort());
    }
  });

  test('hold the bars', () => {
    const contracts = recipes.filter(({ header }) => header.suite.startsWith('explicit-exceptions/'));
    const together = figuresOf(
      'explicit-exceptions',
      contracts.flatMap(({ cases }) => cases),
    );
    expect(together.cases).toBe(131);
    expect(agreementOf(together).atLeast).toBeGreaterThanOrEqual(0.95);
    expect(agreementOf(together).exact).toBeGreaterThanOrEqual(0.85);
    for (const [rule, { found, missed }] of recallByRule(recipes))
      if (found + missed >= 10) expect(found / (found + missed), rule).toBeGreaterThanOrEqual(0.9);
  });
});

describe('cutting cases out', () => {
  test('tables of any tester, spreads, tags and lines', () => {
    const source = `
import dedent from 'dedent';
import rule from '../rule';
import { RuleTester } from 'somewhere';
const more = ['c()'].map(code => ({ code, errors: [{ messageId: 'x', line: 3 }] }));
new RuleTester({}).run('r', rule, {
  valid: ['a()', dedent\`
    if (a) {
      b();
    }
  \`],
  invalid: [...more, { code: 'd()', output: ['e()', 'f()'], filename: 'a.tsx', errors: rule.errors }],
});`;
    expect(casesOf(source, 'r.test.ts')).toEqual([
      { expect: 'valid', index: 0, code: 'a()', lines: [] },
      { expect: 'valid', index: 1, code: 'if (a) {\n  b();\n}', lines: [] },
      { expect: 'invalid', index: 0, code: 'c()', lines: [3] },
      { expect: 'invalid', index: 1, code: 'd()', lines: [], filename: 'a.tsx', output: 'f()' },
    ]);
  });
});

const mirrors = process.env.LINTEL_CORPORA;

describe.skipIf(mirrors === undefined)('the suites themselves (LINTEL_CORPORA)', () => {
  test.each(recipes.map(recipe => [recipe.header.suite, recipe] as const))('%s', async (_, { header, cases }) => {
    const before = new Map(cases.map(each => [each.case, each]));
    const outcomes = await outcomesOf(header, mirrorAt(mirrors!));
    expect(outcomes.map(outcome => judged(before.get(outcome.case), outcome))).toEqual(cases);
  });
});
