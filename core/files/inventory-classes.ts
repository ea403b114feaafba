import type { FilePath } from './paths.js';

/** Why a file or folder that could hold source is not analysed. */
export type SkipReason =
  /** More than 1 MiB: generated or data in all but name. */
  | 'too-large'
  /** Minified or bundled, by its name. */
  | 'minified'
  /** A copy of somebody else's code: below `vendor` or `third_party`. */
  | 'vendored'
  /** Listed but not readable as a file: no permission, a broken link, a named pipe. */
  | 'unreadable'
  /** A symbolic link that leaves the workspace root: never followed. */
  | 'symlink-outside'
  /** A submodule, linked worktree or other repository inside this one. */
  | 'nested-repository';

/** Larger source files are left out, in bytes. */
export const maxSourceSize = 1_048_576;

const vendorFolder = /(?:^|\/)(?:vendor|third_party)\//;
const minifiedName = /[.-]min\.[cm]?jsx?$|\.bundle\.[cm]?js$/;

/** True below a folder of copied code. */
export function isVendored(path: FilePath): boolean {
  return vendorFolder.test(path);
}

/** True for names that only build output has. */
export function isMinified(name: string): boolean {
  return minifiedName.test(name);
}

/** `tsconfig.json`, `tsconfig.build.json`, `jsconfig.json`, … */
export function isCompilerConfig(name: string): boolean {
  return (name.startsWith('tsconfig') || name.startsWith('jsconfig')) && name.endsWith('.json');
}
