import type { CommonOptions } from '../command-line.js';
import { loadEngine } from '../engine.js';
import { type ExitStatus, exitStatus, UsageError } from '../exit.js';
import { suggestion } from '../nearest.js';
import type { Terminal } from '../terminal.js';

export interface ExplainOptions extends CommonOptions {
  readonly list?: boolean;
}

/** `lintel explain`: a rule's page as it is written, or the list of all rules. */
export async function explain(
  id: string | undefined,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { rules, explainRule } = await loadEngine();
  if (options.list) {
    if (id !== undefined) throw new UsageError('--list prints all rules; it takes no rule id');
    const width = Math.max(...rules.map(rule => rule.id.length));
    for (const rule of [...rules].sort((a, b) => (a.id < b.id ? -1 : 1)))
      terminal.out(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(11)}  ${rule.summary}\n`);
    return exitStatus.ok;
  }
  if (id === undefined) throw new UsageError('explain needs RULE or --list; see lintel explain --help');
  const known = rules.map(rule => rule.id);
  if (!known.includes(id))
    throw new UsageError(`unknown rule ${id}${suggestion(id, known) || '; lintel explain --list prints them'}`);
  const page = explainRule(id) ?? '';
  terminal.out(page.endsWith('\n') ? page : `${page}\n`);
  return exitStatus.ok;
}
