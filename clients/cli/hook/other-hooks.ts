import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HookEvent } from './hook-event.js';

/**
 * True when the client that runs this hook has one of ours in its own configuration: Cursor and Copilot run the hooks of
 * Claude Code's settings besides their own, and each write would be checked, and told of, twice.
 */
export function hasOwnHook(root: string, client: HookEvent['runBy']): boolean {
  if (client === 'cursor') return names(join(root, '.cursor', 'hooks.json'));
  if (client !== 'copilot') return false;
  const folder = join(root, '.github', 'hooks');
  try {
    return readdirSync(folder).some(name => name.endsWith('.json') && names(join(folder, name)));
  } catch {
    return false;
  }
}

function names(file: string): boolean {
  try {
    return /\blintel\b/.test(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}
