import type { Snapshot, Workspace } from '../engine.js';
import { UsageError } from '../exit.js';
import type { Terminal } from '../terminal.js';

export async function updateBaseline(
  workspace: Workspace,
  root: string,
  options: { readonly allowGrowth?: boolean; readonly approvedBy?: string },
  terminal: Terminal,
): Promise<Snapshot> {
  void root, options, terminal;
  throw new UsageError(`no baseline in ${workspace.snapshot.policy.path}`);
}
