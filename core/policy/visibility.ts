import type { Module } from './policy.js';
import { selectsModule } from './selectors.js';

type Lookup = (id: string) => Module | undefined;

/** True when `outer` contains `inner`, directly or through others; a module does not contain itself. */
export function contains(outer: Module, inner: Module, byId: Lookup): boolean {
  let parent = inner.parent;
  while (parent !== undefined) {
    if (parent === outer.id) return true;
    parent = byId(parent)?.parent;
  }
  return false;
}

/**
 * True when a module's `visibility` lets the importer see it. `private`: the parent and all its descendants. `siblings`:
 * children of the same parent, and (it publishes them) the parent itself, and what the module itself contains. A list
 * means exactly the modules it names.
 */
export function isVisible(visibility: Module['visibility'], target: Module, importer: Module, byId: Lookup): boolean {
  if (visibility === 'public' || importer === target) return true;
  if (typeof visibility !== 'string') return visibility.some(selector => selectsModule(selector, importer));
  if (contains(target, importer, byId)) return true;
  const parent = target.parent === undefined ? undefined : byId(target.parent);
  if (visibility === 'siblings') return importer.parent === target.parent || importer === parent;
  return parent !== undefined && (importer === parent || contains(parent, importer, byId));
}
