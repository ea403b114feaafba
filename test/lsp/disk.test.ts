import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixture } from '../e2e/fixture.js';
import { plainCapabilities, startEditor } from './client.js';
import { deep, files, policy } from './shop.js';

const routes = 'src/http/routes.ts';
const deepFromMore = "import '../../orders/place';\n";
const patient = { timeout: 30_000, interval: 20 };
const initializationOptions = { diagnostics: { scope: 'workspace' } };

test('without a client that watches, the server sees what others write, move and delete', async () => {
  const { root, cache, write, remove } = fixture(files);
  const editor = await startEditor({ root, cache, initialize: { initializationOptions } });
  editor.open('src/orders/place.ts', files['src/orders/place.ts']);
  await editor.diagnostics('src/orders/place.ts');
  // Whether the watcher runs already or takes stock when it does: the change is seen.
  write({ [routes]: deep });
  expect(await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length === 1)).toHaveLength(1);
  // An atomic save: written beside, moved over.
  write({ 'src/http/.routes.ts.tmp': files[routes] });
  renameSync(join(root, 'src/http/.routes.ts.tmp'), join(root, routes));
  await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length === 0);
  remove('src/orders/index.ts');
  await editor.diagnostics(routes, ({ diagnostics }) =>
    diagnostics.some(({ code }) => code === 'arch/unresolved-import'),
  );
  write({ 'src/orders/index.ts': files['src/orders/index.ts'] });
  await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length === 0);
  write({ 'architecture.jsonc': policy.replace('"dependsOn": ["orders"]', '"dependsOn": []') });
  await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length === 1);
});

/** How far apart the branches are; 2,000 in `npm run test:long`. */
const far = Number(process.env.LINTEL_SWITCHED ?? 400);

test(`a switch of the branch with ${far} files, and a stash, are seen as a whole`, async () => {
  const { root, cache, write, commit, git } = fixture(files);
  commit();
  git('checkout', '-q', '-b', 'wide');
  write(Object.fromEntries(Array.from({ length: far }, (_, i) => [`src/http/more/r${i}.ts`, deepFromMore])));
  commit();
  git('checkout', '-q', 'main');
  const editor = await startEditor({ root, cache, initialize: { initializationOptions } });
  editor.open(routes, files[routes]);
  expect(await editor.diagnostics(routes)).toEqual([]);
  /** How many findings each file has now, by the last word on it. */
  const counts = () => new Map(editor.published.map(({ uri, diagnostics }) => [uri, diagnostics.length]));
  const broken = () => [...counts().values()].filter(count => count > 0).length;
  git('checkout', '-q', 'wide');
  await expect.poll(broken, patient).toBe(far);
  git('checkout', '-q', 'main');
  await expect.poll(broken, patient).toBe(0);

  write({ 'src/orders/index.ts': 'export const other = 1;\n', 'src/http/new.ts': deep });
  await expect.poll(broken, patient).toBe(2);
  git('stash', '-q', '--include-untracked');
  await expect.poll(broken, patient).toBe(0);
  git('stash', 'pop', '-q');
  await expect.poll(broken, patient).toBe(2);
  expect(counts().get(editor.uri(routes))).toBe(1);
});

test('a client that watches is asked to, and its events are heard, folders included', async () => {
  const { root, cache, write, remove } = fixture(files);
  const capabilities = {
    ...plainCapabilities,
    workspace: {
      ...plainCapabilities.workspace,
      didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    },
  };
  let register: (params: unknown) => void = () => {};
  const registered = new Promise<unknown>(resolve => {
    register = resolve;
  });
  const answers = {
    'client/registerCapability': (params: unknown) => {
      register(params);
      return null;
    },
  };
  const editor = await startEditor({ root, cache, initialize: { capabilities }, answers });
  editor.open(routes, files[routes]);
  expect(JSON.stringify(await registered)).toContain('"pattern":"**/*"');
  remove('src/orders');
  const told = (path: string, type: number) =>
    editor.rpc.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: editor.uri(path), type }] });
  await told('src/orders', 3);
  await editor.diagnostics(routes, ({ diagnostics }) =>
    diagnostics.some(({ code }) => code === 'arch/unresolved-import'),
  );
  write(files);
  await told('src/orders', 1);
  await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length === 0);
});
