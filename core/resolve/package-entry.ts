import { type FilePath, join } from '../files/paths.js';
import { matchExports } from './export-map.js';
import { type LookupFiles, type LookupRules, lookupPath, lookupTarget } from './lookup.js';
import type { OutputMap } from './output-map.js';
import type { PackageJson } from './package-json.js';

/** What a package of the workspace gives for a subpath. */
export type PackageAnswer =
  | { readonly kind: 'file'; readonly path: FilePath }
  /** It offers the subpath, but the file is not there, and no source for it either. */
  | { readonly kind: 'missing'; readonly path: FilePath }
  /** `exports` does not list it, or gives nothing under the conditions; `otherwise` is the file without `exports`. */
  | { readonly kind: 'closed'; readonly otherwise: FilePath | undefined }
  | { readonly kind: 'nothing' };

/** How a package is looked into. */
export interface PackageRules extends LookupRules {
  readonly conditions: ReadonlySet<string>;
  /** False under `node10`, where `exports` is no barrier. */
  readonly exportsClose: boolean;
}

/** Conditions that TypeScript knows nothing of. They count where an entry (a style sheet, mostly) has no others. */
const bundlerConditions = new Set([
  'development',
  'production',
  'browser',
  'module',
  'style',
  'sass',
  'less',
  'svelte',
]);
const bundleNames = ['index', 'main', 'mod'];

/**
 * The source behind `name/subpath` of a workspace package, whether or not it is built or linked: by `exports`, else by
 * the entry fields, else by path; targets in build output count as the source they are made from.
 */
export function packageEntry(
  files: LookupFiles,
  outputs: OutputMap,
  manifest: PackageJson,
  subpath: string,
  rules: PackageRules,
): PackageAnswer {
  const { folder } = manifest;
  const locate = (target: string) => targetFile(files, outputs, folder, join(folder, target), rules);
  const byPath = () => pathFile(files, outputs, folder, join(folder, subpath), rules);
  if (manifest.exports === undefined) {
    return subpath === '' ? mainEntry(files, outputs, manifest, rules, locate) : asAnswer(byPath());
  }
  let missing: FilePath | undefined;
  let isListed = false;
  for (const exports of [manifest.exports, manifest.publishedExports]) {
    if (exports === undefined) continue;
    const own = matchExports(exports, subpath, rules.conditions);
    const answer = own.listed && own.targets.length === 0 ? matchExports(exports, subpath, bundlerConditions) : own;
    if (!answer.listed) continue;
    isListed ||= exports === manifest.exports;
    for (const { target } of answer.targets) {
      const found = locate(target);
      if (found !== undefined) return isListed ? { kind: 'file', path: found } : { kind: 'closed', otherwise: found };
      missing ??= join(folder, target);
    }
  }
  if (subpath === '' && isListed && missing !== undefined)
    return bundleEntry(files, folder) ?? { kind: 'missing', path: missing };
  if (!rules.exportsClose) {
    const found = subpath === '' ? mainEntry(files, outputs, manifest, rules, locate) : asAnswer(byPath());
    if (found.kind === 'file') return found;
  }
  if (isListed && missing !== undefined) return { kind: 'missing', path: missing };
  return { kind: 'closed', otherwise: byPath() };
}

function mainEntry(
  files: LookupFiles,
  outputs: OutputMap,
  manifest: PackageJson,
  rules: PackageRules,
  locate: (target: string) => FilePath | undefined,
): PackageAnswer {
  const { folder } = manifest;
  const fields = [manifest.types, manifest.source, manifest.main, manifest.module, manifest.browser];
  let missing: FilePath | undefined;
  for (const field of fields) {
    if (field === undefined) continue;
    const found = locate(field) ?? pathFile(files, outputs, folder, join(folder, field), rules);
    if (found !== undefined) return { kind: 'file', path: found };
    missing ??= join(folder, field);
  }
  const index = lookupPath(files, join(folder, 'index'), false, { ...rules, strict: false });
  if (index !== undefined) return { kind: 'file', path: index };
  return (
    bundleEntry(files, folder) ?? (missing === undefined ? { kind: 'nothing' } : { kind: 'missing', path: missing })
  );
}

/** Bundlers name the one file they write freely (`dist/x.umd.js`); what goes in is nearly always `src/index`. */
function bundleEntry(files: LookupFiles, folder: FilePath): PackageAnswer | undefined {
  const rules = { strict: false, typesFirst: false, json: false, suffixes: [] };
  for (const source of ['src', 'source', 'lib']) {
    for (const name of bundleNames) {
      const found = lookupPath(files, join(folder, `${source}/${name}`), false, rules);
      if (found !== undefined) return { kind: 'file', path: found };
    }
  }
  return undefined;
}

/** A target as it stands on the disk, else the source it would be built from. */
function targetFile(
  files: LookupFiles,
  outputs: OutputMap,
  folder: FilePath,
  target: FilePath,
  rules: LookupRules,
): FilePath | undefined {
  return lookupTarget(files, target, rules) ?? unbuilt(outputs, folder, target);
}

function pathFile(
  files: LookupFiles,
  outputs: OutputMap,
  folder: FilePath,
  path: FilePath,
  rules: LookupRules,
): FilePath | undefined {
  const lenient = { ...rules, strict: false };
  const found = lookupPath(files, path, false, lenient) ?? (files.tree.isFile(path) ? path : undefined);
  return found ?? unbuilt(outputs, folder, path);
}

/** The source of build output that is not there. */
function unbuilt(outputs: OutputMap, folder: FilePath, path: FilePath): FilePath | undefined {
  return outputs.configured(path) ?? outputs.conventional(path, folder);
}

function asAnswer(path: FilePath | undefined): PackageAnswer {
  return path === undefined ? { kind: 'nothing' } : { kind: 'file', path };
}
