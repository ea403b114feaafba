import type { FilePath } from '../../files/paths.js';
import type { Manifest, ProjectLayout } from '../../resolve/resolution.js';
import type { Clause } from '../judge.js';

/** With as many, a pattern of `exports` stands for a whole tree and the list is cut. */
const mostEntryFiles = 2000;

/**
 * Without a declared policy the `exports` of a workspace package are its entry points: a file of another package that
 * they do not name is a deep import.
 */
export function pastExports(layout: ProjectLayout, from: FilePath, path: FilePath): Clause | undefined {
  const target = packageOf(layout, path);
  if (!target?.hasExports || packageOf(layout, from) === target) return undefined;
  if (layout.workspacePackages.get(target.name ?? '') !== target) return undefined;
  if (target.entryFiles.length === 0 || target.entryFiles.length >= mostEntryFiles) return undefined;
  if (target.entryFiles.includes(path)) return undefined;
  return {
    clause: 'deep-import',
    rule: 'arch/deep-import',
    why: `the exports of ${target.path} do not include ${path}`,
    data: { package: target.name, entryPoints: target.entryFiles },
  };
}

/** The nearest manifest with a name: one without (`{"type": "module"}`) governs no package. */
function packageOf(layout: ProjectLayout, path: FilePath): Manifest | undefined {
  return layout.manifestsAbove(path).find(manifest => manifest.name !== undefined);
}
