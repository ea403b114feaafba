import { noFactsCache } from '../../core/engine/extraction/facts-cache.js';
import { inProcessFrontEnd } from '../../core/engine/extraction/front-end.js';
import type { Snapshot } from '../../core/engine/snapshot.js';
import { Workspace } from '../../core/engine/workspace.js';
import { diskFileSystem } from '../../core/files/disk.js';
import { typescriptParser } from '../../core/syntax/typescript-parser.js';

const parser = typescriptParser();

/** The snapshot of a folder on the disk, parsed on this thread: the workers want built code. */
export async function openFolder(root: string): Promise<Snapshot> {
  const workspace = await Workspace.open({
    fs: diskFileSystem(root),
    means: { frontEnd: inProcessFrontEnd(() => parser), cache: noFactsCache, today: '2026-06-30' },
  });
  return workspace.snapshot;
}
