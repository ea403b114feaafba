import type { Workspace } from '../workspace.js';

/** A workspace that a server keeps, as the shared engine uses it. */
export interface KeptWorkspace {
  /** The absolute root. */
  readonly root: string;
  readonly workspace: Workspace;
  /** Milliseconds since the epoch, before the workspace was opened. */
  readonly openedAtMs: number;
}

/** Offers a workspace to the hooks of this user, until it is closed. Only whoever starts a server knows how they find it. */
export type HostWorkspace = (kept: KeptWorkspace) => { close(): Promise<void> };
