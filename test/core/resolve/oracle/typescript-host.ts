import { readFileSync, statSync } from 'node:fs';
import type { FileSystem } from '../../../../core/files/file-system.js';
import { type FilePath, join } from '../../../../core/files/paths.js';
import type { TypeScript } from '../../../../core/typescript6.js';

/** What TypeScript asks of the disk, answered by a file system; absolute paths at this edge only. */
export interface TypeScriptHost extends TypeScript.ParseConfigHost {
  readonly absolute: (path: FilePath) => string;
  /** `undefined` for a path outside the root. */
  readonly relative: (path: string) => FilePath | undefined;
  directoryExists(path: string): boolean;
  getCurrentDirectory(): string;
  realpath(path: string): string;
}

const decoder = new TextDecoder();

/** The host over a file system; `stat` answers are remembered, so it speaks for one moment. */
export function typeScriptHost(fs: FileSystem): TypeScriptHost {
  const kinds = new Map<FilePath, string | undefined>();
  const relative = (path: string) => {
    if (path === fs.root) return '';
    return path.startsWith(`${fs.root}/`) ? join('', path.slice(fs.root.length + 1)) : undefined;
  };
  const kindOf = (path: string) => {
    const known = relative(path);
    if (known === undefined) return outside(path);
    if (!kinds.has(known)) kinds.set(known, fs.stat(known)?.kind);
    return kinds.get(known);
  };
  const absolute = (path: FilePath) => (path === '' ? fs.root : `${fs.root}/${path}`);
  return {
    absolute,
    relative,
    useCaseSensitiveFileNames: true,
    fileExists: path => kindOf(path) === 'file',
    directoryExists: path => kindOf(path) === 'directory',
    getCurrentDirectory: () => fs.root,
    // Listing is all that TypeScript would do with the include globs; ownership is decided by matching alone.
    readDirectory: () => [],
    readFile: path => {
      const known = relative(path);
      const bytes = known === undefined ? undefined : fs.readBytes(known);
      if (known === undefined && outside(path) === 'file') return readFileSync(path, 'utf8');
      return bytes && decoder.decode(bytes);
    },
    realpath: path => {
      const known = relative(path);
      const real = known === undefined ? undefined : fs.realPath(known);
      return real === undefined ? path : absolute(real);
    },
  };
}

/** Packages installed above the root. */
function outside(path: string): 'file' | 'directory' | undefined {
  if (!path.includes('/node_modules')) return undefined;
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? 'file' : stat?.isDirectory() ? 'directory' : undefined;
}
