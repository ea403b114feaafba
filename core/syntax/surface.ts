import type { FileFacts, ImportFact } from './facts.js';
import { digest } from './strings.js';

type Surface = Pick<
  FileFacts,
  | 'dialect'
  | 'isModule'
  | 'isCommonJs'
  | 'problemCount'
  | 'imports'
  | 'exports'
  | 'declarations'
  | 'ambientModules'
  | 'augmentations'
>;

/**
 * Digest of what importers can see: exports, declarations and ambient modules, without places and without the order that
 * has no meaning. Imports take part as far as exports and declarations name them, by what they import and not by index.
 */
export function surfaceDigest(facts: Surface): string {
  const origins = new Map<string, string>();
  for (const site of facts.imports) {
    for (const name of site.names) {
      if (name.local !== '' && !site.form.startsWith('export')) {
        origins.set(name.local, JSON.stringify([target(site), name.imported, name.typeOnly]));
      }
    }
  }
  const at = (index: number | undefined): string | undefined =>
    index === undefined ? undefined : target(facts.imports[index]);
  const origin = (path: readonly string[]): unknown => {
    const [root = '', ...rest] = path;
    return root.startsWith('import:') ? [at(Number(root.slice(7))), ...rest] : [origins.get(root) ?? root, ...rest];
  };
  const parts: string[] = [
    ...facts.exports.map(({ name, kind, local, import: index, imported, typeOnly }) =>
      JSON.stringify(['export', name, kind, local, at(index), imported, typeOnly, origins.get(local ?? '')]),
    ),
    ...visibleDeclarations(facts).map(({ name, kind, ambient, aliasOf, extends: bases }) =>
      JSON.stringify(['declaration', name, kind, ambient, aliasOf && origin(aliasOf), bases?.map(origin)]),
    ),
    ...facts.ambientModules.map(name => JSON.stringify(['ambient', name])),
    ...facts.augmentations.map(({ import: index, names }) => JSON.stringify(['augments', at(index), names])),
  ];
  parts.sort();
  // What a broken file exports is not known in full: that it parses again is news though the rest is the same.
  const isBroken = facts.problemCount > 0;
  return digest(JSON.stringify([facts.dialect, facts.isModule, facts.isCommonJs, isBroken, parts]));
}

const scripts: ReadonlySet<Surface['dialect']> = new Set(['ts', 'tsx', 'js', 'jsx']);

/**
 * The declarations that an importer can come to: those of a module that it exports, and what these are other names for or
 * extend. All of them where a name needs no export to be seen: in scripts, declaration files, components, what parses in part.
 */
function visibleDeclarations(facts: Surface): Surface['declarations'] {
  const { dialect, isModule, isCommonJs, problemCount, exports, declarations } = facts;
  if (!isModule || isCommonJs || problemCount > 0 || !scripts.has(dialect)) return declarations;
  const byName = new Map<string, Surface['declarations'][number][]>();
  for (const declaration of declarations) {
    const same = byName.get(declaration.name);
    if (same) same.push(declaration);
    else byName.set(declaration.name, [declaration]);
  }
  const visible = new Set(exports.flatMap(({ name, local }) => (local === undefined ? [name] : [name, local])));
  // What is added on the way is come to on the way.
  for (const name of visible)
    for (const { aliasOf, extends: bases = [] } of byName.get(name) ?? [])
      for (const [root = ''] of aliasOf ? [aliasOf, ...bases] : bases) visible.add(root);
  return declarations.filter(({ name }) => visible.has(name));
}

function target(site: ImportFact | undefined): string | undefined {
  return site && `${site.form} ${site.specifier ?? site.pattern ?? site.text} ${site.resolutionMode ?? ''}`;
}
