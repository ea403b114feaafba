import type { CommonOptions } from '../command-line.js';
import { type ExitStatus, UsageError } from '../exit.js';
import { packageVersion } from '../package-files.js';
import { shareEngine } from '../resident/share.js';

export interface LspOptions extends CommonOptions {
  readonly stdio?: boolean;
  readonly nodeIpc?: boolean;
  readonly socket?: number;
  readonly pipe?: string;
  readonly isolated?: boolean;
}

/** `lintel lsp`: serves an editor; the process ends with it. */
export async function lsp({ stdio, nodeIpc, socket, pipe, isolated }: LspOptions): Promise<ExitStatus> {
  const chosen = [stdio, nodeIpc, socket, pipe].filter(option => option !== undefined);
  if (chosen.length > 1) throw new UsageError('lsp takes one of --stdio, --node-ipc, --socket and --pipe');
  await shareEngine(isolated);
  const { serve } = await import('../../../server/index.js');
  try {
    if (pipe !== undefined) return await serve({ kind: 'pipe', name: pipe }, packageVersion());
    if (socket !== undefined) return await serve({ kind: 'socket', port: socket }, packageVersion());
    return await serve({ kind: nodeIpc ? 'node-ipc' : 'stdio' }, packageVersion());
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
