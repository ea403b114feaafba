import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Hover } from 'vscode-languageserver';
import { fixture } from '../e2e/fixture.js';
import { type Editor, edited, startEditor } from './client.js';
import { deep, files } from './shop.js';

function markdown(hover: Hover | null): string {
  return (hover?.contents as { value: string } | undefined)?.value ?? '';
}

let editor: Editor;
beforeAll(async () => {
  const { root, cache } = fixture(files);
  editor = await startEditor({ root, cache });
});
afterEach(() => editor.reset());

test('a forbidden import in unsaved text is shown and its fix takes it away', async () => {
  const path = 'src/http/routes.ts';
  editor.open(path, files[path]);
  expect(await editor.diagnostics(path)).toEqual([]);
  editor.change(path, deep, 2);
  const [found, ...others] = await editor.diagnostics(path, ({ version }) => version === 2);
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    code: 'arch/deep-import',
    source: 'lintel',
    severity: 1,
    range: { start: { line: 0, character: 22 }, end: { line: 0, character: 39 } },
  });
  expect(found?.codeDescription?.href).toMatch(/^file:.*deep-import\.md$/);

  const actions = await editor.actions(path, [found!]);
  const fix = actions.find(action => action.title.startsWith('Import from'));
  const fixed = edited(deep, editor.uri(path), fix?.edit);
  expect(fixed).toBe(files[path]);
  editor.change(path, fixed, 3);
  expect(await editor.diagnostics(path, ({ version }) => version === 3)).toEqual([]);
});

test('hover on an import tells module, permission and what may be imported', async () => {
  editor.open('src/http/routes.ts', files['src/http/routes.ts']);
  const hover = await editor.hover('src/http/routes.ts', 0, 25);
  expect(hover?.contents).toMatchObject({ kind: 'markdown' });
  const value = markdown(hover);
  expect(value).toContain('**src/orders/index.ts** of module `orders` (owner @shop/orders)');
  expect(value).toContain('Permitted by `orders` in dependsOn of http.');
  expect(value).toContain('`http` may import: `orders`');
  editor.open('src/orders/place.ts', `import { routes } from '../http/routes';\n`);
  const other = markdown(await editor.hover('src/orders/place.ts', 0, 25));
  expect(other).toContain('**Not permitted**');
  expect(other).toContain('`orders` may import no other module.');
});

test('hover on an import past the entry points says that it is not permitted, as its finding does', async () => {
  editor.open('src/http/routes.ts', deep);
  const [found] = await editor.diagnostics('src/http/routes.ts', ({ diagnostics }) => diagnostics.length > 0);
  const value = markdown(await editor.hover('src/http/routes.ts', 0, 25));
  expect(value).toContain(`**Not permitted** (\`arch/deep-import\`): ${found?.message}`);
  expect(value).not.toContain('Permitted by');
});

test('a document whose URI has a slash too many is the file that is meant', async () => {
  const uri = editor.uri('src/http/routes.ts').replace('/src/', '//src/');
  const textDocument = { uri, languageId: 'typescript', version: 1, text: deep };
  await editor.rpc.sendNotification('textDocument/didOpen', { textDocument });
  await editor.rpc.sendRequest('textDocument/hover', { textDocument, position: { line: 0, character: 25 } });
  expect(editor.published.find(params => params.uri === uri)?.diagnostics).toHaveLength(1);
  await editor.rpc.sendNotification('textDocument/didClose', { textDocument });
});
