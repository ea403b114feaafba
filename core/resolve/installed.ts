import { existsSync } from 'node:fs';
import { dirname, type FilePath } from '../files/paths.js';
import { isInstalled, type Tree } from './tree.js';

/** Where a package stands for an importer. */
export type InstalledPackage =
  /** A folder in a `node_modules` of the workspace; `linked` is set when a symbolic link leads from there into the workspace's own folders. */
  | { readonly at: FilePath; readonly linked?: FilePath; readonly typesOnly: boolean }
  /** In a `node_modules` above the workspace root. */
  | { readonly at: undefined; readonly typesOnly: boolean };

/** Looks packages up in the `node_modules` folders on the way up from a folder, as Node does. */
export interface InstalledPackages {
  find(folder: FilePath, name: string): InstalledPackage | undefined;
}

/** Creates a lookup over one tree. Only whether a package is there is asked, and never what is in it. */
export function createInstalledPackages(tree: Tree): InstalledPackages {
  const chains = new Map<FilePath, readonly FilePath[]>();
  const answers = new Map<readonly FilePath[], Map<string, InstalledPackage | undefined>>();
  let outside: readonly string[] | undefined;

  /** The `node_modules` folders at and above a folder; the same list object where nothing is added. */
  const chainOf = (folder: FilePath): readonly FilePath[] => {
    const known = chains.get(folder);
    if (known !== undefined) return known;
    const above = folder === '' ? [] : chainOf(dirname(folder));
    const own = folder === '' ? 'node_modules' : `${folder}/node_modules`;
    const chain = !folder.endsWith('node_modules') && tree.isFolder(own) ? [own, ...above] : above;
    chains.set(folder, chain);
    return chain;
  };

  const search = (chain: readonly FilePath[], name: string): InstalledPackage | undefined => {
    const types = `@types/${name.startsWith('@') ? name.slice(1).replace('/', '__') : name}`;
    for (const typesOnly of [false, true]) {
      const wanted = typesOnly ? types : name;
      for (const modules of chain) {
        const at = `${modules}/${wanted}`;
        if (!tree.isFolder(at)) continue;
        const real = tree.realPath(at);
        return real !== undefined && !isInstalled(real) ? { at, linked: real, typesOnly } : { at, typesOnly };
      }
      outside ??= modulesAbove(tree.fs.root);
      if (outside.some(modules => existsSync(`${modules}/${wanted}/package.json`))) return { at: undefined, typesOnly };
    }
    return undefined;
  };

  return {
    find: (folder, name) => {
      const chain = chainOf(folder);
      let known = answers.get(chain);
      if (known === undefined) {
        known = new Map();
        answers.set(chain, known);
      }
      if (!known.has(name)) known.set(name, search(chain, name));
      return known.get(name);
    },
  };
}

function modulesAbove(root: string): readonly string[] {
  const found: string[] = [];
  for (let at = root.lastIndexOf('/'); at >= 0; at = root.lastIndexOf('/', at - 1)) {
    const modules = `${root.slice(0, at)}/node_modules`;
    if (existsSync(modules)) found.push(modules);
    if (at === 0) break;
  }
  return found;
}
