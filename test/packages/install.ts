import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Pinned packages in a folder of their own, which git ignores. */
export interface PackageSet {
  readonly manifest: string;
  readonly folder: string;
  /** By the name they are installed under; behind `npm:` the version is the last part. */
  readonly versions: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Packages that ship their source; nothing of them is executed. */
export const sourcePackages = packageSet(
  new URL('../core/resolve/packages/package.json', import.meta.url),
  '.cache/packages',
);
/** Packages whose behaviour the models describe; the tests of the models run them. */
export const modelledPackages = packageSet(
  new URL('../core/failures/models/packages/package.json', import.meta.url),
  '.cache/modelled-packages',
);
export const { folder, versions } = sourcePackages;

/** `folder` is relative to the root of the repository. */
function packageSet(manifest: URL, folder: string): PackageSet {
  const read = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies: Record<string, string> };
  return { manifest: fileURLToPath(manifest), folder: join(root, folder), versions: read.dependencies };
}

/** Whether all packages of a set are there in the pinned versions. */
export function areInstalled(set: PackageSet = sourcePackages): boolean {
  return Object.entries(set.versions).every(([name, version]) => {
    const path = `${set.folder}/node_modules/${name}/package.json`;
    if (!existsSync(path)) return false;
    return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version === version.split('@').at(-1);
  });
}

/** Installs the packages once, before any test, without their scripts. Without a registry the tests say what they skip. */
export function setup(): void {
  for (const set of [sourcePackages, modelledPackages]) if (!areInstalled(set)) install(set);
}

function install(set: PackageSet): void {
  mkdirSync(set.folder, { recursive: true });
  copyFileSync(set.manifest, `${set.folder}/package.json`);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps'];
  const patience = ['--fetch-retries=2', '--fetch-timeout=30000'];
  try {
    execFileSync('npm', ['install', ...flags, ...patience], { cwd: set.folder, stdio: 'ignore', timeout: 120_000 });
  } catch {
    process.stderr.write('The npm registry is out of reach: the tests that need packages from it are skipped.\n');
  }
}
