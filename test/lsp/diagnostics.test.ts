import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type {
  DocumentDiagnosticReport,
  FullDocumentDiagnosticReport,
  InitializeParams,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver';
import { type Fixture, fixture } from '../e2e/fixture.js';
import { type Editor, plainCapabilities } from './client.js';
import { editorInMemory } from './in-memory.js';
import { deep, files, policy } from './shop.js';

const routes = 'src/http/routes.ts';
/** Waits for what is said as long as `diagnostics` does. */
const patient = { timeout: 20_000 };
const pulling: InitializeParams['capabilities'] = {
  ...plainCapabilities,
  textDocument: { ...plainCapabilities.textDocument, diagnostic: { relatedDocumentSupport: true } },
  workspace: { ...plainCapabilities.workspace, diagnostics: { refreshSupport: true } },
};

let shop: Fixture;
/** Is pushed to, and shared by most of the tests. */
let editor: Editor;
beforeAll(async () => {
  shop = fixture(files);
  editor = await editorInMemory(shop);
});
afterEach(() => editor.reset());

test('an edit of one file changes what is said of another open one, and nothing is published twice', async () => {
  editor.open(routes, files[routes]);
  editor.open('src/orders/index.ts', files['src/orders/index.ts']);
  expect(await editor.diagnostics(routes)).toEqual([]);
  editor.change('src/orders/index.ts', 'export const other = 1;\n', 2);
  const [found] = await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length > 0);
  expect(found?.code).toBe('arch/missing-export');
  const before = editor.published.length;
  // A change that concerns nobody else publishes nothing about the others.
  editor.change('src/orders/index.ts', 'export const other = 1; // noted\n', 3);
  await editor.hover(routes, 0, 0);
  expect(editor.published.slice(before).filter(({ uri }) => uri === editor.uri(routes))).toEqual([]);
});

test('of many edits in a row only the last is published last, and no version twice', async () => {
  editor.open(routes, files[routes]);
  for (let version = 2; version <= 200; version++) editor.change(routes, version % 2 ? files[routes] : deep, version);
  const last = await editor.diagnostics(routes, ({ version }) => version === 200);
  expect(last).toHaveLength(1);
  const versions = editor.published.filter(({ uri }) => uri === editor.uri(routes)).map(({ version }) => version ?? 0);
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  for (const { version, diagnostics } of editor.published)
    expect(diagnostics.length).toBe((version ?? 0) % 2 === 0 && version ? 1 : 0);
});

test('closing a document takes its findings away; the disk counts again', async () => {
  editor.open(routes, deep);
  await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length === 1);
  editor.close(routes);
  expect(await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length === 0)).toEqual([]);
});

test('with the scope `workspace` files that are not open are published too', async () => {
  editor.open('src/orders/index.ts', 'export const other = 1;\n');
  await editor.hover(routes, 0, 0);
  expect(editor.published.filter(({ uri }) => uri === editor.uri(routes))).toEqual([]);
  editor.configure({ diagnostics: { scope: 'workspace' } });
  expect(await editor.diagnostics(routes)).toHaveLength(1);
  editor.configure({});
  expect(await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length === 0)).toEqual([]);
});

test('a broken policy is said in its file while the last good one stays in force', async () => {
  editor.open(routes, deep);
  expect(await editor.diagnostics(routes)).toHaveLength(1);
  editor.open('architecture.jsonc', policy.replace('"version": 1,', '"version": 1'));
  const [problem] = await editor.diagnostics('architecture.jsonc', ({ diagnostics }) => diagnostics.length > 0);
  expect(problem).toMatchObject({ code: 'config/syntax' });
  expect(problem?.message).toContain('the last policy that could be used stays in force');
  const more = `${deep}import '../orders/place';\n`;
  editor.change(routes, more, 2);
  expect(await editor.diagnostics(routes, ({ version }) => version === 2)).toHaveLength(2);
  editor.change('architecture.jsonc', policy, 2);
  expect(await editor.diagnostics('architecture.jsonc', ({ version }) => version === 2)).toEqual([]);
});

test('a half-typed policy says at once what is wrong with itself; other files follow when the typing rests', async () => {
  editor.open(routes, files[routes]);
  editor.open('architecture.jsonc', policy);
  expect(await editor.diagnostics(routes)).toEqual([]);
  const said = () =>
    editor.published.filter(({ uri }) => uri === editor.uri(routes)).map(each => each.diagnostics.length);
  const forbidding = policy.replace('"dependsOn": ["orders"]', '"dependsOn": []');
  editor.change('architecture.jsonc', forbidding, 2);
  await editor.hover(routes, 0, 0);
  editor.change('architecture.jsonc', forbidding.replace('"version": 1,', '"version": 1'), 3);
  await editor.diagnostics(
    'architecture.jsonc',
    ({ version, diagnostics }) => version === 3 && diagnostics.length === 1,
  );
  // What stood between two strokes is not the last good policy.
  expect(JSON.stringify(await editor.hover(routes, 0, 25))).toContain('Permitted by `orders`');
  editor.change('architecture.jsonc', policy, 4);
  await editor.hover(routes, 0, 0);
  expect(said()).toEqual([0]);
  editor.change('architecture.jsonc', forbidding, 5);
  await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length === 1);
});

