import { compareText } from '../files/paths.js';
import type { Checker, SymbolHandle, SyntaxNode } from './checker.js';
import { declarationKind } from './declaration-kinds.js';
import { ambientModule, nameNode, qualifiedName } from './declaration-names.js';
import { declaresPromise } from './declared-promise.js';
import type { DeclarationRef } from './oracle.js';
import { type Home, homeOf, libraryName, nodeModuleName } from './packages.js';

/** How declarations are named: relative to the workspace root, or by package. */
export interface Places {
  readonly root: string;
  manifestName(path: string): string | undefined;
}

/** All declarations of a symbol (or those given), named, each once, sorted. */
export function declarationRefs(
  checker: Checker,
  places: Places,
  symbol: SymbolHandle,
  nodes = checker.declarationsOf(symbol),
): readonly DeclarationRef[] {
  const refs = new Map<string, DeclarationRef>();
  let throws: readonly string[] | undefined;
  for (const node of nodes) {
    const home = homeOf(places.root, checker.pathOf(node), places.manifestName);
    if ('package' in home) throws ??= checker.throwsOf(symbol);
    const ref = refOf(checker, node, home, throws);
    const key = keyOf(ref);
    const known = refs.get(key);
    if (!known) refs.set(key, ref);
    else if ('promise' in known && !('promise' in ref)) {
      const { promise: _, ...rest } = known;
      refs.set(key, rest);
    }
  }
  return [...refs].sort(([a], [b]) => compareText(a, b)).map(([, ref]) => ref);
}

/** Orders references and tells them apart: packages by name, files by path and offset. */
export function keyOf(ref: DeclarationRef): string {
  if ('package' in ref) return `1 ${ref.package} ${ref.name}`;
  return `0 ${ref.path} ${String(ref.start).padStart(10, '0')}`;
}

function refOf(checker: Checker, node: SyntaxNode, home: Home, throws: readonly string[] | undefined): DeclarationRef {
  const kind = declarationKind(checker, node);
  const name = qualifiedName(checker, node);
  if ('path' in home) return { path: home.path, start: (nameNode(checker, node) ?? node).getStart(), name, kind };
  const tags = {
    ...(throws && throws.length > 0 && { throws }),
    ...(declaresPromise(checker, node) && { promise: true as const }),
  };
  if (home.package === 'lib') return { package: 'lib', name: libraryName(name), kind, ...tags };
  const declared = home.package === 'node' ? ambientModule(checker, node) : undefined;
  return { package: declared === undefined ? home.package : nodeModuleName(declared), name, kind, ...tags };
}
