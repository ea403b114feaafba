import { basename, isWithin } from '../../files/paths.js';
import { isSideline } from './folders.js';
import type { Region } from './input.js';
import type { Link } from './links.js';
import type { Permissions } from './permissions.js';

export interface InferredLayers {
  /** Top to bottom; empty when no order is convincing. */
  readonly order: readonly string[];
  /** The layers to be written. */
  readonly layerOf: ReadonlyMap<string, string>;
  /** The layers that nested modules take from what holds them. */
  readonly inherited: ReadonlyMap<string, string>;
  readonly remark: string;
  /** Whether the order is that of folder names. */
  readonly named: boolean;
}

/** What folder names say, top to bottom. */
const words: readonly (readonly [layer: string, names: readonly string[]])[] = [
  [
    'interface',
    [
      'app',
      'apps',
      'ui',
      'web',
      'cli',
      'cmd',
      'bin',
      'pages',
      'page',
      'routes',
      'routers',
      'views',
      'view',
      'scenes',
      'screens',
      'components',
      'widgets',
      'layouts',
      'controllers',
      'handlers',
      'graphql',
      'rest',
      'http',
      'frontend',
      'admin',
      'menus',
    ],
  ],
  [
    'application',
    [
      'services',
      'service',
      'features',
      'usecases',
      'use-cases',
      'application',
      'commands',
      'queues',
      'jobs',
      'workers',
      'stores',
      'store',
      'hooks',
      'actions',
      'processes',
      'workflows',
      'presenters',
    ],
  ],
  ['domain', ['domain', 'domains', 'models', 'model', 'entities', 'entity', 'core', 'policies', 'schema', 'schemas']],
  [
    'foundation',
    [
      'shared',
      'lib',
      'libs',
      'utils',
      'util',
      'utilities',
      'common',
      'helpers',
      'types',
      'typings',
      'infra',
      'infrastructure',
      'platform',
      'kernel',
      'config',
      'constants',
      'errors',
      'logging',
      'i18n',
      'db',
      'database',
      'storage',
      'persistence',
      'internal',
    ],
  ],
];

/** At most this share of what travels may point up for names to count as an order. */
const upwardShare = 0.1;
const namedShare = 0.6;
/** The share of modules that import a hub. */
const hubShare = 0.25;

/**
 * Layers by the names of folders where these agree with the imports; else by the imports alone where some modules carry
 * the rest; else none. What holds other modules is placed like them. A folder whose name says that it serves the rest
 * (`shared`, `lib`) places all it holds, whatever the names in it say: they are about its own inside.
 */
export function inferLayers(
  regions: readonly Region[],
  links: readonly Link[],
  permissions: Permissions,
): InferredLayers {
  const byId = new Map(regions.map(region => [region.id, region]));
  const total = regions.reduce((sum, region) => sum + region.files.length, 0);
  const sizeOf = (holder: Region) =>
    regions.reduce((sum, { folder, files }) => sum + (isWithin(folder, holder.folder) ? files.length : 0), 0);
  const serves = new Set(
    regions
      .filter(region => region.folder !== '' && levelByName(region) === words.length - 1 && sizeOf(region) < total / 2)
      .map(({ id }) => id),
  );
  // A package hands its layer on, and so does a folder that serves the rest.
  const isPlaced = ({ folder, parent, role }: Region) => {
    if (folder === '' || role === 'beside' || role === 'tests' || isSideline(folder)) return false;
    for (let up = parent; up !== undefined; up = byId.get(up)?.parent) {
      if (byId.get(up)?.manifest || serves.has(up)) return false;
    }
    return true;
  };
  const placed = regions.filter(isPlaced);
  const placeOf = (id: string): string | undefined => {
    for (let at: string | undefined = id; at !== undefined; at = byId.get(at)?.parent) {
      if (placed.some(region => region.id === at)) return at;
    }
    return undefined;
  };
  const places = new Map(regions.flatMap(({ id }) => (placeOf(id) === undefined ? [] : [[id, placeOf(id)!] as const])));
  const among = links.flatMap(link => {
    const [from, to] = [places.get(link.from), places.get(link.to)];
    return from === undefined || to === undefined || from === to ? [] : [{ ...link, from, to }];
  });
  if (placed.length < 3 || among.length < 2) return none;
  const found = byNames(placed, among) ?? byImports(placed, among, links, permissions) ?? none;
  const layerOf = new Map(found.layerOf);
  const inherited = new Map<string, string>();
  for (const { id, role } of regions) {
    const layer = found.layerOf.get(places.get(id) ?? '');
    if (layer === undefined || layerOf.has(id)) continue;
    // Test code would take the layer of what holds it, and it stands above all that it tests.
    if (role === 'tests') layerOf.set(id, found.order[0] ?? layer);
    else inherited.set(id, layer);
  }
  return { ...found, layerOf, inherited };
}

