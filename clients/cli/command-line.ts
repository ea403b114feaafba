import { type Command, Option } from 'commander';
import { agentNames } from './agents/agents.js';
import type { ColorChoice } from './color.js';
import type { AuditOptions } from './commands/audit.js';
import type { CheckOptions } from './commands/check.js';
import type { ContractOptions } from './commands/contract.js';
import type { ExplainOptions } from './commands/explain.js';
import type { GraphOptions } from './commands/graph.js';
import type { InitOptions } from './commands/init.js';
import type { LspOptions } from './commands/lsp.js';
import type { McpCommandOptions } from './commands/mcp.js';
import type { ReviewOptions } from './commands/review.js';
import type { WhyOptions } from './commands/why.js';
import type { Severity } from './engine.js';
import { type ExitStatus, exitStatus, UsageError } from './exit.js';
import { formatNames } from './format/formats.js';
import { dialects } from './hook/dialect.js';
import { suggestion } from './nearest.js';
import type { Terminal } from './terminal.js';

/** Flags that every command takes. */
export interface CommonOptions {
  readonly root?: string;
  readonly color?: ColorChoice;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}

export interface AddCommand {
  readonly program: Command;
  readonly terminal: Terminal;
  finish(status: ExitStatus): void;
}

const severityNames: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

export function addInit({ program, terminal, finish }: AddCommand): void {
  const command = program
    .command('init')
    .summary('infer an architecture file from the code')
    .description(
      'Infers modules, layers, entry points and permitted dependencies, writes architecture.jsonc and the baseline, and says what it inferred. What it would not bless stands in the baseline as unreviewed.',
    )
    .option('--force', 'overwrite an architecture file that exists')
    .option('--dry-run', 'print the files instead of writing them')
    .option('--as-of <rev|date>', 'permit only what this revision or day had; younger dependencies are asked about')
    .option('--codeowners', 'print CODEOWNERS lines for the policy files, write nothing')
    .addOption(
      oneOf(
        '--agent <name>',
        'set up an agent instead: MCP entry, hooks and rules, merged with what is there',
        agentNames,
      ),
    )
    .option('--remove', 'with --agent: take that setup out again')
    .addHelpText(
      'after',
      examples(
        'lintel init --dry-run',
        'lintel init --as-of v2.0.0',
        'lintel init --codeowners >> .github/CODEOWNERS',
        'lintel init --agent claude-code',
      ),
    );
  common(command).action(async () => {
    const options = command.optsWithGlobals<InitOptions>();
    finish(await (await import('./commands/init.js')).init(options, terminal));
  });
}

export function addCheck({ program, terminal, finish }: AddCommand): void {
  const command = program
    .command('check')
    .summary('check the workspace')
    .description(
      'Checks the whole workspace and prints what was found and what was checked. Paths and --rule filter what is listed; everything is analysed all the same.',
    )
    .argument('[paths...]', 'files or folders to list findings of')
    .addOption(oneOf('--format <name>', 'how to print', formatNames).default('pretty'))
    .option('--since <ref>', 'only findings introduced since the merge base with a git ref')
    .option('--rule <id>', 'only this rule; may be repeated', collect)
    .addOption(
      oneOf('--min-severity <severity>', 'list findings from here up; the rest is only counted', severityNames).default(
        'information',
      ),
    )
    .addOption(
      oneOf('--fail-on <severity>', 'exit 1 from here up (default: error; with --since warning)', severityNames),
    )
    .option('--update-baseline', 'remove entries that nothing needs any more from the baseline')
    .option('--allow-growth', 'with --update-baseline: add new violations too; needs --approved-by')
    .option('--approved-by <owner>', 'with --allow-growth: who answers for the new entries')
    .option('--no-cache', 'neither read nor write the cache')
    .option('--no-types', 'without the type checker')
    .addOption(new Option('--threads <n>', 'worker threads').argParser(parseThreads))
    .option('--fixes', 'print the edits of each fix')
    .option('--strict-coverage', 'exit 2 when anything was not checked')
    .addOption(new Option('--today <date>', 'the date exceptions expire by, YYYY-MM-DD').argParser(parseDate))
    .option('--stdin-path <path>', 'check the text on standard input as if it stood at this path')
    .addHelpText(
      'after',
      examples(
        'lintel check',
        'lintel check src/orders --rule arch/cycle',
        'lintel check --since origin/main --format github',
        'lintel check --stdin-path src/orders/http.ts < proposed.ts',
      ),
    );
  common(command).action(async (paths: string[]) => {
    const options = command.optsWithGlobals<CheckOptions>();
    finish(await (await import('./commands/check.js')).check(paths, options, terminal));
  });
}

