#!/usr/bin/env node
import { exitStatus } from './exit.js';
import { processTerminal } from './terminal.js';

// A reader that goes away (`lintel check | head`) is no failure of ours.
process.stdout.on('error', quietlyOnBrokenPipe);
process.stderr.on('error', quietlyOnBrokenPipe);

const interruption = new AbortController();
process.once('SIGINT', () => {
  interruption.abort();
  process.exit(exitStatus.interrupted);
});

const [command, ...rest] = process.argv.slice(2);
const isHook = command === 'hook' && !rest.some(flag => flag === '--help' || flag === '-h');
void (isHook ? answerHook(rest) : runCommand());

/** `exitCode` instead of `exit()`: a pipe may still hold output that has not been written. */
async function runCommand(): Promise<void> {
  const { run } = await import('./program.js');
  process.exitCode = await run(process.argv.slice(2), processTerminal(interruption.signal));
}

/** A client waits: past the other commands, and without waiting for a thread that was too late. */
async function answerHook(args: readonly string[]): Promise<never> {
  try {
    const { hook } = await import('./commands/hook.js');
    await hook(args, processTerminal(interruption.signal));
  } catch (error) {
    process.stderr.write(`Lintel: not checked: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  return process.stdout.write('', () => process.exit(exitStatus.ok)) as never;
}

function quietlyOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitStatus.ok);
  throw error;
}
