import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isObject } from './config-text.js';

/** Finds the name in the nearest `package.json` above a file, for what is linked in from outside the root. */
export function manifestNames(): (path: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const nameIn = (folder: string): string | undefined => {
    if (known.has(folder)) return known.get(folder);
    const above = dirname(folder);
    const name = readName(`${folder}/package.json`) ?? (above === folder ? undefined : nameIn(above));
    known.set(folder, name);
    return name;
  };
  return path => nameIn(dirname(path));
}

function readName(manifest: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
    return isObject(parsed) && typeof parsed.name === 'string' ? parsed.name : undefined;
  } catch {
    return undefined;
  }
}
