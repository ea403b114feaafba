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
  const { exported, declared, at } = wordsFor(facts);
  const parts: string[] = [
    ...facts.exports.map(exported),
    ...visibleDeclarations(facts).map(declared),
    ...facts.ambientModules.map(name => JSON.stringify(['ambient', name])),
    ...facts.augmentations.map(({ import: index, names }) => JSON.stringify(['augments', at(index), names])),
  ];
  parts.sort();
  // What a broken file exports is not known in full: that it parses again is news though the rest is the same.
  const isBroken = facts.problemCount > 0;
  return digest(JSON.stringify([facts.dialect, facts.isModule, facts.isCommonJs, isBroken, parts]));
}

interface Words {
  exported(fact: Surface['exports'][number]): string;
  declared(fact: Surface['declarations'][number]): string;
  at(importIndex: number | undefined): string | undefined;
}

/** What facts of a surface say, as text. */
function wordsFor({ imports }: Pick<Surface, 'imports'>): Words {
  const origins = new Map<string, string>();
  for (const site of imports) {
    for (const name of site.names) {
      if (name.local !== '' && !site.form.startsWith('export')) {
        origins.set(name.local, JSON.stringify([target(site), name.imported, name.typeOnly]));
      }
    }
  }
  const at: Words['at'] = index => (index === undefined ? undefined : target(imports[index]));
  const origin = (path: readonly string[]): unknown => {
    const [root = '', ...rest] = path;
    return root.startsWith('import:') ? [at(Number(root.slice(7))), ...rest] : [origins.get(root) ?? root, ...rest];
  };
  return {
    at,
    exported: ({ name, kind, local, import: index, imported, typeOnly }) =>
      JSON.stringify(['export', name, kind, local, at(index), imported, typeOnly, origins.get(local ?? '')]),
    declared: ({ name, kind, ambient, aliasOf, extends: bases }) =>
      JSON.stringify(['declaration', name, kind, ambient, aliasOf && origin(aliasOf), bases?.map(origin)]),
  };
}

/**
 * The exported names that mean something else in one text of a module than in another, those that only one has included.
 * `undefined` where any may: the texts do not tell all their names, or pass on those of others.
 */
export function changedExports(a: Surface, b: Surface): ReadonlySet<string> | undefined {
  if (a.dialect !== b.dialect) return undefined;
  const [then, now] = [wordsByExport(a), wordsByExport(b)];
  if (!then || !now) return undefined;
  return new Set([...then.keys(), ...now.keys()].filter(name => then.get(name) !== now.get(name)));
}

const byExport = new WeakMap<Surface, ReadonlyMap<string, string>>();

/** All that decides what an exported name means, as text. */
function wordsByExport(facts: Surface): ReadonlyMap<string, string> | undefined {
  const { dialect, isModule, isCommonJs, problemCount, exports, declarations } = facts;
  const tellsAll = isModule && !isCommonJs && problemCount === 0 && scripts.has(dialect);
  const isPlain = facts.ambientModules.length + facts.augmentations.length === 0;
  if (!tellsAll || !isPlain || exports.some(({ name, kind }) => kind === 'star' || name === '=')) return undefined;
  const known = byExport.get(facts);
  if (known) return known;
  const { exported, declared } = wordsFor(facts);
  const declarationsOf = groupedByName(declarations);
  const words = new Map<string, string>();
  for (const fact of exports) {
    const names = reachedFrom([fact.name, fact.local ?? fact.name], declarationsOf);
    const behind = [...names].flatMap(name => declarationsOf.get(name) ?? []).map(declared);
    words.set(fact.name, [words.get(fact.name), exported(fact), ...behind.sort()].join('\n'));
  }
  byExport.set(facts, words);
  return words;
}

const scripts: ReadonlySet<Surface['dialect']> = new Set(['ts', 'tsx', 'js', 'jsx']);

/**
 * The declarations that an importer can come to: those of a module that it exports, and what these are other names for or
 * extend. All of them where a name needs no export to be seen: in scripts, declaration files, components, what parses in part.
 */
function visibleDeclarations(facts: Surface): Surface['declarations'] {
  const { dialect, isModule, isCommonJs, problemCount, exports, declarations } = facts;
  if (!isModule || isCommonJs || problemCount > 0 || !scripts.has(dialect)) return declarations;
  const names = exports.flatMap(({ name, local }) => (local === undefined ? [name] : [name, local]));
  const visible = reachedFrom(names, groupedByName(declarations));
  return declarations.filter(({ name }) => visible.has(name));
}

type ByName = ReadonlyMap<string, readonly Surface['declarations'][number][]>;

function groupedByName(declarations: Surface['declarations']): ByName {
  const byName = new Map<string, Surface['declarations'][number][]>();
  for (const declaration of declarations) {
    const same = byName.get(declaration.name);
    if (same) same.push(declaration);
    else byName.set(declaration.name, [declaration]);
  }
  return byName;
}

/** The names and all that their declarations are other names for or extend. */
function reachedFrom(names: Iterable<string>, declarations: ByName): ReadonlySet<string> {
  const reached = new Set(names);
  // What is added on the way is come to on the way.
  for (const name of reached)
    for (const { aliasOf, extends: bases = [] } of declarations.get(name) ?? [])
      for (const [root = ''] of aliasOf ? [aliasOf, ...bases] : bases) reached.add(root);
  return reached;
}

function target(site: ImportFact | undefined): string | undefined {
  return site && `${site.form} ${site.specifier ?? site.pattern ?? site.text} ${site.resolutionMode ?? ''}`;
}
