import { dirname, type FilePath, join } from '../files/paths.js';
import { isObject, parseJsonObject, textOf } from './json-file.js';
import type { Tree } from './tree.js';

/** What an import map says about a specifier: the target as written, relative to the folder of the map. */
export interface MappedSpecifier {
  readonly target: string;
  readonly map: FilePath;
}

/** The import maps of Deno projects: `imports` of `deno.json`, or the file that its `importMap` names. */
export interface ImportMaps {
  /** The answer of the nearest map at or above a folder that knows the specifier. */
  match(folder: FilePath, specifier: string): MappedSpecifier | undefined;
}

/** Names under which Deno looks for its configuration. */
export const denoConfigs: readonly string[] = ['deno.json', 'deno.jsonc'];

interface ImportMap {
  readonly folder: FilePath;
  readonly exact: ReadonlyMap<string, string>;
  /** Keys that end in a slash, the longest first: what follows is appended to the target. */
  readonly prefixes: readonly (readonly [key: string, target: string])[];
}

/** Creates the look-up; maps are read on first use. */
export function createImportMaps(tree: Tree): ImportMaps {
  const maps = new Map<FilePath, readonly ImportMap[]>();
  const mapsAbove = (folder: FilePath): readonly ImportMap[] => {
    const known = maps.get(folder);
    if (known !== undefined) return known;
    const above = folder === '' ? [] : mapsAbove(dirname(folder));
    const own = readMap(tree, folder);
    const found = own === undefined ? above : [own, ...above];
    maps.set(folder, found);
    return found;
  };
  return {
    match: (folder, specifier) => {
      for (const map of mapsAbove(folder)) {
        const target = targetIn(map, specifier);
        if (target !== undefined) return { target, map: map.folder };
      }
      return undefined;
    },
  };
}

function targetIn({ exact, prefixes }: ImportMap, specifier: string): string | undefined {
  const target = exact.get(specifier);
  if (target !== undefined) return target;
  const prefix = prefixes.find(([key]) => specifier.startsWith(key));
  return prefix && prefix[1] + specifier.slice(prefix[0].length);
}

function readMap(tree: Tree, folder: FilePath): ImportMap | undefined {
  const names = tree.names(folder);
  const name = denoConfigs.find(each => names.has(each));
  if (name === undefined) return undefined;
  const config = readJson(tree, join(folder, name));
  const elsewhere = textOf(config.importMap);
  const file = elsewhere === undefined ? undefined : join(folder, elsewhere);
  const { imports } = file === undefined ? config : readJson(tree, file);
  if (!isObject(imports)) return undefined;
  const entries = Object.entries(imports).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    folder: file === undefined ? folder : dirname(file),
    exact: new Map(entries),
    prefixes: entries.filter(([key]) => key.endsWith('/')).sort(([a], [b]) => b.length - a.length),
  };
}

function readJson(tree: Tree, path: FilePath): Readonly<Record<string, unknown>> {
  return parseJsonObject(tree.text(path) ?? '', 'jsonc').value ?? {};
}
