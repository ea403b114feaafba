import { dirname, type FilePath, isWithin, join } from '../files/paths.js';
import type { Context, Kind } from '../graph/edge.js';
import { dialectOf } from '../syntax/parser.js';
import { type Claim, claimsOf } from './assignment.js';
import { type JsonDocument, type Location, spanAt } from './document.js';
import type { ExpandedModule } from './expand.js';
import { compileGlob, normalised } from './globs.js';
import { spellOutKinds } from './kinds.js';
import { resolveGroups } from './packages.js';
import type { ExternalDeny, Interface, LayerSet, Lifecycle, Module, Permission } from './policy.js';
import type { ModuleDocument } from './schema.js';
import { splitInterface, tagPattern } from './selectors.js';
import { compareSpecificity } from './specificity.js';

/** What modules are built from besides their own entries. */
export interface ModuleSurroundings {
  readonly json: JsonDocument;
  readonly layers: readonly LayerSet[];
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** The modules with their claims on paths; `modules[i]` has the claims with `module === i`. */
export interface BuiltModules {
  readonly modules: readonly Module[];
  readonly claims: readonly Claim[];
}

/** Builds modules from expanded entries: places each in the one that contains it, then inherits. */
export function buildModules(expanded: readonly ExpandedModule[], around: ModuleSurroundings): BuiltModules {
  const claims = expanded.map((each, i) => each.paths.flatMap(({ filled, written }) => claimsOf(i, filled, written)));
  const parents = expanded.map((_, i) => parentOf(i, claims));
  const built = new Map<number, Module>();
  const build = (i: number): Module => {
    const known = built.get(i);
    if (known) return known;
    const parent = parents[i] === undefined ? undefined : build(parents[i]);
    const module = buildModule(expanded[i]!, parent, around);
    built.set(i, module);
    return module;
  };
  return { modules: expanded.map((_, i) => build(i)), claims: claims.flat() };
}

/**
 * The module that contains another: every path of the inner one lies within a less specific path of the outer one; of
 * several the one with the most specific such path. Ids say nothing about nesting, paths do.
 */
function parentOf(inner: number, claims: readonly (readonly Claim[])[]): number | undefined {
  const own = claims[inner] ?? [];
  let best: Claim | undefined;
  claims.forEach((others, outer) => {
    if (outer === inner || own.length === 0) return;
    const around = own.map(claim =>
      others.find(
        other =>
          compareSpecificity(other.specificity, claim.specificity) < 0 && other.glob.matches(representative(claim)),
      ),
    );
    if (around.some(claim => claim === undefined)) return;
    for (const claim of around as Claim[]) {
      if (!best || compareSpecificity(claim.specificity, best.specificity) > 0) best = claim;
    }
  });
  return best?.module;
}

/** A path like those the claim matches, with characters for wildcards that no pattern spells out. */
function representative(claim: Claim): FilePath {
  return normalised(claim.glob.text).replaceAll('**', '\uE000').replaceAll('*', '\uE000').replaceAll('?', '\uE000');
}

function buildModule(expanded: ExpandedModule, parent: Module | undefined, around: ModuleSurroundings): Module {
  const { document, entry, paths } = expanded;
  const at: Location = ['modules', entry];
  const folder = folderOf(paths.map(path => path.filled));
  const own = document.dependsOn && permissionsOf(document.dependsOn, [...at, 'dependsOn'], around.json);
  const dependsOn = own ?? parent?.dependsOn;
  const owner = document.owner ?? parent?.owner;
  const externalAllow = document.external?.allow
    ? resolveGroups(document.external.allow, around.groups)
    : parent?.externalAllow;
  const externalDeny = (document.external?.deny ?? []).map((deny, i) =>
    denyOf(deny, [...at, 'external', 'deny', i], around),
  );
  return {
    id: document.id,
    paths: paths.map(path => path.filled),
    folder,
    ...(parent ? { parent: parent.id } : {}),
    layers: new Map([...(parent?.layers ?? []), ...layersOf(document.layer, around.layers)]),
    tags: document.tags ?? [],
    ...(owner === undefined ? {} : { owner }),
    ...(dependsOn ? { dependsOn } : {}),
    setsDependsOn: own !== undefined,
    ...(document.entryPoints
      ? {
          entryPoints: interfaceOf(undefined, { expose: document.entryPoints }, [...at, 'entryPoints'], folder, around),
        }
      : {}),
    interfaces: Object.entries(document.interfaces ?? {}).map(([name, each]) =>
      interfaceOf(name, each, [...at, 'interfaces', name], folder, around),
    ),
    visibility: document.visibility ?? 'public',
    ...(externalAllow ? { externalAllow } : {}),
    externalDeny: [...externalDeny, ...(parent?.externalDeny ?? [])],
    ...(document.lifecycle ? { lifecycle: defined(document.lifecycle) } : {}),
    ...(document.because === undefined ? {} : { because: document.because }),
    span: spanAt(around.json, at),
  };
}

/** The folder that relative entry points start from: what all paths have in common, the folder of a path that is a file. */
function folderOf(paths: readonly string[]): FilePath {
  const [first = '', ...others] = paths.map(path => {
    const { base, isLiteral } = compileGlob(path);
    return isLiteral && dialectOf(base) !== undefined ? dirname(base) : base;
  });
  let shared = first;
  for (const other of others) while (!isWithin(other, shared)) shared = dirname(shared);
  return shared;
}

/** Layer by set; a bare name counts in every set that has it. */
export function layersOf(layer: ModuleDocument['layer'], sets: readonly LayerSet[]): [set: string, layer: string][] {
  if (layer === undefined) return [];
  if (typeof layer !== 'string') {
    return Object.entries(layer).filter(([set, name]) => sets.find(each => each.name === set)?.order.includes(name));
  }
  return sets.filter(set => set.order.includes(layer)).map(set => [set.name, layer]);
}

/** The entries of a `dependsOn` list that stands at `at`. */
export function permissionsOf(
  entries: NonNullable<ModuleDocument['dependsOn']>,
  at: Location,
  json: JsonDocument,
): readonly Permission[] {
  return entries.map((entry, i) => {
    const to = typeof entry === 'string' ? entry : entry.to;
    const kinds: readonly Kind[] | undefined =
      typeof entry === 'string' || !entry.kinds ? undefined : spellOutKinds(entry.kinds);
    const text = kinds ? `${to} (${kinds.join(', ')})` : to;
    return { to: targetOf(to), ...(kinds ? { kinds } : {}), span: spanAt(json, [...at, i]), text };
  });
}

function targetOf(text: string): Permission['to'] {
  if (text === '*') return { kind: 'any' };
  const tag = tagPattern(text);
  if (tag !== undefined) return { kind: 'tag', pattern: tag };
  const { id, interface: name } = splitInterface(text);
  return name === undefined ? { kind: 'module', id } : { kind: 'interface', id, interface: name };
}

interface InterfaceDocument {
  readonly expose: readonly string[];
  readonly visibleTo?: readonly string[] | undefined;
  readonly layer?: ModuleDocument['layer'];
  readonly contexts?: readonly Context[] | undefined;
}

function interfaceOf(
  name: string | undefined,
  document: InterfaceDocument,
  at: Location,
  folder: FilePath,
  around: ModuleSurroundings,
): Interface {
  const list: Location = name === undefined ? at : [...at, 'expose'];
  return {
    ...(name === undefined ? {} : { name }),
    expose: document.expose.map((text, i) => ({
      ...exposedBy(text, folder),
      span: spanAt(around.json, [...list, i]),
    })),
    ...(document.visibleTo ? { visibleTo: document.visibleTo } : {}),
    ...(document.layer === undefined ? {} : { layers: new Map(layersOf(document.layer, around.layers)) }),
    ...(document.contexts ? { contexts: document.contexts } : {}),
    span: spanAt(around.json, at),
  };
}

/** `spi.ts#Clock` → the glob relative to the root and the name. A text that starts with the module's folder is relative to the root already. */
export function exposedBy(text: string, folder: FilePath): { glob: string; names?: readonly string[] } {
  const hash = text.lastIndexOf('#');
  const path = normalised(hash > 0 ? text.slice(0, hash) : text);
  const glob = folder !== '' && isWithin(path, folder) ? path : join(folder, path);
  return hash > 0 ? { glob, names: [text.slice(hash + 1)] } : { glob };
}

interface DenyDocument {
  readonly package: string | readonly string[];
  readonly except?: readonly string[] | undefined;
  readonly because?: string | undefined;
  readonly suggest?: string | undefined;
}

/** One `deny` entry with its groups resolved. */
export function denyOf(
  document: DenyDocument,
  at: Location,
  around: Pick<ModuleSurroundings, 'json' | 'groups'>,
): ExternalDeny {
  return {
    patterns: resolveGroups(
      typeof document.package === 'string' ? [document.package] : document.package,
      around.groups,
    ),
    except: document.except ?? [],
    ...(document.because === undefined ? {} : { because: document.because }),
    ...(document.suggest === undefined ? {} : { suggest: document.suggest }),
    span: spanAt(around.json, at),
  };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function defined(lifecycle: NonNullable<ModuleDocument['lifecycle']>): Lifecycle {
  return Object.fromEntries(Object.entries(lifecycle).filter(([, value]) => value !== undefined)) as Defined<
    typeof lifecycle
  >;
}
