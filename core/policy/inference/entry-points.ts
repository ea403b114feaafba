import { basename, compareText, dirname, type FilePath, isWithin } from '../../files/paths.js';
import type { Region } from './input.js';
import type { Links } from './links.js';

/** With more imported files than this, or none standing out, a module is left public. */
const mostEntryPoints = 4;
const mostGlobs = 8;
/** The share of imports that an index file or the manifest's entries must carry to be meant as the way in. */
const mainShare = 0.7;

/**
 * The entry points of a module, relative to its folder; undefined: every file is public.
 *
 * The files that other modules import today, preferring an index file or what the manifest exports: imports past those are
 * then deep. A module of which many files are imported stays public: a list nobody decided on protects nothing. `counts`:
 * whether imports by a module say anything about this one; those of its own nested modules and of tools do not.
 */
export function inferEntryPoints(
  region: Region,
  links: Links,
  files: ReadonlySet<FilePath>,
  counts: (from: string, to: string) => boolean,
): readonly string[] | undefined {
  const imported = new Map<FilePath, number>();
  for (const link of links.all) {
    if (link.to !== region.id || !counts(link.from, link.to)) continue;
    for (const [path, sites] of link.targets) imported.set(path, (imported.get(path) ?? 0) + sites);
  }
  if (region.role !== undefined) return undefined;
  const total = [...imported.values()].reduce((sum, sites) => sum + sites, 0);
  const share = (paths: readonly FilePath[]) =>
    total === 0 ? 0 : paths.reduce((sum, path) => sum + (imported.get(path) ?? 0), 0) / total;
  const relative = (path: FilePath) => {
    const inside = path.slice(region.folder.length + 1);
    // `app/app/x.ts`: what starts with the folder's own name would be read from the root.
    return isWithin(inside, region.folder) ? path : inside;
  };

  const published = (region.manifest?.entryFiles ?? []).filter(
    path => files.has(path) && isWithin(path, region.folder) && (imported.has(path) || !isProgram(relative(path))),
  );
  if (published.length > 0) {
    // Where most imports go past what the manifest names, it does not say how the package is used today.
    const isMain = total === 0 || share(published) >= 0.5;
    const entries = isMain ? published : [...new Set([...published, ...imported.keys()])].sort(compareText);
    const globs = compressed(entries, files).map(relative);
    if (globs.length <= mostGlobs) return globs;
  }
  if (total === 0) return undefined;
  const index = [...imported.keys()]
    .filter(path => /^index\.[cm]?[jt]sx?$/.test(basename(path)))
    .sort((a, b) => a.split('/').length - b.split('/').length || compareText(a, b))[0];
  if (index !== undefined && share([index]) >= mainShare) return [relative(index)];
  const all = [...imported.keys()].sort(compareText);
  return all.length <= mostEntryPoints && all.length < region.files.length ? all.map(relative) : undefined;
}

/** Commands of a package: started, not imported. */
function isProgram(path: string): boolean {
  return /(^|\/)bin(\/|\.)/.test(path);
}

/** Replaces the entries of a folder that holds nothing else by `folder/**`. */
function compressed(paths: readonly FilePath[], files: ReadonlySet<FilePath>): readonly string[] {
  const entries = new Set(paths);
  const candidates = new Set<FilePath>();
  for (const path of paths) for (let at = dirname(path); at !== ''; at = dirname(at)) candidates.add(at);
  const whole = new Map<FilePath, { files: number; entries: number }>(
    [...candidates].map(at => [at, { files: 0, entries: 0 }]),
  );
  for (const file of files) {
    for (let at = dirname(file); at !== ''; at = dirname(at)) {
      const counts = whole.get(at);
      if (!counts) continue;
      counts.files++;
      if (entries.has(file)) counts.entries++;
    }
  }
  const full = [...whole]
    .filter(([, counts]) => counts.entries >= 3 && counts.entries === counts.files)
    .map(([at]) => at);
  const outermost = full.filter(at => !full.some(other => other !== at && isWithin(at, other)));
  const rest = paths.filter(path => !outermost.some(folder => isWithin(path, folder)));
  return [...outermost.map(folder => `${folder}/**`), ...rest].sort(compareText);
}
