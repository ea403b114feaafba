#!/usr/bin/env node
import { exitStatus } from './exit.js';
import { run } from './program.js';
import { processTerminal } from './terminal.js';

// A reader that goes away (`lintel check | head`) is no failure of ours.
process.stdout.on('error', quietlyOnBrokenPipe);
process.stderr.on('error', quietlyOnBrokenPipe);

const interruption = new AbortController();
process.once('SIGINT', () => {
  interruption.abort();
  process.exit(exitStatus.interrupted);
});

// `exitCode` instead of `exit()`: a pipe may still hold output that has not been written.
process.exitCode = await run(process.argv.slice(2), processTerminal(interruption.signal));

function quietlyOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitStatus.ok);
  throw error;
}
