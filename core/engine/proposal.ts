import { dirname, type FilePath, join as joinPath } from '../files/paths.js';
import type { Finding } from '../rules/finding.js';
import { introducedSince } from './since.js';
import type { Snapshot, TypesOptions } from './snapshot.js';
import { type Comparable, comparable } from './typing/comparable.js';

/** One file of a proposed change. */
export interface ProposedFile {
  readonly path: FilePath;
  /** `undefined`: the file is deleted. */
  readonly text: string | undefined;
  /** The path it has now, where the change renames it. */
  readonly from?: FilePath;
}

/** A change that nobody has written yet, and what it would add. */
export interface Proposal {
  /** The change, with types where both it and what it changes have them. */
  readonly head: Snapshot;
  /** Findings that the change adds; those it only moves are not among them. */
  readonly introduced: readonly Finding[];
  /** Files that do not exist yet and are not in the change, which the policy was asked about as if they did. */
  readonly assumed: readonly FilePath[];
}

const absence = 'arch/unresolved-import';

/**
 * Checks a change as a child of a snapshot. Relative imports of files that are not there yet are judged as if they were;
 * `missingTargets: 'assume'` drops the finding that they are not. Over a snapshot with types the change is asked for its own,
 * as `types` says; where they are not to be had, both are judged without, and the coverage of the head says so.
 */
export async function propose(
  base: Snapshot,
  files: readonly ProposedFile[],
  missingTargets: 'report' | 'assume' = 'report',
  types: TypesOptions = {},
): Promise<Proposal> {
  const renamed = new Map(files.flatMap(({ path, from }) => (from === undefined ? [] : [[from, path] as const])));
  const changes = files.flatMap(({ path, text, from }) => [
    ...(from === undefined || files.some(file => file.path === from) ? [] : [{ path: from, text: undefined }]),
    { path, text },
  ]);
  const { base: before, head } = await alike(base, await base.with(changes), types);
  const introduced = introducedSince(before, head, undefined, renamed);
  const missing = missingTargetsOf(head, files);
  if (missing.size === 0) return { head, introduced, assumed: [] };
  const phantoms = [...missing].map(([path, names]) => ({ path, text: phantomText(path, names) }));
  const { base: known, head: assuming } = await alike(before, await head.with(phantoms), types);
  const isPhantom = new Set(missing.keys());
  const judged = introducedSince(known, assuming, undefined, renamed).filter(finding => !isPhantom.has(finding.path));
  const absent = missingTargets === 'report' ? introduced.filter(finding => finding.rule === absence) : [];
  const told = new Set(judged.map(finding => finding.id));
  return {
    head,
    introduced: [...judged, ...absent.filter(finding => !told.has(finding.id))],
    assumed: [...missing.keys()],
  };
}

/** The change with types where what it changes has them. */
async function alike(base: Snapshot, head: Snapshot, types: TypesOptions): Promise<Comparable> {
  return base.types.mode === 'off' ? { base, head } : comparable(base, head, types);
}

/** Where relative specifiers of the changed files lead that resolve to nothing, with the names taken from there. */
function missingTargetsOf(head: Snapshot, files: readonly ProposedFile[]): ReadonlyMap<FilePath, ReadonlySet<string>> {
  const missing = new Map<FilePath, Set<string>>();
  for (const { path } of files) {
    for (const edge of head.graph.edges(path)) {
      const fact = head.graph.facts(path)?.imports[edge.import];
      if (edge.target.kind !== 'unresolved' || !fact?.specifier || !/^\.\.?(?:\/|$)/.test(fact.specifier)) continue;
      const written = joinPath(dirname(path), fact.specifier);
      // Written with another ending than this project's modules need: the finding says so.
      if (existingSource(head, written) !== undefined) continue;
      const target = sourcePathOf(written, path);
      if (target === undefined || head.text(target) !== undefined) continue;
      const names = missing.get(target) ?? new Set();
      missing.set(target, names);
      for (const { imported } of fact.names) names.add(imported);
    }
  }
  return missing;
}

const endings = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts', '.vue', '.svelte'];

/** The source file that a path means whose ending is missing or another one: `src/a`, `src/a.js` for `src/a.ts`. */
export function existingSource({ graph }: Snapshot, path: FilePath): FilePath | undefined {
  const stem = path.replace(/\.[cm]?[jt]sx?$/, '');
  for (const base of [path, stem, `${path}/index`]) {
    const found = endings.map(ending => base + ending).find(file => graph.has(file));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The source file that a specifier without a target would be written as. */
function sourcePathOf(path: FilePath, importer: FilePath): FilePath | undefined {
  if (path.startsWith('../') || path === '..' || path === '') return undefined;
  const ending = /\.[cm]?[jt]sx?$/.exec(path)?.[0];
  if (ending !== undefined) {
    const isTyped = /\.(?:[cm]?ts|tsx|vue|svelte|astro)$/.test(importer);
    return isTyped ? path.replace(/\.([cm]?)js(x?)$/, '.$1ts$2') : path;
  }
  if (/\.(?:vue|svelte|astro)$/.test(path)) return path;
  if (/\.[a-z0-9]+$/i.test(path)) return undefined;
  return `${path}${/\.[cm]?jsx?$/.test(importer) ? '.js' : '.ts'}`;
}

function phantomText(path: FilePath, names: ReadonlySet<string>): string {
  const lines = [...names].flatMap(name => {
    if (name === '*') return [];
    return [name === 'default' ? 'export default {};' : `export const ${name} = {};`];
  });
  const text = `${lines.join('\n')}\nexport {};\n`;
  return /\.(?:vue|svelte)$/.test(path) ? `<script>\n${text}</script>\n` : text;
}
