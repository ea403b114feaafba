import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { clauses } from '../../core/policy/judge.js';
import { knownRuleIds, pageOf, ruleById, rules } from '../../core/rules/index.js';
import { parseRulePage } from '../harness/rule-page.js';

const folder = fileURLToPath(new URL('../../core/rules/', import.meta.url));

test('ids are unique and well formed', () => {
  const ids = rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids)
    expect(id).toMatch(
      /^(?:arch|async|config|contract|error-value|event|failure|lintel|oracle|policy|race|remote|resource|review|test)\/[a-z]+(?:-[a-z]+)*$/,
    );
  expect([...knownRuleIds]).toEqual(ids);
});

test('every clause of the judge is reported by a rule that exists', () => {
  for (const [, rule] of clauses) expect(ruleById(rule), rule).toBeDefined();
});

test('an unknown id has neither rule nor page', () => {
  expect(ruleById('arch/no-such-rule')).toBeUndefined();
  expect(pageOf('arch/no-such-rule')).toBeUndefined();
});

describe.each(rules.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  const page = `${folder}${pageOf(id)}`;

  test('stands in a file of its name', () => {
    expect(existsSync(`${folder}${id}.ts`)).toBe(true);
  });

  test('says in one sentence what it finds', () => {
    expect(rule.summary).toMatch(/^[A-Z`].*\.$/);
    expect(rule.summary.length).toBeLessThan(120);
  });

  test('has a page with all sections, cases it reports and cases it leaves alone', () => {
    const { title, sections, cases } = parseRulePage(readFileSync(page, 'utf8'));
    expect(title).toBe(id);
    expect(sections).toEqual([
      'Why it matters',
      'How to fix',
      'When it is fine',
      'Options',
      'Severity',
      'Reported',
      'Not reported',
    ]);
    expect(cases.filter(({ expects }) => expects === 'findings').length).toBeGreaterThanOrEqual(1);
    expect(cases.filter(({ expects }) => expects === 'nothing').length).toBeGreaterThanOrEqual(2);
  });

  test('names its severity on the page', () => {
    const severity = /## Severity\n\n([\s\S]*?)\n## /.exec(readFileSync(page, 'utf8'))?.[1] ?? '';
    expect(severity).toContain(`\`${rule.severity}\``);
  });
});
