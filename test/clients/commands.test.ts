import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { main } from '../e2e/fixture.js';
import { readMessage } from './read-message.js';

/** What an editor that the tests cannot have would start. */
const commandLines: Readonly<Record<string, readonly string[]>> = {
  Sublime: json(new URL('../../clients/sublime/LSP.sublime-settings', import.meta.url)).clients.lintel.command,
  JetBrains: json(new URL('../../clients/jetbrains/template.json', import.meta.url)).programArgs.default.split(' '),
};

describe('the command of the snippet starts the server', () => {
  test.each(Object.entries(commandLines))('%s', async (_, [program, ...args]) => {
    expect(program).toBe('lintel');
    const message = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: process.pid, rootUri: null, capabilities: {} },
    });
    const child = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`);
    const answer = await readMessage(child);
    expect(answer).toMatchObject({ id: 1, result: { serverInfo: { name: 'lintel' } } });
  });
});

// biome-ignore lint/suspicious/noExplicitAny: two files of two shapes, read at one place each.
function json(url: URL): any {
  return parse(readFileSync(url, 'utf8'));
}
