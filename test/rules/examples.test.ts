import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { editsFor } from '../../core/fixes/edits-for.js';
import { type Severity, severities } from '../../core/rules/finding.js';
import { applyEdits } from '../../core/text/edit.js';
import { checkFiles } from '../harness/check-files.js';
import { parseRulePage } from '../harness/rule-page.js';
import { typeErrors } from '../harness/type-errors.js';

const folder = fileURLToPath(new URL('./examples/', import.meta.url));

/** Each file holds one mistake in the spellings people use; its title names the rule and the severity it has to reach. */
describe.each(readdirSync(folder).sort())('%s', name => {
  const { title, cases } = parseRulePage(readFileSync(`${folder}${name}`, 'utf8'));
  const [rule = '', least = ''] = title.split(' ');
  test.each(cases.map(each => [each.name, each] as const))('%s', async (_, { files, expects }) => {
    const { findings } = await checkFiles(Object.fromEntries(files));
    const own = findings.filter(each => each.rule === rule);
    if (expects === 'nothing') expect(own.map(each => each.message)).toEqual([]);
    else
      expect(
        own.some(each => severities.indexOf(each.severity) <= severities.indexOf(least as Severity)),
        findings.map(each => `${each.severity} ${each.rule}`).join(', '),
      ).toBe(true);
  });
});

test('one caller renders "not found", another creates the user: an error, and quiet after its fix', async () => {
  const files = {
    'src/users.ts': `export interface User { readonly name: string }
export async function findUser(id: string): Promise<User | null> {
  try {
    const res = await fetch(\`https://users.example/\${id}\`, { signal: AbortSignal.timeout(2000) });
    if (!res.ok) throw new Error(\`HTTP \${res.status}\`);
    return (await res.json()) as User;
  } catch (err) {
    console.error('user not loaded', err);
    return null;
  }
}
`,
    'src/page.ts': `import { findUser } from './users.js';
export async function page(id: string): Promise<string> {
  const user = await findUser(id);
  if (!user) return '<h1>User not found</h1>';
  return \`<h1>\${user.name}</h1>\`;
}
`,
    'src/signup.ts': `import { findUser } from './users.js';
declare function createUser(id: string): Promise<void>;
export async function signUp(id: string): Promise<void> {
  const user = await findUser(id);
  if (user === null) await createUser(id);
}
`,
  };
  const before = await checkFiles(files);
  const [found] = before.findings.filter(each => each.rule === 'failure/conflated-failure');
  expect(found?.severity).toBe('error');
  expect(found?.related.map(each => each.path)).toEqual(expect.arrayContaining(['src/page.ts', 'src/signup.ts']));
  const [fix] = found!.fixes;
  const edits = await editsFor(fix!, files['src/users.ts']);
  const mended = { ...files, 'src/users.ts': applyEdits(files['src/users.ts'], edits!) };
  expect(mended['src/users.ts']).toContain('if (res.status === 404) return null;');
  expect(typeErrors(mended)).toEqual([]);
  const after = await checkFiles(mended);
  expect(after.findings.filter(each => each.severity === 'error' || each.severity === 'warning')).toEqual([]);
});
