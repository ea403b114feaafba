import { basename } from '../../files/paths.js';
import { isSideline } from './folders.js';
import type { Region } from './input.js';
import type { Link } from './links.js';
import type { Permissions } from './permissions.js';

export interface InferredLayers {
  /** Top to bottom; empty when no order is convincing. */
  readonly order: readonly string[];
  readonly layerOf: ReadonlyMap<string, string>;
  readonly remark: string;
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
 * the rest; else none. Modules that hold others get no layer: what lies directly in them serves all of them.
 */
export function inferLayers(
  regions: readonly Region[],
  links: readonly Link[],
  permissions: Permissions,
): InferredLayers {
  const byId = new Map(regions.map(region => [region.id, region]));
  const holders = new Set(regions.flatMap(({ parent }) => (parent === undefined ? [] : [parent])));
  // A package keeps its layer and hands it on; a mere folder has none where what it holds has its own.
  const isPlaced = ({ id, parent, folder, manifest }: Region) =>
    folder !== '' &&
    !isSideline(folder) &&
    (parent === undefined || !byId.get(parent)?.manifest) &&
    (manifest !== undefined || !holders.has(id));
  const placed = regions.filter(isPlaced);
  const ids = new Set(placed.map(region => region.id));
  const among = links.filter(link => ids.has(link.from) && ids.has(link.to));
  if (placed.length < 3 || among.length < 2) return none;
  return byNames(placed, among) ?? byImports(placed, among, permissions) ?? none;
}

const none: InferredLayers = { order: [], layerOf: new Map(), remark: '' };

function byNames(regions: readonly Region[], links: readonly Link[]): InferredLayers | undefined {
  const level = new Map<string, number>();
  for (const region of regions) {
    const named = words.findIndex(([, names]) => names.includes(basename(region.folder).toLowerCase()));
    if (named >= 0) level.set(region.id, named);
  }
  if (level.size < regions.length * namedShare || new Set(level.values()).size < 2) return undefined;
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
    remark: `from folder names; ${percent(upward, total)} of what is imported points up today`,
  };
}

/** The highest level for a module without a telling name at which the least points up. */
function leastUpward(id: string, level: ReadonlyMap<string, number>, links: readonly Link[]): number {
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
 * permitted dependency points up.
 */
function byImports(
  regions: readonly Region[],
  links: readonly Link[],
  { permitted, doubts }: Permissions,
): InferredLayers | undefined {
  const ids = new Set(regions.map(region => region.id));
  const importers = new Map<string, number>();
  const targetsOf = (id: string) => (permitted.get(id) ?? []).filter(to => ids.has(to));
  for (const id of ids) for (const to of targetsOf(id)) importers.set(to, (importers.get(to) ?? 0) + 1);
  const foundation = new Set<string>();
  const add = (id: string) => {
    if (foundation.has(id)) return;
    foundation.add(id);
    for (const to of targetsOf(id)) add(to);
  };
  for (const [id, count] of importers) if (count >= Math.max(3, regions.length * hubShare)) add(id);
  const features = [...ids].filter(id => !foundation.has(id) && (targetsOf(id).length > 0 || importers.has(id)));
  if (foundation.size === 0 || features.length < 2) return undefined;
  const layerOf = new Map([
    ...features.map(id => [id, 'features'] as const),
    ...[...foundation].map(id => [id, 'foundation'] as const),
  ]);
  const total = links.reduce((sum, link) => sum + link.symbols, 0);
  const upward = links
    .filter(link => doubts.has(link) && layerOf.get(link.from) === 'foundation' && layerOf.get(link.to) === 'features')
    .reduce((sum, link) => sum + link.symbols, 0);
  if (upward > total * upwardShare) return undefined;
  return {
    order: ['features', 'foundation'],
    layerOf,
    remark: 'from the imports: "foundation" is what many modules import, with all that it imports itself',
  };
}

function percent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (part / whole) * 100;
  return share > 0 && share < 1 ? 'less than 1 %' : `${Math.round(share)} %`;
}
