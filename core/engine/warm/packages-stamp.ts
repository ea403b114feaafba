import { readdirSync, statSync } from 'node:fs';
import type { FilePath } from '../../files/paths.js';

/** Files and folders outside the inventory that a run rests on: path relative to the root (or absolute) and time in ms, -1 for absent. */
export type TimeStamps = readonly (readonly [path: string, mtimeMs: number])[];

/** What package managers write anew with every install. */
const installRecords = ['.package-lock.json', '.modules.yaml', '.yarn-state.yml', '.yarn-integrity'];

/**
 * What tells that other packages are installed than before: the `node_modules` folders beside manifests, the scopes in
 * them, and the records that package managers keep there. `folders` are those of the manifests.
 */
export function packagesStamp(root: string, folders: readonly FilePath[]): TimeStamps {
  const stamps: [string, number][] = [];
  for (const folder of new Set(['', ...folders])) {
    const packages = folder === '' ? 'node_modules' : `${folder}/node_modules`;
    stamps.push([packages, timeOf(root, packages)]);
    if (stamps.at(-1)?.[1] === -1) continue;
    for (const record of installRecords) stamps.push([`${packages}/${record}`, timeOf(root, `${packages}/${record}`)]);
    for (const scope of scopesIn(`${root}/${packages}`))
      stamps.push([`${packages}/${scope}`, timeOf(root, `${packages}/${scope}`)]);
  }
  return stamps;
}

/** True when all times are what they were. */
export function stampsHold(root: string, stamps: TimeStamps): boolean {
  return stamps.every(([path, mtimeMs]) => timeOf(root, path) === mtimeMs);
}

/** The time of a path; an absolute one stands for itself. */
export function timeOf(root: string, path: string): number {
  const stat = statSync(path.startsWith('/') ? path : `${root}/${path}`, { throwIfNoEntry: false });
  return stat ? stat.ctimeMs : -1;
}

function scopesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter(name => name.startsWith('@'))
      .sort();
  } catch {
    return [];
  }
}
