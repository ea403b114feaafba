import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ParseError, parse } from 'jsonc-parser';
import { expect, test } from 'vitest';

// lintel-ignore-next-line arch/unknown-target: snippets that people paste, which are no source
const fileOf = (path: string): string => fileURLToPath(new URL(`../../clients/${path}`, import.meta.url));

/** Editors that the tests cannot have would refuse a snippet that they cannot read: here those who read the same refuse it. */
const readers: Readonly<Record<string, (path: string) => string>> = {
  json: path => {
    JSON.parse(readFileSync(path, 'utf8'));
    return '';
  },
  jsonc: path => {
    const errors: ParseError[] = [];
    parse(readFileSync(path, 'utf8'), errors, { allowTrailingComma: true });
    return errors.map(({ error, offset }) => `${error} at ${offset}`).join();
  },
  toml: path => toolSays('python3', ['-c', 'import sys, tomllib; tomllib.load(open(sys.argv[1], "rb"))', path]),
  rust: path => toolSays('rustfmt', ['--check', '--edition', '2021', path]),
};

/** What a program has against a file; nothing, and a line that says so, where the machine does not have the program. */
function toolSays(program: string, args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) {
    console.warn(`not tested: ${args.at(-1)}, ${program} is not on this machine`);
    return '';
  }
  return status === 0 ? '' : `${stdout}${stderr}` || `${program} ended with ${status}`;
}

test.each([
  ['jetbrains/template.json', 'json'],
  ['sublime/LSP.sublime-settings', 'jsonc'],
  ['helix/languages.toml', 'toml'],
  ['zed/extension.toml', 'toml'],
  ['zed/Cargo.toml', 'toml'],
  ['zed/src/lib.rs', 'rust'],
])('%s can be read as what it is', (path, form) => {
  expect(readers[form]!(fileOf(path))).toBe('');
});
