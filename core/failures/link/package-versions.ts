import type { FilePath } from '../../files/paths.js';

/** Which version of a package a file gets: the installed one, else what the manifest asks for. */
export interface PackageVersions {
  of(from: FilePath, packageName: string): string | undefined;
  /** Whether all that was asked of this is answered alike by another one. */
  isLike(other: PackageVersions): boolean;
}

/** The version of a package, subpaths left out; `undefined` where nobody knows, and for what comes with the language. */
export function versionFor(
  from: FilePath | undefined,
  packageName: string,
  { version }: { version?(from: FilePath, packageName: string): string | undefined },
): string | undefined {
  if (from === undefined || packageName === 'lib' || packageName.startsWith('node:')) return undefined;
  const [scope = '', name] = packageName.split('/');
  return version?.(from, scope.startsWith('@') && name !== undefined ? `${scope}/${name}` : scope);
}
