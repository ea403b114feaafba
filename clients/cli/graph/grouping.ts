import type { FilePath, Snapshot } from '../engine.js';

/** The name of what a file belongs to at module level. */
export type Grouping = (path: FilePath) => string;

export const unassigned = '(unassigned)';

/** Folders that say nothing themselves: the name is one level further down. */
const containers = new Set(['src', 'lib', 'app', 'apps', 'packages', 'libs', 'modules']);

/**
 * Modules of the policy; without one the packages of the workspace, where there are several, else the top folders.
 * Files that belong to no module form a group of their own.
 */
export function groupingOf({ policy, layout }: Pick<Snapshot, 'policy' | 'layout'>): Grouping {
  if (policy.modules.length > 0) return path => policy.moduleOf(path)?.id ?? unassigned;
  const packages = new Map([...layout.workspacePackages].map(([name, manifest]) => [manifest.folder, name]));
  if (packages.size > 1) return path => packageAbove(path, packages) ?? topFolder(path);
  return topFolder;
}

function packageAbove(path: FilePath, packages: ReadonlyMap<FilePath, string>): string | undefined {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const name = packages.get(path.slice(0, slash));
    if (name !== undefined) return name;
  }
  return packages.get('');
}

function topFolder(path: FilePath): string {
  const folders = path.split('/').slice(0, -1);
  const [first, second] = folders;
  if (first === undefined) return '.';
  return second !== undefined && containers.has(first) ? `${first}/${second}` : first;
}
