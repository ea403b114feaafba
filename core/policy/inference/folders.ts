import { basename, compareText, dirname, type FilePath } from '../../files/paths.js';

/** A folder with what lies in it. */
export interface Folder {
  readonly path: FilePath;
  /** Subfolders that hold source files, sorted. */
  readonly children: readonly FilePath[];
  /** Files directly in it. */
  readonly direct: readonly FilePath[];
  /** Files in it and below. */
  readonly count: number;
}

/** The folders of a sorted list of files, by path; the root is `''`. */
export function foldersOf(files: readonly FilePath[]): ReadonlyMap<FilePath, Folder> {
  const folders = new Map<FilePath, { children: Set<FilePath>; direct: FilePath[]; count: number }>();
  const at = (path: FilePath) => {
    let folder = folders.get(path);
    if (!folder) {
      folder = { children: new Set(), direct: [], count: 0 };
      folders.set(path, folder);
      if (path !== '') at(dirname(path)).children.add(path);
    }
    return folder;
  };
  at('');
  for (const file of files) {
    at(dirname(file)).direct.push(file);
    for (let path = dirname(file); ; path = dirname(path)) {
      at(path).count++;
      if (path === '') break;
    }
  }
  return new Map(
    [...folders].map(([path, { children, direct, count }]) => [
      path,
      { path, children: [...children].sort(compareText), direct, count },
    ]),
  );
}

/** Folders that hold other people's names for things and none of their own. */
const containers = new Set([
  'src',
  'source',
  'app',
  'apps',
  'server',
  'client',
  'web',
  'backend',
  'frontend',
  'api',
  'packages',
  'libs',
  'lib',
  'modules',
  'features',
  'main',
  'js',
  'ts',
  'core',
  'shared',
]);

/** Folders a program is wrapped in: their name says nothing. */
const wrappers = new Set(['src', 'source', 'js', 'ts', 'main']);

export function isContainer(path: FilePath): boolean {
  return containers.has(basename(path).toLowerCase());
}

export function isWrapper(path: FilePath): boolean {
  return wrappers.has(basename(path).toLowerCase());
}

/** Folders of programs that nobody imports and that are no part of the product. */
export function isSideline(path: FilePath): boolean {
  return /^(examples?|templates?|fixtures?|playgrounds?|demos?|samples?|sandbox(es)?|e2e|tests?|benchmarks?|bench|scripts|tools|tooling|docs?|www|website|\..+)$/i.test(
    path.split('/')[0] ?? '',
  );
}
