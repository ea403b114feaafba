import type { Engine, Finding, Snapshot, Workspace } from '../engine.js';
import { UsageError } from '../exit.js';
import { plural } from '../format/words.js';
import { refuseUnusable } from '../policy-state.js';
import type { Terminal } from '../terminal.js';
import { writeWorkspaceFile } from '../write-file.js';

interface UpdateOptions {
  readonly allowGrowth?: boolean;
  readonly approvedBy?: string;
  readonly quiet?: boolean;
}

/**
 * Rewrites the baseline file, says on standard error what changed, and answers the snapshot under the new one. New
 * violations join only with `--allow-growth`.
 */
export async function updateBaseline(
  workspace: Workspace,
  { updatedBaseline }: Engine,
  root: string,
  options: UpdateOptions,
  terminal: Terminal,
): Promise<Snapshot> {
  const { snapshot } = workspace;
  refuseUnusable(snapshot);
  const file = snapshot.policy.baseline?.file;
  const { approvedBy } = options;
  const update = updatedBaseline(
    snapshot,
    options.allowGrowth && approvedBy !== undefined ? { approvedBy } : undefined,
  );
  if (file === undefined || !update)
    throw new UsageError(
      snapshot.policy.declared
        ? `${snapshot.policy.path} names no baseline; add "baseline": { "file": "architecture/baseline.json" }`
        : 'there is no architecture.jsonc, so nothing to keep a baseline for; lintel init writes both',
    );
  const changed = snapshot.text(file) !== update.text;
  if (changed) writeWorkspaceFile(root, file, update.text);
  if (!options.quiet) {
    const { removed, rewritten, added, refused } = update;
    const counts = `${removed.length} removed, ${rewritten.length} rewritten, ${added.length} added`;
    terminal.err(`${file}: ${changed ? counts : 'nothing to update'}${refusedNote(refused, options)}\n`);
  }
  return changed ? workspace.refresh([file]) : snapshot;
}

function refusedNote(refused: readonly Finding[], { allowGrowth, approvedBy }: UpdateOptions): string {
  if (refused.length === 0) return '';
  const what = plural(refused.length, 'new violation');
  return allowGrowth
    ? `; ${what} not added: of a rule that cannot be grandfathered, or ${approvedBy} does not own the target`
    : `; ${what} not added: the baseline only shrinks without --allow-growth --approved-by OWNER`;
}
