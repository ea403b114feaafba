/** Where a file belongs: to the workspace, by path; to a package, by name; to the language. */
export type Home = { readonly path: string } | { readonly package: string };

const compilerPackage = /^(typescript6?|@typescript\/.+)$/;
const libraryFile = /\/lib(\.[\w.-]+)?\.d\.ts$/;

/** `root` and `path` absolute, with `/`. `manifestName` answers the name in the nearest manifest above a file. */
export function homeOf(root: string, path: string, manifestName: (path: string) => string | undefined): Home {
  const marker = path.lastIndexOf('/node_modules/');
  if (marker < 0) {
    if (path.startsWith(`${root}/`)) return { path: path.slice(root.length + 1) };
    return { package: manifestName(path) ?? 'unknown' };
  }
  const [scopeOrName = '', second = ''] = path.slice(marker + '/node_modules/'.length).split('/');
  const name = scopeOrName.startsWith('@') ? `${scopeOrName}/${second}` : scopeOrName;
  if (compilerPackage.test(name) && libraryFile.test(path)) return { package: 'lib' };
  return { package: untyped(name) };
}

/** The package that an `@types` package describes: `@types/babel__core` is about `@babel/core`. */
function untyped(name: string): string {
  if (!name.startsWith('@types/')) return name;
  const described = name.slice('@types/'.length);
  const scope = described.indexOf('__');
  return scope < 0 ? described : `@${described.slice(0, scope)}/${described.slice(scope + 2)}`;
}

/** `node:fs` for the module that `@types/node` declares as `fs` or as `node:fs`. */
export function nodeModuleName(specifier: string): string {
  return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
}

/** In the language's libraries the static side of `Promise` is an interface `PromiseConstructor`: named for its value. */
export function libraryName(name: string): string {
  return name.replace(/^(\w+)Constructor(\.|$)/, '$1$2');
}
