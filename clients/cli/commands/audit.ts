import type { AuditReport } from '../audit/audit-report.js';
import { palette, wantsColor } from '../color.js';
import type { CommonOptions } from '../command-line.js';
import { type ExitStatus, exitStatus, UsageError } from '../exit.js';
import { withWorkspace } from '../open.js';
import { refuseUnusable } from '../policy-state.js';
import { repositoryPrefix, terminalPrefix } from '../prefix.js';
import { progressLine } from '../progress.js';
import { findTarget } from '../targets.js';
import type { Terminal } from '../terminal.js';

export const auditFormats = ['pretty', 'json', 'markdown'] as const;

export interface AuditOptions extends CommonOptions {
  readonly since: string;
  readonly format: (typeof auditFormats)[number];
  readonly cache: boolean;
}

/** `lintel audit`: every import between modules that came in since, with the commit that brought it. */
export async function audit(options: AuditOptions, terminal: Terminal): Promise<ExitStatus> {
  try {
    return await answer(options, terminal);
  } catch (error) {
    if (options.format === 'json' && error instanceof UsageError)
      terminal.out((await import('../audit/json.js')).jsonRefusal(error.message));
    throw error;
  }
}

async function answer(options: AuditOptions, terminal: Terminal): Promise<ExitStatus> {
  const { root } = findTarget(terminal.cwd, options.root, []);
  return withWorkspace(options, { root, cache: options.cache }, terminal, async workspace => {
    refuseUnusable(workspace.snapshot);
    const progress = progressLine(terminal, options.quiet === true);
    const found = await workspace.audit(options.since, (done, total) =>
      progress.update({ phase: 'history', done, total }),
    );
    progress.clear();
    if (!found.ok) throw new UsageError(found.message);
    const prefix = options.format === 'pretty' ? terminalPrefix(terminal.cwd, root) : repositoryPrefix(root);
    terminal.out(await textOf({ audit: found.value, since: options.since, prefix }, options, terminal));
    return exitStatus.ok;
  });
}

async function textOf(report: AuditReport, options: AuditOptions, terminal: Terminal): Promise<string> {
  switch (options.format) {
    case 'json':
      return (await import('../audit/json.js')).jsonAudit(report);
    case 'markdown':
      return (await import('../audit/markdown.js')).markdownAudit(report);
    case 'pretty': {
      const paint = palette(wantsColor(options.color ?? 'auto', terminal));
      return (await import('../audit/pretty.js')).prettyAudit(report, paint, options.quiet === true);
    }
  }
}
