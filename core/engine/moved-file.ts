import { dirname, type FilePath, relativeSpecifier } from '../files/paths.js';
import { applyEdits, type TextEdit } from '../text/edit.js';
import type { ProposedFile } from './proposal.js';
import type { Snapshot } from './snapshot.js';

/**
 * A file at another path with all relative imports still leading where they led: its own, and those of the files that
 * import it. The moved file comes first.
 */
export function movedFile(snapshot: Snapshot, from: FilePath, to: FilePath): readonly ProposedFile[] {
  const own = rewritten(snapshot, from, dirname(to), path => (path === from ? to : path));
  const importers = snapshot.graph
    .dependents(from)
    .filter(path => path !== from)
    .map(path => ({ path, text: rewritten(snapshot, path, dirname(path), target => (target === from ? to : target)) }));
  return [{ path: to, text: own, from }, ...importers];
}

/** The text of a file with its relative specifiers led to where `moved` says, as seen from `folder`. */
function rewritten(
  snapshot: Snapshot,
  path: FilePath,
  folder: FilePath,
  moved: (target: FilePath) => FilePath,
): string {
  const text = snapshot.text(path) ?? '';
  const edits: TextEdit[] = [];
  for (const edge of snapshot.graph.edges(path)) {
    const fact = snapshot.graph.facts(path)?.imports[edge.import];
    if (edge.target.kind !== 'file' || !fact?.specifier?.startsWith('.')) continue;
    const target = moved(edge.target.path);
    if (target === edge.target.path && folder === dirname(path)) continue;
    const quote = text[fact.span.start] ?? '"';
    const specifier = withEndingOf(fact.specifier, relativeSpecifier(folder, target));
    edits.push({ span: fact.span, text: `${quote}${specifier}${quote}` });
  }
  return applyEdits(text, edits);
}

/** The specifier of a source path, written with the kind of ending that the old one had. */
function withEndingOf(old: string, path: string): string {
  const stem = path.replace(/\.[cm]?[jt]sx?$/, '');
  if (stem === path) return path;
  const ending = /\.[cm]?[jt]sx?$/.exec(old)?.[0];
  if (ending !== undefined) return stem + ending;
  return stem.replace(/\/index$/, '') || '.';
}
