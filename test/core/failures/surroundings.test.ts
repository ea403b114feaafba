import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../core/engine/snapshot.js';
import { openFiles } from '../../harness/check-files.js';

describe('where a file runs', () => {
  const files = {
    'package.json': '{ "name": "app", "type": "module", "bin": { "app": "./dist/tool.js" }, "dependencies": {} }',
    'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" }, "include": ["src"] }',
    'src/files.ts':
      "import { readFileSync } from 'node:fs';\nexport const read = (path: string) => readFileSync(path, 'utf8');\n",
    'src/store.ts': "import { read } from './files.js';\nexport const load = () => read('store.json');\n",
    'src/service.ts': "import { load } from './store.js';\nexport const all = () => load();\n",
    'src/types.ts': "import type { load } from './store.js';\nexport type Load = typeof load;\n",
    'src/later.ts': "export const later = () => import('./store.js');\n",
    'src/page.tsx': "import { all } from './service.js';\nexport const Page = () => <p>{all()}</p>;\n",
    'src/tool.ts': "import { all } from './service.js';\nall();\n",
    'src/run.ts': "#!/usr/bin/env node\nimport { all } from './service.js';\nall();\n",
    'web/package.json': '{ "name": "web", "dependencies": {} }',
    'web/tsconfig.json': '{ "compilerOptions": { "lib": ["ES2022", "DOM"] } }',
    'web/view.ts': 'export const view = () => document.title;\n',
    'api/package.json': '{ "name": "api", "devDependencies": { "@types/node": "20.0.0" } }',
    'api/tsconfig.json': '{ "compilerOptions": { "lib": ["ES2022", "DOM"] } }',
    'api/pure.ts': 'export const pure = () => 1;\n',
  };
  const placesIn = (snapshot: Snapshot) =>
    Object.fromEntries(snapshot.state.files.map(path => [path, snapshot.failures.file(path)?.environment]));

  test('is told by what it imports, however far away, by bin, by its first line and by lib', async () => {
    const workspace = await openFiles(files);
    expect(placesIn(workspace.snapshot)).toEqual({
      'src/files.ts': 'server',
      'src/store.ts': 'server',
      'src/service.ts': 'server',
      'src/types.ts': 'unknown',
      'src/later.ts': 'unknown',
      'src/page.tsx': 'browser',
      'src/tool.ts': 'cli',
      'src/run.ts': 'cli',
      'web/view.ts': 'browser',
      'api/pure.ts': 'unknown',
    });
  });

  test('is another once something far away is', async () => {
    const rates =
      'export async function rates(): Promise<unknown> {\n  const res = await fetch("https://rates.example/v1");\n  return res.ok ? await res.json() : undefined;\n}\n';
    const workspace = await openFiles({
      'src/deep.ts': 'export const deep = 1;\n',
      'src/rates.ts': `import { deep } from './deep';\nvoid deep;\n${rates}`,
    });
    const rulesOf = ({ findings }: Snapshot) => findings.map(({ rule }) => rule);
    expect(rulesOf(workspace.snapshot)).not.toContain('remote/missing-timeout');
    const onServer = await workspace.apply([
      { path: 'src/deep.ts', text: "import { pid } from 'node:process';\nexport const deep = pid;\n" },
    ]);
    expect(rulesOf(onServer)).toContain('remote/missing-timeout');
    const back = await workspace.apply([{ path: 'src/deep.ts', text: 'export const deep = 1;\n' }]);
    expect(rulesOf(back)).not.toContain('remote/missing-timeout');
  });
});

describe('the version of a package decides what its calls do', () => {
  const app = `import express from 'express';
export const app = express();
app.get('/', async () => {
  throw new Error('gone');
});
`;
  const rulesWith = async (manifest: string, more: Record<string, string> = {}) => {
    const { snapshot } = await openFiles({ 'package.json': manifest, 'src/app.ts': app, ...more });
    return snapshot.findings.map(({ rule }) => rule);
  };
  const asking = (range: string) => `{ "name": "app", "dependencies": { "express": "${range}" } }`;
  const unheard = 'async/async-callback-unobserved';

  test('the range of the manifest where nothing is installed', async () => {
    expect(await rulesWith(asking('^4.18.2'))).toContain(unheard);
    expect(await rulesWith(asking('^5.0.0'))).not.toContain(unheard);
  });

  test('what is installed before what is asked for', async () => {
    const installed = { 'node_modules/express/package.json': '{ "name": "express", "version": "4.21.0" }' };
    expect(await rulesWith(asking('>=4'), installed)).toContain(unheard);
    expect(await rulesWith(asking('*'), installed)).toContain(unheard);
  });

  test('another version is another contract', async () => {
    const workspace = await openFiles({ 'package.json': asking('^5.0.0'), 'src/app.ts': app });
    expect(workspace.snapshot.findings.map(({ rule }) => rule)).not.toContain(unheard);
    const older = await workspace.apply([{ path: 'package.json', text: asking('^4.18.2') }]);
    expect(older.findings.map(({ rule }) => rule)).toContain(unheard);
  });
});
