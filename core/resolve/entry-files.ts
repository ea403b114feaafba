import { basename, compareText, type FilePath, join } from '../files/paths.js';
import { isObject } from './json-file.js';
import { type LookupFiles, lookupPath, lookupTarget } from './lookup.js';
import type { OutputMap } from './output-map.js';
import type { PackageJson } from './package-json.js';
import type { Names } from './tree.js';

type EntryField = 'types' | 'source' | 'main' | 'module' | 'browser' | 'exports' | 'publishedExports';
const rules = { strict: false, typesFirst: false, json: true, suffixes: [] };
/** A pattern that stands for more files than that names no entries but a folder tree; the rest would say nothing new. */
const mostFilesOfPattern = 2000;

/**
 * The files through which a package is entered: all targets of `exports` under any condition, the entry fields and
 * `bin`, as source where they name build output, sorted. Targets without file or source are left out.
 */
export function entryFiles(
  files: LookupFiles,
  outputs: OutputMap,
  manifest: Pick<PackageJson, 'folder' | 'bin' | EntryField>,
): readonly FilePath[] {
  const found = new Set<FilePath>();
  const { folder } = manifest;
  const add = (target: string) => {
    const path = join(folder, target);
    const file = lookupTarget(files, path, rules) ?? lookupPath(files, path, false, rules);
    const source = outputs.configured(file ?? path) ?? (file === undefined ? outputs.conventional(path, folder) : file);
    if (source !== undefined) found.add(source);
  };
  const fields = [manifest.types, manifest.source, manifest.main, manifest.module, manifest.browser, ...manifest.bin];
  for (const field of fields) if (field !== undefined) add(field);
  for (const target of [...targetsOf(manifest.exports), ...targetsOf(manifest.publishedExports)]) {
    if (target.includes('*')) for (const path of filesOfPattern(files, outputs, folder, target)) found.add(path);
    else if (!target.endsWith('/')) add(target);
  }
  const hasEntry = manifest.exports !== undefined || fields.some(field => field !== undefined);
  const index = hasEntry ? undefined : lookupPath(files, join(folder, 'index'), false, rules);
  if (index !== undefined) found.add(index);
  return [...found].sort(compareText);
}

/**
 * True when an entry of `exports` leads to code of which neither the file nor its source can be found: output laid out in a
 * way that nobody here knows.
 */
export function hasUnknownEntries(files: LookupFiles, outputs: OutputMap, manifest: PackageJson): boolean {
  const { exports, folder } = manifest;
  const isTable = isObject(exports) && Object.keys(exports).every(key => key.startsWith('.'));
  const isKnown = (target: string) => entryFiles(files, outputs, onlyEntry(folder, target)).length > 0;
  return (isTable ? Object.values(exports) : [exports]).some(value => {
    const targets = targetsOf(value).filter(target => scriptEnding.test(target));
    return targets.length > 0 && !targets.some(isKnown);
  });
}

/** A manifest that has one target alone. */
function onlyEntry(folder: FilePath, target: string): Pick<PackageJson, 'folder' | 'bin' | 'exports'> {
  return { folder, bin: [], exports: target };
}

function targetsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('./') ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(targetsOf);
  return isObject(value) ? Object.values(value).flatMap(targetsOf) : [];
}

/** The files that `./dist/api/*.js` stands for: those there, and the sources of those to be built. */
function filesOfPattern(files: LookupFiles, outputs: OutputMap, folder: FilePath, target: string): readonly FilePath[] {
  const [before = '', after = ''] = join('', target).split('*');
  const found = new Set<FilePath>();
  const fixed = before.slice(0, before.lastIndexOf('/') + 1);
  for (const path of walk(files, join(folder, fixed))) {
    if (found.size >= mostFilesOfPattern) return [...found];
    const inner = within(path, folder);
    if (inner.startsWith(before) && inner.endsWith(after)) found.add(outputs.configured(path) ?? path);
  }
  // The other way round for what is not built: which file of `src/api` would come out as one that the pattern matches?
  const ending = scriptEnding.exec(after)?.[0] ?? '';
  const segments = fixed.split('/').slice(0, -1);
  for (let depth = 1; depth <= segments.length; depth++) {
    const output = segments.slice(0, depth).join('/');
    const rest = segments.slice(depth).join('/');
    for (const source of ['src', 'source']) {
      for (const path of walk(files, join(folder, `${source}/${rest}`))) {
        if (found.size >= mostFilesOfPattern) return [...found];
        const inner = within(path, join(folder, source)).replace(scriptEnding, '') + ending;
        if (!`${output}/${inner}`.startsWith(before) || !inner.endsWith(after)) continue;
        const built = join(folder, `${output}/${inner}`);
        if ((outputs.configured(built) ?? outputs.conventional(built, folder)) === path) found.add(path);
      }
    }
  }
  return [...found];
}

const scriptEnding = /(?:\.d)?\.[cm]?tsx?$|\.[cm]?jsx?$/;

function within(path: FilePath, folder: FilePath): string {
  return folder === '' ? path : path.slice(folder.length + 1);
}

/** All files below a folder, dependencies and hidden folders aside, links to folders not followed. */
function walk(files: LookupFiles, folder: FilePath): readonly FilePath[] {
  const result: FilePath[] = [];
  const open = [folder];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const names: Names = files.tree.names(at);
    for (const [name, kind] of names) {
      const path = at === '' ? name : `${at}/${name}`;
      if (kind === 'file') result.push(path);
      else if (kind === 'directory' && !name.startsWith('.') && basename(path) !== 'node_modules') open.push(path);
    }
  }
  return result;
}
