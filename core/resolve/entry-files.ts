import { basename, compareText, dirname, type FilePath, join } from '../files/paths.js';
import { isObject } from './json-file.js';
import { type LookupFiles, lookupPath, lookupTarget } from './lookup.js';
import type { OutputMap } from './output-map.js';
import type { PackageJson } from './package-json.js';
import type { Names } from './tree.js';

const rules = { strict: false, typesFirst: false, json: true, suffixes: [] };
/** A pattern that stands for more files than that names no entries but a folder tree; the rest would say nothing new. */
const mostFilesOfPattern = 2000;

/**
 * The files through which a package is entered: all targets of `exports` under any condition, the entry fields and
 * `bin`, as source where they name build output, sorted. Targets without file or source are left out.
 */
export function entryFiles(files: LookupFiles, outputs: OutputMap, manifest: PackageJson): readonly FilePath[] {
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

function targetsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('./') ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(targetsOf);
  return isObject(value) ? Object.values(value).flatMap(targetsOf) : [];
}

/** The files that `./dist/*.js` stands for: those there, and the sources of those to be built. */
function filesOfPattern(files: LookupFiles, outputs: OutputMap, folder: FilePath, target: string): readonly FilePath[] {
  const [before = '', after = ''] = target.split('*');
  const start = join(folder, before.endsWith('/') ? before : dirname(before));
  const sources = sourceFoldersOf(start, folder);
  const result: FilePath[] = [];
  for (const base of [start, ...sources]) {
    for (const path of walk(files, base)) {
      if (result.length >= mostFilesOfPattern) return result;
      const rest = path.slice(base === '' ? 0 : base.length + 1);
      if (base === start) {
        const fits = path.startsWith(join(folder, before)) || before.endsWith('/');
        if (fits && path.endsWith(after)) result.push(outputs.configured(path) ?? path);
      } else {
        // The other way round: which output of this source would the pattern match?
        const ending = /(?:\.d)?\.[cm]?tsx?$|\.[cm]?jsx?$/.exec(after)?.[0] ?? '';
        const stem = rest.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
        const output = join(start, stem + ending);
        if (!output.endsWith(after)) continue;
        const source = outputs.configured(output) ?? outputs.conventional(output, folder);
        if (source === path) result.push(path);
      }
    }
  }
  return result;
}

function sourceFoldersOf(start: FilePath, folder: FilePath): readonly FilePath[] {
  return start === join(folder, 'src') || start === folder ? [] : [join(folder, 'src'), join(folder, 'source')];
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
