import { type FilePath, isWithin } from '../../files/paths.js';
import type { Manifest, ProjectLayout } from '../../resolve/resolution.js';
import type { Clause } from '../judge.js';
import type { Policy } from '../policy.js';

/** With as many, a pattern of `exports` stands for a whole tree and the list is cut. */
const mostEntryFiles = 2000;

/**
 * Without a declared policy the `exports` of a workspace package are its entry points: a file of another package that
 * they do not name is a deep import. Only production code is held to it, and not the package that the other one lies in:
 * a `package.json` inside an application makes a folder of it no stranger.
 */
export function pastExports(policy: Policy, layout: ProjectLayout, from: FilePath, path: FilePath): Clause | undefined {
  const target = packageOf(layout, path);
  if (!target?.hasExports || policy.isTest(from) || policy.isTest(path)) return undefined;
  const own = packageOf(layout, from);
  if (own === undefined || isWithin(target.folder, own.folder)) return undefined;
  if (layout.workspacePackages.get(target.name ?? '') !== target) return undefined;
  if (target.entryFiles.length === 0 || target.entryFiles.length >= mostEntryFiles) return undefined;
  if (target.entryFiles.includes(path) || target.hasUnknownEntries) return undefined;
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
