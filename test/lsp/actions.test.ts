import { parse } from 'jsonc-parser';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { CodeAction, CodeLens, InitializeParams, InlayHint } from 'vscode-languageserver';
import { fixture } from '../e2e/fixture.js';
import { type Editor, edited, plainCapabilities } from './client.js';
import { editorInMemory } from './in-memory.js';
import { deep, files, policy } from './shop.js';

const routes = 'src/http/routes.ts';
const resolving: InitializeParams['capabilities'] = {
  ...plainCapabilities,
  textDocument: {
    ...plainCapabilities.textDocument,
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } },
      resolveSupport: { properties: ['edit'] },
    },
  },
};

let root: string;
let cache: string;
let editor: Editor;
beforeAll(async () => {
  ({ root, cache } = fixture(files));
  editor = await editorInMemory({ root, cache });
});
afterEach(() => editor.reset());

test('a suppression takes the finding away once a person has given the reason', async () => {
  const indented = `{\r\n  require('../orders/place');\r\n}\r\n`;
  editor.open(routes, indented);
  const found = await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length > 0);
  const actions = await editor.actions(routes, found);
  const suppress = actions.find(({ title }) => title.startsWith('Suppress'));
  const suppressed = edited(indented, editor.uri(routes), suppress?.edit);
  expect(suppressed.split('\r\n')[1]).toMatch(/^ {2}\/\/ lintel-ignore-next-line arch\/deep-import: \w/);
  editor.change(routes, suppressed, 2);
  const asked = await editor.diagnostics(routes, ({ version }) => version === 2);
  expect(asked.map(({ code }) => code)).toEqual(['lintel/invalid-suppression', 'arch/deep-import']);
  editor.change(routes, suppressed.replace('say here why this is right', 'moves with the next release'), 3);
  expect(await editor.diagnostics(routes, ({ version }) => version === 3)).toEqual([]);
});

test('a suppression is written in the form that is a comment where its line stands, and offered nowhere else', async () => {
  const tsx = `export const view = (
  <div>
    <a onClick={() => require('../orders/place')} />
    <b
      onClick={() => require('../orders/place')}
    />
    {\`
      \${require('../orders/place')}
    \`}
  </div>
);
`;
  const above = async (path: string, text: string, count: number): Promise<(string | undefined)[]> => {
    editor.open(path, text);
    const found = await editor.diagnostics(path, ({ diagnostics }) => diagnostics.length === count);
    const titles = await Promise.all(found.map(async each => editor.actions(path, [each])));
    return titles.map(actions => {
      const edit = actions.find(({ title }) => title.startsWith('Suppress'))?.edit;
      const lines = edited(text, editor.uri(path), edit).split('\n');
      return lines.find(line => line.includes('lintel-ignore'))?.replace(/ lintel-ignore.* right/, '');
    });
  };
  expect(await above('src/http/view.tsx', tsx, 3)).toEqual(['    {/* */}', '      //', undefined]);
  expect(await above('src/http/a.vue', `<template/>\n<script>\n  ${deep}</script>\n`, 1)).toEqual(['  //']);
  expect(await above('src/http/b.vue', `<template/>\n<script>${deep}</script>\n`, 1)).toEqual(['<!-- -->']);
});

test('an exception is proposed into the policy, unapproved, and the finding says who has to approve it', async () => {
  editor.open(routes, deep);
  const [found] = await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length > 0);
  const actions = await editor.actions(routes, [found!]);
  const propose = actions.find(({ title }) => title.startsWith('Propose an exception'));
  expect(propose?.diagnostics).toEqual([found]);
  const proposed = edited(policy, editor.uri('architecture.jsonc'), propose?.edit);
  expect(parse(proposed).exceptions).toMatchObject([
    { id: 'EX-001', rule: 'arch/deep-import', from: routes, to: 'orders', symbols: ['place'] },
  ]);
  expect(parse(proposed).exceptions[0]).not.toHaveProperty('approvedBy');
  editor.open('architecture.jsonc', proposed);
  const [still] = await editor.diagnostics(routes, ({ diagnostics }) =>
    /Proposed/.test(String(diagnostics[0]?.message)),
  );
  expect(still?.message).toContain('Proposed as EX-001, not approved; @shop/orders has to approve it.');
  expect(await editor.diagnostics('architecture.jsonc')).toEqual([]);
});

