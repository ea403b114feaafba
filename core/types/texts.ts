import { statSync } from 'node:fs';
import { basename, compareText, dirname } from '../files/paths.js';
import type { ChangedFiles } from './compiler.js';
import type { TextChange } from './oracle.js';

/** What a replaced text makes of an entry of a folder. */
export type EntryKind = 'file' | 'gone' | 'folder';

/** The replaced texts, by absolute path; `null` where a file is not there although the disk may have one. */
export class Texts {
  readonly #root: string;
  readonly #texts = new Map<string, string | null>();
  readonly #versions = new Map<string, number>();
  #epoch = 0;
  /** Made when first asked for: compilers ask about tens of thousands of folders. */
  #folders: ReadonlyMap<string, ReadonlyMap<string, EntryKind>> | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  get(path: string): string | null | undefined {
    return this.#texts.get(path);
  }

  /** Changes whenever the text of the path may have. */
  versionOf(path: string): string {
    return `${this.#epoch}.${this.#versions.get(path) ?? 0}`;
  }

  /** True when a replaced text lies anywhere below the folder. */
  hasFileBelow(folder: string): boolean {
    for (const kind of this.directlyIn(folder)?.values() ?? []) if (kind !== 'gone') return true;
    return false;
  }

  /** What the replaced texts say about the entries of a folder; `undefined` when nothing. */
  directlyIn(folder: string): ReadonlyMap<string, EntryKind> | undefined {
    this.#folders ??= foldersOf(this.#texts);
    return this.#folders.get(folder.length > 1 && folder.endsWith('/') ? folder.slice(0, -1) : folder);
  }

  /** Puts the texts in place and tells what that means for somebody who has seen the state before. */
  apply(changes: readonly TextChange[], everything: boolean): ChangedFiles {
    const changed = new Set<string>();
    const created = new Set<string>();
    const deleted = new Set<string>();
    for (const { path, text } of changes) {
      const absolute = `${this.#root}/${path}`;
      const before = this.#texts.get(absolute);
      if (text === undefined) this.#texts.delete(absolute);
      else this.#texts.set(absolute, text);
      this.#versions.set(absolute, (this.#versions.get(absolute) ?? 0) + 1);
      const isThere = text === undefined ? isOnDisk(absolute) : text !== null;
      // The disk itself may have changed since it was last looked at: then nobody knows what was there.
      const wasThere = before === undefined ? text === undefined || isOnDisk(absolute) : before !== null;
      if (!isThere) deleted.add(absolute);
      else if (wasThere) changed.add(absolute);
      if (isThere && (!wasThere || (before === undefined && text === undefined))) created.add(absolute);
    }
    this.#folders = undefined;
    if (everything) this.#epoch++;
    return { changed: sorted(changed), created: sorted(created), deleted: sorted(deleted), everything };
  }
}

function foldersOf(texts: ReadonlyMap<string, string | null>): ReadonlyMap<string, ReadonlyMap<string, EntryKind>> {
  const folders = new Map<string, Map<string, EntryKind>>();
  const enter = (path: string, kind: EntryKind): void => {
    const folder = dirname(path);
    let entries = folders.get(folder);
    if (!entries) {
      entries = new Map();
      folders.set(folder, entries);
    }
    if (entries.has(basename(path))) return;
    entries.set(basename(path), kind);
    // A file that is there makes its folders be there too.
    if (kind !== 'gone' && folder !== '') enter(folder, 'folder');
  };
  for (const [path, text] of texts) enter(path, text === null ? 'gone' : 'file');
  return folders;
}

function isOnDisk(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function sorted(paths: ReadonlySet<string>): readonly string[] {
  return [...paths].sort(compareText);
}
