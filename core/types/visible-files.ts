import { readdirSync, readFileSync, statSync } from 'node:fs';
import { compareText } from '../files/paths.js';
import { isConfigText, withAmbientTypes } from './config-text.js';
import type { EntryKind, Texts } from './texts.js';

export interface FolderEntries {
  files: string[];
  directories: string[];
}

/** A file system laid over the disk; `undefined` means: as the disk says. */
export interface VisibleFiles {
  /** `null` when there is no such file, whatever the disk says. */
  readFile(path: string): string | null | undefined;
  fileExists(path: string): boolean | undefined;
  directoryExists(path: string): boolean | undefined;
  getAccessibleEntries(folder: string): FolderEntries | undefined;
  /** The entries of a folder, the disk's included. */
  entriesOf(folder: string): FolderEntries;
  /** The text of a file, read from the disk where it is not replaced. */
  textOf(path: string): string | undefined;
}

/** What lies outside the root is read only as far as dependencies need it: packages, declarations, manifests. */
const readableOutside = /\/node_modules\/|\.d\.[\w.]*[cm]?ts$|\/package\.json$/;

/**
 * The files a compiler may see: the replaced texts, then the disk; outside the root only what dependencies need. `own`
 * is a configuration that exists nowhere else.
 */
export function visibleFiles(root: string, texts: Texts, own: { readonly path: string; text(): string }): VisibleFiles {
  const isHidden = (path: string): boolean =>
    isDiskPath(path) && !path.startsWith(`${root}/`) && !readableOutside.test(path);

  const readFile = (path: string): string | null | undefined => {
    if (path === own.path) return own.text();
    const replaced = texts.get(path);
    if (typeof replaced === 'string') return isConfigText(path, replaced) ? withAmbientTypes(replaced) : replaced;
    if (replaced === null || isHidden(path)) return null;
    return path.endsWith('.json') ? changedConfig(path) : undefined;
  };
  return {
    readFile,
    fileExists(path) {
      if (path === own.path) return true;
      const replaced = texts.get(path);
      return replaced === undefined ? undefined : replaced !== null;
    },
    directoryExists(path) {
      return texts.hasFileBelow(path) || undefined;
    },
    getAccessibleEntries(folder) {
      const inside = texts.directlyIn(folder);
      return inside && mergeEntries(entriesOnDisk(folder), inside);
    },
    entriesOf(folder) {
      return mergeEntries(entriesOnDisk(folder), texts.directlyIn(folder) ?? new Map());
    },
    textOf(path) {
      const text = readFile(path);
      return text === undefined ? readDisk(path) : (text ?? undefined);
    },
  };
}

/** Libraries inside the compiler have addresses of their own (`bundled:///`). */
function isDiskPath(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path);
}

function changedConfig(path: string): string | undefined {
  const text = readDisk(path);
  return text !== undefined && isConfigText(path, text) ? withAmbientTypes(text) : undefined;
}

function readDisk(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function entriesOnDisk(folder: string): FolderEntries {
  try {
    const files: string[] = [];
    const directories: string[] = [];
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const isFolder = entry.isSymbolicLink() ? isDirectory(`${folder}/${entry.name}`) : entry.isDirectory();
      (isFolder ? directories : files).push(entry.name);
    }
    return { files, directories };
  } catch {
    return { files: [], directories: [] };
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function mergeEntries(disk: FolderEntries, replaced: ReadonlyMap<string, EntryKind>): FolderEntries {
  const files = new Set(disk.files);
  const directories = new Set(disk.directories);
  for (const [name, kind] of replaced) {
    if (kind === 'folder') directories.add(name);
    else if (kind === 'file') files.add(name);
    else files.delete(name);
  }
  return { files: [...files].sort(compareText), directories: [...directories].sort(compareText) };
}