test('each folder has its own settings, asked of the client', async () => {
  const other = fixture({ ...files, [routes]: deep });
  const answers = {
    'workspace/configuration': ({ items }: { items: readonly { scopeUri?: string }[] }) =>
      items.map(({ scopeUri }) => (scopeUri?.includes(other.root) ? { diagnostics: { scope: 'workspace' } } : null)),
  };
  const asked = await editorInMemory({
    ...other,
    answers,
    initialize: {
      capabilities: { ...plainCapabilities, workspace: { ...plainCapabilities.workspace, configuration: true } },
      workspaceFolders: [shop, other].map(({ root }) => ({ uri: pathToFileURL(root).href, name: root })),
    },
  });
  shop.write({ [routes]: deep });
  expect(await asked.diagnostics(routes)).toHaveLength(1);
  // The other folder shows what is open alone.
  asked.open('architecture.jsonc', policy);
  await asked.hover('architecture.jsonc', 0, 0);
  expect(asked.published.filter(({ uri }) => uri.includes(shop.root))).toEqual([]);
  shop.write({ [routes]: files[routes] });
});

test('a client that pulls and refreshes is asked to refresh and never pushed to', async () => {
  const { root, cache } = fixture(files);
  let refreshed = () => {};
  const toldToRefresh = new Promise<void>(resolve => {
    refreshed = resolve;
  });
  const answers = {
    'workspace/diagnostic/refresh': () => {
      refreshed();
      return null;
    },
  };
  const editor = await editorInMemory({ root, cache, initialize: { capabilities: pulling }, answers });
  expect(editor.server.capabilities.diagnosticProvider).toMatchObject({
    interFileDependencies: true,
    workspaceDiagnostics: true,
  });
  const pull = (path: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    editor.rpc.sendRequest('textDocument/diagnostic', {
      textDocument: { uri: editor.uri(path) },
      ...(previousResultId && { previousResultId }),
    });
  editor.open(routes, files[routes]);
  const first = (await pull(routes)) as FullDocumentDiagnosticReport;
  expect(first).toMatchObject({ kind: 'full', items: [] });
  expect(await pull(routes, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
  editor.open('src/orders/index.ts', 'export const other = 1;\n');
  await toldToRefresh;
  const second = (await pull(routes, first.resultId)) as FullDocumentDiagnosticReport;
  expect(second.items.map(({ code }) => code)).toEqual(['arch/missing-export']);
  expect(editor.published).toEqual([]);
});

test('workspace diagnostics are held open until something changes, and are of open files unless set otherwise', async () => {
  const { root, cache, write } = fixture(files);
  write({ 'src/http/other.ts': deep });
  const editor = await editorInMemory({ root, cache, initialize: { capabilities: pulling } });
  let answered: WorkspaceDiagnosticReport | undefined;
  const asking = editor.rpc
    .sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', { identifier: 'lintel', previousResultIds: [] })
    .then(report => {
      answered = report;
      return report;
    });
  editor.open(routes, files[routes]);
  await editor.hover(routes, 0, 0);
  expect(answered).toBeUndefined();
  editor.change(routes, deep, 2);
  const { items } = await asking;
  expect(items).toMatchObject([
    { uri: editor.uri(routes), version: 2, kind: 'full', items: [{ code: 'arch/deep-import' }] },
  ]);
  const { resultId = '' } = items[0] ?? {};
  const again = editor.rpc.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
    previousResultIds: [{ uri: editor.uri(routes), value: resultId }],
  });
  editor.change(routes, files[routes], 3);
  expect((await again).items).toMatchObject([{ uri: editor.uri(routes), kind: 'full', items: [] }]);
  const all = editor.rpc.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: [] });
  editor.configure({ diagnostics: { scope: 'workspace' } });
  expect((await all).items.map(({ uri }) => uri)).toEqual([editor.uri('src/http/other.ts')]);
});

// The other two units are held by the random edits.
test('columns after emoji are right in UTF-32, in both directions', async () => {
  const encoding = 'utf-32';
  const { root, cache } = fixture(files);
  const capabilities = { ...plainCapabilities, general: { positionEncodings: [encoding] } };
  const editor = await editorInMemory({ root, cache, initialize: { capabilities } });
  expect(editor.server.capabilities.positionEncoding).toBe(encoding);
  editor.open(routes, `/* é😀😀 */ import { place } from '../orders';\r\nexport const routes = [place];\r\n`);
  expect(await editor.diagnostics(routes)).toEqual([]);
  const lead = "/* é😀😀 */ import { place } from '../orders";
  const units = (text: string): number => [...text].length;
  const at = { line: 0, character: units(lead) };
  await editor.rpc.sendNotification('textDocument/didChange', {
    textDocument: { uri: editor.uri(routes), version: 2 },
    contentChanges: [{ range: { start: at, end: at }, text: '/place' }],
  });
  const [found] = await editor.diagnostics(routes, ({ version }) => version === 2);
  expect(found?.range).toEqual({
    start: { line: 0, character: units('/* é😀😀 */ import { place } from ') },
    end: { line: 0, character: units(`${lead}/place'`) },
  });
});

test('folders with policies of their own are checked by them; one added and removed comes and goes', async () => {
  const { root: other, write } = fixture();
  mkdirSync(join(other, 'sub'), { recursive: true });
  write({ ...files, [routes]: deep });
  editor.open(routes, files[routes]);
  expect(await editor.diagnostics(routes)).toEqual([]);
  const folder = { uri: pathToFileURL(other).href, name: 'other' };
  const changed = (event: unknown) => editor.rpc.sendNotification('workspace/didChangeWorkspaceFolders', { event });
  await changed({ added: [folder], removed: [] });
  const uri = pathToFileURL(join(other, routes)).href;
  await editor.rpc.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'typescript', version: 1, text: deep },
  });
  await expect.poll(() => editor.published.findLast(params => params.uri === uri)?.diagnostics.length, patient).toBe(1);
  await editor.rpc.sendNotification('textDocument/didClose', { textDocument: { uri } });
  await changed({ added: [], removed: [folder] });
  await expect.poll(() => editor.published.findLast(params => params.uri === uri)?.diagnostics.length, patient).toBe(0);
});
