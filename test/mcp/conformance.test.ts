import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { liveWorkspace } from '../../core/index.js';
import { type HttpServer, serveHttp } from '../../mcp/http.js';
import { lintelSurface } from '../../mcp/surface.js';
import { fixture } from '../e2e/fixture.js';
import { fixtureSurface } from './conformance/fixture-surface.js';
import { conformanceSuite } from './conformance/install.js';
import { shop } from './shop.js';

const suite = conformanceSuite();
const run = promisify(execFile);

/** What the suite printed; its exit status is 1 when a check failed. */
async function conformance(url: string, ...args: readonly string[]): Promise<{ passed: boolean; out: string }> {
  const command = [suite ?? '', 'server', '--url', url.replace('127.0.0.1', 'localhost'), ...args];
  try {
    const { stdout } = await run(process.execPath, command, { maxBuffer: 64 * 1024 * 1024, timeout: 60_000 });
    return { passed: true, out: stdout };
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return { passed: false, out: `${stdout}\n${stderr}`.slice(-4_000) };
  }
}

// The suite sends no token: it is the one thing switched off here.
const token = null;

test('a port that somebody else has is an error', async () => {
  const server = await serveHttp(fixtureSurface, { port: 0, token });
  const port = Number(new URL(server.url).port);
  await expect(serveHttp(fixtureSurface, { port, token })).rejects.toThrow('EADDRINUSE');
  await server.close();
});

describe.skipIf(suite === undefined)('the official conformance suite', () => {
  test('passes as a whole against its fixtures on our adapter', async () => {
    const server = await serveHttp(fixtureSurface, { port: 0, token });
    const { passed, out } = await conformance(server.url);
    await server.close();
    expect(passed, out).toBe(true);
    const [, checks = '0'] = /Total: (\d+) passed, 0 failed/.exec(out) ?? [];
    expect(Number(checks), out.slice(-2_000)).toBeGreaterThanOrEqual(40);
  }, 90_000);

  describe('against the server itself', () => {
    const repository = fixture(shop);
    const live = liveWorkspace({ root: repository.root, cache: false, watch: false });
    const options = { version: '0', root: repository.root, live, allTools: true, onChange: () => () => {} };
    let server: HttpServer;
    beforeAll(async () => {
      server = await serveHttp(lintelSurface(options), { port: 0, token });
    });
    afterAll(async () => {
      await server.close();
      await live.close();
    });

    test.each([
      'server-initialize',
      'ping',
      'tools-list',
      'resources-list',
      'resources-subscribe',
      'resources-unsubscribe',
      'prompts-list',
      'server-sse-multiple-streams',
      'dns-rebinding-protection',
    ])(
      '%s',
      async scenario => {
        const { passed, out } = await conformance(server.url, '--scenario', scenario);
        expect(passed, out).toBe(true);
      },
      60_000,
    );
  });
});
