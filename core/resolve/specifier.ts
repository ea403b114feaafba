/** `./x`, `../x`, `.` and `..`: looked up beside the importing file. */
export function isRelative(specifier: string): boolean {
  return /^\.\.?(?:\/|$)/.test(specifier);
}

/** A bare specifier in its two parts; `subpath` without the leading slash. */
export interface PackageSpecifier {
  readonly name: string;
  readonly subpath: string;
}

// npm's rule for published names, lenient about upper case, which old packages carry.
const packageName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9_-][a-z0-9._~-]*$/i;

/** Splits `@scope/name/rest`; `undefined` when no package can have that name (`@/x`, `~/x`, `$lib/x`). */
export function splitPackage(specifier: string): PackageSpecifier | undefined {
  const first = specifier.indexOf('/');
  const cut = specifier.startsWith('@') && first >= 0 ? specifier.indexOf('/', first + 1) : first;
  const name = cut < 0 ? specifier : specifier.slice(0, cut);
  if (!packageName.test(name) || name === 'node_modules') return undefined;
  return { name, subpath: cut < 0 ? '' : specifier.slice(cut + 1) };
}

/**
 * The specifier without what only bundlers read: loaders before `!` (webpack) and a query after `?` (Vite). A `#` starts
 * a subpath import when it comes first and a fragment only in URLs, so it stays.
 */
export function withoutBundlerSyntax(specifier: string): string {
  if (specifier.startsWith('\0')) return specifier;
  const loader = specifier.lastIndexOf('!');
  const target = loader >= 0 && loader < specifier.length - 1 ? specifier.slice(loader + 1) : specifier;
  const query = target.indexOf('?');
  return query > 0 ? target.slice(0, query) : target;
}

/** The package that a path inside `node_modules` belongs to: the last one on the way. */
export function packageOfInstalledPath(path: string): PackageSpecifier | undefined {
  const marker = 'node_modules/';
  const at = path.startsWith(marker) ? path.lastIndexOf(`/${marker}`) + 1 : path.lastIndexOf(`/${marker}`) + 1;
  if (at === 0 && !path.startsWith(marker)) return undefined;
  const split = splitPackage(path.slice(at + marker.length));
  if (split === undefined || !split.name.startsWith('@types/')) return split;
  const typed = split.name.slice('@types/'.length);
  const scope = typed.indexOf('__');
  return { ...split, name: scope > 0 ? `@${typed.slice(0, scope)}/${typed.slice(scope + 2)}` : typed };
}
