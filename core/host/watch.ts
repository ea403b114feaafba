import { relative } from 'node:path';
import { watch as chokidar } from 'chokidar';
import type { Watch } from '../files/host.js';
import type { FilePath } from '../files/paths.js';
import { locateGit } from '../files/surroundings.js';
import { openBatch } from './change-batch.js';

/** How long a deletion waits for the file to come back: an atomic save removes the old file before it puts the new one. */
const atomicSaveMs = 100;

const neverWatched: ReadonlySet<string> = new Set(['node_modules', '.git']);

/**
 * Watches the files below an absolute root. `isIgnored` keeps whole folders (`'directory'`) and files out; what is not
 * known yet to be either is asked as `'file'` and again once it is. Links are not followed. A switch of the branch
 * (`HEAD`) is reported as `undefined`: everything may have changed. What changes before `start` has resolved is not
 * reported: take stock after it.
 */
export function watchWorkspace(
  root: string,
  isIgnored: (path: FilePath, kind: 'file' | 'directory') => boolean,
): Watch {
  const pathOf = (absolute: string): FilePath => relative(root, absolute).replaceAll('\\', '/');
  const isUnwatched = (absolute: string, isDirectory: boolean): boolean => {
    const path = pathOf(absolute);
    if (path === '' || path.startsWith('..')) return false;
    if (neverWatched.has(path.slice(path.lastIndexOf('/') + 1))) return true;
    return isIgnored(path, isDirectory ? 'directory' : 'file');
  };
  return {
    async start(onChange, onProblem = () => {}) {
      const batch = openBatch(onChange);
      let isReady = false;
      const files = chokidar(root, {
        ignoreInitial: true,
        followSymlinks: false,
        ignorePermissionErrors: true,
        atomic: atomicSaveMs,
        // Without `stats` chokidar asks before it has looked: only what is certain for both kinds may be refused then.
        ignored: (path, stats) =>
          stats ? isUnwatched(path, stats.isDirectory()) : isUnwatched(path, false) && isUnwatched(path, true),
      });
      files.on('all', (event, path) => {
        // Links are announced while the tree is first read, whatever `ignoreInitial` says.
        if (isReady && (event === 'add' || event === 'change' || event === 'unlink')) batch.add(pathOf(path));
      });
      files.on('error', error => onProblem(explain(error)));
      const head = watchHead(root, batch.addEverything);
      await Promise.all([new Promise<void>(resolve => files.once('ready', () => resolve())), head.ready]);
      isReady = true;
      return {
        async close() {
          batch.close();
          await Promise.all([files.close(), head.close()]);
        },
      };
    },
  };
}

/** Git replaces `HEAD` when it switches; polling one small file is cheaper than watching all that happens in `.git`. */
function watchHead(root: string, onSwitch: () => void): { ready: Promise<void>; close(): Promise<void> } {
  const git = locateGit(root);
  if (!git) return { ready: Promise.resolve(), close: async () => {} };
  const watcher = chokidar(`${git.gitFolder}/HEAD`, { ignoreInitial: true, usePolling: true, interval: 500 });
  watcher.on('all', onSwitch);
  watcher.on('error', () => {});
  return {
    ready: new Promise<void>(resolve => watcher.once('ready', () => resolve())),
    close: () => watcher.close(),
  };
}

function explain(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC') {
    return 'The system watches no more files (inotify limit), so changes may be missed. Raise fs.inotify.max_user_watches.';
  }
  if (code === 'EMFILE') {
    return 'Too many files are open, so changes may be missed. Raise the limit of open files (ulimit -n).';
  }
  return `Watching files failed (${code ?? 'unknown error'}), so changes may be missed. Restart the server.`;
}
