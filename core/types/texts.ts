import { statSync } from 'node:fs';
import { compareText } from '../files/paths.js';
import type { ChangedFiles } from './compiler.js';
import type { TextChange } from './oracle.js';

/** The replaced texts, by absolute path; `null` where a file is not there although the disk may have one. */
export class Texts {
  readonly #root: string;
  readonly #texts = new Map<string, string | null>();
  readonly #versions = new Map<string, number>();
  #epoch = 0;

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
    const prefix = `${folder}/`;
    for (const [path, text] of this.#texts) if (text !== null && path.startsWith(prefix)) return true;
    return false;
  }

  /** What the replaced texts say about the entries of a folder; `undefined` when nothing. */
  directlyIn(folder: string): ReadonlyMap<string, 'file' | 'gone' | 'folder'> | undefined {
    const prefix = folder.endsWith('/') ? folder : `${folder}/`;
    const entries = new Map<string, 'file' | 'gone' | 'folder'>();
    for (const [path, text] of this.#texts) {
      if (!path.startsWith(prefix)) continue;
      const [name = '', ...deeper] = path.slice(prefix.length).split('/');
      if (deeper.length === 0) entries.set(name, text === null ? 'gone' : 'file');
      else if (text !== null) entries.set(name, 'folder');
    }
    return entries.size === 0 ? undefined : entries;
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
    if (everything) this.#epoch++;
    return { changed: sorted(changed), created: sorted(created), deleted: sorted(deleted), everything };
  }
}

function isOnDisk(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function sorted(paths: ReadonlySet<string>): readonly string[] {
  return [...paths].sort(compareText);
}
