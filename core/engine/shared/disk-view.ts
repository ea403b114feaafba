import type { FileSystem } from '../../files/file-system.js';
import { contentHash } from '../../files/hash.js';
import type { FolderEvents, TouchedName } from '../../files/host.js';
import type { Inventory } from '../../files/inventory.js';
import { isRacy } from '../../files/inventory-stamp.js';
import { dirname, type FilePath } from '../../files/paths.js';
import { isSettingFile } from '../situation.js';
import type { Snapshot } from '../snapshot.js';
import { packagesStamp, stampsHold, type TimeStamps } from '../warm/packages-stamp.js';

interface Seen {
  readonly size: number;
  readonly mtimeMs: number;
  /** When it was looked at, in milliseconds since the epoch. */
  readonly atMs: number;
  /** Of what is no source: those have theirs in the snapshot. */
  readonly hash?: string;
}

/** What a view is made with. */
export interface DiskViewParts {
  /** The disk itself, without anything laid over it. */
  readonly disk: FileSystem;
  /** Lists the disk anew, the way the snapshots list it. */
  inventory(): Inventory;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The absolute root, for what lies beside the inventory. */
  readonly root: string;
  /** What happens in the folders, told without a gap; without it everything is looked at each time. */
  readonly events?: FolderEvents | undefined;
}

/** Naming a setting file has the engine read all of them again, and resolve every import anew. */
const everything = 'package.json';

/** Ways to write that the system tells nobody of (memory maps) are noticed within this time, in milliseconds. */
const fullLookEveryMs = 30_000;

/** A look in the background takes so many files at once, a few milliseconds. */
const sweptAtOnce = 200;

/** New folders are watched and then looked at, so often at most. */
const mostRounds = 3;

/**
 * What the disk was when it was last looked at, starting with what a snapshot was read from. It tells which files are
 * different now: those in whose folders something happened, where the system tells that without a gap, else all are looked
 * at. No delayed news is relied on, so nothing is stale between a write and the event of it.
 */
export class DiskView {
  readonly #parts: DiskViewParts;
  #files = new Map<FilePath, Seen>();
  #folders = new Map<FilePath, number>();
  #names = new Map<FilePath, Set<string>>();
  #packages: TimeStamps;
  #isFirst = true;
  /** Which files are listed may be another question by now: what is ignored changed. */
  #isOutdated = false;
  #lookedAtMs: number;
  /** Of a look in the background: what it found to be different. */
  #suspects = new Set<FilePath>();
  #sweeping: NodeJS.Timeout | undefined;

  /** `openedAtMs`: before the snapshot was read. */
  constructor(parts: DiskViewParts, { moment, policy }: Snapshot, openedAtMs: number) {
    this.#parts = parts;
    this.#lookedAtMs = openedAtMs;
    const { inventory } = moment.situation;
    this.#note(inventory, openedAtMs);
    const baseline = policy.baseline?.file;
    const stat = baseline === undefined ? undefined : parts.disk.stat(baseline);
    if (baseline !== undefined && stat) this.#files.set(baseline, this.#seen(baseline, stat, openedAtMs, false));
    this.#packages = packagesStamp(parts.root, packageFolders(inventory));
  }

