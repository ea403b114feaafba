import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('../../..', import.meta.url));

/** Installs what Lintel is measured against into `.cache/peers`, once; answers the programs. */
export function installPeers(): { readonly cruiser: string; readonly fallow: string } {
  const folder = join(project, '.cache/peers');
  const modules = join(folder, 'node_modules');
  if (!existsSync(join(modules, 'fallow'))) {
    mkdirSync(folder, { recursive: true });
    cpSync(join(project, 'test/bench/peers/package.json'), join(folder, 'package.json'));
    rmSync(modules, { recursive: true, force: true });
    const install = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: 'inherit',
    });
    if (install.status !== 0) throw new Error('the peers could not be installed');
  }
  const platform = readdirSync(join(modules, '@fallow-cli'))[0] ?? '';
  return {
    cruiser: join(modules, 'dependency-cruiser/bin/dependency-cruise.mjs'),
    fallow: join(modules, '@fallow-cli', platform, 'fallow'),
  };
}

/** Biome's program: it is here already, as our linter. */
export function biomeProgram(): string {
  const folder = join(project, 'node_modules/@biomejs');
  const platform = readdirSync(folder).find(name => name.startsWith('cli-')) ?? '';
  return join(folder, platform, 'biome');
}
