import { dirname, type FilePath, isWithin, relativeSpecifier } from '../files/paths.js';
import type { Snapshot } from './snapshot.js';

const sourceEnding = /(?:\.d)?\.[cm]?[jt]sx?$/;
const maxNeighbours = 40;

/**
 * Specifiers that may lead from a file (which need not exist) to a source file, the likeliest way to write it first: as
 * files nearby write it, by package name across packages, else relative. Whether each resolves and is permitted is not
 * known here.
 */
export function specifiersTo(snapshot: Snapshot, from: FilePath, to: FilePath): readonly string[] {
  const { layout } = snapshot;
  const own = layout.manifestOf(from);
  const theirs = layout.manifestOf(to);
  const crossesPackages = own?.path !== theirs?.path && theirs?.name !== undefined;
  const written = writtenBefore(snapshot, from, to);
  const relative = relativeStyles(snapshot, from, to);
  const byPackage =
    crossesPackages && theirs?.name !== undefined ? packageSpecifiers(theirs.name, theirs.folder, to) : [];
  const ordered = crossesPackages ? [...written, ...byPackage, ...relative] : [...written, ...relative];
  return [...new Set(ordered)];
}

/** How files of the same package name this target without a relative path, the most frequent first. */
function writtenBefore({ graph, layout }: Snapshot, from: FilePath, to: FilePath): readonly string[] {
  const counts = new Map<string, number>();
  let relative = 0;
  const project = layout.projectOf(from)?.config;
  for (const path of graph.dependents(to)) {
    if (dirname(path) === dirname(to) || layout.projectOf(path)?.config !== project) continue;
    for (const edge of graph.edges(path)) {
      if (edge.target.kind !== 'file' || edge.target.path !== to) continue;
      const specifier = graph.facts(path)?.imports[edge.import]?.specifier;
      if (specifier === undefined) continue;
      if (specifier.startsWith('.')) relative++;
      else counts.set(specifier, (counts.get(specifier) ?? 0) + 1);
    }
  }
  const named = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const total = named.reduce((sum, [, count]) => sum + count, 0);
  return total >= relative ? named.map(([specifier]) => specifier) : [];
}

function packageSpecifiers(name: string, folder: FilePath, to: FilePath): readonly string[] {
  const rest = (folder === '' ? to : to.slice(folder.length + 1)).replace(sourceEnding, '');
  const short = rest.replace(/^(?:src|lib|source)\//, '').replace(/(?:^|\/)index$/, '');
  return [...(short === '' || short === 'main' ? [name] : []), ...(short === '' ? [] : [`${name}/${short}`]), name];
}

/** The relative path with the ending that files nearby write, then the other usual endings. */
function relativeStyles(snapshot: Snapshot, from: FilePath, to: FilePath): readonly string[] {
  const stem = relativeSpecifier(dirname(from), to.replace(sourceEnding, ''));
  const ending = sourceEnding.exec(to)?.[0];
  if (ending === undefined) return [relativeSpecifier(dirname(from), to)];
  const emitted = `${stem}${/^\.m/.test(ending) ? '.mjs' : /^\.c/.test(ending) ? '.cjs' : '.js'}`;
  const full = relativeSpecifier(dirname(from), to);
  const short = /\/index$/.test(stem) ? stem.replace(/\/index$/, '') : stem;
  const style = styleNear(snapshot, from);
  const first = style === 'full' ? full : style === 'emitted' ? emitted : short;
  return [first, short, emitted, full];
}

/** How relative imports end in the file itself, else in files around it. */
function styleNear({ graph }: Snapshot, from: FilePath): 'none' | 'emitted' | 'full' {
  for (const path of [from, ...neighbours(graph.files, from)]) {
    for (const { specifier } of graph.facts(path)?.imports ?? []) {
      if (!specifier?.startsWith('.') || /\.(?:json|css|svg)$/.test(specifier)) continue;
      if (/\.(?:[cm]?ts|tsx)$/.test(specifier)) return 'full';
      return /\.[cm]?jsx?$/.test(specifier) ? 'emitted' : 'none';
    }
  }
  return 'none';
}

/** Files of the same folder first, then of the folders above it. */
function neighbours(files: readonly FilePath[], from: FilePath): readonly FilePath[] {
  const found: FilePath[] = [];
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    for (const path of files) {
      if (found.length >= maxNeighbours) return found;
      if (isWithin(path, folder)) found.push(path);
    }
    if (folder === '') return found;
  }
}
