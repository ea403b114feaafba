import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { contentHash } from '../../files/hash.js';

/** Identifies the compiled engine: a stored result of any other build is void. */
export function buildId(folder: URL = new URL('../../', import.meta.url)): string {
  const path = fileURLToPath(folder);
  return contentHash(`${process.version}\n${stampIn(path) ?? filesIn(path)}`);
}

/** What the build wrote down of its content; `undefined` where the compiler ran again since. */
function stampIn(folder: string): string | undefined {
  try {
    const stamp = readFileSync(`${folder}build-id`, 'utf8');
    const { mtimeMs } = statSync(`${folder}build-id`);
    const entries = readdirSync(folder, { withFileTypes: true });
    const parts = ['', ...entries.flatMap(entry => (entry.isDirectory() ? [`${entry.name}/`] : []))];
    const compiledLater = parts.some(part => {
      const info = statSync(`${folder}${part}tsconfig.tsbuildinfo`, { throwIfNoEntry: false });
      return info !== undefined && info.mtimeMs > mtimeMs;
    });
    return compiledLater ? undefined : stamp;
  } catch {
    // expected absent: not built by `npm run build`
    return undefined;
  }
}

/** Names, sizes and times of all files. */
function filesIn(folder: string): string {
  const parts: string[] = [];
  const walk = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const below = `${path}${entry.name}`;
      if (entry.isDirectory()) walk(`${below}/`);
      else if (/\.(?:js|ts|jsonc)$/.test(entry.name)) {
        const { size, mtimeMs } = statSync(below);
        parts.push(`${entry.name}:${size}:${mtimeMs}`);
      }
    }
  };
  walk(folder);
  return parts.join('\n');
}
