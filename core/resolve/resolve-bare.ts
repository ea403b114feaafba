import { type FilePath, join } from '../files/paths.js';
import { type AliasMatch, isSpecific, lookupAlias, matchAlias } from './alias.js';
import { hasScheme, nodeBuiltin, schemeTarget } from './builtins.js';
import type { Context } from './context.js';
import { matchImports } from './export-map.js';
import type { MappedSpecifier } from './import-maps.js';
import type { Landing } from './landing.js';
import type { Layout } from './layout.js';
import { lookupPath, lookupTarget } from './lookup.js';
import { packageEntry } from './package-entry.js';
import type { PackageJson } from './package-json.js';
import { aliasReason, closedReason, importsReason, mapReason, missingReason, nameReason } from './reasons.js';
import type { Resolution } from './resolution.js';
import { isRelative, type PackageSpecifier, splitPackage } from './specifier.js';
import { isInstalled } from './tree.js';
import { nearestPackage } from './workspaces.js';

/**
 * Resolves what is not relative, in TypeScript's order: `paths` or `baseUrl`, `#imports`, the package's own name,
 * `node_modules`. Packages of the workspace count as linked even when nothing is installed.
 */
export function resolveBare(layout: Layout, landing: Landing, context: Context, specifier: string): Resolution {
  const target = resolveKnown(layout, landing, context, specifier);
  const why = context.unknownAliases;
  return why !== undefined && mayBeAlias(layout, context, specifier, target) ? { kind: 'unchecked', why } : target;
}

/**
 * True for what leads nowhere by all that is known, and for names no package can have alone where only a package's
 * tsconfig or a bundler's settings are missing: these know no aliases that look like packages.
 */
function mayBeAlias(layout: Layout, context: Context, specifier: string, target: Resolution): boolean {
  if (specifier === '' || hasScheme(specifier)) return false;
  const split = splitPackage(specifier);
  if (target.kind === 'unresolved')
    return split === undefined && matchAlias(context.options.paths, specifier) === undefined;
  if (context.unknownAliases !== 'generated' || target.kind !== 'external' || split === undefined) return false;
  return !target.builtin && !target.installed && !target.pinned && !layout.declaring(context.folder, target.package);
}

function resolveKnown(layout: Layout, landing: Landing, context: Context, specifier: string): Resolution {
  const { folder, options, rules } = context;
  const alias = matchAlias(options.paths, specifier);
  if (alias !== undefined) {
    const found = lookupAlias(layout, alias, rules) ?? exactAlias(layout, alias);
    if (found !== undefined) return landing.found(found);
  } else if (options.baseUrl !== undefined) {
    const path = join(options.baseUrl, specifier);
    const found = lookupPath(layout, path, false, rules) ?? (layout.tree.isFile(path) ? path : undefined);
    if (found !== undefined) return landing.found(found);
  }
  const mapped = layout.importMaps.match(folder, specifier);
  if (mapped !== undefined) return resolveMapped(layout, landing, context, mapped);
  const declares = (name: string) => layout.declaring(folder, name) !== undefined;
  const site = specifier.startsWith('@site/') ? layout.declaring(folder, '@docusaurus/core') : undefined;
  if (site !== undefined) return inSite(layout, landing, context, join(site.folder, specifier.slice('@site/'.length)));
  const byName = nodeBuiltin(specifier) ?? schemeTarget(specifier, declares);
  if (byName !== undefined) return byName;
  const isMapped = alias !== undefined && isSpecific(alias) && !alias.targets.some(({ path }) => isInstalled(path));
  const split = splitPackage(specifier);
  const target = specifier.startsWith('#')
    ? resolveImports(layout, landing, context, specifier, 0)
    : split && resolvePackage(layout, landing, context, specifier, split);
  if (target !== undefined && !(isMapped && isGuess(target, declares))) return target;
  if (isMapped) return missingAlias(layout, landing, alias, specifier);
  return target ?? { kind: 'unresolved', reason: nameReason(specifier) };
}

/** Docusaurus takes `@site/x` for `x` below the folder of the site, styles and images included. */
function inSite(layout: Layout, landing: Landing, { rules }: Context, path: FilePath): Resolution {
  const found =
    lookupPath(layout, path, false, { ...rules, strict: false }) ?? (layout.tree.isFile(path) ? path : undefined);
  if (found !== undefined) return landing.found(found);
  return landing.absent(path) ?? { kind: 'unresolved', reason: `There is no file ${path}, which '@site/' leads to.` };
}

/** What an import map leads a specifier to: a path, or a package by URL, `npm:` or `jsr:`. */
function resolveMapped(
  layout: Layout,
  landing: Landing,
  context: Context,
  { target, map }: MappedSpecifier,
): Resolution {
  if (!isRelative(target))
    return schemeTarget(target, () => false) ?? { kind: 'unresolved', reason: nameReason(target) };
  const path = join(map, target);
  const found = lookupPath(layout, path, false, context.rules) ?? (layout.tree.isFile(path) ? path : undefined);
  if (found !== undefined) return landing.found(found);
  return landing.absent(path) ?? { kind: 'unresolved', reason: mapReason(target, map) };
}

