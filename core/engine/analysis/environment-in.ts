import type { Environment } from '../../failures/view.js';
import type { FilePath } from '../../files/paths.js';
import type { ProjectLayout } from '../../resolve/resolution.js';

/** Where a file runs, by its manifest and tsconfig too where its code does not tell. `told` is what the code tells. */
export function environmentIn(layout: ProjectLayout, path: FilePath, told: Environment): Environment {
  const manifests = layout.manifestsAbove(path);
  if (manifests[0]?.programs.includes(path)) return 'cli';
  if (told !== 'unknown') return told;
  const isForNode = manifests.some(({ dependencies }) => dependencies.has('@types/node'));
  return layout.projectOf(path)?.hasDom === true && !isForNode ? 'browser' : 'unknown';
}
