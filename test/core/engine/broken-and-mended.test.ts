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

test('a declaration that nobody can import is heard once it is exported, or an export is another name for it', async () => {
  const user = `import { two } from './one';\nimport { shown } from './one';\nexport const user = [two, shown];\n`;
  const workspace = await openFiles({ 'src/user.ts': user, 'src/one.ts': 'export const one = 1;\n' });
  const brief = async (text: string) =>
    (await workspace.apply([{ path: 'src/one.ts', text }])).findings.map(({ message }) => message.split(',')[0]);
  const [noTwo, noShown] = ['two', 'shown'].map(name => `src/one.ts has no export named ${name}`);
  expect(await brief('const two = 2;\nclass Local {}\n')).toEqual([noTwo, noShown]);
  expect(await brief('const two = 2;\nexport class Other {}\n')).toEqual([noTwo, noShown]);
  expect(await brief('const two = 2;\nexport { two };\nclass Local {}\n')).toEqual([noShown]);
  expect(await brief('const two = 2;\nexport { two };\nclass Local {}\nexport { Local as shown };\n')).toEqual([]);
});
