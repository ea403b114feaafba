import { dirname, type FilePath, isWithin, join } from '../files/paths.js';
import type { Tree } from './tree.js';
import type { TsConfig } from './tsconfig.js';

/** Leads from build output, built or not, back to the source it is made from. */
export interface OutputMap {
  /** The source of a file that lies where a tsconfig writes (`outDir`, `declarationDir`). */
  configured(path: FilePath): FilePath | undefined;
  /** The source of a file by convention: `dist/x.js` in a package is made from `src/x.ts`. */
  conventional(path: FilePath, packageFolder: FilePath): FilePath | undefined;
}

const outputFolder = /^(?:dist|build|built|lib|libs|out|output|esm|cjs|es|umd|types|typings|dts)(?:[-_.].*)?$/;
const sourceFolders = ['src', 'source', 'lib', ''];
const program = /(?:\.d)?\.[cm]?ts$|\.[cm]?js$|\.[jt]sx$/;

const sourceEndings = {
  m: ['.mts', '.ts', '.tsx', '.mjs', '.js', '.d.mts', '.d.ts'],
  c: ['.cts', '.ts', '.tsx', '.cjs', '.js', '.d.cts', '.d.ts'],
  plain: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts'],
} as const;

/** Creates the map from the tsconfigs that are known; folders by convention need none. */
export function createOutputMap(tree: Tree, configs: readonly TsConfig[]): OutputMap {
  const written = outputFolders(configs);
  return {
    configured: path => {
      for (let folder = dirname(path); folder !== ''; folder = dirname(folder)) {
        const roots = written.get(folder);
        if (roots === undefined) continue;
        const rest = path.slice(folder.length + 1);
        for (const root of roots) {
          const found = sourceAt(tree, join(root, rest), path);
          if (found !== undefined && !isWithin(found, folder)) return found;
        }
      }
      return undefined;
    },
    conventional: (path, packageFolder) => {
      if (!isWithin(path, packageFolder)) return undefined;
      const segments = (packageFolder === '' ? path : path.slice(packageFolder.length + 1)).split('/');
      const first = segments[0] ?? '';
      for (let i = 0; i < segments.length - 1 && outputFolder.test(segments[i] ?? ''); i++) {
        const rest = segments.slice(i + 1);
        for (const source of sourceFolders) {
          if (source === first || (source === '' && outputFolder.test(rest[0] ?? '') && rest.length > 1)) continue;
          const found = sourceAt(tree, join(packageFolder, [source, ...rest].join('/')), path);
          if (found !== undefined && !isWithin(found, join(packageFolder, first))) return found;
        }
      }
      return undefined;
    },
  };
}

/** Output folders with the folders their content may come from, the likeliest first. */
function outputFolders(configs: readonly TsConfig[]): ReadonlyMap<FilePath, readonly FilePath[]> {
  const folders = new Map<FilePath, Set<FilePath>>();
  for (const { options, folder, specs } of configs) {
    for (const out of [options.outDir, options.declarationDir]) {
      if (out === undefined || out === '' || out.startsWith('../') || isWithin(folder, out)) continue;
      const roots = folders.get(out) ?? new Set();
      if (options.rootDir !== undefined) roots.add(options.rootDir);
      // Without `rootDir` TypeScript takes the deepest folder common to all inputs, which only a listing could tell.
      else for (const root of [...literalFolders(specs.include ?? []), join(folder, 'src'), folder]) roots.add(root);
      folders.set(out, roots);
    }
  }
  return new Map([...folders].map(([out, roots]) => [out, [...roots]]));
}

function literalFolders(globs: readonly string[]): readonly FilePath[] {
  return globs.map(glob => {
    const segments = glob.split('/');
    const wild = segments.findIndex(segment => /[*?]/.test(segment));
    return (wild < 0 ? segments : segments.slice(0, wild)).join('/');
  });
}

/** The source file of which `path` would be the output if it lay beside it. */
function sourceAt(tree: Tree, beside: FilePath, path: FilePath): FilePath | undefined {
  const ending = program.exec(beside)?.[0];
  const isExtensionless = ending === undefined && !/\.[^/]*$/.test(beside);
  if (ending === undefined && !isExtensionless) return beside !== path && tree.isFile(beside) ? beside : undefined;
  const stem = ending === undefined ? beside : beside.slice(0, -ending.length);
  const kind = /\.m[jt]s$/.test(beside) ? 'm' : /\.c[jt]s$/.test(beside) ? 'c' : 'plain';
  for (const base of [stem, `${stem}/index`]) {
    if (!tree.isFolder(dirname(base))) continue;
    for (const sourceEnding of sourceEndings[kind]) {
      const candidate = base + sourceEnding;
      if (candidate !== path && tree.isFile(candidate)) return candidate;
    }
  }
  return undefined;
}
