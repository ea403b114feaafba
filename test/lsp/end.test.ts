import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-languageserver/node';
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

test('`shutdown` is answered while the first analysis is under way', async () => {
  const { root, cache } = fixture(files);
  const editor = await startEditor({ root, cache });
  const started = performance.now();
  expect(await editor.stop()).toBe(0);
  expect(performance.now() - started).toBeLessThan(soon);
});

/** A server over one of the four transports, greeted by a client whose process is given. */
interface Greeted {
  readonly child: ChildProcess;
  /** Takes the channel away. */
  hangUp(): void;
}

const transports: Readonly<Record<string, (processId: number | null) => Promise<Greeted>>> = {
  stdio: async processId => {
    const { root, cache } = fixture(files);
    const { child } = await startEditor({ root, cache, initialize: { ...nowhere, processId } });
    return { child, hangUp: () => child.stdin?.destroy() };
  },
  'node-ipc': async processId => {
    const { root, cache } = fixture(files);
    const child = fork(main, ['lsp', '--node-ipc'], { cwd: root, env: { ...process.env, XDG_CACHE_HOME: cache } });
    child.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { ...greeting, processId } });
    const [answer] = await once(child, 'message');
    expect(answer).toMatchObject({ id: 1, result: { serverInfo: { name: 'lintel' } } });
    return { child, hangUp: () => child.disconnect() };
  },
  socket: processId => overSocket('socket', 0, processId),
  pipe: processId => {
    const windows = `\\\\.\\pipe\\lintel-${process.pid}-${++pipes}`;
    const name = process.platform === 'win32' ? windows : join(tmpdir(), `lintel-${process.pid}-${++pipes}.sock`);
    return overSocket('pipe', name, processId);
  },
};

let pipes = 0;
const greeting = { rootUri: null, capabilities: {} };

async function overSocket(kind: string, where: number | string, processId: number | null): Promise<Greeted> {
  const { root, cache } = fixture(files);
  const listener = createServer();
  const accepted = once(listener, 'connection').then(([socket]) => socket as Socket);
  if (typeof where === 'number') listener.listen(where, '127.0.0.1');
  else listener.listen(where);
  await once(listener, 'listening');
  const address = listener.address();
  const name = typeof address === 'object' && address ? String(address.port) : String(where);
  const child = spawn(process.execPath, [main, 'lsp', `--${kind}=${name}`], {
    cwd: root,
    env: { ...process.env, XDG_CACHE_HOME: cache },
  });
  const socket = await accepted;
  listener.close();
  const rpc = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  rpc.listen();
  const answer = await rpc.sendRequest('initialize', { ...greeting, processId });
  expect(answer).toMatchObject({ serverInfo: { name: 'lintel' } });
  return { child, hangUp: () => socket.destroy() };
}

describe.concurrent.each(Object.entries(transports))('over %s the server', (_, greet) => {
  test('answers, and ends when the channel does', async () => {
    const { child, hangUp } = await greet(null);
    const gone = exitOf(child);
    hangUp();
    expect((await gone).ms).toBeLessThan(soon);
  });

  test('ends when the process of the client is dead, though the channel stays open', async () => {
    const client = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 1e6)']);
    const { child } = await greet(client.pid ?? null);
    const gone = exitOf(child);
    client.kill('SIGKILL');
    expect((await gone).ms).toBeLessThan(soon);
  });
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
