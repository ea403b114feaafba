import { expect, test } from 'vitest';
import { openFiles } from '../../harness/check-files.js';

test('a file that parses again is heard by its importers, though it exports what it did while it was broken', async () => {
  const user = `import { one } from './one';\nexport const user = one;\n`;
  const workspace = await openFiles({ 'src/user.ts': user, 'src/one.ts': `export const one = 1;\n` });
  const brief = async (text: string) =>
    (await workspace.apply([{ path: 'src/one.ts', text }])).findings.map(({ rule, path }) => `${rule} ${path}`);
  expect(await brief('éconst = ;\n')).toEqual(['lintel/syntax-error src/one.ts']);
  expect(await brief('import "./user";\n')).toContain('arch/missing-export src/user.ts');
  expect(await brief('import "./user"; (\n')).not.toContain('arch/missing-export src/user.ts');
});

test('an export that comes and goes is heard by its importers, though nothing leads elsewhere', async () => {
  const user = `import { two } from './one';\nexport const user = two;\n`;
  const workspace = await openFiles({ 'src/user.ts': user, 'src/one.ts': 'export const one = 1;\n' });
  const brief = async (text: string) =>
    (await workspace.apply([{ path: 'src/one.ts', text }])).findings.map(({ rule, path }) => `${rule} ${path}`);
  expect(await brief('export const two = 2;\n')).toEqual([]);
  expect(await brief('export const one = 1;\n')).toEqual(['arch/missing-export src/user.ts']);
});
