import type { ChildProcess } from 'node:child_process';
import { request } from 'node:http';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixture, start } from '../e2e/fixture.js';
import { call } from './connect.js';
import { shop } from './shop.js';

const repository = fixture(shop);
const token = 'token-of-the-test';
let child: ChildProcess;
let url: URL;

beforeAll(async () => {
  child = start(['mcp', '--http', '0'], {
    cwd: repository.root,
    env: { XDG_CACHE_HOME: repository.cache, LINTEL_MCP_TOKEN: token },
  });
  url = await new Promise((resolve, reject) => {
    let err = '';
    child.stderr?.setEncoding('utf8').on('data', text => {
      err += text;
      const found = /Serving (\S+)/.exec(err)?.[1];
      if (found !== undefined) resolve(new URL(found));
    });
    child.once('exit', () => reject(new Error(err)));
  });
});
afterAll(() => {
  child.kill('SIGKILL');
});

interface Posted {
  readonly status: number;
  readonly body: string;
}

/** A request with headers that `fetch` would not let through. */
function post(body: string, headers: Record<string, string> = {}, path = url.pathname): Promise<Posted> {
  const usual = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    authorization: `Bearer ${token}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: url.hostname, port: url.port, path, method: 'POST', headers: { ...usual, ...headers } },
      response => {
        let text = '';
        response.setEncoding('utf8').on('data', part => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
});

describe('who may ask', () => {
  test('a client of this machine with the token', async () => {
    expect((await post(initialize)).status).toBe(200);
    expect((await post(initialize, { host: 'localhost', origin: 'http://localhost:3000' })).status).toBe(200);
  });

  test.each([
    ['another host', { host: 'evil.example' }, 403],
    ['a host that only begins like ours', { host: '127.0.0.1.evil.example' }, 403],
    ['another site', { origin: 'https://evil.example' }, 403],
    ['a site that only begins like ours', { origin: 'http://localhost.evil.example' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['no token', { authorization: '' }, 401],
    ['another token', { authorization: 'Bearer wrong' }, 401],
    ['a token that only begins like ours', { authorization: `Bearer ${token}x` }, 401],
    ['the token in another scheme', { authorization: `Basic ${token}` }, 401],
    ['a session that is not known', { 'mcp-session-id': 'nonsense' }, 404],
  ])('not %s', async (_, headers, status) => {
    const refused = await post(initialize, headers);
    expect(refused.status).toBe(status);
    expect(JSON.parse(refused.body)).toMatchObject({ jsonrpc: '2.0', error: { message: expect.any(String) } });
    expect(refused.body).not.toContain(token);
  });

  test('and only at its path', async () => {
    expect((await post(initialize, {}, '/')).status).toBe(404);
  });

  test('it listens on the loopback interface alone', () => {
    expect(url.hostname).toBe('127.0.0.1');
  });
});

describe('what is asked', () => {
  test('the same answers as over standard input and output, to several clients at once', async () => {
    const clients = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const client = new Client({ name: 'test', version: '1' });
        const requestInit = { headers: { authorization: `Bearer ${token}` } };
        await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
        return client;
      }),
    );
    const answers = await Promise.all(
      clients.map(client =>
        call(client, 'resolve_import', { from: 'src/http/x.ts', target: 'src/orders/place-order.ts#placeOrder' }),
      ),
    );
    for (const { answer } of answers) expect(answer.import).toBe('import { placeOrder } from "../orders";');
    await Promise.all(clients.map(client => client.close()));
  });

  test('a whole file of 5 MB is a fair question; a body without end is not', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
    const content = `export const big = 1;\n${'// a line of a generated file\n'.repeat(180_000)}`;
    const { answer } = await call(client, 'check_content', { path: 'src/http/big.ts', content });
    expect(answer.status).toBe('not_checked');
    expect(answer.reason).toContain('too-large');
    const endless = await post(`"${'x'.repeat(40 * 1024 * 1024)}"`).catch(() => ({ status: 413, body: '' }));
    expect(endless.status).toBeGreaterThanOrEqual(400);
    expect((await call(client, 'get_rules', { path: 'src/http' })).answer.module).toBe('http');
    await client.close();
  });

  test('nonsense is answered with an error each time', async () => {
    const texts = ['', '{', 'null', '[]', '{}', '{"jsonrpc":"2.0"}', '"x"', '{"jsonrpc":"1.0","id":1,"method":"ping"}'];
    for (const text of texts) expect((await post(text)).status, text).toBeGreaterThanOrEqual(400);
    expect((await post(initialize)).status).toBe(200);
  });
});
