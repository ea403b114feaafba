/**
 * A path as the engine knows it: relative to the workspace root, `/` between segments, no leading `./`, on every
 * platform. The root itself is `''`. A path that starts with `../` lies outside the root.
 */
export type FilePath = string;

/** The folder of a path, `''` for one at the root. */
export function dirname(path: FilePath): FilePath {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The last segment of a path. */
export function basename(path: FilePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins a folder and a relative path, resolving `.` and `..`; may lead outside the root (`../x`). */
export function join(folder: FilePath, relative: string): FilePath {
  const segments: string[] = folder === '' ? [] : folder.split('/');
  for (const segment of relative.replaceAll('\\', '/').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else segments.push(segment);
  }
  return segments.join('/');
}

/** True when `path` is `folder` or lies below it; every path lies below `''`. */
export function isWithin(path: FilePath, folder: FilePath): boolean {
  return folder === '' ? !path.startsWith('../') : path === folder || path.startsWith(`${folder}/`);
}

/** The relative path from a folder to a path, always starting with `./` or `../`: the shape of an import specifier. */
export function relativeSpecifier(fromFolder: FilePath, to: FilePath): string {
  const from = fromFolder === '' ? [] : fromFolder.split('/');
  const target = to.split('/');
  let shared = 0;
  while (shared < from.length && shared < target.length - 1 && from[shared] === target[shared]) shared++;
  const up = from.slice(shared).map(() => '..');
  const down = target.slice(shared);
  return up.length === 0 ? `./${down.join('/')}` : [...up, ...down].join('/');
}

/** Locale-free order of paths and names, by UTF-16 code unit: the order of all output. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
