import { expect, test } from 'vitest';
import { importRoute } from '../../../core/engine/import-route.js';
import { openFiles } from '../../harness/check-files.js';

const files = {
  'package.json': '{ "name": "root", "private": true, "workspaces": ["apps/*", "packages/*"] }',
  'apps/web/package.json': '{ "name": "@x/web", "dependencies": { "@x/mail": "*" } }',
  'apps/web/lib/service.ts': 'export const load = 1;\n',
  'packages/mail/package.json': '{ "name": "@x/mail", "exports": "./src/index.ts" }',
  'packages/mail/src/index.ts': "export { send } from './send';\n",
  'packages/mail/src/send.ts': 'export const send = 1;\n',
  'packages/mail/shim.d.ts': "declare module '@x/web/*';\n",
  'architecture.jsonc': `{
    "version": 1,
    "modules": [
      { "id": "web", "path": "apps/web", "dependsOn": ["mail"] },
      { "id": "mail", "path": "packages/mail", "entryPoints": ["src/index.ts"], "dependsOn": [] }
    ]
  }`,
};

test('a statement is a route only where it leads to what was asked for', async () => {
  const { snapshot } = await openFiles(files);
  // "@x/web/service" would be no finding: it is declared, and leads to no file.
  const target = { path: 'apps/web/lib/service.ts', name: 'load' };
  expect(await importRoute(snapshot, 'packages/mail/src/new.ts', target)).toMatchObject({
    ok: false,
    finding: { rule: 'arch/dependency-not-allowed' },
  });
  expect(
    await importRoute(snapshot, 'apps/web/lib/new.ts', { path: 'packages/mail/src/send.ts', name: 'send' }),
  ).toMatchObject({ ok: true, statement: 'import { send } from "@x/mail";' });
});
