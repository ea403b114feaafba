import { rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type AgentName, agentNames, setupFor } from '../agents/agents.js';
import { lintelCommand } from '../agents/command.js';
import { type PlannedFile, planRemoval, planSetup } from '../agents/plan.js';
import { keepReceipts, readReceipts, receiptOf, undone } from '../agents/receipts.js';
import { type ExitStatus, exitStatus, UsageError } from '../exit.js';
import { suggestion } from '../nearest.js';
import { findTarget } from '../targets.js';
import type { Terminal } from '../terminal.js';
import { writeWorkspaceFile } from '../write-file.js';
import type { InitOptions } from './init.js';

/** `lintel init --agent NAME [--remove]`: an agent's MCP entry, hooks and rules, merged with what is there. */
export function initAgent(options: InitOptions, terminal: Terminal): ExitStatus {
  const agent = agentNamed(options.agent ?? '');
  const { root } = findTarget(terminal.cwd, options.root, []);
  const command = lintelCommand(root);
  const parts = setupFor(agent, command, root);
  const receipts = readReceipts(root, agent);
  const plan = options.remove ? planRemoval(root, agent, parts, receipts) : planSetup(root, agent, parts);
  const changes = plan.filter(({ before, after }) => before !== after);
  if (options.dryRun) for (const change of changes) terminal.out(printed(change));
  else {
    for (const change of changes) put(root, change);
    // A second run must not forget what the first one found.
    const kept = Object.fromEntries(
      changes.flatMap(({ path, before, after }) => {
        const first = receipts[path];
        const original = first && before !== undefined ? undone(first, before) : undefined;
        return after === undefined
          ? []
          : [[path, receiptOf(original === undefined ? before : (original ?? undefined), after)]];
      }),
    );
    keepReceipts(root, agent, options.remove ? {} : { ...receipts, ...kept });
  }
  if (!options.quiet) {
    const say = options.dryRun ? terminal.err : terminal.out;
    say(summary(agent, changes, options, command.isLocal));
  }
  return exitStatus.ok;
}

function agentNamed(name: string): AgentName {
  const agent = agentNames.find(known => known === name);
  if (agent) return agent;
  throw new UsageError(
    `--agent has no ${name}${suggestion(name, agentNames) || `; it takes ${agentNames.join(', ')}`}`,
  );
}

function put(root: string, { path, after }: PlannedFile): void {
  if (after !== undefined) {
    writeWorkspaceFile(root, path, after);
    return;
  }
  rmSync(join(root, path), { force: true });
  // Folders that were made for the file go with it, as far as they are empty.
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    try {
      rmdirSync(join(root, folder));
    } catch {
      // expected conflict: a folder that holds something of somebody else stays
      return;
    }
  }
}

function printed({ path, after }: PlannedFile): string {
  if (after === undefined) return `--- ${path}\n(removed)\n`;
  return `--- ${path}\n${after}${after.endsWith('\n') ? '' : '\n'}`;
}

function summary(
  agent: AgentName,
  changes: readonly PlannedFile[],
  { remove, dryRun }: InitOptions,
  isLocal: boolean,
): string {
  if (changes.length === 0)
    return remove ? `Nothing of Lintel is set up for ${agent}.\n` : `${agent} is set up already.\n`;
  const files = changes.map(({ path }) => path).join(', ');
  if (dryRun) return `Would change ${files}.\n`;
  if (remove) return `Took Lintel out of ${files}.\n`;
  const lines = [`Set up ${agent}: ${files}.`];
  if (!isLocal)
    lines.push('The entries call lintel from the PATH; install it there, or in this workspace and run this again.');
  if (agent === 'codex') lines.push('Codex asks once to review new hooks: /hooks.');
  return `${lines.join('\n')}\n`;
}
