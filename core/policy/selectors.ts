import type { FilePath } from '../files/paths.js';
import { compileGlob } from './globs.js';
import type { Module, Policy } from './policy.js';
import { matchesWildcard } from './wildcard.js';

/** The pattern behind `tag:`, `undefined` for anything else. */
export function tagPattern(selector: string): string | undefined {
  return selector.startsWith('tag:') ? selector.slice(4) : undefined;
}

/** True when the module carries a tag that the pattern (`domain:*`) matches. */
export function hasTag(module: Module, pattern: string): boolean {
  return module.tags.some(tag => matchesWildcard(pattern, tag));
}

/** True when a selector of modules (`orders`, `orders/*`, `tag:…`, `*`) means the module itself; nested modules do not count. */
export function selectsModule(selector: string, module: Module): boolean {
  const tag = tagPattern(selector);
  if (tag !== undefined) return hasTag(module, tag);
  return selector.includes('*') ? matchesWildcard(selector, module.id) : selector === module.id;
}

/** The same, nested modules included: the reading of rules, `deny.except` and overrides. */
export function selectsFamily(selector: string, module: Module, byId: (id: string) => Module | undefined): boolean {
  let current: Module | undefined = module;
  while (current) {
    if (selectsModule(selector, current)) return true;
    current = current.parent === undefined ? undefined : byId(current.parent);
  }
  return false;
}

/** One side of a rule, compiled. */
export interface Side {
  /** What the words name; `name` is a module, tag or interface, `path` a glob, `external` packages. */
  readonly kind: 'name' | 'path' | 'external';
  /** True when the side selects a file of the workspace, `module` being the module it belongs to. */
  has(path: FilePath, module: Module | undefined): boolean;
  /** True when the side selects a package; `subpath` without a leading slash, `''` for the package itself. */
  hasPackage(name: string, subpath: string): boolean;
}

/**
 * Compiles `from`, `to` or `exceptFrom` of a rule: `external:…`, `tag:…`, `module::interface`, a module id or a wildcard
 * that matches some id (nested modules included), else a glob of files.
 */
export function compileSide(policy: Policy, selector: string, packages: PackageSelector): Side {
  if (selector.startsWith('external:')) {
    const matches = packages([selector.slice('external:'.length)]);
    return { kind: 'external', has: () => false, hasPackage: (name, subpath) => matches(name, subpath) !== undefined };
  }
  const none = () => false;
  if (namesModules(selector, policy.modules)) {
    const { id, interface: name } = splitInterface(selector);
    if (name !== undefined) {
      const exposed = policy.module(id)?.interfaces.find(each => each.name === name)?.expose ?? [];
      const globs = exposed.map(({ glob }) => compileGlob(glob));
      return { kind: 'name', has: path => globs.some(glob => glob.matches(path)), hasPackage: none };
    }
    const known = new Map<Module, boolean>();
    const byId = (each: string) => policy.module(each);
    return {
      kind: 'name',
      hasPackage: none,
      has(_, module) {
        if (!module) return false;
        const answer = known.get(module) ?? selectsFamily(selector, module, byId);
        known.set(module, answer);
        return answer;
      },
    };
  }
  const glob = compileGlob(selector);
  return { kind: 'path', has: path => glob.matches(path), hasPackage: none };
}

/** Compiles package patterns: see `compilePackages`. */
export type PackageSelector = (patterns: readonly string[]) => (name: string, subpath: string) => string | undefined;

/** True when a selector can only mean modules, or does mean some: else it is a path. */
export function namesModules(selector: string, modules: readonly Module[]): boolean {
  if (selector.startsWith('tag:') || selector.includes('::')) return true;
  if (modules.some(module => selectsModule(selector, module))) return true;
  return !/[/.*?{]/.test(selector);
}

/** `orders::jobs` → `orders` and `jobs`. */
export function splitInterface(text: string): { readonly id: string; readonly interface?: string } {
  const at = text.indexOf('::');
  return at < 0 ? { id: text } : { id: text.slice(0, at), interface: text.slice(at + 2) };
}
