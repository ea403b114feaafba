import { beforeAll, expect, test } from 'vitest';
import type { CodeAction, CodeLens, Hover, InlayHint } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fixture } from '../e2e/fixture.js';
import { type Editor, edited } from './client.js';
import { editorInMemory } from './in-memory.js';

const users = `import { readFile } from 'node:fs/promises';

export class UpstreamError extends Error {}

export async function findUser(id: string): Promise<string | null> {
  const response = await fetch(\`/users/\${id}\`);
  if (response.status === 404) return null;
  if (!response.ok) throw new UpstreamError('😀');
  return response.text();
}

export const readConfig = async (path: string) => {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (e) {
    return undefined;
  }
};

export const half = (n: number): number => n / 2;
`;
const service = `import { findUser, UpstreamError } from './users';

export class Service {
  async load(id: string) {
    try {
      return await findUser(id);
    } catch (problem) {
      if (problem instanceof UpstreamError) return null;
      throw problem;
    }
  }
}

export const later = () => findUser('1').catch(reason => console.error(reason));
`;
const order = `export class EmptyError extends Error {}
export class ClosedError extends Error {}
export function place(items: readonly string[], isOpen: boolean): number {
  if (items.length === 0) throw new EmptyError('nothing ordered');
  if (!isOpen) throw new ClosedError('the shop is closed');
  return items.length;
}
`;
const orderTest = `import { expect, test } from 'vitest';
import { EmptyError, place } from './order';

test('orders nothing', () => {
  expect(() => place([], true)).toThrow(EmptyError);
});
`;
const files = {
  'src/order.ts': order,
  'src/order.test.ts': orderTest,
  'architecture.jsonc': '{ "version": 1, "modules": [{ "id": "users", "path": "src" }] }\n',
  'src/users.ts': users,
  'src/service.ts': service,
};
const all = { hover: true, codeLens: { dependents: true, failures: true }, inlayHints: true };

let editor: Editor;
let plain: Editor;
beforeAll(async () => {
  const { root, cache, commit } = fixture(files);
  commit();
  editor = await editorInMemory({ root, cache, initialize: { initializationOptions: { lintel: all } } });
  plain = await editorInMemory({
    root,
    cache,
    initialize: { initializationOptions: { lintel: { hover: { contracts: false } } } },
  });
  for (const each of [editor, plain]) {
    each.open('src/users.ts', users);
    each.open('src/service.ts', service);
    // Nothing of this file is wrong before contracts are known: what is published first waited for them.
    await each.diagnostics('src/users.ts');
  }
});

async function hover(path: string, text: string, piece: string, who = editor): Promise<string | undefined> {
  const { line, character } = TextDocument.create('', '', 0, text).positionAt(text.indexOf(piece) + 1);
  const answer: Hover | null = await who.hover(path, line, character);
  return (answer?.contents as { value: string } | undefined)?.value;
}

test('hover on a declaration tells how it fails, where that starts and what it answers instead', async () => {
  expect(await hover('src/users.ts', users, 'findUser(id')).toBe(
    [
      '**findUser** fails with',
      '- upstream → rejects with `TypeError` (via fetch, line 6; via response.text, line 9)',
      "- upstream → rejects with `UpstreamError` when `!response.ok` (via new UpstreamError('😀'), line 8)",
      '- absent → returns `null` (line 7)',
    ].join('\n'),
  );
  const config = await hover('src/users.ts', users, 'readConfig');
  expect(config).toMatch(/^- .*absent.* → returns `undefined` \(line 16\)$/m);
  expect(config).toMatch(/^- swallows .*absent.*, answers a value \(line 15\)$/m);
  expect(await hover('src/users.ts', users, 'half')).toBe('**half** does not fail.');
  expect(await hover('src/users.ts', users, 'half', plain)).toBeUndefined();
});

test('hover on a call tells the contract of what is called, with the places of its file', async () => {
  const said = await hover('src/service.ts', service, 'findUser(id');
  expect(said).toContain('- absent → returns `null` (src/users.ts:7)');
  expect(said).toContain("(via new UpstreamError('😀'), src/users.ts:8)");
  expect(await hover('src/users.ts', users, 'fetch(')).toMatch(/upstream → rejects with `TypeError`.*line 6/);
  // What an argument fails with is no failure of the call.
  expect(await hover('src/users.ts', users, 'parse(')).toBe(
    '**parse** fails with\n- invalid → throws `SyntaxError` (via JSON.parse, line 14)',
  );
});

