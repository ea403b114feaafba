import type { FileStat, FileSystem } from './file-system.js';
import { type FilePath, join } from './paths.js';
import { folderTree } from './tree.js';

const encoder = new TextEncoder();

/** A file system held in memory: for tests, fixtures and imported trees. Its files are as old as the epoch. */
export function memoryFileSystem(
  files: Readonly<Record<FilePath, string | Uint8Array>>,
  root = '/workspace',
): FileSystem {
  const bytes = new Map<FilePath, Uint8Array>();
  for (const [path, content] of Object.entries(files)) {
    bytes.set(join('', path), typeof content === 'string' ? encoder.encode(content) : content);
  }
  const tree = folderTree([...bytes.keys()].map(path => [path, 'file'] as const));
  const stat = (path: FilePath): FileStat | undefined => {
    if (tree.has(path)) return { kind: 'directory', size: 0, mtimeMs: 0 };
    const content = bytes.get(path);
    return content && { kind: 'file', size: content.byteLength, mtimeMs: 0 };
  };
  return {
    root,
    readBytes: path => (tree.has(path) ? undefined : bytes.get(path)),
    stat,
    list: folder => tree.get(folder) ?? [],
    realPath: path => (stat(path) ? path : undefined),
  };
}
