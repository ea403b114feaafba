import { readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import { pageOf, rules } from '../../core/rules/index.js';
import { checkCase } from '../harness/check-case.js';
import { checkFiles } from '../harness/check-files.js';
import { parseRulePage } from '../harness/rule-page.js';

describe.each(rules.map(({ id }) => id))('%s', id => {
  const page = new URL(`../../core/rules/${pageOf(id)}`, import.meta.url);
  const { cases } = parseRulePage(readFileSync(page, 'utf8'));
  test.each(cases.map(each => [each.name, each] as const))('%s', async (_, each) => {
    await checkCase(id, each, checkFiles);
  });
});
