import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { fixture, main } from '../e2e/fixture.js';
import { plainCapabilities } from './client.js';
import { deep, files } from './shop.js';

interface Message {
  readonly id?: number | null;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
  readonly params?: { readonly uri?: string; readonly diagnostics?: readonly unknown[] };
}

/** The server with nothing between: bytes in, messages out. */
function bare(root: string, cache: string) {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [main, 'lsp', '--stdio'], {
    cwd: root,
    env: { ...process.env, XDG_CACHE_HOME: cache },
  });
  children.push(child);
  let buffer = Buffer.alloc(0);
  const messages: Message[] = [];
  const waiting = new Set<() => void>();
  child.stdout.on('data', chunk => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const head = /^Content-Length: (\d+)\r\n\r\n/.exec(buffer.toString('latin1', 0, 100));
      const size = Number(head?.[1]);
      if (!head || buffer.length < head[0].length + size) break;
      messages.push(JSON.parse(buffer.toString('utf8', head[0].length, head[0].length + size)));
      buffer = buffer.subarray(head[0].length + size);
    }
    for (const look of waiting) look();
  });
  const write = (text: string): void => void child.stdin.write(text);
  const frame = (body: string): void => write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  const send = (message: object): void => frame(JSON.stringify({ jsonrpc: '2.0', ...message }));
  const when = (isMeant: (message: Message) => boolean): Promise<Message> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`never said; said: ${JSON.stringify(messages)}`)), 15_000);
      const look = (): void => {
        const found = messages.findLast(isMeant);
        if (!found) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const answer = (id: number) => when(message => message.id === id && message.method === undefined);
  const initialize = (id: number): void =>
    send({
      id,
      method: 'initialize',
      params: { processId: null, rootUri: pathToFileURL(root).href, capabilities: plainCapabilities },
    });
  return { child, messages, write, frame, send, when, answer, initialize };
}

