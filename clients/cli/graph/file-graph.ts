import { positionAt } from '../../../core/index.js';
import type { Context, Edge, FilePath, Kind, Snapshot } from '../engine.js';

export interface FileNode {
  /** A workspace path, `external:<package>` or `unknown`. */
  readonly id: string;
  readonly kind: 'file' | 'resource' | 'external' | 'unknown';
  readonly module?: string;
}

/** One import site. */
export interface SiteEdge {
  readonly from: FilePath;
  /** Where the specifier starts, 1-based, columns in UTF-16 code units. */
  readonly line: number;
  readonly column: number;
  /** As written, quotes dropped; for a glob its pattern; the expression where it is not statically known. */
  readonly specifier: string;
  readonly to: string;
  /** Why `to` is `unknown`. */
  readonly reason?: string;
  readonly kind: Kind;
  readonly context: Context;
  readonly symbols: readonly string[];
}

export interface FileGraph {
  readonly nodes: readonly FileNode[];
  readonly edges: readonly SiteEdge[];
}

/** Every import site of the workspace, by file and place; nodes sorted by id. */
export function fileGraphOf(snapshot: Snapshot): FileGraph {
  const { graph, policy } = snapshot;
  const nodes = new Map<string, FileNode>();
  const add = (id: string, kind: FileNode['kind']) => {
    if (nodes.has(id)) return;
    const module = kind === 'file' || kind === 'resource' ? policy.moduleOf(id)?.id : undefined;
    nodes.set(id, { id, kind, ...(module === undefined ? {} : { module }) });
  };
  for (const path of graph.files) add(path, 'file');
  const edges = graph.files.flatMap(path => sitesOf(snapshot, path));
  for (const { to } of edges)
    add(
      to,
      to === 'unknown' ? 'unknown' : to.startsWith('external:') ? 'external' : graph.has(to) ? 'file' : 'resource',
    );
  return { nodes: [...nodes.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), edges };
}

/** The import sites of one file in their order. */
export function sitesOf(snapshot: Pick<Snapshot, 'graph' | 'lineStarts'>, path: FilePath): readonly SiteEdge[] {
  const imports = snapshot.graph.facts(path)?.imports ?? [];
  const starts = snapshot.lineStarts(path);
  return snapshot.graph.edges(path).map(edge => {
    const fact = imports[edge.import];
    const { line, column } = positionAt(starts ?? [0], fact?.span.start ?? 0);
    const reason = reasonOf(edge);
    return {
      from: path,
      line,
      column,
      specifier: fact?.specifier ?? (fact?.form === 'glob' ? fact.pattern : undefined) ?? fact?.text ?? '',
      to: targetId(edge),
      ...(reason === undefined ? {} : { reason }),
      kind: edge.kind,
      context: edge.context,
      symbols: edge.symbols.map(symbol => symbol.name),
    };
  });
}

/** The node an edge leads to. */
export function targetId({ target }: Edge): string {
  switch (target.kind) {
    case 'file':
    case 'absent':
      return target.path;
    case 'external':
      return `external:${target.package}`;
    case 'ambient':
      return `external:${target.name}`;
    default:
      return 'unknown';
  }
}

function reasonOf({ target }: Edge): string | undefined {
  if (target.kind === 'unresolved') return target.reason;
  return target.kind === 'unknown' ? 'the specifier is not statically known' : undefined;
}
