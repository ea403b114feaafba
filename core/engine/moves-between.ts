import type { Moves } from '../policy/baseline.js';
import type { Snapshot } from './snapshot.js';

/** How findings of an earlier snapshot find their files in a later one. */
export function movesBetween(base: Snapshot, head: Snapshot, renamed = base.renamed): Moves {
  return { exists: path => head.state.setting.fs.stat(path) !== undefined, renames: () => renamed };
}
