import type { FilePath } from './paths.js';

/** What `stat` tells. `size` in bytes, `mtimeMs` the last change in milliseconds since the epoch (0 where the source keeps none, as git). */
export interface FileStat {
  readonly kind: 'file' | 'directory' | 'other';
  readonly size: number;
  readonly mtimeMs: number;
}

/** An entry of a folder; a symbolic link is listed as such and judged by who follows it. */
export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
}

/**
 * A tree of files. Implemented by the disk, by overlays (open buffers, proposed edits) and by git revisions.
 * All methods are synchronous, answer `undefined` or an empty list for what is not there, and never throw for the
 * user's files (unreadable counts as not there; `readBytes` of an existing unreadable file also answers `undefined`).
 */
export interface FileSystem {
  /** The absolute path of the workspace root with `/` separators, never printed in output. */
  readonly root: string;
  readBytes(path: FilePath): Uint8Array | undefined;
  stat(path: FilePath): FileStat | undefined;
  /** Entries sorted by name. */
  list(folder: FilePath): readonly DirectoryEntry[];
  /** The path after following symbolic links; `undefined` when it is not there or leaves the root. */
  realPath(path: FilePath): FilePath | undefined;
}

/** A change of one file as the engine takes it: the new text, or `undefined` for deleted. */
export interface FileChange {
  readonly path: FilePath;
  readonly text: string | undefined;
}