export function addAudit({ program, terminal, finish }: AddCommand): void {
  const command = program
    .command('audit')
    .summary('list the dependencies between modules that came in since')
    .description(
      'Lists every import between modules that was added since a day or a git ref, by pair of modules: the commit that brought it, its author, trailers that name an assistant, the names imported, and whether the policy permits it or somebody approved it.',
    )
    .requiredOption('--since <date|ref>', 'a day (YYYY-MM-DD) or a git ref')
    .addOption(oneOf('--format <name>', 'how to print', ['pretty', 'json', 'markdown']).default('pretty'))
    .option('--no-cache', 'neither read nor write the cache')
    .addHelpText('after', examples('lintel audit --since 2026-01-01', 'lintel audit --since v2.0.0 --format markdown'));
  common(command).action(async () => {
    const options = command.optsWithGlobals<AuditOptions>();
    finish(await (await import('./commands/audit.js')).audit(options, terminal));
  });
}

export function addReview({ program, terminal, finish }: AddCommand): void {
  const command = program
    .command('review')
    .summary('say what a change really changes')
    .description(
      'Compares the working tree (or --head) with its merge base with BASE: what the rules permit besides and whether an owner approved it, new dependencies between modules, new suppressions, markers, exceptions and entries of the baseline.',
    )
    .argument('[base]', 'git ref to compare with (default: the main branch)')
    .option('--head <rev>', 'review this revision instead of the working tree')
    .addOption(
      oneOf('--format <name>', 'how to print', ['pretty', 'json', 'markdown', 'sarif', 'github']).default('pretty'),
    )
    .addOption(oneOf('--fail-on <severity>', 'exit 1 from here up', severityNames).default('error'))
    .option('--no-cache', 'neither read nor write the cache')
    .option('--no-types', 'without the type checker')
    .addHelpText(
      'after',
      examples('lintel review', 'lintel review origin/main --format markdown', 'lintel review v2.0.0 --head v2.1.0'),
    );
  common(command).action(async (base: string | undefined) => {
    const options = command.optsWithGlobals<ReviewOptions>();
    finish(await (await import('./commands/review.js')).review(base, options, terminal));
  });
}

export function addExplain({ program, terminal, finish }: AddCommand): void {
  const command = program
    .command('explain')
    .summary("print a rule's page")
    .description("Prints a rule's page: what it reports, why, and what to do.")
    .argument('[rule]', 'rule id')
    .option('--list', 'list all rules')
    .addHelpText('after', examples('lintel explain arch/deep-import', 'lintel explain --list'));
  common(command).action(async (rule: string | undefined) => {
    const options = command.optsWithGlobals<ExplainOptions>();
    finish(await (await import('./commands/explain.js')).explain(rule, options, terminal));
  });
}

export function addWhy({ program, terminal, finish }: AddCommand): void {
  const command = program
    .command('why')
    .summary('print the path by which one part depends on another')
    .description(
      'Prints the shortest chain of imports from one file, folder or module to another (or to a package), and what permits or forbids each step.',
    )
    .argument('<from>', 'file, folder or module id')
    .argument('<to>', 'file, folder, module id or package name')
    .option('--no-cache', 'neither read nor write the cache')
    .addHelpText('after', examples('lintel why http billing', 'lintel why src/main.ts pg'));
  common(command).action(async (from: string, to: string) => {
    const options = command.optsWithGlobals<WhyOptions>();
    finish(await (await import('./commands/why.js')).why(from, to, options, terminal));
  });
}

export function addContract({ program, terminal, finish }: AddCommand): void {
  const command = program
    .command('contract')
    .summary('print how a function fails')
    .description(
      'Prints which failures leave a function, where they start and on which way they came, what it answers instead of failing, and what it hides.',
    )
    .argument('<symbol>', 'the function as FILE#NAME, methods as FILE#Class.method')
    .option('--callers', 'say of each caller which of the failures it handles')
    .addOption(oneOf('--format <name>', 'how to print', ['pretty', 'json']).default('pretty'))
    .option('--no-cache', 'neither read nor write the cache')
    .addHelpText(
      'after',
      examples('lintel contract src/users.ts#findUser', 'lintel contract src/users.ts#findUser --callers'),
    );
  common(command).action(async (symbol: string) => {
    const options = command.optsWithGlobals<ContractOptions>();
    finish(await (await import('./commands/contract.js')).contract(symbol, options, terminal));
  });
}

export function addGraph({ program, terminal, finish }: AddCommand): void {
  const command = program
    .command('graph')
    .summary('print the dependency graph')
    .description(
      'Prints the dependencies between modules (or files). Diagrams show production code; JSON holds every import site with its kind and context.',
    )
    .addOption(oneOf('--format <name>', 'how to print', ['mermaid', 'dot', 'json', 'dsm']).default('mermaid'))
    .addOption(oneOf('--level <level>', 'what the nodes are', ['module', 'file']).default('module'))
    .option('--no-cache', 'neither read nor write the cache')
    .addHelpText(
      'after',
      examples(
        'lintel graph',
        'lintel graph --format dot | dot -Tsvg > graph.svg',
        'lintel graph --format json --level file',
      ),
    );
  common(command).action(async () => {
    const options = command.optsWithGlobals<GraphOptions>();
    finish(await (await import('./commands/graph.js')).graph(options, terminal));
  });
}