test('a lens above an export counts its failures, those untested and its callers, a hint behind a caught error says what it may be', async () => {
  const titles = async (path: string, who = editor) => {
    const textDocument = { uri: editor.uri(path) };
    const lenses = await who.rpc.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument });
    return lenses.map(({ range, command }) => `${range.start.line} ${command?.title}`);
  };
  expect(await titles('src/users.ts')).toEqual([
    '0 users: imported by 1 file',
    '4 fails with upstream; answers instead of absent · 1 way to fail untested · called by 2 functions',
    expect.stringMatching(/^11 answers instead of .*absent.*; hides .*absent.* · no caller in this workspace$/),
    '19 does not fail · no caller in this workspace',
  ]);
  expect((await titles('src/order.ts')).at(-1)).toMatch(
    /^2 fails with .+ · 1 of 2 ways to fail untested · called by 1 function$/,
  );
  const hints = async (path: string, who = editor) => {
    const range = { start: { line: 0, character: 0 }, end: { line: 40, character: 0 } };
    const textDocument = { uri: editor.uri(path) };
    return who.rpc.sendRequest<InlayHint[]>('textDocument/inlayHint', { textDocument, range });
  };
  const found = await hints('src/service.ts');
  expect(found.map(({ position, label }) => [position.line, position.character, label])).toEqual([
    [6, 20, ': TypeError | UpstreamError'],
    [13, 53, ': TypeError | UpstreamError'],
  ]);
  expect(found[0]?.tooltip).toContain('upstream → throws UpstreamError when !response.ok');
  expect([await titles('src/users.ts', plain), await hints('src/service.ts', plain)]).toEqual([[], []]);
});

test('what an edit changes in a contract is seen in the callers at once', async () => {
  editor.change('src/users.ts', users.replace('if (!response.ok) throw', 'if (response.ok) throw'), 2);
  expect(await hover('src/service.ts', service, 'load(id')).not.toContain('!response.ok');
  expect(await hover('src/service.ts', service, 'findUser(id')).toContain('when `response.ok`');
  editor.change('src/users.ts', users, 3);
  expect(await hover('src/service.ts', service, 'findUser(id')).toContain('when `!response.ok`');
});

test('a lens tells what callers see now that they did not at the last commit, of what is typed', async () => {
  const { root, cache, commit } = fixture(files);
  commit();
  const changed = await editorInMemory({
    root,
    cache,
    initialize: { initializationOptions: { codeLens: { changes: true } } },
  });
  const titles = async () => {
    const textDocument = { uri: changed.uri('src/users.ts') };
    const lenses = await changed.rpc.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument });
    return lenses.map(({ range, command }) => `${range.start.line} ${command?.title}`);
  };
  changed.open('src/users.ts', users);
  expect(await titles()).toEqual([]);
  changed.change('src/users.ts', users.replace("throw new UpstreamError('😀')", 'return null'), 2);
  expect(await titles()).toEqual([
    '4 callers now see: returns null where it threw UpstreamError (2 callers, 2 not prepared for it)',
  ]);
  changed.change('src/users.ts', users, 3);
  expect(await titles()).toEqual([]);
});

async function written(text: string, at: string, version: number): Promise<string> {
  editor.change('src/users.ts', text, version);
  const start = TextDocument.create('', '', 0, text).positionAt(text.indexOf(at) + 1);
  const actions = await editor.rpc.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: editor.uri('src/users.ts') },
    range: { start, end: start },
    context: { diagnostics: [], only: ['refactor'] },
  });
  const [action, ...others] = actions;
  expect(others).toEqual([]);
  return action ? edited(text, editor.uri('src/users.ts'), action.edit) : text;
}

test('the failures of a function are written into its documentation, once, in its layout', async () => {
  const tags = [' * @throws {TypeError} [upstream]', ' * @throws {UpstreamError} [upstream] when !response.ok'];
  const done = await written(users, 'findUser', 4);
  expect(done).toBe(users.replace('export async', `/**\n${tags.join('\n')}\n */\nexport async`));
  expect(await written(done, 'findUser', 5)).toBe(done);
  const documented = users.replace('export async', '/** Finds a user. */\nexport async').replaceAll('\n', '\r\n');
  expect(await written(documented, 'findUser', 6)).toBe(
    documented.replace('/** Finds a user. */', ['/**', ' * Finds a user.', ...tags, ' */'].join('\r\n')),
  );
  const marked = users.replace('export async', '/* 😀 */ export async');
  expect(await written(marked, 'findUser', 8)).toBe(
    marked.replace('/* 😀 */', `/**\n${tags.join('\n')}\n */\n/* 😀 */`),
  );
  // No comment above the line would be about the second function of it.
  const second = 'f(); export function g() { throw new Error(); }\nfunction f() {}\n';
  expect(await written(second, 'g()', 9)).toBe(second);
  const member = `class Failed extends Error {}\nexport class Store {\n\t/**\n\t * Reads.\n\t * @throws {TypeError} [upstream] when offline,\n\t *   or nearly\n\t * @returns nothing\n\t */\n\tread(n: number): void {\n\t\tif (/a*/.test(String(n))) throw new Failed();\n\t}\n}\n`;
  expect(await written(member, 'read(n', 10)).toBe(
    member.replace('\t * @returns', '\t * @throws {Failed} when /a*\\/.test(String(n))\n\t * @returns'),
  );
});
