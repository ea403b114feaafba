import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  createMessageConnection,
  type MessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-languageserver/node';
import { fixture, main } from '../e2e/fixture.js';
import { startEditor } from './client.js';
import { files } from './shop.js';

/** A server must be gone so soon after its client, in milliseconds; the bound of the test is a little wider than ours of 3 s. */
const soon = 3_500;

async function exitOf(child: ChildProcess): Promise<{ status: number | null; ms: number }> {
  const started = performance.now();
  const [status] = await once(child, 'exit');
  return { status: status as number | null, ms: performance.now() - started };
}

/** A client without a folder: what these tests are about needs no engine. */
const nowhere = { rootUri: null, workspaceFolders: null };

test('`shutdown` and `exit` end with 0, `exit` alone with 1', async () => {
  const { root, cache } = fixture(files);
  expect(await (await startEditor({ root, cache })).stop()).toBe(0);
  const editor = await startEditor({ root, cache, initialize: { ...nowhere, processId: null } });
  const gone = exitOf(editor.child);
  await editor.rpc.sendNotification('exit');
  expect((await gone).status).toBe(1);
});

test('over stdio the server ends when its input does', async () => {
  const { root, cache } = fixture(files);
  const editor = await startEditor({ root, cache });
  const gone = exitOf(editor.child);
  editor.child.stdin?.destroy();
  expect((await gone).ms).toBeLessThan(soon);
});

test('the server ends when the process of the client is dead, though the stream stays open', async () => {
  const { root, cache } = fixture(files);
  const client = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 1e6)']);
  const editor = await startEditor({ root, cache, initialize: { ...nowhere, processId: client.pid ?? null } });
  const gone = exitOf(editor.child);
  client.kill('SIGKILL');
  expect((await gone).ms).toBeLessThan(soon);
});

test('over Node’s channel it answers, and ends with it', async () => {
  const { root, cache } = fixture(files);
  const child = fork(main, ['lsp', '--node-ipc'], { cwd: root, env: { ...process.env, XDG_CACHE_HOME: cache } });
  child.send({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { processId: null, rootUri: null, capabilities: {} },
  });
  const [answer] = await once(child, 'message');
  expect(answer).toMatchObject({ id: 1, result: { serverInfo: { name: 'lintel' } } });
  const gone = exitOf(child);
  child.disconnect();
  expect((await gone).ms).toBeLessThan(soon);
});

async function listening(where: number | string): Promise<{ server: Server; accepted: Promise<Socket> }> {
  const server = createServer();
  const accepted = once(server, 'connection').then(([socket]) => socket as Socket);
  if (typeof where === 'number') server.listen(where, '127.0.0.1');
  else server.listen(where);
  await once(server, 'listening');
  return { server, accepted };
}

test.each(['socket', 'pipe'])('over a %s it answers, and ends with it', async kind => {
  const { root, cache } = fixture(files);
  const name =
    process.platform === 'win32' ? `\\\\.\\pipe\\lintel-${process.pid}` : join(tmpdir(), `lintel-${process.pid}.sock`);
  const { server, accepted } = await listening(kind === 'socket' ? 0 : name);
  const address = server.address();
  const where = typeof address === 'object' && address ? String(address.port) : name;
  const child = spawn(process.execPath, [main, 'lsp', `--${kind}=${where}`], {
    cwd: root,
    env: { ...process.env, XDG_CACHE_HOME: cache },
  });
  const socket = await accepted;
  const rpc: MessageConnection = createMessageConnection(
    new SocketMessageReader(socket),
    new SocketMessageWriter(socket),
  );
  rpc.listen();
  const answer = await rpc.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
  expect(answer).toMatchObject({ serverInfo: { name: 'lintel' } });
  const gone = exitOf(child);
  socket.destroy();
  expect((await gone).ms).toBeLessThan(soon);
  server.close();
});

test('nobody at the other end is an error that says so', async () => {
  const child = spawn(process.execPath, [main, 'lsp', '--pipe', join(tmpdir(), 'lintel-nobody.sock')]);
  let said = '';
  child.stderr.on('data', text => {
    said += text;
  });
  expect((await exitOf(child)).status).toBe(2);
  expect(said).toContain('nobody listens on the pipe');
});
