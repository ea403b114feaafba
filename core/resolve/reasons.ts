import { basename, dirname, type FilePath, relativeSpecifier } from '../files/paths.js';
import type { AliasMatch } from './alias.js';
import type { Context } from './context.js';
import { type LookupFiles, lookupPath } from './lookup.js';
import type { PackageJson } from './package-json.js';

/** Why a relative specifier leads nowhere, and what would help. */
export function relativeReason(files: LookupFiles, context: Context, specifier: string, path: FilePath): string {
  const cannot = `Cannot find module '${specifier}'.`;
  if (path === '..' || path.startsWith('../')) return `${cannot} It leads out of the workspace root.`;
  const lenient = lookupPath(files, path, false, { ...context.rules, strict: false });
  if (context.rules.strict && lenient !== undefined) {
    const meant = importPath(relativeSpecifier(context.folder, lenient));
    return `${cannot} Did you mean '${meant}'? Relative imports of ES modules need the file extension under ${context.options.moduleResolution}.`;
  }
  const other = otherCase(files, path);
  if (other !== undefined) return `${cannot} '${other}' differs in letter case.`;
  // Nothing here may depend on which folders exist: a file that appears in one concerns no specifier of another name.
  return `${cannot} There is no file ${path || '.'} with that or a TypeScript or JavaScript extension, and no index file in a folder of that name.`;
}

/** Why an alias of `paths` leads nowhere. */
export function aliasReason(files: LookupFiles, match: AliasMatch, specifier: string): string {
  const places = match.targets.map(({ path }) => path);
  const other = places.map(path => otherCase(files, path)).find(found => found !== undefined);
  const hint = other === undefined ? '' : ` '${other}' differs in letter case.`;
  return `Cannot find module '${specifier}'. "paths" leads "${match.pattern}" to ${places.join(' or ') || 'nothing'}, where there is no such file.${hint}`;
}

/** Why a package of the workspace refuses a subpath. */
export function closedReason(manifest: PackageJson, subpath: string, otherwise: FilePath | undefined): string {
  const name = manifest.name ?? manifest.folder;
  const what = subpath === '' ? 'itself' : `'./${subpath}'`;
  const would = otherwise === undefined ? '' : ` Without "exports" it would be ${otherwise}.`;
  return `The package ${name} does not export ${what} (see "exports" in ${manifest.path}).${would}`;
}

/** Why a subpath that a package of the workspace offers has no file. */
export function missingReason(manifest: PackageJson, specifier: string, path: FilePath): string {
  return `Cannot find module '${specifier}'. ${manifest.path} leads it to ${path}, but neither that file nor a source for it is there.`;
}

/** Why `#name` leads nowhere. */
export function importsReason(scope: PackageJson | undefined, specifier: string): string {
  if (scope === undefined) return `Cannot find module '${specifier}'. No package.json above declares "imports".`;
  return scope.imports === undefined
    ? `Cannot find module '${specifier}'. ${scope.path} has no "imports".`
    : `Cannot find module '${specifier}'. The "imports" of ${scope.path} lead it to no file.`;
}

/** Why a target of an import map leads nowhere. */
export function mapReason(target: string, folder: FilePath): string {
  return `Cannot find module '${target}', which the import map in ${folder || 'the workspace root'} names.`;
}

/** Why something that no package can be called leads nowhere. */
export function nameReason(specifier: string): string {
  return `Cannot find module '${specifier}'. No package can have that name, and no "paths" of the tsconfig in force matches it.`;
}

/** The specifier as it has to be written for a source file. */
function importPath(path: string): string {
  return path.replace(/(?<!\.d)\.(m|c)?tsx?$/, '.$1js').replace(/\.d\.([cm]?)ts$/, '.$1js');
}

function otherCase(files: LookupFiles, path: FilePath): string | undefined {
  const wanted = stem(basename(path)).toLowerCase();
  for (const name of files.tree.names(dirname(path)).keys()) {
    if (stem(name) !== stem(basename(path)) && stem(name).toLowerCase() === wanted) return name;
  }
  return undefined;
}

function stem(name: string): string {
  return name.replace(/(?:\.d)?\.[cm]?[jt]sx?$|\.json$/, '');
}
