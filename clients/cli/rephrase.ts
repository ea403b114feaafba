import type { Command, CommanderError } from 'commander';
import { UsageError } from './exit.js';
import { suggestion } from './nearest.js';

/** Commander's error as ours: one sentence that names the nearest right word. Help and version pass through. */
export function rephrase(error: CommanderError, command: Command, program: Command): CommanderError | UsageError {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const help = command === program ? 'lintel --help' : `lintel ${command.name()} --help`;
  switch (error.code) {
    case 'commander.unknownOption': {
      const flag = quoted.split('=', 1)[0] ?? quoted;
      return new UsageError(
        `unknown flag ${flag}${suggestion(flag, flagsOf(command, program)) || `; ${help} lists them`}`,
      );
    }
    case 'commander.unknownCommand':
      return new UsageError(
        `unknown command ${quoted}${suggestion(quoted, commandNames(program)) || `; ${help} lists them`}`,
      );
    case 'commander.missingArgument':
      return new UsageError(`${command.name()} needs ${quoted.toUpperCase()}; see ${help}`);
    case 'commander.optionMissingArgument':
      return new UsageError(`${quoted} needs a value; see ${help}`);
    case 'commander.excessArguments':
      return new UsageError(`${command.name()} takes fewer arguments; see ${help}`);
    default:
      return error;
  }
}

/** Before the command name any command's flag may be meant. */
function flagsOf(command: Command, program: Command): string[] {
  const commands = command === program ? [program, ...program.commands] : [command, program];
  const flags = commands.flatMap(each => each.options).flatMap(option => option.long ?? []);
  return [...flags, '--help'];
}

function commandNames(program: Command): string[] {
  return program.commands.map(command => command.name());
}
