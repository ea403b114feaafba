import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FilePath } from './engine.js';
import { UsageError } from './exit.js';
import { isBelow } from './is-below.js';

/** Writes a file of the workspace, making its folders. The path comes from the policy: it must not leave the root. */
export function writeWorkspaceFile(root: string, path: FilePath, text: string): void {
  const file = join(root, path);
  if (!isBelow(root, file)) throw new UsageError(`${path} lies outside the root; it is not written`);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
