import { isAbsolute, normalize, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FilePath } from '../core/index.js';

/** The absolute path of a `file:` URI; `undefined` for any other (`untitled:`, `git:`) and for what is no URI. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return normalize(fileURLToPath(uri));
  } catch {
    return undefined;
  }
}

export function uriOfPath(absolute: string): string {
  return pathToFileURL(absolute).href;
}

/** The path below a root as the engine writes it; `undefined` for one outside. */
export function pathBelow(root: string, absolute: string): FilePath | undefined {
  const step = relative(root, absolute);
  if (step === '..' || step.startsWith(`..${sep}`) || isAbsolute(step)) return undefined;
  return sep === '/' ? step : step.split(sep).join('/');
}
