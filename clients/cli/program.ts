import { Command, CommanderError } from 'commander';
import {
  addAudit,
  addCheck,
  addContract,
  addExplain,
  addGraph,
  addHook,
  addInit,
  addLsp,
  addMcp,
  addReview,
  addWhy,
  common,
} from './command-line.js';
import { type ExitStatus, exitStatus, UsageError } from './exit.js';
import { packageVersion } from './package-files.js';
import { rephrase } from './rephrase.js';
import type { Terminal } from './terminal.js';

const epilogue = `
Exit status: 0 no violations, 1 violations, 2 not checked (wrong usage, unusable policy, internal error).

Examples:
  lintel init                      infer an architecture file from the code
  lintel check                     check the whole workspace
  lintel check --since main        only what this branch introduced
  lintel why src/http src/billing  how one part comes to depend on another

Lintel works offline: it sends nothing anywhere and executes nothing of the repository it checks.`;

/** Runs the command line and answers the exit status. Never throws. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.ok;
  const program = createProgram(terminal, result => {
    status = result;
  });
  try {
    if (args.length === 0) {
      terminal.err(`${program.helpInformation()}${epilogue}\n`);
      return exitStatus.notChecked;
    }
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    return failed(error, args, terminal);
  }
}

/** The commander program; `finish` receives the exit status of the command that ran. */
export function createProgram(terminal: Terminal, finish: (status: ExitStatus) => void): Command {
  const program = new Command('lintel')
    .description('Checks TypeScript and JavaScript repositories against their architecture file.')
    .usage('<command> [options]')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpCommand('help [command]', 'print help for a command')
    .addHelpText('after', epilogue);
  common(program);
  const add = { program, terminal, finish };
  addInit(add);
  addCheck(add);
  addReview(add);
  addAudit(add);
  addExplain(add);
  addWhy(add);
  addContract(add);
  addGraph(add);
  addLsp(add);
  addMcp(add);
  addHook(add);
  for (const command of [program, ...program.commands])
    command
      .exitOverride(error => {
        throw rephrase(error, command, program);
      })
      .showSuggestionAfterError(false)
      .configureOutput({
        writeOut: text => terminal.out(text),
        writeErr: text => terminal.err(text),
        outputError: () => {},
      });
  return program;
}

function failed(error: unknown, args: readonly string[], terminal: Terminal): ExitStatus {
  // Help and version come as errors too; they have printed already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.ok : exitStatus.notChecked;
  if (error instanceof UsageError) {
    terminal.err(`lintel: ${error.message}\n`);
    return exitStatus.notChecked;
  }
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  const debug = args.includes('--debug');
  terminal.err(`lintel: internal error: ${firstLine(message)}${debug ? '' : ' (--debug prints the stack)'}\n`);
  if (debug && stack !== undefined) terminal.err(`${stack}\n`);
  return exitStatus.notChecked;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
