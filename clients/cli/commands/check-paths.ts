import type { FilePath, Snapshot } from '../engine.js';
import { UsageError } from '../exit.js';

/** Refuses paths that nothing was analysed of: "no findings" there would say nothing. */
export function refuseUnanalysed(snapshot: Snapshot, paths: readonly FilePath[]): void {
  const { policy, graph, layout } = snapshot;
  const own = new Set([policy.path, policy.baseline?.file, ...layout.manifests.map(manifest => manifest.path)]);
  for (const path of paths) {
    if (own.has(path) || settingsName.test(path) || graph.has(path)) continue;
    if (snapshot.isFolderOfSource(path)) continue;
    throw new UsageError(`${path} is not analysed: ${reasonOf(path, policy.sources, snapshot)}`);
  }
}

/** Files that findings are about though they hold no source. */
const settingsName = /(?:^|\/)(?:architecture\.module\.jsonc|[jt]sconfig[^/]*\.json|pnpm-workspace\.yaml)$/;
const sourceName = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro)$/;

function reasonOf(path: FilePath, sources: Snapshot['policy']['sources'], snapshot: Snapshot): string {
  const switches = [
    ...(sources.include.length > 0 ? ['sources.include'] : []),
    ...(sources.exclude.length > 0 ? ['sources.exclude'] : []),
  ];
  const rules = switches.length > 0 ? ` or ${switches.join(' or ')} in ${snapshot.policy.path}` : '';
  if (/(?:^|\/)node_modules(?:\/|$)/.test(path)) return 'node_modules holds installed packages, not source';
  const last = path.slice(path.lastIndexOf('/') + 1);
  if (last.includes('.') && !last.startsWith('.') && !sourceName.test(path))
    return `it is no TypeScript or JavaScript source, or .gitignore${rules} leaves it out`;
  return `.gitignore${rules} leaves it out, or no source file lies there`;
}