export function addLsp({ program, finish }: AddCommand): void {
  const command = program
    .command('lsp')
    .summary('start the language server')
    .description('Serves one editor over the language server protocol until the editor is gone.')
    .option('--stdio', 'talk over standard input and output (the default)')
    .option('--node-ipc', "talk over Node's channel to the parent process")
    .addOption(new Option('--socket <port>', 'connect to a port of this machine').argParser(parsePort))
    .option('--pipe <name>', 'connect to a socket file or a named pipe')
    .option('--isolated', 'share no engine with the hooks of coding agents')
    .addOption(new Option('--clientProcessId <id>', 'end when this process does').hideHelp())
    .addHelpText('after', examples('lintel lsp --stdio'));
  common(command).action(async () => {
    const options = command.optsWithGlobals<LspOptions>();
    finish(await (await import('./commands/lsp.js')).lsp(options));
  });
}

export function addHook({ program, terminal, finish }: AddCommand): void {
  const command = program
    .command('hook')
    .summary("answer an agent's hook")
    .description(
      "Reads an agent's hook payload on standard input, checks the exact proposed text and answers in that agent's own format. The exit status is always 0.",
    )
    .addOption(oneOf('--dialect <name>', 'whose format it is (default: told by the payload)', dialects))
    .option('--deadline <ms>', 'what is not ready by then is not checked, in milliseconds (default: 1500)')
    .addHelpText('after', examples('lintel hook < payload.json', 'lintel hook --dialect codex --deadline 3000'));
  common(command).action(async () => {
    const { dialect, deadline, root } = command.optsWithGlobals<HookFlags>();
    const args = Object.entries({ dialect, deadline, root }).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name}`, value],
    );
    await (await import('./commands/hook.js')).hook(args, terminal);
    finish(exitStatus.ok);
  });
}

interface HookFlags extends CommonOptions {
  readonly dialect?: string;
  readonly deadline?: string;
}

export function addMcp({ program, terminal, finish }: AddCommand): void {
  const command = program
    .command('mcp')
    .summary('serve coding agents over the model context protocol')
    .description(
      'Serves the model context protocol: agents ask what they may import, what exists already and what a change would break, before they write. All tools only read.',
    )
    .option('--stdio', 'over standard input and output (default)')
    .addOption(
      new Option('--http <port>', 'Streamable HTTP on this port of the loopback interface').argParser(parseHttpPort),
    )
    .addOption(oneOf('--tools <set>', 'which tools to offer', ['default', 'all']).default('default'))
    .option('--no-cache', 'neither read nor write the cache')
    .option('--isolated', 'share no engine with the hooks of coding agents')
    .addHelpText(
      'after',
      `${examples('lintel mcp', 'lintel mcp --tools all --root /path/to/repo', 'lintel mcp --http 7341')}

Over HTTP a token is asked for: LINTEL_MCP_TOKEN where it is set, else one made anew and printed on standard error.`,
    );
  common(command).action(async () => {
    const options = command.optsWithGlobals<McpCommandOptions>();
    if (options.stdio && options.http !== undefined) throw new UsageError('--stdio and --http exclude one another');
    finish(await (await import('./commands/mcp.js')).mcp(options, terminal));
  });
}

/** Adds the flags that stand before or after the command name alike. */
export function common(command: Command): Command {
  return command
    .helpOption('-h, --help', 'print help')
    .option('--root <folder>', 'the workspace root (default: found from the paths or the current folder)')
    .addOption(oneOf('--color <when>', 'paint the output', ['auto', 'always', 'never']))
    .option('--quiet', 'findings only: no progress, no notices')
    .option('--debug', 'print the stack of an internal error');
}

function oneOf(flags: string, description: string, choices: readonly string[]): Option {
  const flag = flags.split(' ', 1)[0];
  return new Option(flags, `${description}: ${choices.join(', ')}`).argParser(value => {
    if (choices.includes(value)) return value;
    throw new UsageError(`${flag} has no ${value}${suggestion(value, choices) || `; it takes ${choices.join(', ')}`}`);
  });
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

function parseThreads(value: string): number {
  const threads = Number(value);
  if (/^\d+$/.test(value) && threads >= 1 && threads <= 256) return threads;
  throw new UsageError(`--threads takes a whole number from 1 to 256, not ${value}`);
}

function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`--socket takes a port from 1 to 65535, not ${value}`);
}

function parseHttpPort(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new UsageError(`--http takes a port from 0 (any that is free) to 65535, not ${value}`);
}

function parseDate(value: string): string {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value;
  if (isDate) return value;
  throw new UsageError(`--today takes a date such as 2026-03-31, not ${value}`);
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map(line => `  ${line}`).join('\n')}`;
}
