import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { contentHash } from '../../files/hash.js';

/** Identifies the compiled engine by names, sizes and times of its files: a stored result of any other build is void. */
export function buildId(folder: URL = new URL('../../', import.meta.url)): string {
  const parts: string[] = [process.version];
  const walk = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const below = `${path}${entry.name}`;
      if (entry.isDirectory()) walk(`${below}/`);
      else if (entry.name.endsWith('.js') || entry.name.endsWith('.ts')) {
        const { size, mtimeMs } = statSync(below);
        parts.push(`${entry.name}:${size}:${mtimeMs}`);
      }
    }
  };
  walk(fileURLToPath(folder));
  return contentHash(parts.join('\n'));
}
