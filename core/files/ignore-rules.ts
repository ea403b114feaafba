import { decode } from './decode.js';
import type { FileSystem } from './file-system.js';
import { compilePatterns, type PatternSet } from './ignore-patterns.js';
import { basename, dirname, type FilePath } from './paths.js';
import type { OuterIgnoreFile } from './surroundings.js';

/** Folders that hold installed packages or a tool's own state: never source, whatever `.gitignore` says. */
const neverWalked: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  'bower_components',
  'jspm_packages',
  '.yarn',
  '.pnpm-store',
]);

/** One `.gitignore` as seen from some folder: the rules, and what to put before or cut off a path to ask them. */
interface Layer {
  readonly patterns: PatternSet;
  /** The folder of the `.gitignore`; `''` for those at or above the root. */
  readonly folder: FilePath;
  /** For those above the root: the way from their folder down to the root, with a final slash. */
  readonly above: string;
}

/** The rules in force in one folder, the nearest `.gitignore` first. */
export interface FolderRules {
  readonly folder: FilePath;
  readonly layers: readonly Layer[];
}

/** The ignore rules of a workspace; folders are read when first asked about and kept. */
export interface IgnoreRules {
  /**
   * True when git, knowing nothing of the path yet, would ignore it, or it lies in `node_modules`, `.git` and their like.
   * The path need not exist.
   */
  isIgnored(path: FilePath, kind?: 'file' | 'directory'): boolean;
  /**
   * The rules inside a folder that is not ignored itself, for who walks the tree and asks `isIgnoredIn` about its
   * entries. Who has listed the folder says whether it has a `.gitignore`, which spares a look.
   */
  rulesIn(folder: FilePath, hasOwn?: boolean): FolderRules;
}

/**
 * Reads `.gitignore` files as git does: nested ones, negations, the last match of the nearest file wins, nothing comes
 * back from an ignored folder. `outer` are the files above the root and `.git/info/exclude`; a person's own global
 * excludes are left out, so that every machine sees the same files. Unlike git, tracked files are ignored too.
 */
export function ignoreRules(fs: FileSystem, outer: readonly OuterIgnoreFile[] = []): IgnoreRules {
  const known = new Map<FilePath, FolderRules | undefined>();

  /** `undefined`: the folder is ignored. */
  const find = (folder: FilePath, hasOwn?: boolean): FolderRules | undefined => {
    if (known.has(folder)) return known.get(folder);
    const inherited = folder === '' ? outerLayers(outer) : layersFor(find(dirname(folder)), folder);
    const rules = inherited && { folder, layers: [...ownLayer(fs, folder, hasOwn), ...inherited] };
    known.set(folder, rules);
    return rules;
  };
  return {
    isIgnored(path, kind = 'file') {
      if (path === '') return false;
      const rules = find(dirname(path));
      return rules === undefined || isIgnoredIn(rules, path, basename(path), kind === 'directory');
    },
    rulesIn: (folder, hasOwn) => find(folder, hasOwn) ?? { folder, layers: [] },
  };
}

/** Judges one entry of the folder that the rules are for. */
export function isIgnoredIn(rules: FolderRules, path: FilePath, name: string, isDirectory: boolean): boolean {
  if (neverWalked.has(name)) return true;
  for (const layer of rules.layers) {
    const verdict = layer.patterns.judge(pathIn(layer, path), name, isDirectory);
    if (verdict) return verdict === 'ignored';
  }
  return false;
}

/** What the rules of the parent mean inside one of its folders; `undefined`: the folder is ignored. */
function layersFor(parent: FolderRules | undefined, folder: FilePath): readonly Layer[] | undefined {
  const name = basename(folder);
  if (!parent || neverWalked.has(name)) return undefined;
  const verdictOf = (layer: Layer) => layer.patterns.judge(pathIn(layer, folder), name, true);
  const deciding = parent.layers.findIndex(verdictOf);
  if (deciding < 0) return parent.layers;
  if (parent.layers[deciding] && verdictOf(parent.layers[deciding]) === 'ignored') return undefined;
  // A nearer file brought the folder back. Files further up that ignore it must forget it, or they would still ignore
  // everything below, where git asks them about each path alone.
  return parent.layers.map((layer, i) =>
    i > deciding && verdictOf(layer) === 'ignored'
      ? { ...layer, patterns: layer.patterns.withKept(pathIn(layer, folder)) }
      : layer,
  );
}

function ownLayer(fs: FileSystem, folder: FilePath, hasOwn: boolean | undefined): readonly Layer[] {
  const path = folder === '' ? '.gitignore' : `${folder}/.gitignore`;
  if (!(hasOwn ?? fs.stat(path)?.kind === 'file')) return [];
  const bytes = fs.readBytes(path);
  return bytes && bytes.length > 0 ? [{ patterns: compilePatterns(decode(bytes).text), folder, above: '' }] : [];
}

function pathIn(layer: Layer, path: FilePath): string {
  return layer.folder === '' ? layer.above + path : path.slice(layer.folder.length + 1);
}

/** Who opens a folder that the repository around it ignores means that folder: the outer rules then do not count. */
function outerLayers(outer: readonly OuterIgnoreFile[]): readonly Layer[] {
  const layers = outer.map(({ text, above }): Layer => ({ patterns: compilePatterns(text), folder: '', above }));
  const toRoot = outer
    .map(file => file.above)
    .reduce((longest, above) => (above.length > longest.length ? above : longest), '');
  const ancestors = toRoot.split('/').filter(segment => segment !== '');
  for (let depth = 1; depth <= ancestors.length; depth++) {
    const name = ancestors[depth - 1] ?? '';
    const folder = ancestors.slice(0, depth).join('/');
    for (const { patterns, above } of layers) {
      const skipped = toRoot.length - above.length;
      if (folder.length < skipped) continue;
      const verdict = patterns.judge(folder.slice(skipped), name, true);
      if (verdict === 'kept') break;
      if (verdict === 'ignored') return [];
    }
  }
  return layers;
}
