import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const manifest = fileURLToPath(new URL('../core/resolve/packages/package.json', import.meta.url));

/** Where the packages lie; git ignores it. */
export const folder = fileURLToPath(new URL('../../.cache/packages', import.meta.url));

/** Packages that ship their source, with the versions that the manifest pins. */
export const versions: Readonly<Record<string, string>> = (
  JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies: Record<string, string> }
).dependencies;

/** Whether all of them are there in the pinned versions. */
export function areInstalled(): boolean {
  return Object.entries(versions).every(([name, version]) => {
    const path = `${folder}/node_modules/${name}/package.json`;
    return existsSync(path) && (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version === version;
  });
}

/** Installs the packages once, before any test; nothing of them is executed. Without a registry the tests say what they skip. */
export function setup(): void {
  if (areInstalled()) return;
  mkdirSync(folder, { recursive: true });
  copyFileSync(manifest, `${folder}/package.json`);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps'];
  const patience = ['--fetch-retries=2', '--fetch-timeout=30000'];
  try {
    execFileSync('npm', ['install', ...flags, ...patience], { cwd: folder, stdio: 'ignore', timeout: 120_000 });
  } catch {
    process.stderr.write(
      'The npm registry is out of reach: the tests on packages that ship their source are skipped.\n',
    );
  }
}
