import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { wantsColor } from '../../clients/cli/color.js';
import { nearest } from '../../clients/cli/nearest.js';
import { createProgram, run } from '../../clients/cli/program.js';
import { progressLine } from '../../clients/cli/progress.js';
import type { Terminal } from '../../clients/cli/terminal.js';

function fakeTerminal(rest: Partial<Terminal> = {}): Terminal & { printed: () => string; complained: () => string } {
  let out = '';
  let err = '';
  return {
    cwd: '/nowhere',
    env: {},
    outIsTerminal: false,
    errIsTerminal: false,
    out: text => {
      out += text;
    },
    err: text => {
      err += text;
    },
    readInput: async () => '',
    today: () => '2026-01-01',
    signal: new AbortController().signal,
    printed: () => out,
    complained: () => err,
    ...rest,
  };
}

/** Every command with its flags, as the page of surfaces lists them for this version. */
const surface: Readonly<Record<string, readonly string[]>> = {
  init: ['--force', '--dry-run', '--as-of', '--codeowners', '--agent', '--remove'],
  check: [
    ...['--format', '--since', '--rule', '--min-severity', '--fail-on', '--update-baseline', '--allow-growth'],
    ...['--approved-by', '--no-cache', '--no-types', '--threads', '--fixes', '--strict-coverage', '--today'],
    '--stdin-path',
  ],
  review: ['--head', '--format', '--fail-on', '--no-cache', '--no-types'],
  audit: ['--since', '--format', '--no-cache'],
  explain: ['--list'],
  why: ['--no-cache'],
  contract: ['--callers', '--format', '--no-cache'],
  graph: ['--format', '--level', '--no-cache'],
  lsp: ['--stdio', '--node-ipc', '--socket', '--pipe', '--isolated'],
  mcp: ['--stdio', '--http', '--tools', '--no-cache', '--isolated'],
  hook: ['--dialect', '--deadline'],
};
const everywhere = ['--root', '--color', '--quiet', '--debug'];

describe('help', () => {
  test('lists exactly the commands of this version', () => {
    const program = createProgram(fakeTerminal(), () => {});
    expect(program.commands.map(command => command.name())).toEqual(Object.keys(surface));
  });

  test.each(Object.entries(surface))('of %s lists exactly its flags and shows examples', async (name, flags) => {
    const terminal = fakeTerminal();
    expect(await run([name, '--help'], terminal)).toBe(0);
    const listed = [...terminal.printed().matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag]) => flag);
    expect(listed).toEqual([...flags, ...everywhere, '--help']);
    expect(terminal.printed()).toMatch(new RegExp(`Examples:\n {2}lintel ${name}`));
  });

  test('of the program names the exit statuses', async () => {
    const terminal = fakeTerminal();
    expect(await run(['--help'], terminal)).toBe(0);
    expect(terminal.printed()).toContain('Exit status: 0 no violations, 1 violations, 2 not checked');
  });

  test('is printed as a complaint when no command is given', async () => {
    const terminal = fakeTerminal();
    expect(await run([], terminal)).toBe(2);
    expect(terminal.printed()).toBe('');
    expect(terminal.complained()).toContain('Usage: lintel');
  });
});

describe('wrong usage ends with 2 and one line that says what is right', () => {
  test.each([
    ['chek', 'unknown command chek; did you mean check?'],
    ['frobnicate', 'unknown command frobnicate; lintel --help lists them'],
    ['check --fromat json', 'unknown flag --fromat; did you mean --format?'],
    ['check --fromat=json', 'unknown flag --fromat; did you mean --format?'],
    ['check --zzz', 'unknown flag --zzz; lintel check --help lists them'],
    ['--formt json', 'unknown flag --formt; did you mean --format?'],
    ['check --format jsno', '--format has no jsno; did you mean json?'],
    ['check --format xml', '--format has no xml; it takes pretty, json, sarif, github, gitlab, junit, markdown'],
    ['check --fail-on errors', '--fail-on has no errors; did you mean error?'],
    ['check --since', '--since <ref> needs a value; see lintel check --help'],
    ['check --threads 0', '--threads takes a whole number from 1 to 256, not 0'],
    ['check --threads two', '--threads takes a whole number from 1 to 256, not two'],
    ['check --today 2026-02-30', '--today takes a date such as 2026-03-31, not 2026-02-30'],
    ['check --today tomorrow', '--today takes a date such as 2026-03-31, not tomorrow'],
    ['check --allow-growth --approved-by a', '--allow-growth goes with --update-baseline'],
    [
      'check --update-baseline --allow-growth',
      '--allow-growth needs --approved-by OWNER: somebody answers for every violation that is kept',
    ],
    ['check --approved-by a', '--approved-by goes with --allow-growth'],
    ['check --update-baseline src', '--update-baseline writes the whole baseline and takes no paths'],
    ['check --update-baseline --since x', '--update-baseline writes the whole baseline and takes no --since'],
    ['check --stdin-path a.ts b.ts', '--stdin-path checks one text; it takes no further paths'],
    ['why a', 'why needs TO; see lintel why --help'],
    ['graph a', 'graph takes fewer arguments; see lintel graph --help'],
    ['explain', 'explain needs RULE or --list; see lintel explain --help'],
    ['check --color=alwys', '--color has no alwys; did you mean always?'],
  ])('lintel %s', async (line, message) => {
    const terminal = fakeTerminal();
    expect(await run(line.split(' '), terminal)).toBe(2);
    expect(terminal.complained()).toBe(`lintel: ${message}\n`);
    expect(terminal.printed()).toBe('');
  });
});

