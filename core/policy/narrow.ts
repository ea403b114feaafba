import { dirname } from '../files/paths.js';
import { type Location, spanAt } from './document.js';
import { compileGlob, hasWildcard } from './globs.js';
import type { LoadedNarrowing } from './load.js';
import { exposedBy, type ModuleSurroundings, permissionsOf } from './modules.js';
import { compilePackages, resolveGroups } from './packages.js';
import type { Interface, Module, Permission, PolicyProblem } from './policy.js';
import { hasTag } from './selectors.js';
import { isVisible } from './visibility.js';

/** The modules after the `architecture.module.jsonc` files, and what is wrong with these. */
export interface Narrowed {
  readonly modules: readonly Module[];
  readonly problems: readonly PolicyProblem[];
}

/**
 * Applies the module files: each speaks for the module whose folder it lies in and may only take away. What would permit
 * more is `config/conflict`.
 */
export function narrowModules(
  modules: readonly Module[],
  narrowings: readonly LoadedNarrowing[],
  around: ModuleSurroundings & { readonly globalAllow?: readonly string[] },
): Narrowed {
  const narrowed = [...modules];
  const problems: PolicyProblem[] = [];
  for (const narrowing of narrowings) {
    const folder = dirname(narrowing.json.path);
    const index = modules.findIndex(module => module.folder === folder && isFolderOf(module, folder));
    const module = modules[index];
    if (!module) {
      const message = `No module has the folder ${folder || '.'}, so this file narrows nothing. Move it beside a module, or remove it.`;
      problems.push(problemAt(narrowing, 'arch/vacuous-rule', [], message));
      continue;
    }
    const result = narrowOne(module, narrowing, modules, around);
    narrowed[index] = result.module;
    problems.push(...result.problems);
  }
  return { modules: narrowed, problems };
}

/** A module that is one file shares the folder with others; the folder is not its own. */
function isFolderOf(module: Module, folder: string): boolean {
  return module.paths.some(path => compileGlob(path).matches(folder) || compileGlob(path).base === folder);
}

function narrowOne(
  module: Module,
  narrowing: LoadedNarrowing,
  modules: readonly Module[],
  around: ModuleSurroundings & { readonly globalAllow?: readonly string[] },
): { readonly module: Module; readonly problems: readonly PolicyProblem[] } {
  const { document, json } = narrowing;
  const problems: PolicyProblem[] = [];
  const widens = (at: Location, what: string) => {
    const message = `${what} is more than architecture.jsonc permits ${module.id}; a file beside a module may only narrow. Remove it here, or ask for it in architecture.jsonc.`;
    problems.push(problemAt(narrowing, 'config/conflict', at, message));
  };
  let result = module;
  if (document.dependsOn) {
    const own = permissionsOf(document.dependsOn, ['dependsOn'], json);
    own.forEach((permission, i) => {
      if (module.dependsOn && !module.dependsOn.some(outer => covers(outer, permission, modules))) {
        widens(['dependsOn', i], `"${permission.text}"`);
      }
    });
    if (!module.dependsOn && own.length > 0) widens(['dependsOn'], 'Any dependency');
    result = { ...result, dependsOn: own, setsDependsOn: true };
  }
  if (document.entryPoints) {
    const expose = document.entryPoints.map((text, i) => ({
      ...exposedBy(text, module.folder),
      span: spanAt(json, ['entryPoints', i]),
    }));
    expose.forEach((entry, i) => {
      if (module.entryPoints && !module.entryPoints.expose.some(outer => exposesAllOf(outer, entry))) {
        widens(['entryPoints', i], `"${document.entryPoints?.[i]}"`);
      }
    });
    result = { ...result, entryPoints: { expose, span: spanAt(json, ['entryPoints']) } };
  }
  if (document.visibility !== undefined) {
    const byId = (id: string) => modules.find(each => each.id === id);
    const visibility = document.visibility;
    const seen = (by: Module, how: Module['visibility']) => isVisible(how, module, by, byId);
    const gained = modules.filter(by => by !== module && seen(by, visibility) && !seen(by, module.visibility));
    if (gained.length > 0) widens(['visibility'], `Visibility to ${gained.map(each => each.id).join(', ')}`);
    result = { ...result, visibility };
  }
  if (document.external?.allow) {
    const outer = module.externalAllow ?? around.globalAllow;
    const matches = outer && compilePackages(outer);
    document.external.allow.forEach((word, i) => {
      for (const pattern of resolveGroups([word], around.groups)) {
        if (
          outer &&
          !outer.includes(pattern) &&
          matches?.(pattern.replace(/\/?\*$/, ''), pattern.includes('*') ? '*' : '') === undefined
        ) {
          widens(['external', 'allow', i], `"${word}"`);
          break;
        }
      }
    });
    result = { ...result, externalAllow: resolveGroups(document.external.allow, around.groups) };
  }
  return { module: result, problems };
}

/** True when `outer` permits all that `inner` does. */
function covers(outer: Permission, inner: Permission, modules: readonly Module[]): boolean {
  if (outer.kinds && !(inner.kinds ?? ['all']).every(kind => outer.kinds?.some(each => each === kind))) return false;
  if (outer.to.kind === 'any') return true;
  const { to } = inner;
  if (outer.to.kind === 'tag') {
    const { pattern } = outer.to;
    if (to.kind === 'tag') return pattern === to.pattern;
    const target = to.kind === 'module' ? modules.find(module => module.id === to.id) : undefined;
    return target !== undefined && hasTag(target, pattern);
  }
  if (to.kind !== outer.to.kind || to.id !== outer.to.id) return false;
  return outer.to.kind === 'module' || (to.kind === 'interface' && to.interface === outer.to.interface);
}

type Exposed = Interface['expose'][number];

function exposesAllOf(outer: Exposed, inner: Exposed): boolean {
  if (outer.names && !inner.names?.every(name => outer.names?.includes(name))) return false;
  return outer.glob === inner.glob || (!hasWildcard(inner.glob) && compileGlob(outer.glob).matches(inner.glob));
}

function problemAt(narrowing: LoadedNarrowing, rule: string, at: Location, message: string): PolicyProblem {
  return { rule, path: narrowing.json.path, span: spanAt(narrowing.json, at), message };
}
