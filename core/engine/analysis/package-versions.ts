import type { PackageVersions } from '../../failures/link/package-versions.js';
import { decode } from '../../files/decode.js';
import type { FileSystem } from '../../files/file-system.js';
import type { FilePath } from '../../files/paths.js';
import type { ProjectLayout } from '../../resolve/resolution.js';

const known = new WeakMap<ProjectLayout, PackageVersions>();

/** The versions in a layout, each looked up once; what is installed later comes with another layout. */
export function versionsIn(layout: ProjectLayout, fs: FileSystem): PackageVersions {
  const versions = known.get(layout) ?? packageVersions(layout, fs);
  known.set(layout, versions);
  return versions;
}

/** By the manifests above a file and the `node_modules` beside them. */
function packageVersions(layout: ProjectLayout, fs: FileSystem): PackageVersions {
  const answers = new Map<string, string | undefined>();
  const asked: { readonly from: FilePath; readonly packageName: string; readonly version: string | undefined }[] = [];
  const find = (from: FilePath, packageName: string): string | undefined => {
    for (const { folder, versions } of layout.manifestsAbove(from)) {
      const installed = installedVersion(fs, folder === '' ? '' : `${folder}/`, packageName);
      if (installed !== undefined) return installed;
      const declared = versions.get(packageName);
      if (declared !== undefined) return declared;
    }
    return undefined;
  };
  return {
    of(from, packageName) {
      const key = `${layout.manifestOf(from)?.folder ?? ''}\0${packageName}`;
      if (!answers.has(key)) {
        const version = find(from, packageName);
        answers.set(key, version);
        asked.push({ from, packageName, version });
      }
      return answers.get(key);
    },
    isLike: other => asked.every(({ from, packageName, version }) => other.of(from, packageName) === version),
  };
}

function installedVersion(fs: FileSystem, folder: string, packageName: string): string | undefined {
  const bytes = fs.readBytes(`${folder}node_modules/${packageName}/package.json`);
  if (!bytes) return undefined;
  try {
    const { version } = JSON.parse(decode(bytes).text) as { version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    // expected invalid: somebody else's manifest; what ours asks for is told instead
    return undefined;
  }
}
