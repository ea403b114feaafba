import { type FilePath, join } from '../files/paths.js';
import { rootDirCandidates } from './alias.js';
import type { Context } from './context.js';
import type { Landing } from './landing.js';
import type { Layout } from './layout.js';
import { lookupPath, lookupTarget } from './lookup.js';
import { relativeReason } from './reasons.js';
import type { Resolution } from './resolution.js';

/** Resolves `./x` and `../x`: as TypeScript does, then resources by their exact name, then what is yet to be built. */
export function resolveRelative(layout: Layout, landing: Landing, context: Context, specifier: string): Resolution {
  const path = join(context.folder, specifier);
  const onlyFolder = /(?:^|\/)\.{0,2}$/.test(specifier);
  for (const candidate of [path, ...rootDirCandidates(context.options, path)]) {
    const found = lookupPath(layout, candidate, onlyFolder, context.rules);
    if (found !== undefined) return landing.found(found);
  }
  return atExactPath(layout, landing, path) ?? nowhere(layout, landing, context, specifier, path);
}

/** Resolves `/x`, which bundlers look up below the package's own folder. */
export function resolveRooted(layout: Layout, landing: Landing, context: Context, specifier: string): Resolution {
  const path = join(layout.scopeOf(context.folder)?.folder ?? '', specifier);
  const found = lookupPath(layout, path, false, context.rules);
  if (found !== undefined) return landing.found(found);
  return atExactPath(layout, landing, path) ?? nowhere(layout, landing, context, specifier, path);
}

/**
 * Resolves the path of `new URL`, `reference path` and the like. The name is exact, but for the `.js` that stands for
 * the source it is built from and for the ending that `reference path` may leave out.
 */
export function resolveLiteral(layout: Layout, landing: Landing, context: Context, specifier: string): Resolution {
  const plain = specifier.replace(/[?#].*$/s, '');
  const base = plain.startsWith('/') ? (layout.scopeOf(context.folder)?.folder ?? '') : context.folder;
  const path = join(base, plain);
  const { tree } = layout;
  if (tree.isFile(path)) return landing.found(path);
  const found =
    lookupTarget(layout, path, context.rules) ??
    ['.ts', '.tsx', '.d.ts'].map(ending => path + ending).find(candidate => tree.isFile(candidate));
  if (found !== undefined) return landing.found(found);
  if (tree.isFolder(path)) return { kind: 'file', path };
  return (
    landing.unbuilt(path) ?? landing.absent(path) ?? { kind: 'unresolved', reason: literalReason(specifier, path) }
  );
}

function literalReason(specifier: string, path: FilePath): string {
  if (path === '..' || path.startsWith('../')) return `'${specifier}' leads out of the workspace root.`;
  return `There is no file or folder ${path}, which '${specifier}' names relative to the importing file.`;
}

/** Styles, images and other files that a bundler takes, by their full name. */
function atExactPath(layout: Layout, landing: Landing, path: FilePath): Resolution | undefined {
  if (path === '' || !layout.tree.isFile(path)) return undefined;
  return landing.found(path);
}

function nowhere(layout: Layout, landing: Landing, context: Context, specifier: string, path: FilePath): Resolution {
  const unbuilt = landing.unbuilt(path);
  if (unbuilt !== undefined) return unbuilt;
  for (const candidate of [path, ...rootDirCandidates(context.options, path)]) {
    const absent = landing.absent(candidate);
    if (absent !== undefined) return absent;
  }
  return { kind: 'unresolved', reason: relativeReason(layout, context, specifier, path) };
}
