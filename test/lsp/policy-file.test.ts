import { parse } from 'jsonc-parser';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CompletionItem, DocumentLink, Hover, Location, WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fixture } from '../e2e/fixture.js';
import { type Editor, edited } from './client.js';
import { editorInMemory } from './in-memory.js';
import { files } from './shop.js';

const path = 'architecture.jsonc';
const text = `// 😀 the shop
{
  "$schema": "./package.json",
  "version": 1,
  "layers": { "main": { "order": ["top", "bottom"] } },
  "modules": [
    { "id": "http", "path": "src/http", "layer": "top", "tags": ["kind:edge"], "dependsOn": ["orders", "orders::spi"] },
    { "id": "orders", "path": "src/orders", "layer": "bottom", "entryPoints": ["index.ts"], "dependsOn": [],
      "interfaces": { "spi": { "expose": ["place.ts"], "visibleTo": ["http"] } }, "because": "money is made here" }
  ],
  "exceptions": [],
  "baseline": { "file": "architecture/baseline.json" },
  "severity": { "arch/unused-permission": "hint" }
}
`;

const narrowing = '{ "visibility": ["orders"], "because": "orders" }\n';
const baseline = `{ "version": 1, "entries": [
{"path":"src/orders/place.ts","rule":"arch/cycle","site":"orders","scope":"module","kind":"eager","members":["http","orders"],"module":"orders","status":"reviewed"},
{"path":"src/orders/place.ts","rule":"arch/cycle","site":"orders","scope":"package","kind":"eager","members":["http","orders"],"module":"http","status":"reviewed"}
] }
`;

let editor: Editor;
beforeAll(async () => {
  const { root, cache } = fixture({
    ...files,
    [path]: text,
    'package.json': '{ "dependencies": { "pg": "8" } }',
    'src/http/architecture.module.jsonc': narrowing,
    'architecture/baseline.json': baseline,
  });
  editor = await editorInMemory({ root, cache });
});
beforeEach(() => editor.open(path, text));
afterEach(() => editor.reset());

/** The position of the cursor before (or `after` characters into) a piece of the policy. */
function at(piece: string, after = 0, whole = text) {
  const offset = whole.indexOf(piece);
  expect(offset, piece).toBeGreaterThanOrEqual(0);
  return TextDocument.create('', '', 0, whole).positionAt(offset + after);
}

function ask<T>(editor: Editor, method: string, position: object, more: object = {}): Promise<T> {
  return editor.rpc.sendRequest<T>(`textDocument/${method}`, {
    textDocument: { uri: editor.uri(path) },
    position,
    ...more,
  });
}

/** The text with a fragment put in place of another, and what is proposed at the end of the fragment. */
async function completed(editor: Editor, old: string, fragment: string, version: number): Promise<CompletionItem[]> {
  const changed = text.replace(old, fragment);
  editor.change(path, changed, version);
  return ask(editor, 'completion', at(fragment, fragment.length - 1, changed));
}

