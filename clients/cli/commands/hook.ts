import { type Dialect, dialects } from '../hook/dialect.js';
import { runHook } from '../hook/run-hook.js';
import type { Terminal } from '../terminal.js';

/** Milliseconds: clients wait for a hook before each write. */
const usualDeadlineMs = 1_500;

/**
 * `lintel hook`: answers one event of an agent. It never ends with another status than 0, since some clients take any
 * other for a refusal: what is wrong with the call itself is one line on standard error.
 */
export async function hook(args: readonly string[], terminal: Terminal): Promise<void> {
  const { dialect, deadlineMs, root, problem } = await readFlags(args);
  if (problem !== undefined) terminal.err(`lintel hook: ${problem}\n`);
  const output = await runHook(await terminal.readInput(), {
    deadlineMs: deadlineMs ?? usualDeadlineMs,
    env: terminal.env,
    cwd: terminal.cwd,
    ...(dialect && { dialect }),
    ...(root !== undefined && { root }),
  });
  if (output.note !== undefined) terminal.err(`${output.note}\n`);
  if (output.json) terminal.out(`${JSON.stringify(output.json)}\n`);
}

interface Flags {
  dialect?: Dialect;
  deadlineMs?: number;
  root?: string;
  problem?: string;
}

/** Reads the flags by hand: loading the parser of the other commands takes longer than all that a hook does. */
async function readFlags(args: readonly string[]): Promise<Flags> {
  const flags: Flags = {};
  const rest = [...args];
  for (let flag = rest.shift(); flag !== undefined; flag = rest.shift()) {
    const [name, given] = flag.split(/=(.*)/s, 2);
    const value = () => given ?? rest.shift() ?? '';
    if (name === '--dialect') {
      const wanted = value();
      const known = dialects.find(dialect => dialect === wanted);
      if (known) flags.dialect = known;
      else {
        const { suggestion } = await import('../nearest.js');
        flags.problem = `--dialect has no ${wanted}${suggestion(wanted, dialects) || `; it takes ${dialects.join(', ')}`}`;
      }
    } else if (name === '--deadline') {
      const text = value();
      const milliseconds = Number(text);
      if (/^\d+$/.test(text) && milliseconds > 0 && milliseconds <= 600_000) flags.deadlineMs = milliseconds;
      else flags.problem = `--deadline takes milliseconds from 1 to 600000, not ${text}`;
    } else if (name === '--root') flags.root = value();
    else if (name === '--color') value();
    else if (name !== '--quiet' && name !== '--debug') flags.problem = `unknown flag ${flag}; it is left out`;
  }
  return flags;
}
