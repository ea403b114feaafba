import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Fixture, fixture, newFolder } from '../e2e/fixture.js';
import { shop } from '../mcp/shop.js';
import type { AgentClient } from './clients.js';
import { type Asked, modelEndpoint, type Script } from './model-endpoint.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** A repository that `lintel init --agent` was run in, with the package installed in it. */
export async function repositoryFor(client: AgentClient): Promise<Fixture> {
  const repo = fixture(shop);
  mkdirSync(join(repo.root, 'node_modules'));
  symlinkSync(repository, join(repo.root, 'node_modules/lintel'));
  repo.commit('shop');
  const { status, err } = await repo.run(['init', '--agent', client.name]);
  if (status !== 0) throw new Error(`init --agent ${client.name}: ${err}`);
  giveTime(repo, client.hooks);
  return repo;
}

/** Gives the hooks of a client as much time as a busy machine needs; what they are stays as `init` wrote it. */
function giveTime(repo: Fixture, path: string): void {
  const text = repo
    .read(path)
    .replaceAll('hook --dialect', 'hook --deadline 90000 --dialect')
    .replace("'claude-code']", "'claude-code', '--deadline', '90000']")
    .replace(/("timeout(?:Sec)?": )10(000)?\b/g, '$1100$2')
    .replaceAll('10_000', '100_000');
  repo.write({ [path]: text });
}

/** Leaves the hooks and takes the servers out. */
export function withoutServer(client: AgentClient, repo: Fixture): void {
  if (client.server !== client.hooks) {
    repo.remove(client.server);
    return;
  }
  const { mcpServers: _, ...rest } = JSON.parse(repo.read(client.server)) as Record<string, unknown>;
  repo.write({ [client.server]: JSON.stringify(rest) });
}

/** What came of a session of a client with a scripted model. */
export interface Ran {
  readonly asked: readonly Asked[];
  readonly output: string;
}

/** Runs a client to its end in a repository. Outgoing traffic goes to a proxy that is not there. */
export async function runAgent(client: AgentClient, repo: Fixture, script: Script): Promise<Ran> {
  const endpoint = await modelEndpoint(script);
  const home = newFolder();
  const session = { url: endpoint.url, home, root: repo.root };
  for (const [path, text] of Object.entries(client.settings(session))) {
    const file = join(home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const dead = 'http://127.0.0.1:9';
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    LANG: 'C.UTF-8',
    XDG_CACHE_HOME: repo.cache,
    HTTP_PROXY: dead,
    HTTPS_PROXY: dead,
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
    ...client.env(session),
  };
  const output = await ended(client.program ?? '', client.args, { cwd: repo.root, env });
  await endpoint.close();
  rmSync(home, { recursive: true, force: true });
  return { asked: endpoint.asked, output };
}

const longestMs = 240_000;

function ended(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<string> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', text => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      reject(new Error(`${program} did not end: ${output.slice(-2_000)}`));
    }, longestMs);
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      resolve(output);
    });
  });
}

/** The text of a file of the repository, `undefined` where there is none. */
export function onDisk(repo: Fixture, path: string): string | undefined {
  try {
    return readFileSync(join(repo.root, path), 'utf8');
  } catch {
    // expected absent: that is what is asked
    return undefined;
  }
}
