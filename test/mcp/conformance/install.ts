import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const manifest = fileURLToPath(new URL('./suite/package.json', import.meta.url));
const folder = join(fileURLToPath(new URL('../../..', import.meta.url)), '.cache/conformance');
const suite = `${folder}/node_modules/@modelcontextprotocol/conformance`;

/** The command of the suite in the pinned version; `undefined` where it is not there and the registry is out of reach. */
export function conformanceSuite(): string | undefined {
  if (!isInstalled()) {
    mkdirSync(folder, { recursive: true });
    copyFileSync(manifest, `${folder}/package.json`);
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--fetch-retries=1'];
    try {
      execFileSync('npm', ['install', ...flags], { cwd: folder, stdio: 'ignore', timeout: 120_000 });
    } catch {
      process.stderr.write('The npm registry is out of reach: the conformance suite is skipped.\n');
    }
  }
  return isInstalled() ? `${suite}/dist/index.js` : undefined;
}

function isInstalled(): boolean {
  const { dependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies: Record<string, string> };
  if (!existsSync(`${suite}/package.json`)) return false;
  const { version } = JSON.parse(readFileSync(`${suite}/package.json`, 'utf8')) as { version: string };
  return version === dependencies['@modelcontextprotocol/conformance'];
}