test('--version prints the version alone', async () => {
  const terminal = fakeTerminal();
  expect(await run(['--version'], terminal)).toBe(0);
  expect(terminal.printed()).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('the nearest word is near: few letters differ, or it is the beginning', () => {
  const words = ['--format', '--force', 'arch/cycle', 'arch/deep-import'];
  expect(nearest('--fromat', words)).toBe('--format');
  expect(nearest('cycle', words)).toBe('arch/cycle');
  expect(nearest('arch/deepimport', words)).toBe('arch/deep-import');
  expect(nearest('--fo', words)).toBe('--format');
  expect(nearest('zebra', words)).toBeUndefined();
  expect(nearest('x', ['y'])).toBe('y');
  expect(nearest('nope', ['core'])).toBeUndefined();
});

test.each([
  ['auto', {}, true, true],
  ['auto', {}, false, false],
  ['auto', { NO_COLOR: '1' }, true, false],
  ['auto', { NO_COLOR: '' }, true, true],
  ['auto', { FORCE_COLOR: '1' }, false, true],
  ['auto', { FORCE_COLOR: '0' }, true, false],
  ['auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ['auto', { TERM: 'dumb' }, true, false],
  ['always', { NO_COLOR: '1' }, false, true],
  ['never', { FORCE_COLOR: '1' }, true, false],
] as const)('color %s with %o on a terminal: %s gives %s', (choice, env, outIsTerminal, expected) => {
  expect(wantsColor(choice, { env, outIsTerminal })).toBe(expected);
});

describe('progress', () => {
  const step = { phase: 'extract', done: 5, total: 10 } as const;

  test('is silent for a second, then throttled, and erases itself', () => {
    let now = 0;
    const terminal = fakeTerminal({ errIsTerminal: true });
    const line = progressLine(terminal, false, () => now);
    line.update(step);
    expect(terminal.complained()).toBe('');
    now = 1500;
    line.update(step);
    line.update(step);
    expect(terminal.complained()).toBe('\r\u001b[2Kreading 5/10');
    line.clear();
    expect(terminal.complained()).toBe('\r\u001b[2Kreading 5/10\r\u001b[2K');
  });

  test.each([
    ['not on a terminal', false, false],
    ['not when quiet', true, true],
  ])('is shown %s', (_, errIsTerminal, quiet) => {
    let now = 0;
    const terminal = fakeTerminal({ errIsTerminal });
    const line = progressLine(terminal, quiet, () => now);
    now = 5000;
    line.update(step);
    line.clear();
    expect(terminal.complained()).toBe('');
  });
});

test('help and wrong usage load neither the engine nor anything heavy', () => {
  const cli = new URL('../../clients/cli/', import.meta.url);
  const names = loadedFrom(new URL('main.ts', cli), new URL('program.ts', cli)).map(name => name.replace(cli.href, ''));
  expect(names).toContain('command-line.ts');
  expect(names.filter(name => !name.endsWith('.ts') && !name.startsWith('node:')).sort()).toEqual([
    'commander',
    'fastest-levenshtein',
  ]);
  expect(names.filter(name => name.includes('/core/'))).toEqual([]);
});

test('a hook loads no parser of commands, no schema and no engine before it has found a host', () => {
  const cli = new URL('../../clients/cli/', import.meta.url);
  const loaded = loadedFrom(new URL('commands/hook.ts', cli));
  expect(loaded.filter(name => !name.endsWith('.ts') && !name.startsWith('node:'))).toEqual([]);
  expect(loaded.filter(name => /core\/(?:syntax|resolve|graph|policy|rules\/\w+)\//.test(name))).toEqual([]);
});

/** All that files import before they run, as URLs and names of packages; types alone do not count. */
function loadedFrom(...files: readonly URL[]): readonly string[] {
  const loaded = new Set<string>();
  const visit = (file: URL) => {
    if (loaded.has(file.href)) return;
    loaded.add(file.href);
    const text = readFileSync(file, 'utf8');
    for (const [, specifier = ''] of text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^']+)';/gm))
      if (specifier.startsWith('.')) visit(new URL(specifier.replace(/\.js$/, '.ts'), file));
      else loaded.add(specifier);
  };
  for (const file of files) visit(file);
  return [...loaded];
}
