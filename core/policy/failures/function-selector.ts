import type { FilePath } from '../../files/paths.js';
import { anyGlob, compileGlob } from '../globs.js';
import type { Module } from '../policy.js';
import { namesModules, selectsFamily } from '../selectors.js';
import { matchesWildcard } from '../wildcard.js';
import type { FunctionSelector } from './failure-policy.js';

/** What selectors of functions are compiled against. */
export interface ModuleNames {
  readonly modules: readonly Module[];
  module(id: string): Module | undefined;
  moduleOf(path: FilePath): Module | undefined;
}

/** Functions that one of the words selects: `path#name`, a module id or tag, else a glob of files. */
export function functionSelector(words: readonly string[], around: ModuleNames): FunctionSelector {
  const all = words.map(word => compileWord(word, around));
  return { words, has: (path, names) => all.some(one => one(path, names)) };
}

type OneSelector = FunctionSelector['has'];

function compileWord(word: string, around: ModuleNames): OneSelector {
  const hash = word.indexOf('#');
  if (hash >= 0) {
    const glob = compileGlob(word.slice(0, hash));
    const name = word.slice(hash + 1);
    return (path, names) => glob.matches(path) && names.some(each => matchesWildcard(name, each));
  }
  if (namesModules(word, around.modules)) return path => selectsPath([word], path, around);
  const glob = compileGlob(word);
  return path => glob.matches(path);
}

/** Files in one of the modules, nested ones included, and in one of the globs, where given. */
export function fileSelector(
  files: string | readonly string[] | undefined,
  modules: readonly string[] | undefined,
  around: ModuleNames,
): (path: FilePath) => boolean {
  const inFiles = files === undefined ? undefined : anyGlob([files].flat());
  return path => (inFiles?.(path) ?? true) && (modules === undefined || selectsPath(modules, path, around));
}

function selectsPath(selectors: readonly string[], path: FilePath, { module, moduleOf }: ModuleNames): boolean {
  const own = moduleOf(path);
  return own !== undefined && selectors.some(selector => selectsFamily(selector, own, module));
}
