import { join } from 'node:path';
import { exitStatus } from './exit.js';
import { packageFolder } from './package-files.js';
import { run } from './program.js';
import { processTerminal } from './terminal.js';

/** What `npm start` runs: the command with arguments, a demonstration on `examples/shop` without. */
const args = process.argv.slice(2);
const interruption = new AbortController();
const terminal = processTerminal(interruption.signal);
process.exitCode = args.length > 0 ? await forward() : await demonstrate();

/** npm changes to the package's folder; paths on the command line are meant from where the person stands. */
function forward() {
  return run(args, { ...terminal, cwd: process.env.INIT_CWD ?? terminal.cwd });
}

async function demonstrate() {
  const shop = join(packageFolder(), 'examples', 'shop');
  terminal.out('Checking examples/shop: a small shop back end, written the way such code gets written.\n\n');
  const status = await run(['check', '--root', shop], terminal);
  terminal.out(
    [
      '',
      `lintel check ended with status ${status} here (0 no violations, 1 violations, 2 not checked).`,
      '',
      'Your own repository:',
      '  npm start -- check /path/to/repo             what can be said without an architecture file',
      '  npm start -- init --root /path/to/repo       write one from the code',
      '  npm start -- why http billing --root examples/shop',
      '  npm start -- explain arch/laundered-dependency',
      '',
    ].join('\n'),
  );
  return status === exitStatus.notChecked ? status : exitStatus.ok;
}