test('no exception is proposed into a policy that cannot be read', async () => {
  editor.open(routes, deep);
  const found = await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length > 0);
  editor.open('architecture.jsonc', policy);
  editor.change('architecture.jsonc', `${policy} "`, 2);
  await editor.diagnostics('architecture.jsonc', ({ diagnostics }) => diagnostics.length > 0);
  const titles = (await editor.actions(routes, found)).map(({ title }) => title);
  expect(titles).toEqual(['Import from "../orders"', 'Suppress arch/deep-import here, with a reason']);
});

test('an action resolved after an edit above it lands where its import is now', async () => {
  const editor = await editorInMemory({ root, cache, initialize: { capabilities: resolving } });
  editor.open(routes, deep);
  const found = await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length > 0);
  const offered = (await editor.actions(routes, found)).find(({ title }) => title.startsWith('Import from'));
  expect(offered).not.toHaveProperty('edit');
  const moved = `// a line\n// and another 😀\n${deep}`;
  editor.change(routes, moved, 2);
  const resolved = await editor.rpc.sendRequest<CodeAction>('codeAction/resolve', offered);
  expect(resolved.edit?.documentChanges).toMatchObject([{ textDocument: { version: 2 } }]);
  expect(edited(moved, editor.uri(routes), resolved.edit)).toBe(moved.replace('../orders/place', '../orders'));
  editor.change(routes, files[routes], 3);
  await expect(editor.rpc.sendRequest('codeAction/resolve', offered)).rejects.toThrow('no longer applies');
});

test('fix-all applies the safe fixes of the file and only when asked for by name', async () => {
  editor.open('src/orders/index.ts', `export type { Order } from './place';\nexport { place } from './place';\n`);
  editor.open('src/orders/place.ts', `export interface Order {}\nexport const place = (): void => {};\n`);
  const wrong = `import type { Order } from '../orders/place';\nimport { place } from '../orders/place';\nexport const routes = (order: Order) => place();\n`;
  editor.open(routes, wrong);
  const found = await editor.diagnostics(routes, ({ diagnostics }) => diagnostics.length === 2);
  // What one key of an editor applies unseen has to be safe.
  expect(
    (await editor.actions(routes, found)).filter(({ isPreferred }) => isPreferred).map(each => each.diagnostics),
  ).toEqual([[found[0]]]);
  expect((await editor.actions(routes, found)).map(({ kind }) => kind)).not.toContain('source.fixAll.lintel');
  const [all, ...others] = await editor.actions(routes, found, ['source.fixAll']);
  expect(others).toEqual([]);
  // The import of a value from elsewhere may change what runs: it is left to a person.
  expect(edited(wrong, editor.uri(routes), all?.edit)).toBe(
    wrong.replace("import type { Order } from '../orders/place'", "import type { Order } from '../orders'"),
  );
});

test('lenses and hints are silent until somebody turns them on', async () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  editor.open(routes, files[routes]);
  editor.open('src/orders/index.ts', files['src/orders/index.ts']);
  const ask = async (settings: unknown) => {
    editor.configure(settings);
    const of = (path: string) => ({ textDocument: { uri: editor.uri(path) }, range });
    return {
      lenses: await editor.rpc.sendRequest<CodeLens[]>('textDocument/codeLens', of('src/orders/index.ts')),
      hints: await editor.rpc.sendRequest<InlayHint[]>('textDocument/inlayHint', of(routes)),
    };
  };
  expect(await ask(undefined)).toEqual({ lenses: [], hints: [] });
  const { lenses, hints } = await ask({ codeLens: { dependents: true }, inlayHints: { modules: true } });
  expect(lenses.map(({ command }) => command?.title)).toEqual(['orders: imported by 1 file, 1 other module']);
  expect(hints).toMatchObject([{ label: '→ orders', position: { line: 0, character: 33 } }]);
});

test('the debug information names roots, policy and what the client can do', async () => {
  editor.open(routes, files[routes]);
  await editor.diagnostics(routes);
  const text = await editor.rpc.sendRequest('workspace/executeCommand', { command: 'lintel.server.debugInfo' });
  expect(text).toContain(`- ${root}: 3 files, policy usable, 0 findings`);
  expect(text).toContain('"encoding": "utf-16"');
});