  /** The paths whose content or presence may differ from the snapshot; told once, so the snapshot has to take them in. */
  async changedSince(snapshot: Snapshot): Promise<readonly FilePath[]> {
    const touched = this.#isFirst || this.#isOutdated ? undefined : await this.#parts.events?.settled();
    const atMs = this.#parts.now();
    const changed = new Set<FilePath>();
    if (!touched || !this.#lookAt(touched, atMs, changed, snapshot)) this.#lookAtAll(atMs, changed, snapshot);
    this.#lookBeside(atMs, changed, snapshot);
    this.#isFirst = false;
    this.#isOutdated = [...changed].some(isSettingFile);
    this.#sweepLater();
    return [...changed].sort();
  }

  /** Nothing is looked at any more. */
  close(): void {
    clearTimeout(this.#sweeping);
    this.#parts.events?.close();
  }

  /** Looks at what was touched; false where that does not suffice. */
  #lookAt(touched: readonly TouchedName[], atMs: number, changed: Set<FilePath>, snapshot: Snapshot): boolean {
    const paths = new Set(touched.map(({ folder, name }) => below(folder, name)));
    for (const path of paths) {
      if (this.#folders.has(path)) return false;
      if (this.#parts.disk.stat(path)?.kind === 'directory' && !snapshot.isIgnored(path, 'directory')) return false;
    }
    for (const { folder, name } of touched) this.#lookAtName(folder, name, atMs, changed, snapshot);
    for (const path of this.#suspects) {
      const seen = this.#files.get(path);
      if (seen && this.#differs(path, seen, atMs, snapshot)) changed.add(path);
    }
    this.#suspects.clear();
    return true;
  }

  #lookAtName(folder: FilePath, name: string, atMs: number, changed: Set<FilePath>, snapshot: Snapshot): void {
    const path = below(folder, name);
    const seen = this.#files.get(path);
    const names = this.#names.get(folder);
    const stat = this.#parts.disk.stat(path);
    const isThere = stat !== undefined && stat.kind !== 'directory';
    if (seen) {
      if (this.#differs(path, seen, atMs, snapshot)) changed.add(path);
    } else if (isThere !== names?.has(name)) {
      changed.add(path);
      if (stat?.kind === 'file') this.#files.set(path, this.#seen(path, stat, atMs, false));
    }
    if (isThere) names?.add(name);
    else names?.delete(name);
  }

  /** Has the folders watched first, so that what changes after the look is told. */
  #lookAtAll(atMs: number, changed: Set<FilePath>, snapshot: Snapshot): void {
    const { events } = this.#parts;
    for (let round = 0; round < mostRounds; round++) {
      const isNew = events?.watch([...this.#folders.keys()]) === true;
      if (round > 0 && !isNew) break;
      if (this.#isOutdated || this.#foldersChanged()) this.#lookAgain(atMs, changed);
      this.#isOutdated = false;
      for (const [path, seen] of this.#files) if (this.#differs(path, seen, atMs, snapshot)) changed.add(path);
    }
    this.#suspects.clear();
    this.#lookedAtMs = atMs;
  }

  /** What lies in no folder of the inventory. */
  #lookBeside(atMs: number, changed: Set<FilePath>, snapshot: Snapshot): void {
    const baseline = snapshot.policy.baseline?.file;
    if (baseline !== undefined) {
      const seen = this.#files.get(baseline);
      const stat = this.#parts.disk.stat(baseline);
      if (seen) {
        if (this.#differs(baseline, seen, atMs, snapshot)) changed.add(baseline);
      } else if (stat) {
        this.#files.set(baseline, this.#seen(baseline, stat, atMs, false));
        changed.add(baseline);
      }
    }
    if (!stampsHold(this.#parts.root, this.#packages)) {
      changed.add(everything);
      this.#packages = packagesStamp(this.#parts.root, packageFolders(snapshot.moment.situation.inventory));
    }
  }

  /** Looks at everything once more while nobody waits. */
  #sweepLater(): void {
    if (!this.#parts.events || this.#sweeping) return;
    const left = this.#lookedAtMs + fullLookEveryMs - this.#parts.now();
    this.#sweeping = setTimeout(() => this.#sweep([...this.#files]), Math.max(0, left));
    this.#sweeping.unref();
  }

  #sweep(left: [FilePath, Seen][]): void {
    for (const [path, seen] of left.splice(-sweptAtOnce)) {
      const stat = this.#parts.disk.stat(path);
      if (stat?.kind !== 'file' || stat.size !== seen.size || stat.mtimeMs !== seen.mtimeMs) this.#suspects.add(path);
    }
    if (left.length > 0) {
      this.#sweeping = setTimeout(() => this.#sweep(left), 10);
      this.#sweeping.unref();
      return;
    }
    this.#sweeping = undefined;
    this.#lookedAtMs = this.#parts.now();
  }

  #foldersChanged(): boolean {
    const { disk } = this.#parts;
    for (const [path, mtimeMs] of this.#folders) if (disk.stat(path)?.mtimeMs !== mtimeMs) return true;
    return false;
  }

  /** Something was added or removed somewhere: all is listed again, and what is new or gone is told. */
  #lookAgain(atMs: number, changed: Set<FilePath>): void {
    const [files, names] = [this.#files, this.#names];
    this.#note(this.#parts.inventory(), atMs);
    for (const path of files.keys()) if (!this.#files.has(path)) changed.add(path);
    for (const path of this.#files.keys()) if (!files.has(path)) changed.add(path);
    // What was known keeps its time, so that `#differs` compares it with what it was.
    for (const [path, seen] of files) if (this.#files.has(path)) this.#files.set(path, seen);
    // What is no source may be where an import leads.
    for (const folder of new Set([...names.keys(), ...this.#names.keys()])) {
      const [before, now] = [names.get(folder) ?? none, this.#names.get(folder) ?? none];
      for (const name of now) if (!before.has(name)) changed.add(below(folder, name));
      for (const name of before) if (!now.has(name)) changed.add(below(folder, name));
    }
    // Names were listed a moment after the snapshot was read: what came in between would go unnoticed.
    if (this.#isFirst) changed.add(everything);
  }

  #note(inventory: Inventory, atMs: number): void {
    const { disk } = this.#parts;
    this.#files = new Map();
    this.#folders = new Map(inventory.folders.map(({ path, mtimeMs }) => [path, mtimeMs]));
    this.#names = new Map(
      inventory.folders.map(({ path }) => [
        path,
        new Set(disk.list(path).flatMap(({ name, kind }) => (kind === 'directory' ? [] : [name]))),
      ]),
    );
    const { files, manifests, configs, gitignores, extras, skipped } = inventory;
    for (const { path, size, mtimeMs } of files) this.#files.set(path, { size, mtimeMs, atMs });
    for (const list of [manifests, configs, gitignores, extras])
      for (const file of list) this.#files.set(file.path, this.#seen(file.path, file, atMs, false));
    for (const { path, size, mtimeMs } of skipped) {
      if (size !== undefined && mtimeMs !== undefined) this.#files.set(path, { size, mtimeMs, atMs });
    }
  }

  #differs(path: FilePath, seen: Seen, atMs: number, snapshot: Snapshot): boolean {
    const stat = this.#parts.disk.stat(path);
    if (stat?.kind !== 'file') {
      this.#files.delete(path);
      return true;
    }
    const isSame = stat.size === seen.size && stat.mtimeMs === seen.mtimeMs;
    if (isSame && !isRacy(seen.mtimeMs, seen.atMs)) return false;
    const recorded = hashIn(snapshot, path);
    const now = this.#seen(path, stat, atMs, recorded !== undefined);
    this.#files.set(path, now);
    return recorded === undefined ? now.hash !== seen.hash || now.hash === undefined : this.#hashOf(path) !== recorded;
  }

  #seen(path: FilePath, { size, mtimeMs }: Pick<Seen, 'size' | 'mtimeMs'>, atMs: number, isSource: boolean): Seen {
    const hash = isSource ? undefined : this.#hashOf(path);
    return { size, mtimeMs, atMs, ...(hash !== undefined && { hash }) };
  }

  #hashOf(path: FilePath): string | undefined {
    const bytes = this.#parts.disk.readBytes(path);
    return bytes && contentHash(bytes);
  }
}

const none: ReadonlySet<string> = new Set<string>();

function below(folder: FilePath, name: string): FilePath {
  return folder === '' ? name : `${folder}/${name}`;
}

function packageFolders({ manifests }: Inventory): readonly FilePath[] {
  return manifests.map(manifest => dirname(manifest.path));
}

function hashIn({ state }: Snapshot, path: FilePath): string | undefined {
  const number = state.numbers.known(path);
  return number === undefined ? undefined : state.records.get(number)?.hash;
}
