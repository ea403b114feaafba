import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll } from 'vitest';
import { type Fixture, main } from '../e2e/fixture.js';

/** What answers hold, over all tools. */
export interface AnswerJson {
  readonly status: 'ok' | 'violations' | 'not_checked';
  readonly rev?: string;
  readonly reason?: string;
  readonly findings: readonly FindingJson[];
  readonly reuse: readonly {
    readonly symbol: string;
    readonly why: string;
    readonly import?: string;
    readonly replaces?: string;
  }[];
  readonly [key: string]: unknown;
}

export interface FindingJson {
  readonly id: string;
  readonly severity: string;
  readonly at: string;
  readonly rule: string;
  readonly message: string;
  readonly fix?: string;
  readonly edits?: readonly { readonly old: string; readonly new: string }[];
}

/** An answer as a client sees it, its text and its structure compared. */
export interface Answered {
  readonly answer: AnswerJson;
  readonly text: string;
  readonly isError: boolean;
}

export interface Connected {
  readonly client: Client;
  call(name: string, input: Record<string, unknown>): Promise<Answered>;
  close(): Promise<void>;
}

const open: Connected[] = [];
afterAll(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** The built server over standard input and output, as a client starts it. */
export async function connect(fixture: Fixture, args: readonly string[] = ['--tools', 'all']): Promise<Connected> {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [main, 'mcp', ...args],
    cwd: fixture.root,
    env: { PATH: process.env.PATH ?? '', XDG_CACHE_HOME: fixture.cache },
    stderr: 'ignore',
  });
  await client.connect(transport);
  const connected: Connected = {
    client,
    call: (name, input) => call(client, name, input),
    close: () => client.close(),
  };
  open.push(connected);
  return connected;
}

/** Calls a tool and checks what holds for every answer. */
export async function call(client: Client, name: string, input: Record<string, unknown>): Promise<Answered> {
  const { content, structuredContent, isError } = await client.callTool({ name, arguments: input });
  const [block, ...others] = content as { type: string; text: string }[];
  const text = block?.text ?? '';
  if (others.length > 0 || block?.type !== 'text') throw new Error(`${name} did not answer one text`);
  if (text !== JSON.stringify(structuredContent)) throw new Error(`${name}: text and structure differ: ${text}`);
  if (Buffer.byteLength(text) > 8_000) throw new Error(`${name} answered ${Buffer.byteLength(text)} bytes`);
  const answer = structuredContent as unknown as AnswerJson;
  if (!['ok', 'violations', 'not_checked'].includes(answer.status)) throw new Error(`${name}: no status in ${text}`);
  if (answer.status === 'not_checked' && !answer.reason) throw new Error(`${name}: no reason in ${text}`);
  if (!isError && answer.rev === undefined) throw new Error(`${name}: no revision in ${text}`);
  return { answer, text, isError: isError === true };
}
