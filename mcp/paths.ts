import { realpathSync } from 'node:fs';
import { type FilePath, type Place, placeAt, type Snapshot, toFilePath } from '../core/index.js';
import { Refusal } from './refusal.js';

/** Reads the paths of a call. Refuses what lies outside, is not analysed or, where it must exist, is missing. */
export interface PathReader {
  /** A source file or folder of sources that exists; the root is `''`. */
  existing(input: string, key: string): FilePath;
  /** A source file that may still have to be written. */
  file(input: string, key: string): FilePath;
  /** A file or folder that may still have to be written. */
  any(input: string, key: string): FilePath;
}

/** The reader for a snapshot of the workspace at an absolute root. */
export function pathReader(root: string, snapshot: Snapshot): PathReader {
  const read = (input: string, key: string): { path: FilePath; place: Place } => {
    const path = workspacePath(root, input, key);
    if (path.includes('*')) throw new Refusal(`${key}: ${path} is a pattern; name one file or folder.`);
    const place = placeAt(snapshot, path);
    if (place.kind === 'outside' || place.kind === 'unanalysed') throw new Refusal(`${key}: ${place.reason}`);
    return { path, place };
  };
  return {
    existing(input, key) {
      const { path, place } = read(input, key);
      if (place.kind === 'free') throw new Refusal(`${key}: ${path} does not exist. ${place.hint}`.trim());
      return path;
    },
    file(input, key) {
      const { path, place } = read(input, key);
      if (place.kind === 'folder') throw new Refusal(`${key}: ${path || 'the root'} is a folder; name a file in it.`);
      return path;
    },
    any: (input, key) => read(input, key).path,
  };
}

/** A path relative to the root from any spelling: relative, absolute, `file:`, with backslashes or a drive letter. */
function workspacePath(root: string, input: string, key: string): FilePath {
  const context = { root, rootAliases: [realRoot(root)], platform: process.platform };
  const read = toFilePath(input, context);
  if (read.ok) return withoutDots(read.path);
  // A client on Windows may name a workspace that lies in a POSIX system by drive.
  const drive = process.platform === 'win32' ? undefined : /^[A-Za-z]:[\\/](.*)$/s.exec(input)?.[1];
  const onPosix = drive === undefined ? undefined : toFilePath(`/${drive.replaceAll('\\', '/')}`, context);
  if (onPosix?.ok) return withoutDots(onPosix.path);
  throw new Refusal(`${key}: ${read.message}`);
}

function withoutDots(path: string): FilePath {
  return path.replace(/^(?:\.\/)+/, '').replace(/^\.$/, '');
}

function realRoot(root: string): string {
  try {
    return realpathSync(root);
  } catch {
    return root;
  }
}
