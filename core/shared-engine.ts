import { DiskView } from './engine/shared/disk-view.js';
import type { Engine } from './engine/shared/engine.js';
import type { KeptWorkspace } from './engine/shared/hosting.js';
import { localEngine } from './engine/shared/local-engine.js';
import { inventoryNow } from './engine/situation.js';
import { diskFileSystem } from './files/disk.js';
import { systemClock } from './host/clock.js';
import { folderEvents } from './host/folder-events.js';
import { openWorkspace } from './open.js';

/**
 * The engine over a workspace that lives on. It makes sure of what the disk holds before each answer, and has the workspace
 * read what changed.
 */
export function engineOver({ root, workspace, openedAtMs }: KeptWorkspace): Engine & { close(): void } {
  const disk = diskFileSystem(root);
  const first = workspace.snapshot;
  const inventory = () => inventoryNow(workspace.snapshot.moment.situation, disk);
  const now = () => systemClock().now();
  let view: DiskView | undefined;
  const engine = localEngine({
    workspace,
    disk,
    changed: () => {
      // Made for the first question: a server that no hook asks pays nothing for it.
      view ??= new DiskView({ disk, root, now, inventory, events: folderEvents(root) }, first, openedAtMs);
      return view.changedSince(workspace.snapshot);
    },
  });
  return { ...engine, close: () => view?.close() };
}

/** Opens a workspace for one question, from the on-disk cache where it can. The caller ends the process or calls `close`. */
export async function engineOnce(root: string): Promise<Engine & { close(): Promise<void> }> {
  const workspace = await openWorkspace({ root });
  const engine = localEngine({ workspace, disk: diskFileSystem(root) });
  return { ...engine, close: () => workspace.close() };
}
