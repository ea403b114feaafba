import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anonymousGit, commandOf, type Outcome, type RunOptions } from '../harness/command.js';

export { main, type RunOptions } from '../harness/command.js';

export const shop = fileURLToPath(new URL('../../examples/shop', import.meta.url));

/** Runs the built command in a process of its own; caches go to a folder that is thrown away. */
export function lintel(args: readonly string[], { cwd = tmpdir(), input = '', env = {} }: RunOptions = {}): Outcome {
  const command = commandOf(args, { XDG_CACHE_HOME: cacheFolder(), ...env });
  const made: SpawnSyncReturns<string> = spawnSync(process.execPath, command.argv, {
    cwd,
    input,
    encoding: 'utf8',
    env: command.env,
    timeout: 60_000,
    maxBuffer: 256 * 1024 * 1024,
  });
  return { status: made.status, out: made.stdout, err: made.stderr };
}

let cache: string | undefined;

function cacheFolder(): string {
  if (cache === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'lintel-cache-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    cache = folder;
  }
  return cache;
}

/** A folder with files, thrown away by `remove`. */
export function repository(files: Readonly<Record<string, string>>) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'lintel-cli-')));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const git = (...args: readonly string[]) => {
    const made = spawnSync('git', args, { cwd: root, env: { ...process.env, ...anonymousGit }, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`git ${args.join(' ')}: ${made.stderr}`);
    return made.stdout;
  };
  return { root, write, git, remove: () => rmSync(root, { recursive: true, force: true }) };
}
