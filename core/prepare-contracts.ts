import { pauses } from './engine/slices.js';
import type { Workspace } from './engine/workspace.js';

/** The longest wait for the type checker, in milliseconds: ten times what half a million lines take. */
const longestWaitForTypesMs = 300_000;

/** So often contracts with types are begun where the workspace moves on meanwhile, or the checker stops. */
const mostTries = 3;

/**
 * Makes the contracts in the background, until they are there for a snapshot that nothing followed: first those by what is
 * written, which is soon, then those with types.
 */
async function prepareContracts(workspace: Workspace, isOver: () => boolean): Promise<void> {
  const pause = pauses(isOver);
  while (!isOver() && !workspace.snapshot.hasContracts) await workspace.snapshot.prepareContracts(pause);
  for (let tries = 0; tries < mostTries && !isOver() && !workspace.snapshot.hasTypes; tries++) {
    const { snapshot } = await workspace.snapshot.withTypes({ waitMs: longestWaitForTypesMs });
    await snapshot.prepareContracts(pause);
  }
}

/** As `prepareContracts`, for nobody who waits: what fails here is made, and fails, again for whoever asks. */
export function prepareInBackground(workspace: Workspace, isOver: () => boolean): void {
  prepareContracts(workspace, isOver).catch(() => {
    // expected cancelled: the workspace was closed
  });
}
