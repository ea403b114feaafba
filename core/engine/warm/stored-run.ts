import type { CacheStore } from '../../files/host.js';
import type { Inventory } from '../../files/inventory.js';
import { type InventoryStamp, inventoryUnchanged, stampOf } from '../../files/inventory-stamp.js';
import { dirname } from '../../files/paths.js';
import type { RunResult } from '../report.js';
import { packagesStamp, stampsHold, type TimeStamps, timeOf } from './packages-stamp.js';

/** The result of a whole run with the proof by which a later run may use it: plain JSON. */
interface StoredRun {
  /** What the run was made with: build of the engine, date. */
  readonly made: string;
  readonly inventory: InventoryStamp;
  readonly packages: TimeStamps;
  readonly run: RunResult;
}

const KEY = 'run';

/** Where a run looked and when, taken before it started. */
export interface RunPlace {
  readonly root: string;
  /** Milliseconds since the epoch, before the inventory was taken. */
  readonly takenAtMs: number;
  /** Absolute paths outside the inventory that the result rests on: the heads of the repository, for renames. */
  readonly others: readonly string[];
  /** Identifies the build of the engine and the settings of the run. */
  readonly made: string;
}

/** Keeps the result of a run over the disk. */
export function storeRun(store: CacheStore, place: RunPlace, inventory: Inventory, run: RunResult): void {
  const folders = inventory.manifests.map(manifest => dirname(manifest.path));
  const others = place.others.map(path => [path, timeOf(place.root, path)] as const);
  const stored: StoredRun = {
    made: place.made,
    inventory: stampOf(place.root, inventory, place.takenAtMs),
    packages: [...packagesStamp(place.root, folders), ...others],
    run,
  };
  store.write(KEY, Buffer.from(JSON.stringify(stored)));
}

/** The stored result, when every file, folder and installed package is provably what it was. Costs one `stat` for each. */
export function loadRun(store: CacheStore, root: string, made: string): RunResult | undefined {
  const bytes = store.read(KEY);
  if (!bytes) return undefined;
  try {
    const stored = JSON.parse(Buffer.from(bytes).toString('utf8')) as StoredRun;
    if (stored.made !== made) return undefined;
    return stampsHold(root, stored.packages) && inventoryUnchanged(root, stored.inventory) ? stored.run : undefined;
  } catch {
    return undefined;
  }
}
