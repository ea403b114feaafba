import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectTo, type RemoteEngine, remoteEngine } from '../../clients/cli/resident/connect.js';
import type { MeetingPlace } from '../../clients/cli/resident/place.js';
import { main } from '../e2e/fixture.js';
import { deep, type HookRepository, hookRepository, policy } from './hook-repository.js';

const script = fileURLToPath(new URL('../../dist/test/hooks/host-process.js', import.meta.url));
const children: ChildProcess[] = [];

interface Host {
  readonly child: ChildProcess;
  readonly role: string;
  /** The next line it says. */
  line(): Promise<string>;
}

/** Starts a process that offers the engine of a root; resolves when it hosts or stands by. */
async function start(repo: HookRepository, kind = 'whole'): Promise<Host> {
  const child = spawn(process.execPath, [script, repo.root, kind], {
    env: { ...process.env, XDG_CACHE_HOME: repo.cache },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  let text = '';
  const waiting: ((line: string) => void)[] = [];
  const lines: string[] = [];
  child.stdout.setEncoding('utf8').on('data', data => {
    text += data;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n')) {
      const line = text.slice(0, at);
      text = text.slice(at + 1);
      const next = waiting.shift();
      if (next) next(line);
      else lines.push(line);
    }
  });
  const line = () => {
    const known = lines.shift();
    return known === undefined ? new Promise<string>(resolve => waiting.push(resolve)) : Promise.resolve(known);
  };
  return { child, role: await line(), line };
}

async function end({ child }: Host, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

afterEach(async () => {
  for (const child of children.splice(0))
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
});

/** The engine of a host that has taken over by now, however long that takes. */
async function nextHost(root: string): Promise<RemoteEngine> {
  const place = placeOf(root);
  for (;;) {
    const engine = await connectBuilt(root, place);
    if (engine) return engine;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

/** Where the built command meets its host: the greeting names the build, and this test runs from the source. */
function placeOf(root: string): MeetingPlace {
  const { stdout } = spawnSync(process.execPath, [script, root, 'place'], { encoding: 'utf8' });
  return JSON.parse(stdout) as MeetingPlace;
}

async function connectBuilt(root: string, place = placeOf(root)): Promise<RemoteEngine | undefined> {
  const socket = await connectTo(place, 5_000);
  return socket && remoteEngine(socket);
}

const write = (path: string, text: string) => ({ edits: [{ kind: 'write' as const, path, text }] });

describe('the resident engine', { timeout: 180_000 }, () => {
  let repo: HookRepository;
  beforeEach(() => {
    repo = hookRepository();
  });

  test('answers hooks; ten at once get the same right answer', async () => {
    const host = await start(repo);
    expect(host.role).toBe('host');
    const payload = repo.tool('PreToolUse', 'Write', { file_path: `${repo.root}/src/http/new.ts`, content: deep });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => repo.hook({ ...payload, session_id: `s-${i}` })),
    );
    for (const { status, err, json } of answers) {
      expect([status, err]).toEqual([0, '']);
      expect(json).toMatchObject({ hookSpecificOutput: { permissionDecision: 'deny' } });
    }
    expect(new Set(answers.map(({ out }) => out)).size).toBe(1);
  });

  test('ten hooks at once without a host answer the same from the cache', async () => {
    const payload = repo.tool('PreToolUse', 'Write', { file_path: `${repo.root}/src/http/new.ts`, content: deep });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => repo.hook({ ...payload, session_id: `s-${i}` }, ['--deadline', '120000'])),
    );
    expect(new Set(answers.map(({ status, out }) => `${status} ${out}`)).size).toBe(1);
    expect(answers[0]?.out).toContain('deny');
  });

  test('of servers that start together one hosts, and when it is killed another takes over', async () => {
    const hosts = await Promise.all(Array.from({ length: 4 }, () => start(repo)));
    expect(hosts.map(({ role }) => role).sort()).toEqual(['host', 'standby', 'standby', 'standby']);
    const [first, ...rest] = [...hosts].sort((a, b) => a.role.localeCompare(b.role));
    const [last, ...others] = rest;
    for (const gone of [[first], others]) {
      for (const host of gone) await end(host ?? expect.fail('no host'));
      const engine = await nextHost(repo.root);
      expect((await engine.checkEdits(write('src/http/new.ts', deep))).findings).toHaveLength(1);
      engine.close();
    }
    expect(last?.child.exitCode).toBeNull();
  });

  test('a host that is killed over a question costs nothing but time', async () => {
    const host = await start(repo);
    host.child.kill('SIGSTOP');
    const payload = repo.tool('PreToolUse', 'Write', { file_path: `${repo.root}/src/http/new.ts`, content: deep });
    expect((await repo.hook(payload, ['--deadline', '20000'])).json).toMatchObject({
      hookSpecificOutput: { permissionDecision: 'deny' },
    });
    await end(host);
    expect((await repo.hook(payload)).json).toMatchObject({ hookSpecificOutput: { permissionDecision: 'deny' } });
  });

  test('a host that fails is not believed: the hook looks for itself', async () => {
    const host = await start(repo, 'broken');
    expect(host.role).toBe('host');
    const payload = repo.tool('PreToolUse', 'Write', { file_path: `${repo.root}/src/http/new.ts`, content: deep });
    expect((await repo.hook(payload)).json).toMatchObject({ hookSpecificOutput: { permissionDecision: 'deny' } });
  });

  test('edits behind its back are in the next answer', async () => {
    await start(repo);
    const engine = await nextHost(repo.root);
    const ask = async (text: string) => {
      const { findings } = await engine.checkEdits(write('src/http/new.ts', text));
      return findings.map(({ rule }) => rule);
    };
    const uses = (path: string) => `import { a } from '${path}';\nexport const b = a;\n`;
    expect(await ask(uses('../orders/more.js'))).toEqual(['arch/unresolved-import']);
    // A new file, the same file changed twice within a tick, a policy that permits it, another branch, a deletion.
    repo.write({ 'src/orders/more.ts': 'export const a = 1;\n' });
    expect(await ask(uses('../orders/more.js'))).toEqual(['arch/deep-import']);
    repo.write({ 'src/orders/more.ts': 'export const c = 1;\n' });
    expect((await ask(uses('../orders/more.js'))).sort()).toEqual(['arch/deep-import', 'arch/missing-export']);
    repo.write({ 'src/orders/more.ts': 'export const a = 1;\n' });
    repo.write({ 'architecture.jsonc': policy.replace('["index.ts"]', '["index.ts", "more.ts"]') });
    expect(await ask(uses('../orders/more.js'))).toEqual([]);
    repo.commit('second');
    repo.git('checkout', '-q', '-b', 'other', 'HEAD~1');
    expect(await ask(uses('../orders/more.js'))).toEqual(['arch/unresolved-import']);
    repo.git('checkout', '-q', 'main');
    expect(await ask(uses('../orders/more.js'))).toEqual([]);
    repo.remove('src/orders');
    expect(await ask(uses('../orders/more.js'))).toContain('arch/unresolved-import');
    engine.close();
  });

  test('says which buffers differ from the disk, and looks at the disk', async () => {
    const host = await start(repo);
    host.child.stdin?.write(`src/orders/index.ts\texport const other = 1;\n`);
    expect(await host.line()).toBe('laid');
    const engine = await nextHost(repo.root);
    const answer = await engine.checkEdits(
      write('src/http/new.ts', "import { order } from '../orders/index.js';\nexport const o = order;\n"),
    );
    expect([answer.unsaved, answer.findings]).toEqual([['src/orders/index.ts'], []]);
    engine.close();
  });

  test('a connection that says something else is closed, and no garbage harms the host', async () => {
    await start(repo);
    const { createConnection } = await import('node:net');
    const place = placeOf(repo.root);
    for (const garbage of ['"lintel 0.0.0 other"\n', 'not json\n', '{"id":1,"method":"brief"}\n', '\0\0\0\n']) {
      const socket = createConnection(place.address);
      socket.on('error', () => {});
      socket.write(garbage);
      await once(socket, 'close');
    }
    const engine = await nextHost(repo.root);
    await expect(
      (engine as unknown as { checkEdits(request: unknown): Promise<unknown> }).checkEdits({ edits: 7 }),
    ).rejects.toThrow();
    expect((await engine.checkEdits(write('src/http/new.ts', deep))).findings).toHaveLength(1);
    engine.close();
  });

  test('two worktrees never meet', async () => {
    await start(repo);
    const other = hookRepository({ 'architecture.jsonc': policy.replace('["index.ts"]', '["index.ts", "order.ts"]') });
    expect(await connectBuilt(other.root)).toBeUndefined();
    const payload = other.tool('PreToolUse', 'Write', { file_path: `${other.root}/src/http/new.ts`, content: deep });
    expect((await other.hook(payload)).out).toBe('');
  });

  test.each(['mcp', 'lsp'])('lintel %s hosts it, unless it is isolated', async command => {
    const open = (...args: string[]) => {
      const child = spawn(process.execPath, [main, command, ...args], {
        cwd: repo.root,
        env: { ...process.env, XDG_CACHE_HOME: repo.cache },
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      children.push(child);
      const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } };
      const rootUri = `file://${repo.root}`;
      const initialize = JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: { ...params, rootUri },
      });
      const initialized = JSON.stringify({ jsonrpc: '2.0', method: 'initialized', params: {} });
      for (const message of [initialize, initialized])
        child.stdin.write(command === 'mcp' ? `${message}\n` : `Content-Length: ${message.length}\r\n\r\n${message}`);
      return { child, answered: once(child.stdout, 'data') };
    };
    const alone = open('--isolated');
    await alone.answered;
    expect(await connectBuilt(repo.root)).toBeUndefined();
    alone.child.kill('SIGKILL');
    await open().answered;
    const engine = await nextHost(repo.root);
    expect((await engine.checkEdits(write('src/http/new.ts', deep))).findings).toHaveLength(1);
    engine.close();
  });

  test('what is not ready in time is not checked, and says so', async () => {
    const payload = repo.tool('PreToolUse', 'Write', { file_path: `${repo.root}/src/http/new.ts`, content: deep });
    const { status, json, err } = await repo.hook(payload, ['--deadline', '1']);
    expect(status).toBe(0);
    expect(json).toEqual({ systemMessage: 'Lintel: not checked: the engine was not ready within 1 ms' });
    expect(err).toContain('not checked');
  });
});
