import { expect, test } from 'vitest';
import type {
  CodeAction,
  Diagnostic,
  FullDocumentDiagnosticReport,
  InitializeParams,
  Range,
} from 'vscode-languageserver';
import { fixture } from '../e2e/fixture.js';
import { connectEditor, type Editor, edited } from './client.js';
import { type ClientFixture, clients } from './clients.js';
import { serverInMemory } from './in-memory.js';
import { files } from './shop.js';

const path = 'src/http/routes.ts';
const good = `/* 😀😀 */ import { place } from '../orders';\nexport const routes = [place];\n`;
const bad = good.replace('../orders', '../orders/place');

/** The diagnostics of a version, as this client gets them. */
async function diagnosticsOf(
  editor: Editor,
  { pulls }: ClientFixture,
  version: number,
): Promise<readonly Diagnostic[]> {
  if (!pulls) return editor.diagnostics(path, params => params.version === version);
  const report = await editor.rpc.sendRequest<FullDocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument: { uri: editor.uri(path) },
  });
  return report.items;
}

/** The text that a range covers, counted as the client counts. */
function covered(text: string, { start, end }: Range, encoding: string): string {
  const line = text.split('\n')[start.line] ?? '';
  const cut = (units: number): string => {
    if (encoding === 'utf-16') return line.slice(0, units);
    if (encoding === 'utf-32') return [...line].slice(0, units).join('');
    return Buffer.from(line).subarray(0, units).toString();
  };
  return cut(end.character).slice(cut(start.character).length);
}

/** The whole text replaced by an incremental change, as most editors send after a paste. */
function replaceAll(editor: Editor, from: string, to: string, version: number): void {
  const lines = from.split('\n').length - 1;
  void editor.rpc.sendNotification('textDocument/didChange', {
    textDocument: { uri: editor.uri(path), version },
    contentChanges: [
      {
        range: { start: { line: 0, character: 0 }, end: { line: lines, character: 0 } },
        rangeLength: from.length,
        text: to,
      },
    ],
  });
}

/** What the client sent, from this process and about the workspace of this test. */
function initializeOf(params: InitializeParams, root: string): InitializeParams {
  const placed = JSON.parse(JSON.stringify(params).replaceAll('/workspace', root)) as InitializeParams;
  return { ...placed, processId: params.processId === null ? null : process.pid };
}

// The root is the same for all, so that what one server has read is in the cache of the next.
const { root, cache } = fixture({ ...files, [path]: good });
process.env.XDG_CACHE_HOME = cache;

test.each(clients)('$name: hello, a forbidden import, its fix, good bye', async client => {
  const { params, firstVersion, ...expected } = client;
  const { capabilities } = params;
  const registered: string[] = [];
  const refused: string[] = [];
  const { rpc, end } = await serverInMemory();
  const editor = await connectEditor(rpc, {
    root,
    initialize: initializeOf(params, root),
    answers: {
      'client/registerCapability': ({ registrations }: { registrations: { method: string }[] }) => {
        registered.push(...registrations.map(({ method }) => method));
        return null;
      },
      'workspace/configuration': ({ items }: { items: unknown[] }) => items.map(() => null),
      'workspace/diagnostic/refresh': () => null,
      'window/workDoneProgress/create': () => null,
      'window/showMessageRequest': () => {
        refused.push('a question to the person');
        return null;
      },
    },
  });
  const offered = editor.server.capabilities;
  expect(offered.positionEncoding).toBe(expected.encoding);
  expect(offered.diagnosticProvider !== undefined).toBe(expected.pulls);
  expect(offered.codeActionProvider).toMatchObject({ resolveProvider: expected.resolves });
  // Neovim and Helix say so before they are asked anything.
  await editor.rpc.sendNotification('workspace/didChangeConfiguration', { settings: {} });

  editor.open(path, good, firstVersion);
  expect(await diagnosticsOf(editor, client, firstVersion)).toEqual([]);
  // Neovim's versions jump after a workspace edit.
  replaceAll(editor, good, bad, firstVersion + 5);
  const [found, ...others] = await diagnosticsOf(editor, client, firstVersion + 5);
  expect(others).toEqual([]);
  expect(found?.code).toBe('arch/deep-import');
  expect(typeof found?.message).toBe('string');
  expect(covered(bad, found!.range, expected.encoding)).toBe("'../orders/place'");

  const actions = await editor.actions(path, [found!]);
  const offer = actions.find(({ title }) => title.startsWith('Import from'));
  expect(offer?.edit === undefined).toBe(expected.resolves);
  const action = expected.resolves ? await editor.rpc.sendRequest<CodeAction>('codeAction/resolve', offer) : offer;
  expect(action?.edit?.documentChanges !== undefined).toBe(
    capabilities.workspace?.workspaceEdit?.documentChanges === true,
  );
  const encoded = action?.edit;
  if (expected.encoding === 'utf-16') expect(edited(bad, editor.uri(path), encoded)).toBe(good);
  replaceAll(editor, bad, good, firstVersion + 6);
  expect(await diagnosticsOf(editor, client, firstVersion + 6)).toEqual([]);

  const hover = await editor.hover(path, 0, 20);
  const format = (hover?.contents as { kind: string } | undefined)?.kind;
  expect(capabilities.textDocument?.hover?.contentFormat).toContain(format);
  if (expected.pulls) expect(editor.published).toEqual([]);
  expect(registered.includes('workspace/didChangeWatchedFiles')).toBe(expected.watches);
  expect(refused).toEqual([]);
  await rpc.sendRequest('shutdown');
  end();
});