test('completion knows modules, tags, layers, paths, rules, packages, keys and fixed words', async () => {
  const labels = (items: readonly CompletionItem[]) => items.map(({ label }) => label);
  expect(labels(await completed(editor, '"dependsOn": []', '"dependsOn": [""', 2))).toEqual(
    expect.arrayContaining(['http', 'orders', 'orders::spi', 'tag:kind:edge', '*']),
  );
  expect(labels(await completed(editor, '"layer": "top"', '"layer": "t"', 3))).toEqual(['top', 'bottom']);
  expect(labels(await completed(editor, '"path": "src/http"', '"path": "src/"', 4))).toEqual([
    'src/http',
    'src/orders',
  ]);
  expect(labels(await completed(editor, '"index.ts"', '"i"', 5))).toEqual(['index.ts', 'place.ts']);
  const rules = await completed(editor, '"arch/unused-permission": "hint"', '"arch/"', 6);
  expect(labels(rules)).toEqual(expect.arrayContaining(['arch/cycle', 'arch/*']));
  expect(rules[0]?.textEdit).toMatchObject({ newText: '"arch/dependency-not-allowed": ' });
  expect(labels(await completed(editor, '"hint"', '"h"', 7))).toContain('information');
  expect(labels(await completed(editor, '"exceptions": []', '"external": { "allow": ["p"] }', 8))).toEqual([]);
  const allow = text.replace('"exceptions": []', '"external": { "allow": ["p"] }');
  expect(labels(await ask(editor, 'completion', at('["p"', 3, allow)))).toEqual(
    expect.arrayContaining(['pg', 'node:*']),
  );
  const keys = await completed(editor, '"exceptions": []', '"c"', 9);
  expect(labels(keys)).toEqual(expect.arrayContaining(['cycles', 'constraints', 'coverage']));
  expect(keys.find(({ label }) => label === 'cycles')?.documentation).toContain('cycles');
});

test('completion knows the words of failures: classes, keys, boundaries, modules and files', async () => {
  const within = async (section: string, fragment: string, version: number) => {
    const changed = text.replace('"exceptions": []', `"failures": ${section}`);
    editor.change(path, changed, version);
    const items = await ask<CompletionItem[]>(editor, 'completion', at(fragment, fragment.length - 1, changed));
    return items.map(({ label }) => label);
  };
  expect(await within('{ "classes": { "X": "a" } }', '"X": "a"', 20)).toEqual(
    expect.arrayContaining(['absent', 'upstream', 'bug']),
  );
  expect(await within('{ "b" }', '"b"', 21)).toEqual(expect.arrayContaining(['boundaries', 'bestEffort', 'openWorld']));
  expect(await within('{ "boundaries": [{ "m" }] }', '"m"', 22)).toEqual(
    expect.arrayContaining(['match', 'mustDistinguish']),
  );
  expect(await within('{ "boundaries": [{ "forbid": ["s"] }] }', '["s"', 23)).toEqual(
    expect.arrayContaining(['conflation', 'swallow:upstream']),
  );
  expect(await within('{ "boundaries": [{ "match": { "modules": ["o"] } }] }', '["o"', 24)).toContain('orders');
  expect(await within('{ "bestEffort": ["src/"] }', '["src/"', 25)).toEqual(
    expect.arrayContaining(['src/http', 'orders']),
  );
});

test('a completion replaces the whole string, quotes included', async () => {
  const items = await ask<CompletionItem[]>(editor, 'completion', at('"orders", "orders::spi"', 3));
  const item = items.find(({ label }) => label === 'http');
  const document = TextDocument.create('', '', 0, text);
  const changed = TextDocument.applyEdits(document, [item?.textEdit as never]);
  expect(changed).toContain('"dependsOn": ["http", "orders::spi"]');
});

test('hover tells what a module is and has, what a rule is about, what a layer holds and what a key means', async () => {
  const hover = async (piece: string) =>
    ((await ask<Hover | null>(editor, 'hover', at(piece, 2)))?.contents as { value: string } | undefined)?.value;
  const module = await hover('"orders", "orders::spi"');
  expect(module).toContain('**orders**: src/orders (2 files)');
  expect(module).toContain('layer bottom');
  expect(module).toContain('named in dependsOn of `http`');
  expect(module).toContain('money is made here');
  expect(await hover('"arch/unused-permission"')).toContain(
    '**arch/unused-permission** (warning unless set otherwise)',
  );
  for (const named of ['"bottom", "entryPoints"', '"bottom"] }'])
    expect(await hover(named)).toContain('holds `orders`');
  expect(await hover('"entryPoints"')).toContain('Files that others import');
});

