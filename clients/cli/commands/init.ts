import type { CommonOptions } from '../command-line.js';
import { type ExitStatus, UsageError } from '../exit.js';
import type { Terminal } from '../terminal.js';

export interface InitOptions extends CommonOptions {
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly codeowners?: boolean;
}

export async function init(options: InitOptions, terminal: Terminal): Promise<ExitStatus> {
  void options, terminal;
  throw new UsageError('init is not built yet');
}
