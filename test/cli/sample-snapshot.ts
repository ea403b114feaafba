import type { Edge, Finding, Kind, Module, Snapshot } from '../../clients/cli/engine.js';

/** An import as the tests write it: `from -> to` with a kind; `to` is a path, `pkg:name` or `?`. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly kind?: Kind;
  readonly context?: 'production' | 'test' | 'mock';
  readonly symbols?: readonly string[];
}

interface Sample {
  readonly files: readonly string[];
  readonly links: readonly Link[];
  readonly modules?: readonly (Pick<Module, 'id'> & Partial<Module>)[];
  readonly packages?: Readonly<Record<string, string>>;
  readonly findings?: readonly Finding[];
}

const noWhere = { start: 0, end: 0 };

/** A snapshot made by hand. The n-th import of a file stands in its n-th line, the specifier at column 9. */
export function snapshotOf({ files, links, modules = [], packages = {}, findings = [] }: Sample): Snapshot {
  const sorted = [...files].sort();
  const ofFile = (path: string) => links.filter(link => link.from === path);
  const full = modules.map(
    (module): Module => ({
      paths: [],
      folder: module.id,
      layers: new Map(),
      tags: [],
      setsDependsOn: module.dependsOn !== undefined,
      interfaces: [],
      visibility: 'public',
      span: noWhere,
      ...module,
    }),
  );
  const moduleOf = (path: string) =>
    full.filter(each => path.startsWith(`${each.folder}/`)).sort((a, b) => b.folder.length - a.folder.length)[0];
  const partial = {
    revision: 'r',
    findings,
    policy: {
      declared: full.length > 0,
      usable: true,
      path: 'architecture.jsonc',
      modules: full,
      problems: [],
      external: { groups: new Map(), deny: [], undeclared: 'error', devInProduction: 'error' },
      module: (id: string) => full.find(each => each.id === id),
      moduleOf,
    },
    layout: {
      manifests: [],
      workspacePackages: new Map(Object.entries(packages).map(([name, folder]) => [name, { name, folder }])),
    },
    graph: {
      files: sorted,
      has: (path: string) => sorted.includes(path),
      facts: (path: string) => ({
        imports: ofFile(path).map(({ to }, i) => ({
          specifier: to === '?' ? undefined : to,
          text: to,
          span: { start: 100 * i + 8, end: 100 * i + 20 },
          statement: { start: 100 * i, end: 100 * i + 30 },
        })),
      }),
      edges: (path: string) => edgesOf(ofFile(path)),
    },
    lineStarts: () => [0, 100, 200, 300, 400],
    text: () => undefined,
  };
  return partial as unknown as Snapshot;
}

const edgesByLinks = new WeakMap<Link, Edge>();

/** The same link gives the same edge object, as in the engine. */
function edgesOf(links: readonly Link[]): readonly Edge[] {
  return links.map((link, i) => {
    const known = edgesByLinks.get(link);
    if (known) return known;
    const { to, kind = 'eager', context = 'production', symbols = [] } = link;
    const edge: Edge = {
      import: i,
      target: targetOf(to),
      kind,
      context,
      symbols: symbols.map(name => ({ name, local: name, kind })),
    };
    edgesByLinks.set(link, edge);
    return edge;
  });
}

function targetOf(to: string): Edge['target'] {
  if (to === '?') return { kind: 'unknown' };
  if (to === '!') return { kind: 'unresolved', reason: 'Cannot find it.' };
  if (!to.startsWith('pkg:')) return { kind: 'file', path: to };
  return { kind: 'external', package: to.slice(4), subpath: '', builtin: false, installed: true };
}
