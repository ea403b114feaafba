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

/**
 * Layers by the names of folders where these agree with the imports; else by the imports alone where they give a clear
 * top and bottom; else none. Modules that hold others get no layer: what lies directly in them serves all of them.
 */
export function inferLayers(
  regions: readonly Region[],
  links: readonly Link[],
  permissions: Permissions,
): InferredLayers {
  const parents = new Set(regions.flatMap(region => (region.parent === undefined ? [] : [region.parent])));
  const placed = regions.filter(
    region => region.folder !== '' && !parents.has(region.id) && !isSideline(region.folder),
  );
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
  for (const region of regions) {
    if (!level.has(region.id)) level.set(region.id, leastUpward(region.id, level, links));
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

/** The lowest level for a module without a telling name at which the least points up. */
function leastUpward(id: string, level: ReadonlyMap<string, number>, links: readonly Link[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = words.length - 1; at >= 0; at--) {
    let upward = 0;
    for (const link of links) {
      if (link.from === id && at > (level.get(link.to) ?? at)) upward += link.symbols;
      if (link.to === id && (level.get(link.from) ?? at) > at) upward += link.symbols;
    }
    if (upward < least) [best, least] = [at, upward];
  }
  return best;
}

/** Entry: imported by nobody. Foundation: imports nobody. Core: between. Over what is permitted, so without cycles. */
function byImports(
  regions: readonly Region[],
  links: readonly Link[],
  { permitted, doubts }: Permissions,
): InferredLayers | undefined {
  const ids = new Set(regions.map(region => region.id));
  const importing = new Map(regions.map(({ id }) => [id, (permitted.get(id) ?? []).filter(to => ids.has(to))]));
  const imported = new Set([...importing.values()].flat());
  const doubtful = links.filter(link => doubts.get(link) === 'against-order' || doubts.get(link) === 'mutual');
  const total = links.reduce((sum, link) => sum + link.symbols, 0);
  const upward = doubtful.reduce((sum, link) => sum + link.symbols, 0);
  if (upward > total * upwardShare) return undefined;
  const layerOf = new Map<string, string>();
  for (const [id, targets] of importing) {
    if (targets.length === 0 && !imported.has(id)) continue;
    layerOf.set(id, !imported.has(id) ? 'entry' : targets.length === 0 ? 'foundation' : 'core');
  }
  // A module in doubt both ways would be placed by chance.
  for (const link of doubtful) if (link.symbols * 2 > total) return undefined;
  const order = ['entry', 'core', 'foundation'].filter(name => [...layerOf.values()].includes(name));
  if (order.length < 3) return undefined;
  return {
    order,
    layerOf,
    remark: 'from the imports: nobody imports "entry", "foundation" imports nobody; rename them to your words',
  };
}

function percent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (part / whole) * 100;
  return share > 0 && share < 1 ? 'less than 1 %' : `${Math.round(share)} %`;
}