const none: InferredLayers = { order: [], layerOf: new Map(), inherited: new Map(), remark: '', named: false };

type Weighed = Pick<Link, 'from' | 'to' | 'symbols'>;

function levelByName({ folder, role }: Region): number {
  return role === 'main' ? 0 : words.findIndex(([, names]) => names.includes(basename(folder).toLowerCase()));
}

function byNames(regions: readonly Region[], links: readonly Weighed[]): InferredLayers | undefined {
  const parents = new Set(regions.flatMap(({ parent }) => parent ?? []));
  const level = new Map<string, number>();
  for (const region of regions) {
    const named = levelByName(region);
    // `app` and `server` name what is in them, not what lies beside that; only those that serve the rest say so.
    if (named >= 0 && (!parents.has(region.id) || named === words.length - 1)) level.set(region.id, named);
  }
  const leaves = regions.filter(({ id }) => !parents.has(id) || level.has(id));
  if (level.size < leaves.length * namedShare || new Set(level.values()).size < 2) return undefined;
  for (const { id } of regions) {
    const isLinked = links.some(link => link.from === id || link.to === id);
    if (!level.has(id) && isLinked) level.set(id, leastUpward(id, level, links));
  }
  const total = links.reduce((sum, link) => sum + link.symbols, 0);
  const upward = links
    .filter(link => (level.get(link.from) ?? 0) > (level.get(link.to) ?? 0))
    .reduce((sum, link) => sum + link.symbols, 0);
  if (upward > total * upwardShare) return undefined;
  const used = [...new Set(level.values())].sort((a, b) => a - b);
  return {
    order: used.map(at => words[at]![0]),
    layerOf: new Map([...level].map(([id, at]) => [id, words[at]![0]])),
    inherited: new Map(),
    remark: `from folder names; ${percent(upward, total)} of what is imported points up today`,
    named: true,
  };
}

/** The highest level for a module without a telling name at which the least points up. */
function leastUpward(id: string, level: ReadonlyMap<string, number>, links: readonly Weighed[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < words.length; at++) {
    let upward = 0;
    for (const link of links) {
      if (link.from === id && at > (level.get(link.to) ?? at)) upward += link.symbols;
      if (link.to === id && (level.get(link.from) ?? at) > at) upward += link.symbols;
    }
    if (upward < least) [best, least] = [at, upward];
  }
  return best;
}

/**
 * Foundation: what many modules import, and all that it imports itself. Features: the rest. Over what is permitted, so no
 * permitted dependency points up. What holds others goes where the least points up.
 */
function byImports(
  regions: readonly Region[],
  among: readonly Weighed[],
  links: readonly Link[],
  { permitted, doubts }: Permissions,
): InferredLayers | undefined {
  const parents = new Set(regions.flatMap(({ parent }) => parent ?? []));
  const ids = new Set(regions.filter(({ id, manifest }) => manifest || !parents.has(id)).map(({ id }) => id));
  const importers = new Map<string, number>();
  const targetsOf = (id: string) => (permitted.get(id) ?? []).filter(to => ids.has(to));
  for (const id of ids) for (const to of targetsOf(id)) importers.set(to, (importers.get(to) ?? 0) + 1);
  const foundation = new Set<string>();
  const add = (id: string) => {
    if (foundation.has(id)) return;
    foundation.add(id);
    for (const to of targetsOf(id)) add(to);
  };
  for (const [id, count] of importers) if (count >= Math.max(3, ids.size * hubShare)) add(id);
  const linked = [...ids].filter(id => !foundation.has(id) && (targetsOf(id).length > 0 || importers.has(id)));
  if (foundation.size === 0 || linked.length < 2) return undefined;
  const level = new Map([...ids].map(id => [id, foundation.has(id) ? 1 : 0]));
  for (const { id } of regions) if (!level.has(id)) level.set(id, Math.min(1, leastUpward(id, level, among)));
  const total = among.reduce((sum, link) => sum + link.symbols, 0);
  const upward = links
    .filter(link => doubts.has(link) && level.get(link.from) === 1 && level.get(link.to) === 0)
    .reduce((sum, link) => sum + link.symbols, 0);
  if (upward > total * upwardShare) return undefined;
  const order = ['features', 'foundation'] as const;
  return {
    order,
    layerOf: new Map([...level].map(([id, at]) => [id, order[at]!])),
    inherited: new Map(),
    remark: 'from the imports: "foundation" is what many modules import, with all that it imports itself',
    named: false,
  };
}

function percent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (part / whole) * 100;
  return share > 0 && share < 1 ? 'less than 1 %' : `${Math.round(share)} %`;
}
