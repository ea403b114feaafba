#!/usr/bin/env node
import { exitStatus } from './exit.js';
import { exitWhenWritten, guarded, processTerminal } from './terminal.js';

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
  guarded(process.stdout);
  guarded(process.stderr);
  const { run } = await import('./program.js');
  process.exitCode = await run(process.argv.slice(2), processTerminal(interruption.signal));
}

/** A client waits: past the other commands, and without waiting for a thread that was too late. */
async function answerHook(args: readonly string[]): Promise<void> {
  const terminal = processTerminal(interruption.signal);
  try {
    const { hook } = await import('./commands/hook.js');
    await hook(args, terminal);
  } catch (error) {
    terminal.err(`Lintel: not checked: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  exitWhenWritten(exitStatus.ok);
}
