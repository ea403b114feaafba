import { basename, compareText, dirname, type FilePath, isWithin } from '../../files/paths.js';
import type { Manifest } from '../../resolve/resolution.js';

/** Names that build tools give to what they write. */
const outputNames = /^_?(?:dist|build|built|out|output|lib|es|esm|cjs|umd|types|module|commonjs)(?:[-_.].*)?$/i;
const leastFiles = 3;
/** The share of files that must have a source. */
const sourceShare = 0.8;
/** Folders between a package and the files of its build, and between it and its sources. */
const deepest = 3;

/**
 * Folders beside or below a manifest that hold what a compiler wrote from sources that are here too: only JavaScript and
 * declarations, nearly all of them with a TypeScript file of the same path elsewhere in the package, in a folder named like
 * build output or with declarations beside the JavaScript. Usually git ignores them; published packages ship both.
 */
export function builtFolders(files: readonly FilePath[], manifests: readonly Manifest[]): readonly FilePath[] {
  const roots = new Set(['', ...manifests.map(({ folder }) => folder)]);
  const byCandidate = new Map<FilePath, FilePath[]>();
  for (const file of files) {
    for (let folder = dirname(file); folder !== ''; folder = dirname(folder)) {
      if (!roots.has(dirname(folder))) continue;
      const known = byCandidate.get(folder);
      if (known) known.push(file);
      else byCandidate.set(folder, [file]);
    }
  }
  const found = [...byCandidate].flatMap(([folder, own]) => (isBuilt(folder, own, files) ? [folder] : []));
  return found.filter(folder => !found.some(other => other !== folder && isWithin(folder, other))).sort(compareText);
}

function isBuilt(folder: FilePath, own: readonly FilePath[], files: readonly FilePath[]): boolean {
  if (own.length < leastFiles || own.some(path => isSource(path))) return false;
  const declared = own.filter(path => /\.d\.[cm]?ts$/.test(path)).length;
  if (!outputNames.test(basename(folder)) && declared * 4 < own.length) return false;
  const root = dirname(folder);
  const stems = new Set<string>();
  for (const path of files) {
    if (!isSource(path) || (root !== '' && !isWithin(path, root))) continue;
    for (const rest of endings(root === '' ? path : path.slice(root.length + 1), 0)) stems.add(rest);
  }
  if (stems.size === 0) return false;
  const inside = (path: FilePath) => (root === '' ? path : path.slice(root.length + 1));
  const known = own.filter(path => endings(inside(path), 1).some(rest => stems.has(rest))).length;
  return known >= own.length * sourceShare;
}

function isSource(path: FilePath): boolean {
  return /\.[cm]?tsx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
}

/** The path without extension, after the first folders: `dist/esm/a.js` → `esm/a`, `a`. */
function endings(path: string, from: number): string[] {
  const segments = path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '').split('/');
  const result: string[] = [];
  for (let i = from; i < segments.length && i <= deepest; i++) result.push(segments.slice(i).join('/'));
  return result;
}
