import { closeSync, mkdtempSync, openSync, rmSync, watch, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file of no name that is watched: writing to it marks a place in the order of all events of this thread. */
export interface EventMark {
  /** Sets a mark and waits until it is told of; false where that takes too long. Asked again only once it has answered. */
  isReached(): Promise<boolean>;
  close(): void;
}

/** The longest wait for a mark, in milliseconds. It usually takes less than one. */
const longestWaitMs = 250;

/** Opens a mark. Nothing of it is left on the disk, however this process ends. Throws where it cannot be watched. */
export function openEventMark(): EventMark {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-mark-'));
  let file: number;
  try {
    file = openSync(join(folder, 'mark'), 'wx', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  let heard = (): void => {};
  // Without its name it is still there, and found by way of the open descriptor.
  const watcher = watch(`/proc/self/fd/${file}`, { persistent: false }, () => heard());
  watcher.on('error', () => {});
  return {
    async isReached() {
      const isTold = new Promise<boolean>(resolve => {
        // Events are told in batches: the whole one is to be through.
        heard = () => setImmediate(resolve, true);
      });
      let timer: NodeJS.Timeout | undefined;
      const isLate = new Promise<boolean>(resolve => {
        // Work that kept this thread busy is no sign of a lost event: what came meanwhile is heard first.
        timer = setTimeout(() => setImmediate(() => setImmediate(resolve, false)), longestWaitMs);
      });
      writeSync(file, 'x', 0);
      try {
        return await Promise.race([isTold, isLate]);
      } finally {
        clearTimeout(timer);
        heard = () => {};
      }
    },
    close() {
      watcher.close();
      closeSync(file);
    },
  };
}
