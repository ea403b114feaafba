import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { buildId } from '../../../core/start.js';
import { packageVersion } from '../package-files.js';

/** Where the resident engine of a workspace is met. */
export interface MeetingPlace {
  /** A socket in a folder that only this user can enter; a named pipe on Windows. */
  readonly address: string;
  /** Held while a host takes the place; `undefined` where the system needs none. */
  readonly lock?: string;
  /** What both sides must say to one another: the version, the build of the engine and the root. */
  readonly greeting: string;
}

/**
 * The meeting place of a root: named from its real path and from the build, so that worktrees and versions never meet.
 * `undefined` where no folder can be kept to this user alone.
 */
export function meetingPlace(root: string, env: NodeJS.ProcessEnv = process.env): MeetingPlace | undefined {
  const greeting = `lintel ${packageVersion()} ${buildId()} ${realRoot(root)}`;
  const name = createHash('sha256').update(`${greeting}\0${userName()}`).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return { address: `\\\\.\\pipe\\lintel-${name}`, greeting };
  const folder = privateFolder(env);
  if (folder === undefined) return undefined;
  const address = join(folder, `${name}.sock`);
  // The longest path a socket may have, with its final zero: 104 bytes on macOS, 108 on Linux.
  if (Buffer.byteLength(address) > 103) return undefined;
  return { address, lock: join(folder, `${name}.lock`), greeting };
}

/** A folder that belongs to this user and that nobody else can enter, made where it is missing. */
function privateFolder(env: NodeJS.ProcessEnv): string | undefined {
  const runtime = env.XDG_RUNTIME_DIR?.startsWith('/') ? env.XDG_RUNTIME_DIR : undefined;
  const user = process.getuid?.() ?? 0;
  for (const folder of [...(runtime ? [join(runtime, 'lintel')] : []), join(tmpdir(), `lintel-${user}`)]) {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch {
      // expected conflict: there already, or not to be made: what stands there decides.
    }
    try {
      const stat = lstatSync(folder);
      if (!stat.isDirectory() || stat.uid !== user) continue;
      if ((stat.mode & 0o077) !== 0) chmodSync(folder, 0o700);
      return folder;
    } catch {
      // expected absent: not there, so the next one
    }
  }
  return undefined;
}

function realRoot(root: string): string {
  try {
    return realpathSync.native(root);
  } catch {
    return root;
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
