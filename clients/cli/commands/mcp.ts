import type { CommonOptions } from '../command-line.js';
import { type ExitStatus, exitStatus } from '../exit.js';
import { packageVersion } from '../package-files.js';
import { shareEngine } from '../resident/share.js';
import { findTarget } from '../targets.js';
import type { Terminal } from '../terminal.js';

export interface McpCommandOptions extends CommonOptions {
  readonly stdio?: boolean;
  /** A port; 0 takes any that is free. */
  readonly http?: number;
  readonly tools: 'default' | 'all';
  readonly cache: boolean;
  readonly isolated?: boolean;
}

/** The environment variable with the token for HTTP, for who starts client and server together. */
const tokenVariable = 'LINTEL_MCP_TOKEN';

/** `lintel mcp`: serves the model context protocol until the client leaves. */
export async function mcp(options: McpCommandOptions, terminal: Terminal): Promise<ExitStatus> {
  const { root } = findTarget(terminal.cwd, options.root, []);
  await shareEngine(options.isolated);
  const { serveMcp } = await import('../../../mcp/index.js');
  const token = terminal.env[tokenVariable];
  await serveMcp({
    root,
    version: packageVersion(),
    allTools: options.tools === 'all',
    cache: options.cache,
    ...(options.http !== undefined && { httpPort: options.http }),
    ...(token && { httpToken: token }),
    signal: terminal.signal,
    log: line => {
      if (options.quiet !== true) terminal.err(`lintel mcp: ${line}\n`);
    },
  });
  return exitStatus.ok;
}
