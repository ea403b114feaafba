import type { FilePath } from '../../files/paths.js';
import type { Workspace } from '../workspace.js';

/** A workspace that a server keeps, as the shared engine uses it. */
export interface KeptWorkspace {
  /** The absolute root. */
  readonly root: string;
  readonly workspace: Workspace;
  /** Milliseconds since the epoch, before the workspace was opened. */
  readonly openedAtMs: number;
  /** Paths of open buffers that were laid over the disk. */
  openBuffers?(): readonly FilePath[];
}

/**
 * What a server is given to offer its workspace to the hooks of this user: called once for each root, closed with it. Only
 * whoever starts the server knows how hooks find it.
 */
export type HostWorkspace = (kept: KeptWorkspace) => { close(): Promise<void> };
