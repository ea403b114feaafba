import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { contentHash } from '../files/hash.js';

export interface CacheFolderContext {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The home folder, `''` when there is none. */
  readonly home: string;
}

/**
 * Where the cache of a workspace lies: in the user's cache folder, under a name made from the real root. Never inside the
 * workspace: a repository could bring records of its own that say its files are clean. `undefined` when the user has no
 * such folder.
 */
export function defaultCacheFolder(root: string, context: CacheFolderContext = here()): string | undefined {
  const userCache = userCacheFolder(context);
  return userCache === undefined ? undefined : join(userCache, 'lintel', contentHash(realPathOf(root)));
}

/** The XDG base directory specification asks to ignore relative values. */
function userCacheFolder({ platform, env, home }: CacheFolderContext): string | undefined {
  if (env.XDG_CACHE_HOME?.startsWith('/')) return env.XDG_CACHE_HOME;
  if (platform === 'win32' && env.LOCALAPPDATA) return env.LOCALAPPDATA;
  if (home === '') return undefined;
  if (platform === 'win32') return join(home, 'AppData', 'Local');
  return platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache');
}

function here(): CacheFolderContext {
  return { platform: process.platform, env: process.env, home: homeFolder() };
}

function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
