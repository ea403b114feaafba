import { compileGlobs } from '../files/globs.js';
import type { FilePath } from '../files/paths.js';
import type { Layout } from './layout.js';
import type { Resolution, ResolutionSettings } from './resolution.js';
import { packageOfInstalledPath } from './specifier.js';
import { isInstalled } from './tree.js';

/** Turns paths that a lookup found, or did not find, into answers. */
export interface Landing {
  /** The answer for a file that is there: links followed, build output led back to source, installed files to their package. */
  found(path: FilePath): Resolution;
  /** The source of which a path that is not there would be the build output. */
  unbuilt(path: FilePath): Resolution | undefined;
  /** The answer for a path that a tool writes or git ignores; `path` as written in the specifier. */
  absent(path: FilePath): Resolution | undefined;
}

/** Creates the landing of one layout. `ignored` tells what git ignores. */
export function createLanding(
  layout: Layout,
  settings: ResolutionSettings,
  ignored: (path: FilePath) => boolean,
): Landing {
  const { tree, outputs } = layout;
  const isGenerated = compileGlobs(settings.generated).matches;
  const mayAppear = (path: FilePath) => isGenerated(path) || ignored(path) || saysGenerated.test(path);

  const unbuilt = (path: FilePath): FilePath | undefined => {
    const configured = outputs.configured(path);
    if (configured !== undefined) return configured;
    const folder = layout.scopeOf(path.slice(0, Math.max(path.lastIndexOf('/'), 0)))?.folder;
    return folder === undefined ? undefined : outputs.conventional(path, folder);
  };

  const source = (path: FilePath): FilePath => {
    if (!mayBeOutput.test(path)) return path;
    // A folder called `lib` may well hold source: by convention alone only what git ignores counts as output.
    const found = outputs.configured(path) ?? (ignored(path) ? unbuilt(path) : undefined);
    return found === undefined ? path : (tree.realPath(found) ?? found);
  };

  return {
    found: path => {
      const real = tree.realPath(path);
      if (real === undefined && !isInstalled(path)) {
        return { kind: 'unresolved', reason: `'${path}' is a link that leads out of the workspace.` };
      }
      const target = real !== undefined && !isInstalled(real) ? undefined : packageOfInstalledPath(real ?? path);
      if (target === undefined) return { kind: 'file', path: source(real ?? path) };
      return { kind: 'external', package: target.name, subpath: target.subpath, builtin: false, installed: true };
    },
    unbuilt: path => {
      const found = unbuilt(path);
      return found === undefined ? undefined : { kind: 'file', path: tree.realPath(found) ?? found };
    },
    absent: path => {
      if (path === '' || path === '..' || path.startsWith('../')) return undefined;
      const plausible = plausiblePaths(path).find(mayAppear);
      return plausible === undefined ? undefined : { kind: 'absent', path: plausible };
    },
  };
}

/**
 * Names that say themselves that a tool writes them; some projects neither commit nor ignore such files. `$types` and
 * `+types/` are those of SvelteKit and React Router, which `rootDirs` of a generated tsconfig lay beside the routes.
 */
const saysGenerated = /(?:^|\/)(?:__generated__|\+types)\/|\.(?:gen|generated)\.[^./]+$|(?:^|\/)\$types\.ts$/;
const mayBeOutput = /\.(?:[cm]?js|jsx|d\.[cm]?ts)$/;

/** The files that a specifier leading to `path` could mean, the likeliest first. */
function plausiblePaths(path: FilePath): readonly FilePath[] {
  const script = /\.([cm]?)jsx?$/.exec(path);
  if (script !== null) {
    const stem = path.slice(0, script.index);
    return [`${stem}.${script[1] ?? ''}ts`, `${stem}.tsx`, path];
  }
  if (/\.[^./]+$/.test(path)) return [path, `${path}.ts`, `${path}.js`];
  const endings = ['.ts', '.tsx', '.d.ts', '.js', '.json', '/index.ts', '/index.tsx', '/index.d.ts', '/index.js', ''];
  return endings.map(ending => path + ending);
}
