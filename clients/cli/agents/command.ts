import { join } from 'node:path';
import { exists } from '../root.js';
import type { LintelCommand } from './agent-setup.js';

const installed = 'node_modules/lintel/dist/clients/cli/bundle/lintel.cjs';

/**
 * The installed package where the workspace has one: started by `node` it works on every platform, and all who work there
 * have the same version. Else the command on the path.
 */
export function lintelCommand(root: string): LintelCommand {
  if (!exists(join(root, installed))) return { program: 'lintel', args: [], line: 'lintel', isLocal: false };
  return { program: 'node', args: [installed], line: `node ${installed}`, isLocal: true };
}
