import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { logFolder } from './session-log.js';

/** One attempt in this time, in milliseconds, however many hooks were too late. */
const pauseMs = 120_000;

/**
 * Fills the on-disk cache in a process of its own: a hook that ran out of time would otherwise never get further than the
 * one before it.
 */
export function warmCache(root: string): void {
  const folder = logFolder(root);
  if (folder === undefined) return;
  const mark = join(folder, 'warming');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (isRecent(mark)) return;
    rmSync(mark, { force: true });
    closeSync(openSync(mark, 'wx', 0o600));
    const main = fileURLToPath(new URL('../main.js', import.meta.url));
    const args = [main, 'check', '--quiet', '--root', root];
    spawn(process.execPath, args, { detached: true, stdio: 'ignore', windowsHide: true }).unref();
  } catch {
    // expected conflict: another hook was faster, or there is no cache to fill.
  }
}

function isRecent(mark: string): boolean {
  const stat = statSync(mark, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs < pauseMs;
}
