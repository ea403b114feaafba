import type { FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import { compileGlob } from '../../policy/globs.js';
import type { Module, Policy } from '../../policy/policy.js';
import { matchesWildcard } from '../../policy/wildcard.js';

/** What one side of a named rule selects: files, packages or both. */
export interface SideMatcher {
  file(path: FilePath): boolean;
  package(name: string, subpath: string): boolean;
}

/**
 * Reads a side of `rules[]`: a module id (its nested modules too), `tag:pattern`, `external:package`, `external:group`, or
 * a glob of files.
 */
export function sideMatcher(policy: Policy, side: string): SideMatcher {
  if (side.startsWith('external:')) {
    const name = side.slice('external:'.length);
    const patterns = policy.external.groups.get(name) ?? [name];
    return { file: () => false, package: (pkg, subpath) => patterns.some(pattern => isPackage(pattern, pkg, subpath)) };
  }
  return { file: fileMatcher(policy, side), package: () => false };
}

/** The files that a side selects. */
export function fileMatcher(policy: Policy, side: string): (path: FilePath) => boolean {
  const modules = modulesOf(policy, side);
  if (modules.length > 0) {
    const ids = new Set(modules.map(({ id }) => id));
    return path => ids.has(policy.moduleOf(path)?.id ?? '');
  }
  if (side.startsWith('tag:') || side.startsWith('external:')) return () => false;
  const glob = compileGlob(side);
  return path => glob.matches(path);
}

/** The modules that a side selects by id (nested ones included) or tag; none for a glob. */
export function modulesOf(policy: Policy, side: string): readonly Module[] {
  if (side.startsWith('tag:')) {
    const pattern = side.slice('tag:'.length);
    return policy.modules.filter(({ tags }) => tags.some(tag => matchesWildcard(pattern, tag)));
  }
  if (policy.module(side) === undefined) return [];
  return policy.modules.filter(module => isInFamily(policy, module, side));
}

function isInFamily(policy: Policy, module: Module, id: string): boolean {
  const seen = new Set<string>();
  for (let at: Module | undefined = module; at !== undefined && !seen.has(at.id); ) {
    if (at.id === id) return true;
    seen.add(at.id);
    at = at.parent === undefined ? undefined : policy.module(at.parent);
  }
  return false;
}

/** True when an edge leads to the side. */
export function edgeReaches(side: SideMatcher, { target }: Edge): boolean {
  if (target.kind === 'file' || target.kind === 'absent') return side.file(target.path);
  return target.kind === 'external' && side.package(target.package, target.subpath);
}

function isPackage(pattern: string, name: string, subpath: string): boolean {
  return matchesWildcard(pattern, name) || (subpath !== '' && matchesWildcard(pattern, `${name}/${subpath}`));
}
