import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, describe, expect, test } from 'vitest';
import { fixture, main } from '../e2e/fixture.js';
import { shop } from './shop.js';
import { notingArguments, type Touched, touchedIn } from './touched-files.js';

const outside = realpathSync(mkdtempSync(join(tmpdir(), 'lintel-outside-')));
afterAll(() => rmSync(outside, { recursive: true, force: true }));
const secret = join(outside, 'secret.ts');
mkdirSync(join(outside, 'runtime'), { mode: 0o700 });
writeFileSync(secret, 'export const secret = 1;\n');
writeFileSync(join(outside, '.gitignore'), 'src\n');
writeFileSync(join(outside, 'tsconfig.json'), '{ "compilerOptions": { "strict": true } }\n');

const up = `../../../${outside.slice(1)}`;
const luring = {
  ...shop,
  'src/http/lured.ts': `import { secret } from '${outside}/secret';\nimport s from '${up}/secret.ts';\nimport t from '../linked/secret';\nvoid [secret, s, t];\n`,
  'src/orders/tsconfig.json': `{ "compilerOptions": { "paths": { "far/*": ["${outside}/*"] } } }`,
};

/** A repository that leads out of itself in every way that is known. */
function repository() {
  const repo = fixture(luring);
  symlinkSync(outside, join(repo.root, 'src/linked'));
  symlinkSync(secret, join(repo.root, 'src/http/link.ts'));
  symlinkSync(secret, join(repo.root, 'src/http/.gitignore'));
  repo.commit('first');
  return repo;
}

const ways = [
  secret,
  `file://${secret}`,
  up,
  `../${secret}`,
  'src/linked/secret.ts',
  'src/http/link.ts',
  `..\\..${secret}`,
];

function environment(repo: ReturnType<typeof repository>, log: string) {
  writeFileSync(log, '');
  return {
    PATH: process.env.PATH ?? '',
    XDG_CACHE_HOME: repo.cache,
    XDG_RUNTIME_DIR: join(outside, 'runtime'),
    LINTEL_TOUCHED: log,
  };
}

/** Runs a server that notes what it touches, asks it everything about the repository and beyond, and tells what it touched. */
async function served(flags: readonly string[]): Promise<readonly Touched[]> {
  const repo = repository();
  const log = join(repo.cache, '..', 'touched.log');
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...notingArguments, main, 'mcp', '--tools', 'all', ...flags],
    cwd: repo.root,
    env: environment(repo, log),
    stderr: 'ignore',
  });
  await client.connect(transport);
  const call = (name: string, input: object) => client.callTool({ name, arguments: { ...input } });
  await call('verify_changes', {});
  for (const path of ways) {
    await call('get_rules', { path });
    await call('check_content', { path, content: 'export const a = 1;\n' });
    await call('check_plan', { changes: [{ path: 'src/http/new.ts', imports: [`import { secret } from "${path}"`] }] });
    await call('resolve_import', { from: 'src/http/new.ts', target: path });
    await call('get_failures', { symbol: `${path}#secret` });
    await call('verify_changes', { paths: [path] });
  }
  await client.close();
  return touchedIn(log);
}

const of = (touched: readonly Touched[], kind: Touched['kind']) =>
  touched.filter(each => each.kind === kind).map(({ path }) => path);

describe('files and sockets', { timeout: 120_000 }, () => {
  test('a server reads nothing outside of the root, and with --isolated it meets nobody and leaves nothing', async () => {
    const touched = await served(['--isolated', '--no-cache']);
    expect(of(touched, 'read').filter(path => path.startsWith('src') || path.includes('/src/')).length).toBeGreaterThan(
      5,
    );
    expect(of(touched, 'read').filter(path => path.startsWith(outside))).toEqual([]);
    expect(of(touched, 'socket')).toEqual([]);
    // The mark in the order of events has no name once it is made.
    const kept = of(touched, 'write').filter(path => !path.includes('lintel-mark-') && !/^\d+$/.test(path));
    expect(kept).toEqual([]);
  });

  test('a server that shares its engine is noticed by the same means', async () => {
    const touched = await served([]);
    expect(of(touched, 'socket')).toContainEqual(expect.stringContaining('.sock'));
    expect(of(touched, 'read').filter(path => path.startsWith(outside) && !path.includes('/runtime'))).toEqual([]);
  });

  test('a hook reads nothing outside of the root, whatever it is given', () => {
    const repo = repository();
    const log = join(repo.cache, '..', 'touched.log');
    const env = environment(repo, log);
    for (const path of ways) {
      const patch = `*** Begin Patch\n*** Update File: ${path}\n@@\n-export const secret = 1;\n+export const secret = 2;\n*** End Patch\n`;
      const base = { session_id: 's', cwd: repo.root, hook_event_name: 'PreToolUse' };
      for (const payload of [
        {
          ...base,
          tool_name: 'Edit',
          tool_input: { file_path: path, old_string: 'secret = 1', new_string: 'secret = 2' },
        },
        { ...base, turn_id: '1', tool_name: 'apply_patch', tool_input: { command: patch } },
      ]) {
        const args = [...notingArguments, main, 'hook', '--deadline', '1'];
        expect(spawnSync(process.execPath, args, { cwd: repo.root, env, input: JSON.stringify(payload) }).status).toBe(
          0,
        );
      }
    }
    const reads = of(touchedIn(log), 'read').filter(path => path.startsWith(outside) && !path.includes('/runtime'));
    expect(reads).toEqual([]);
  });
});
