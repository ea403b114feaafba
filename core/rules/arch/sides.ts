import type { FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import { compilePackages, resolveGroups } from '../../policy/packages.js';
import type { Policy } from '../../policy/policy.js';
import { compileSide, type Side } from '../../policy/selectors.js';

const compiled = new WeakMap<Policy, Map<string, Side>>();

/** A side of `rules[]`, compiled once for each policy. */
export function sideOf(policy: Policy, selector: string): Side {
  let sides = compiled.get(policy);
  if (sides === undefined) {
    sides = new Map();
    compiled.set(policy, sides);
  }
  let side = sides.get(selector);
  if (side === undefined) {
    side = compileSide(policy, selector, patterns => compilePackages(resolveGroups(patterns, policy.external.groups)));
    sides.set(selector, side);
  }
  return side;
}

/** True when a side selects a file. */
export function selectsFile(policy: Policy, selector: string, path: FilePath): boolean {
  return sideOf(policy, selector).has(path, policy.moduleOf(path));
}

/** True when an edge leads to what the side selects. */
export function edgeReaches(policy: Policy, side: Side, { target }: Edge): boolean {
  if (target.kind === 'file' || target.kind === 'absent') return side.has(target.path, policy.moduleOf(target.path));
  return target.kind === 'external' && side.hasPackage(target.package, target.subpath);
}
