import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fixture, main, newFolder } from '../e2e/fixture.js';
import { files, script } from './workspace.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The text of a file in `clients/`, which a user pastes as it stands. */
export const snippet = (path: string): string => join(repository, 'clients', path);

/** A script of `test/editors/scripts`. */
export const scriptFile = (name: string): string => join(repository, 'test/editors/scripts', name);

export interface Session {
  readonly root: string;
  /** An empty home folder. */
  readonly home: string;
  /** Where the script of the editor writes what it saw. */
  readonly transcript: string;
  /** Of every program that `run` starts. */
  readonly env: Record<string, string | undefined>;
  /** The built command, as `lintel` on the path. */
  readonly lintel: string;
  /** Runs a program to its end, at most `limitMs`, in the workspace. Returns the transcript. */
  run(program: string, args: readonly string[], limitMs?: number): Promise<string>;
  /** Processes of the server that this session started and that still run. */
  servers(): readonly number[];
}

/** Where what editors send is kept, a file for each: `test/lsp/initialize/extract.mjs` makes fixtures of it. */
const records = process.env.LINTEL_RECORD;

/** A workspace, a home without anybody's configuration, and a `lintel` on the path: the built command. */
export function openSession(name: string): Session {
  if (!existsSync(main)) throw new Error('dist is not built: npm run build');
  const { root, cache } = fixture(files);
  const home = newFolder();
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const record = records === undefined ? 'exec' : `tee "${join(records, `${name}.log`)}" |`;
  writeFileSync(join(bin, 'lintel'), `#!/bin/sh\n${record} "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(join(bin, 'lintel'), 0o755);
  const transcript = join(home, 'transcript.txt');
  const { NVIM_APPNAME: _, VIMINIT: __, EMACSLOADPATH: ___, ...inherited } = process.env;
  const env = {
    ...inherited,
    ...script,
    PATH: `${bin}:${process.env.PATH}`,
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_STATE_HOME: join(home, 'state'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: cache,
    LANG: 'C.UTF-8',
    TRANSCRIPT: transcript,
    LINTEL_EDITOR_TEST: home,
  };
  return {
    root,
    home,
    transcript,
    env,
    servers: () => startedIn(home),
    lintel: join(bin, 'lintel'),
    run: (program, args, limitMs = 50_000) =>
      new Promise((resolve, reject) => {
        let said = '';
        const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs });
        for (const stream of [child.stdout, child.stderr]) {
          stream.setEncoding('utf8').on('data', text => {
            said += text;
          });
        }
        child.on('error', reject);
        child.on('close', (status, signal) => {
          const seen = existsSync(transcript) ? readFileSync(transcript, 'utf8') : '';
          if (status === 0) resolve(seen);
          else reject(new Error(`${program} ended with ${status ?? signal}\n${seen}\n${said}`));
        });
      }),
  };
}

/** Processes that run the built command with the mark of a session in their environment. */
function startedIn(home: string): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => contentOf(`/proc/${pid}/cmdline`).includes(main))
    .filter(pid => contentOf(`/proc/${pid}/environ`).includes(`LINTEL_EDITOR_TEST=${home}`))
    .map(Number);
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
