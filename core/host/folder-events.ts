import { type FSWatcher, readFileSync, type Stats, statfsSync, statSync, watch } from 'node:fs';
import type { FolderEvents, TouchedName } from '../files/host.js';
import type { FilePath } from '../files/paths.js';
import { type EventMark, openEventMark } from './event-mark.js';

/** File systems of Linux whose every change goes through this kernel, so that it can tell of it: `statfs` types. */
const local: ReadonlySet<number> = new Set([
  0xef53, // ext2 to ext4
  0x58465342, // xfs
  0x9123683e, // btrfs
  0x01021994, // tmpfs
  0x794c7630, // overlayfs
  0xf2f52010, // f2fs
  0x2fc12fc1, // zfs
  0xca451a4e, // bcachefs
]);

/** Events that a queue of the kernel holds where it does not say, as many as its default. */
const usualQueue = 16_384;

/**
 * What happens in folders below an absolute root, with a proof that nothing is left untold: the kernel tells all watchers of a
 * thread of events in the order in which they came, so once it tells of a mark that was set now, it has told of all before it.
 * Only Linux gives that guarantee, and only for file systems of its own; `undefined` elsewhere, and whoever asks looks at the
 * files themselves.
 */
export function folderEvents(root: string): FolderEvents | undefined {
  const top = localStat(root);
  return top && new WatchedFolders(root, top);
}

class WatchedFolders implements FolderEvents {
  readonly #root: string;
  readonly #top: Stats;
  readonly #watchers = new Map<FilePath, FSWatcher>();
  /** What was told and not handed on yet. */
  #touched = new Map<FilePath, Set<string>>();
  #mark: EventMark | undefined;
  #heard = 0;
  /** Something may have gone untold, until all folders are watched anew. */
  #isDoubtful = true;
  /** The system refuses to watch, or cannot be relied on: not tried again. */
  #isOver = false;
  readonly #most = Math.min(4_096, Math.floor(queueLength() / 8));

  constructor(root: string, top: Stats) {
    this.#root = root;
    this.#top = top;
  }

  watch(folders: readonly FilePath[]): boolean {
    if (this.#isOver) return false;
    if (this.#isDoubtful) this.#unwatch();
    const wanted = new Set(folders);
    for (const [folder, watcher] of this.#watchers) if (!wanted.has(folder)) this.#drop(folder, watcher);
    let isNew = false;
    try {
      this.#mark ??= openEventMark();
      for (const folder of wanted) {
        if (this.#watchers.has(folder)) continue;
        isNew = true;
        if (!this.#add(folder)) return true;
      }
      this.#isDoubtful = false;
    } catch (error) {
      // expected absent: a folder is gone by now. Whatever else is refused (too many watchers) will be again.
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') this.#isDoubtful = true;
      else this.close();
    }
    return isNew;
  }

  async settled(): Promise<readonly TouchedName[] | undefined> {
    if (this.#isOver || this.#isDoubtful || !this.#mark || !this.#isSameRoot()) return this.#doubt();
    if (!(await this.#mark.isReached())) {
      // An event of this mark may still come: it must not be taken for one of the next.
      this.#mark.close();
      this.#mark = undefined;
      return this.#doubt();
    }
    // A queue that was full has lost events, and then so many have been told.
    if (this.#isDoubtful || this.#heard > this.#most) return this.#doubt();
    const told = [...this.#touched].flatMap(([folder, names]) => [...names].map(name => ({ folder, name })));
    this.#touched = new Map();
    this.#heard = 0;
    return told;
  }

  close(): void {
    this.#isOver = true;
    this.#unwatch();
    this.#mark?.close();
  }

  /** False: the folder lies on another file system, so nothing can be relied on. */
  #add(folder: FilePath): boolean {
    const absolute = folder === '' ? this.#root : `${this.#root}/${folder}`;
    if (statSync(absolute).dev !== this.#top.dev) {
      this.close();
      return false;
    }
    const watcher = watch(absolute, { persistent: false }, (_, name) => this.#hear(folder, name));
    watcher.on('error', () => {
      this.#isDoubtful = true;
    });
    this.#watchers.set(folder, watcher);
    return true;
  }

  #hear(folder: FilePath, name: string | null): void {
    this.#heard++;
    if (name === null) this.#isDoubtful = true;
    else if (this.#heard > this.#most) return;
    else {
      const names = this.#touched.get(folder);
      if (names) names.add(name);
      else this.#touched.set(folder, new Set([name]));
      const path = folder === '' ? name : `${folder}/${name}`;
      if (this.#watchers.has(path)) this.#dropTree(path);
    }
  }

  #doubt(): undefined {
    this.#isDoubtful = true;
    return undefined;
  }

  #unwatch(): void {
    for (const [folder, watcher] of this.#watchers) this.#drop(folder, watcher);
    this.#touched = new Map();
    this.#heard = 0;
  }

  #drop(folder: FilePath, watcher: FSWatcher): void {
    watcher.close();
    this.#watchers.delete(folder);
  }

  /** A folder that comes back under its name is another one, as is all below it, which nobody watches yet. */
  #dropTree(top: FilePath): void {
    for (const [folder, watcher] of this.#watchers)
      if (folder === top || folder.startsWith(`${top}/`)) this.#drop(folder, watcher);
  }

  #isSameRoot(): boolean {
    try {
      const { dev, ino } = statSync(this.#root);
      return dev === this.#top.dev && ino === this.#top.ino;
    } catch {
      return false;
    }
  }
}

function localStat(root: string): Stats | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return local.has(statfsSync(root).type) ? statSync(root) : undefined;
  } catch {
    return undefined;
  }
}

function queueLength(): number {
  try {
    return Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8')) || usualQueue;
  } catch {
    return usualQueue;
  }
}