test('definition, references and rename of a module, its interfaces included', async () => {
  const position = at('orders::spi', 1);
  const [declared, ...others] = await ask<Location[]>(editor, 'definition', position);
  expect(others).toEqual([]);
  expect(declared?.range.start).toEqual(at('orders", "path": "src/orders"'));
  const all = await ask<Location[]>(editor, 'references', position, { context: { includeDeclaration: true } });
  expect(all.filter(({ uri }) => uri === editor.uri(path))).toHaveLength(3);
  expect(all).toHaveLength(6);
  const uses = await ask<Location[]>(editor, 'references', position, { context: { includeDeclaration: false } });
  expect(uses).toHaveLength(5);
  const edit = await ask<WorkspaceEdit>(editor, 'rename', position, { newName: 'sales' });
  const renamed = edited(text, editor.uri(path), edit);
  const { modules } = parse(renamed) as { modules: { id: string; dependsOn: string[] }[] };
  expect(modules.map(({ id }) => id)).toEqual(['http', 'sales']);
  expect(modules[0]?.dependsOn).toEqual(['sales', 'sales::spi']);
  // The files that belong to the policy go with it; words that are no names of modules stay.
  const file = 'src/http/architecture.module.jsonc';
  expect(edited(narrowing, editor.uri(file), edit)).toBe('{ "visibility": ["sales"], "because": "orders" }\n');
  const entries = parse(edited(baseline, editor.uri('architecture/baseline.json'), edit)).entries;
  expect(entries).toMatchObject([
    { site: 'orders', members: ['http', 'sales'], module: 'sales' },
    { site: 'orders', members: ['http', 'orders'], module: 'http' },
  ]);
  await expect(ask(editor, 'rename', position, { newName: 'http' })).rejects.toThrow(
    'There is a module "http" already.',
  );
  await expect(ask(editor, 'rename', position, { newName: 'a b' })).rejects.toThrow('"a b" is no module id');
  const layer = await ask<Location[]>(editor, 'definition', at('"bottom", "entryPoints"', 2));
  expect(layer.map(({ range }) => range.start)).toEqual([at('bottom"] }')]);
});

test('links lead to the files that the policy names', async () => {
  const links = await editor.rpc.sendRequest<DocumentLink[]>('textDocument/documentLink', {
    textDocument: { uri: editor.uri(path) },
  });
  expect(links.map(({ target }) => target)).toEqual([
    editor.uri('package.json'),
    editor.uri('src/orders/index.ts'),
    editor.uri('src/orders/place.ts'),
    editor.uri('architecture/baseline.json'),
  ]);
});

test('a misspelt module and a misspelt key are reported while typing, and the right word is offered', async () => {
  await editor.diagnostics(path);
  for (const [right, wrong, version] of [
    ['"dependsOn": ["orders",', '"dependsOn": ["oders",', 2],
    ['"entryPoints"', '"entryPoint"', 3],
  ] as const) {
    const broken = text.replace(right, wrong);
    editor.change(path, broken, version);
    const found = await editor.diagnostics(path, params => params.version === version && params.diagnostics.length > 0);
    const problem = found.find(({ message }) => String(message).includes('Did you mean'));
    const actions = await editor.actions(path, problem ? [problem] : []);
    const action = actions.find(({ title }) => title.startsWith('Write '));
    expect(edited(broken, editor.uri(path), action?.edit)).toBe(text);
  }
});

test('a policy that is broken in the editor when the server starts leaves the one on the disk in force', async () => {
  const { root, cache } = fixture({ ...files, [path]: text, 'package.json': '{ "dependencies": { "pg": "8" } }' });
  const started = await editorInMemory({ root, cache });
  const broken = text.replace('"dependsOn": ["orders", "orders::spi"]', '"dependsOn": [""]');
  started.open(path, broken);
  const items = await started.rpc.sendRequest<CompletionItem[]>('textDocument/completion', {
    textDocument: { uri: started.uri(path) },
    position: at('[""]', 2, broken),
  });
  expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['http', 'orders']));
});
