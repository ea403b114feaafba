import { compareText, type FilePath } from '../files/paths.js';

/** A batch ends when nothing changed for this long, or when it has been open for `longestBatchMs`. */
const quietMs = 50;
const longestBatchMs = 1_000;
const maxPathsInBatch = 1_000;

/** Changes on their way to whoever listens. */
export interface ChangeBatch {
  add(path: FilePath): void;
  addEverything(): void;
  close(): void;
}

/**
 * Collects changed paths until the disk is quiet, then reports them at once, each once and sorted; `undefined` when there
 * are so many that reading everything again is cheaper.
 */
export function openBatch(onChange: (paths: readonly FilePath[] | undefined) => void): ChangeBatch {
  let paths = new Set<FilePath>();
  let everything = false;
  let startedAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const report = (): void => {
    timer = undefined;
    const changed = everything || paths.size > maxPathsInBatch ? undefined : [...paths].sort(compareText);
    paths = new Set();
    everything = false;
    onChange(changed);
  };
  let isClosed = false;
  const schedule = (): void => {
    if (isClosed) return;
    const now = performance.now();
    if (timer === undefined) startedAt = now;
    else clearTimeout(timer);
    timer = setTimeout(report, Math.max(0, Math.min(quietMs, startedAt + longestBatchMs - now)));
  };
  return {
    add(path) {
      paths.add(path);
      schedule();
    },
    addEverything() {
      everything = true;
      schedule();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