const children: ChildProcessWithoutNullStreams[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function open() {
  const { root, cache } = fixture(files);
  const uri = pathToFileURL(`${root}/src/http/routes.ts`).href;
  return { ...bare(root, cache), textDocument: { uri }, uri };
}

test('what comes before `initialize`, twice, unknown or after `shutdown` is refused as the protocol says', async () => {
  const { send, answer, initialize, textDocument, child } = open();
  const position = { line: 0, character: 0 };
  send({ id: 1, method: 'textDocument/hover', params: { textDocument, position } });
  expect((await answer(1)).error?.code).toBe(-32002);
  send({ method: 'textDocument/didOpen', params: { textDocument } });
  initialize(2);
  expect((await answer(2)).result).toBeDefined();
  initialize(3);
  expect((await answer(3)).error?.code).toBe(-32600);
  send({ method: 'initialized', params: {} });
  send({ id: 4, method: 'textDocument/nonsense', params: {} });
  expect((await answer(4)).error?.code).toBe(-32601);
  send({ method: '$/nobodyKnowsThis', params: {} });
  send({ id: 5, method: 'textDocument/hover', params: {} });
  expect((await answer(5)).error?.code).toBe(-32602);
  send({ id: 6, method: 'textDocument/hover', params: null });
  expect((await answer(6)).error).toBeDefined();
  const wrong: readonly (readonly [string, object, string])[] = [
    [
      'textDocument/hover',
      { position: { line: 'x' } },
      'position is missing or not a line and a character, both integers',
    ],
    ['textDocument/codeAction', { range: null }, 'range.start is missing or not a line and a character, both integers'],
    [
      'textDocument/codeAction',
      { range: { start: position, end: position } },
      'context.diagnostics is missing or not a list',
    ],
    ['textDocument/rename', { position }, 'newName is missing or not a string'],
    ['textDocument/references', { position }, 'context is missing or not an object'],
  ];
  for (const [i, [method, params, message]] of wrong.entries()) {
    send({ id: 20 + i, method, params: { textDocument, ...params } });
    expect((await answer(20 + i)).error).toEqual({ code: -32602, message });
  }
  send({ id: 30, method: 'workspace/executeCommand', params: { command: 'lintel.nonsense' } });
  expect((await answer(30)).error?.message).toContain('There is no command lintel.nonsense; there are lintel.server.');
  send({ id: 7, method: 'shutdown' });
  expect((await answer(7)).result).toBeNull();
  send({ id: 8, method: 'textDocument/hover', params: { textDocument, position } });
  expect((await answer(8)).error?.code).toBe(-32600);
  const ended = new Promise(resolve => child.on('exit', resolve));
  send({ method: 'exit' });
  expect(await ended).toBe(0);
});

test('senseless notifications are passed over and the next sensible one is heard', async () => {
  const { send, answer, initialize, textDocument, when, uri } = open();
  initialize(1);
  await answer(1);
  send({ method: 'initialized', params: {} });
  const change = (version: number, contentChanges: unknown) =>
    send({ method: 'textDocument/didChange', params: { textDocument: { uri, version }, contentChanges } });
  change(1, [{ text: 'never opened' }]);
  send({ method: 'textDocument/didClose', params: { textDocument } });
  send({ method: 'textDocument/didOpen', params: {} });
  send({ method: 'textDocument/didOpen', params: { textDocument: { uri: 'untitled:one', version: 1, text: deep } } });
  send({ method: 'textDocument/didOpen', params: { textDocument: { uri: 'file://%zz', version: 1, text: deep } } });
  send({
    method: 'textDocument/didOpen',
    params: { textDocument: { uri: 'file:///c%3A/x.ts', version: 1, text: deep } },
  });
  send({ method: 'workspace/didChangeWatchedFiles', params: { changes: [{ uri: 'nonsense', type: 9 }] } });
  send({ method: 'workspace/didChangeConfiguration', params: { settings: { lintel: 'loud', other: null } } });
  const opened = { uri, languageId: 'typescript', version: 7, text: 'nothing yet' };
  send({ method: 'textDocument/didOpen', params: { textDocument: opened } });
  send({
    method: 'textDocument/didOpen',
    params: { textDocument: { ...opened, version: 8, text: files['src/http/routes.ts'] } },
  });
  const far = { line: 900, character: 900 };
  change(9, [{ range: { start: far, end: far }, text: `import '../orders/place';\n` }]);
  change(10, []);
  const said = await when(({ params }) => params?.uri === uri && (params.diagnostics?.length ?? 0) > 0);
  expect(said.params?.diagnostics).toHaveLength(1);
});

test('a body that is no JSON gets a parse error or is passed over, and the conversation goes on', async () => {
  const { frame, write, send, answer, initialize } = open();
  frame('{ "jsonrpc": "2.0", "id": 1, "method": ');
  frame('[]');
  frame('"text"');
  initialize(2);
  expect((await answer(2)).result).toBeDefined();
  write('Content-Length: nonsense\r\n\r\n');
  write('X-Unknown: header\r\n');
  frame(JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'shutdown' }));
  // The reader goes on with what stands behind a damaged header when more arrives.
  const more = setInterval(() => send({ method: '$/more' }), 100);
  expect((await answer(3)).result).toBeNull();
  clearInterval(more);
});

test('a request that is cancelled is answered with `RequestCancelled`', async () => {
  const { send, answer, initialize, textDocument } = open();
  initialize(1);
  await answer(1);
  send({ method: 'initialized', params: {} });
  send({
    method: 'textDocument/didOpen',
    params: { textDocument: { ...textDocument, languageId: 'typescript', version: 1, text: deep } },
  });
  send({ id: 2, method: 'textDocument/hover', params: { textDocument, position: { line: 0, character: 25 } } });
  send({ method: '$/cancelRequest', params: { id: 2 } });
  expect((await answer(2)).error?.code).toBe(-32800);
  send({ id: 3, method: 'textDocument/hover', params: { textDocument, position: { line: 0, character: 25 } } });
  expect((await answer(3)).result).not.toBeNull();
});