/** Nothing, or a package that is neither installed nor declared: with an alias for the name, the alias was meant. */
function isGuess(target: Resolution, declares: (name: string) => boolean): boolean {
  if (target.kind === 'unresolved') return true;
  return target.kind === 'external' && !target.installed && !declares(target.package);
}

function exactAlias(layout: Layout, alias: AliasMatch): FilePath | undefined {
  return alias.targets.find(({ path }) => layout.tree.isFile(path))?.path;
}

function missingAlias(layout: Layout, landing: Landing, alias: AliasMatch, specifier: string): Resolution {
  for (const { path } of alias.targets) {
    const target = landing.unbuilt(path) ?? landing.absent(path);
    if (target !== undefined) return target;
  }
  return { kind: 'unresolved', reason: aliasReason(layout, alias, specifier) };
}

/** `depth` guards against `imports` that lead to one another. */
function resolveImports(
  layout: Layout,
  landing: Landing,
  context: Context,
  specifier: string,
  depth: number,
): Resolution {
  const scope = layout.scopeOf(context.folder);
  const answer = scope?.imports && matchImports(scope.imports, specifier, context.rules.conditions);
  const nowhere: Resolution = { kind: 'unresolved', reason: importsReason(scope, specifier) };
  if (scope === undefined || !answer?.listed || depth > 4) return nowhere;
  const paths: FilePath[] = [];
  for (const { target } of answer.targets) {
    if (!target.startsWith('./')) {
      const other = { ...context, folder: scope.folder };
      return target.startsWith('#')
        ? resolveImports(layout, landing, other, target, depth + 1)
        : resolveBare(layout, landing, other, target);
    }
    const path = join(scope.folder, target);
    const found = lookupTarget(layout, path, context.rules);
    if (found !== undefined) return landing.found(found);
    paths.push(path);
  }
  for (const path of paths) {
    const target = landing.unbuilt(path) ?? landing.absent(path);
    if (target !== undefined) return target;
  }
  return nowhere;
}

/** A package by name: itself, linked, of the workspace, or from outside. */
function resolvePackage(
  layout: Layout,
  landing: Landing,
  context: Context,
  specifier: string,
  split: PackageSpecifier,
): Resolution {
  const { folder } = context;
  const scope = layout.scopeOf(folder);
  if (scope?.exports !== undefined && scope.name === split.name) {
    return enter(layout, landing, context, scope, specifier, split.subpath);
  }
  const installed = layout.installed.find(folder, split.name);
  const own =
    installed === undefined || installed.typesOnly
      ? workspacePackage(layout, folder, split.name)
      : installed.at !== undefined && installed.linked !== undefined
        ? layout.packageJson(join(installed.linked, 'package.json'))
        : undefined;
  if (own !== undefined) return enter(layout, landing, context, own, specifier, split.subpath);
  return {
    kind: 'external',
    package: split.name,
    subpath: split.subpath,
    builtin: false,
    installed: installed !== undefined,
  };
}

/**
 * The workspace's package of that name, unless the importer's manifest asks for another one: by URL, as an alias, or,
 * outside the workspace (a template, an example), by a plain version, which a package manager takes from the registry.
 */
function workspacePackage(layout: Layout, folder: FilePath, name: string): PackageJson | undefined {
  const own = nearestPackage(layout.packages.get(name) ?? [], folder);
  if (own === undefined) return undefined;
  const declaring = layout.declaring(folder, name);
  const version = declaring?.declared.get(name)?.version;
  if (declaring === undefined || version === undefined || version === `npm:${name}`) return own;
  if (/^(?:npm:|git[+:@]|github:|https?:)/.test(version)) return undefined;
  return layout.members.has(declaring) || /^(?:workspace|file|link|portal):/.test(version) ? own : undefined;
}

function enter(
  layout: Layout,
  landing: Landing,
  context: Context,
  manifest: PackageJson,
  specifier: string,
  subpath: string,
): Resolution {
  const answer = packageEntry(layout, layout.outputs, manifest, subpath, context.rules);
  switch (answer.kind) {
    case 'file':
      return landing.found(answer.path);
    case 'missing':
      return (
        landing.absent(answer.path) ?? {
          kind: 'unresolved',
          reason: missingReason(manifest, specifier, answer.path),
        }
      );
    case 'closed':
      return { kind: 'unresolved', reason: closedReason(manifest, subpath, answer.otherwise) };
    case 'nothing': {
      const path = join(manifest.folder, subpath === '' ? 'index' : subpath);
      return landing.absent(path) ?? { kind: 'unresolved', reason: missingReason(manifest, specifier, path) };
    }
  }
}
