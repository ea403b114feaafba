import type { FilePath } from '../files/paths.js';
import type { FileIr } from '../syntax/ir/nodes.js';

/** The two parts of `src/errors.ts#NotFound` or `package#name`: where something is declared, and its name there. */
export function splitSymbol(symbol: string): readonly [home: string, name: string] {
  const at = symbol.lastIndexOf('#');
  return [symbol.slice(0, at), symbol.slice(at + 1)];
}

/** The class that a symbol means, by its place among those of its file; `undefined` where the workspace does not declare it. */
export function declaredClass(
  symbol: string,
  irOf: (path: FilePath) => FileIr | undefined,
): { readonly path: FilePath; readonly index: number } | undefined {
  const [path, name] = splitSymbol(symbol);
  const index = irOf(path)?.classes.findIndex(each => each.name === name) ?? -1;
  return index < 0 ? undefined : { path, index };
}
