import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { fixture, main } from '../e2e/fixture.js';
import { connect } from './connect.js';
import { shop } from './shop.js';

const repository = fixture(shop);
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Message {
  readonly id?: number | string | null;
  readonly result?: { readonly structuredContent?: { readonly status: string; readonly module?: string } };
  readonly error?: { readonly code: number; readonly message: string };
  readonly method?: string;
  readonly params?: Record<string, unknown>;
}

/** The server with its pipes bare: what a client library would never send can be sent. */
function bare(...args: readonly string[]) {
  const child = spawn(process.execPath, [main, 'mcp', '--tools', 'all', ...args], {
    cwd: repository.root,
    env: { ...process.env, XDG_CACHE_HOME: repository.cache },
  });
  children.push(child);
  child.stdin.on('error', () => {});
  const waiting = new Map<unknown, (message: Message) => void>();
  const notes: Message[] = [];
  /** Errors about what could not even be read. */
  const refusals: Message[] = [];
  const strays: string[] = [];
  child.stderr.resume();
  createInterface(child.stdout).on('line', line => {
    let message: Message;
    try {
      message = JSON.parse(line) as Message;
    } catch {
      strays.push(line);
      return;
    }
    if (message.method !== undefined) notes.push(message);
    if (message.id === null) refusals.push(message);
    waiting.get(message.id)?.(message);
  });
  const send = (text: string) => child.stdin.write(`${text}\n`);
  const ask = (id: number | string, method: string, params: unknown): Promise<Message> => {
    const answer = new Promise<Message>(resolve => waiting.set(id, resolve));
    send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return answer;
  };
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve));
  const begin = async () => {
    const clientInfo = { name: 'bare', version: '1' };
    await ask('init', 'initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
    send(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
  };
  return { child, send, ask, begin, ended, notes, strays, refusals };
}

const rules = { name: 'get_rules', arguments: { path: 'src/http' } };

describe('over standard input and output', () => {
  test('1,000 malformed requests leave the server answering', async () => {
    const { send, ask, begin, strays, refusals } = bare();
    await begin();
    const values = [null, 0, '', 'x', [], {}, { path: null }, [1, 2], true, { changes: [null] }, { path: { a: 1 } }];
    const names = ['get_rules', 'check_plan', 'check_content', 'verify_changes', 'find_reusable', 'no_tool', '', null];
    const answers: Promise<Message>[] = [];
    for (let i = 0; i < 1_000; i++) {
      const value = values[i % values.length];
      const name = names[i % names.length];
      if (i % 5 === 0) send(['{', '[]', 'nonsense', '{"jsonrpc":"2.0"}', '\u0000', '{"id":1}', '[{}]'][i % 7] ?? '');
      else if (i % 5 === 1) answers.push(ask(i, `no/such/method${i}`, value));
      else
        answers.push(
          ask(i, i % 5 === 2 ? 'resources/read' : 'tools/call', i % 7 === 0 ? value : { name, arguments: value }),
        );
    }
    for (const answer of await Promise.all(answers)) {
      const status = answer.result?.structuredContent?.status;
      expect(answer.error !== undefined || status === 'not_checked', JSON.stringify(answer)).toBe(true);
    }
    const { result } = await ask('after', 'tools/call', rules);
    expect(result?.structuredContent).toMatchObject({ status: 'ok', module: 'http' });
    expect(strays).toEqual([]);
    expect(refusals.length).toBeGreaterThan(100);
  });

  test('a message of 12 MB is answered', async () => {
    const { ask, begin } = bare();
    await begin();
    const content = `export const a = 1;\n${'// text\n'.repeat(1_500_000)}`;
    const answer = await ask(1, 'tools/call', { name: 'check_content', arguments: { path: 'src/http/a.ts', content } });
    expect(answer.result?.structuredContent?.status).toBe('not_checked');
    expect((await ask(2, 'tools/call', rules)).result?.structuredContent?.status).toBe('ok');
  });

  test('a message that is too long is refused, and the next one answered', async () => {
    const { child, ask, begin, refusals } = bare();
    await begin();
    const chunk = 'x'.repeat(8 * 1024 * 1024);
    for (let i = 0; i < 10; i++) child.stdin.write(chunk);
    child.stdin.write('\n');
    expect((await ask(1, 'tools/call', rules)).result?.structuredContent?.status).toBe('ok');
    expect(refusals.map(({ error }) => error?.message)).toEqual(['A message may have at most 64 MiB.']);
  });

  test('it ends when the client does', async () => {
    const { child, begin, ended } = bare();
    await begin();
    child.stdin.end();
    expect(await ended).toBe(0);
  });

  test('it ends although the client leaves during the first analysis', async () => {
    const { child, ended } = bare();
    child.stdin.end();
    expect(await ended).toBe(0);
  });

  test('a call that is cancelled is not answered, the next one is', async () => {
    const { send, ask, begin } = bare();
    await begin();
    void ask(1, 'tools/call', rules);
    send(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }));
    expect((await ask(2, 'tools/call', rules)).result?.structuredContent?.status).toBe('ok');
  });

  test('progress goes to who asks for it', async () => {
    const { ask, begin, notes } = bare('--no-cache');
    // Sent before anything is answered: the first call waits for the first analysis, so it has something to tell.
    void begin();
    await ask(1, 'tools/call', { ...rules, _meta: { progressToken: 'p' } });
    const progress = notes.filter(({ method }) => method === 'notifications/progress');
    for (const { params } of progress) expect(params).toMatchObject({ progressToken: 'p', total: expect.any(Number) });
    expect(progress.length).toBeGreaterThan(0);
    const before = notes.length;
    await ask(2, 'tools/call', rules);
    expect(notes).toHaveLength(before);
  });
});

describe('prompts and resources', () => {
  test('are listed, read and completed', async () => {
    const { client } = await connect(repository);
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['plan-change', 'review-changes']);
    const planned = await client.getPrompt({ name: 'plan-change', arguments: { task: 'sell books' } });
    expect(JSON.stringify(planned.messages)).toContain('sell books');
    await expect(client.getPrompt({ name: 'plan-change', arguments: {} })).rejects.toThrow('plan-change needs task');
    const { resources } = await client.listResources();
    for (const { uri } of resources) {
      const { contents } = await client.readResource({ uri });
      expect(JSON.parse((contents[0] as { text: string }).text)).toHaveProperty('rev');
    }
    const { contents } = await client.readResource({ uri: 'rules://module/orders' });
    expect(JSON.parse((contents[0] as { text: string }).text)).toMatchObject({
      module: 'orders',
      dependsOn: ['infra'],
    });
    await expect(client.readResource({ uri: 'rules://module/none' })).rejects.toThrow('There is no resource');
    const ref = { type: 'ref/resource' as const, uri: 'rules://module/{name}' };
    const { completion } = await client.complete({ ref, argument: { name: 'name', value: 'o' } });
    expect(completion.values).toEqual(['orders']);
  });
});
