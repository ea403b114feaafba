import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';
import { rules } from '../../core/rules/index.js';
import { checkCase } from '../harness/check-case.js';
import { checkFiles } from '../harness/check-files.js';
import { parseRulePage } from '../harness/rule-page.js';

const folder = fileURLToPath(new URL('../../core/rules/', import.meta.url));

describe.each(rules.map(({ id }) => id))('%s', id => {
  const page = join(folder, `${id}.md`);
  const { cases } = parseRulePage(readFileSync(page, 'utf8'));
  test.each(cases.map(each => [each.name, each] as const))('%s', async (_, each) => {
    await checkCase(id, each, checkFiles);
  });
});
