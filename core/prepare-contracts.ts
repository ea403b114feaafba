import type { Pause } from './engine/analysis/failure-checks.js';
import type { Workspace } from './engine/workspace.js';

/** The longest that preparing keeps everything else waiting, in milliseconds, but for its longest step. */
const SLICE_MS = 12;

/** Makes the contracts in the background, until they are there for a snapshot that nothing followed. */
export async function prepareContracts(workspace: Workspace, isOver: () => boolean): Promise<void> {
  const pause = pauses(isOver);
  while (!isOver() && !workspace.snapshot.hasContracts) await workspace.snapshot.prepareContracts(pause);
}

/** Lets others in every few milliseconds, and ends the work once it is over. */
export function pauses(isOver: () => boolean): Pause {
  let until = 0;
  return () => {
    if (performance.now() < until) return undefined;
    return new Promise<boolean>(resolve =>
      setImmediate(() => {
        until = performance.now() + SLICE_MS;
        resolve(!isOver());
      }),
    );
  };
}
