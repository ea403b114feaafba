import { relative, resolve, sep } from 'node:path';
import type { FilePath, Snapshot } from '../engine.js';
import { UsageError } from '../exit.js';
import { targetId } from '../graph/file-graph.js';
import { isBelow } from '../is-below.js';
import { suggestion } from '../nearest.js';

/** One end of a question: files, or a package. */
export interface Place {
  /** As messages name it. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'module' | 'package';
  /** True for a node id of the file graph: a path or `external:<package>`. */
  holds(id: string): boolean;
}

/**
 * What a word on the command line means: a module id, else a file or folder (relative to the current folder or the
 * root), else a package that something imports. `cwd` and `root` are absolute.
 */
export function placeOf(word: string, snapshot: Snapshot, cwd: string, root: string): Place {
  const { policy, graph } = snapshot;
  const module = policy.module(word);
  if (module) {
    // A nested module owns its files alone, yet whoever names the parent means the children too.
    const inside = new Set(policy.modules.filter(each => isInside(each.id, word, snapshot)).map(each => each.id));
    return {
      name: word,
      kind: 'module',
      holds: id => inside.has(policy.moduleOf(id)?.id ?? '') && !id.startsWith('external:'),
    };
  }
  for (const path of spellings(word, cwd, root)) {
    if (graph.has(path)) return { name: path, kind: 'file', holds: id => id === path };
    const folder = path === '' ? '' : `${path}/`;
    if (graph.files.some(file => file.startsWith(folder)))
      return {
        name: path === '' ? '.' : path,
        kind: 'folder',
        holds: id => id.startsWith(folder) && !id.startsWith('external:'),
      };
  }
  const targets = importedTargets(snapshot);
  const external = `external:${word.replace(/^external:/, '')}`;
  for (const id of [external, external.replace('external:', 'external:node:')])
    if (targets.has(id)) return { name: id.slice('external:'.length), kind: 'package', holds: other => other === id };
  const resource = spellings(word, cwd, root).find(path => targets.has(path));
  if (resource !== undefined) return { name: resource, kind: 'file', holds: id => id === resource };
  const known = [
    ...policy.modules.map(each => each.id),
    ...[...targets].map(id => id.replace(/^external:(?:node:)?/, '')),
    ...graph.files,
  ];
  throw new UsageError(
    `${word} is no module, no analysed file or folder and no imported package${suggestion(word, known)}`,
  );
}

function isInside(id: string, ancestor: string, { policy }: Snapshot): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = policy.module(at)?.parent) {
    if (at === ancestor) return true;
    seen.add(at);
  }
  return false;
}

function spellings(word: string, cwd: string, root: string): readonly FilePath[] {
  const slashes = word.replaceAll('\\', '/');
  return [resolve(cwd, slashes), resolve(root, slashes)]
    .filter(path => isBelow(root, path))
    .map(path => relative(root, path).split(sep).join('/'));
}

function importedTargets({ graph }: Snapshot): ReadonlySet<string> {
  const targets = new Set<string>();
  for (const path of graph.files) for (const edge of graph.edges(path)) targets.add(targetId(edge));
  targets.delete('unknown');
  return targets;
}
