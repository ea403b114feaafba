import { compareText, dirname, type FilePath, isWithin } from '../../files/paths.js';
import type { InferenceInput, Region } from './input.js';
import type { InferredSources } from './sources.js';

const mostPaths = 8;

/**
 * Splits what lies directly in a folder that holds other modules: files that start the rest (nobody else imports them and
 * they reach the modules inside) become a module of their own, at the top; what remains serves all of them, at the bottom.
 * One module with both would lie above and below everything.
 */
export function withMains(regions: readonly Region[], input: InferenceInput, sources: InferredSources): Region[] {
  const parents = new Set(regions.flatMap(({ parent }) => parent ?? []));
  const owner = new Map(regions.flatMap(region => region.files.map(file => [file, region] as const)));
  const importers = importersOf(input, sources);
  const taken = new Set(regions.map(({ id }) => id));
  return regions.flatMap(region => {
    if (!parents.has(region.id) || region.manifest) return [region];
    const main = mainFiles(region, input, sources, owner, importers);
    const rest = region.files.filter(file => !main.has(file) && !sources.isTest(file));
    if (main.size === 0 || rest.length === 0) return [region];
    const paths = pathsOf(main, region, sources);
    const id = `${region.id}/main`;
    if (paths.length > mostPaths || taken.has(id)) return [region];
    const isMain = (file: FilePath) => main.has(file) || paths.some(path => isWithin(file, path));
    const part: Region = {
      id,
      paths,
      folder: region.folder,
      parent: region.id,
      files: region.files.filter(isMain),
      role: 'main',
    };
    return [{ ...region, files: region.files.filter(file => !isMain(file)) }, part];
  });
}

/** The largest set of files that only its own members import, of which some reach the modules inside. */
function mainFiles(
  region: Region,
  input: InferenceInput,
  sources: InferredSources,
  owner: ReadonlyMap<FilePath, Region>,
  importers: ReadonlyMap<FilePath, readonly FilePath[]>,
): ReadonlySet<FilePath> {
  const main = new Set(region.files.filter(file => !sources.isTest(file)));
  for (let changed = true; changed; ) {
    changed = false;
    for (const file of main) {
      if (importers.get(file)?.every(from => main.has(from)) ?? true) continue;
      main.delete(file);
      changed = true;
    }
  }
  const targets = (file: FilePath) =>
    input.edges(file).flatMap(({ target }) => (target.kind === 'file' && target.path !== file ? [target.path] : []));
  for (const file of main) if (targets(file).length === 0) main.delete(file);
  const reached = new Set([...main].flatMap(targets).flatMap(path => owner.get(path)?.parent ?? []));
  return reached.has(region.id) ? main : new Set();
}

function importersOf(input: InferenceInput, sources: InferredSources): Map<FilePath, FilePath[]> {
  const importers = new Map<FilePath, FilePath[]>();
  for (const from of sources.files) {
    if (sources.isTest(from)) continue;
    for (const { target } of input.edges(from)) {
      if (target.kind !== 'file' || target.path === from) continue;
      const known = importers.get(target.path);
      if (known) known.push(from);
      else importers.set(target.path, [from]);
    }
  }
  return importers;
}

/** Whole folders where all of the product in them starts something, else files. */
function pathsOf(main: ReadonlySet<FilePath>, region: Region, sources: InferredSources): FilePath[] {
  const others = region.files.filter(file => !main.has(file) && !sources.isTest(file));
  const paths = new Set<FilePath>();
  for (const file of main) {
    let path = file;
    for (let at = dirname(file); at !== region.folder && at !== ''; at = dirname(at)) {
      if (others.some(other => isWithin(other, at))) break;
      path = at;
    }
    paths.add(path);
  }
  return [...paths].sort(compareText);
}
