import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../../clients/cli/program.js';
import { processTerminal } from '../../clients/cli/terminal.js';

const folder = new URL('../../clients/ci/', import.meta.url);
const read = (name: string) => readFileSync(join(fileURLToPath(folder), name), 'utf8');
const names = ['action.yml', 'gitlab.yml', 'pre-commit-config.yaml'];

/** The flags of each `lintel` command as the program declares them. */
const program = createProgram(processTerminal(new AbortController().signal), () => {});

/** Every use of the command in a text: `check --since x --format github`. */
function commandLines(text: string): readonly string[] {
  return [...text.matchAll(/(?:--no-install lintel|"\$\{run\[@\]\}") ((?:check|review)\b[^\n|>]*)/g)].map(
    ([, line = '']) => line.trim(),
  );
}

test.each(names)('%s parses', name => {
  expect(parse(read(name))).toBeTypeOf('object');
});

test.each(names)('%s calls the command with flags and values that it has', name => {
  const lines = commandLines(read(name));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    const [command = '', ...words] = line.split(/\s+/);
    const known = program.commands.find(each => each.name() === command);
    expect(known, line).toBeDefined();
    const options = [...(known?.options ?? []), ...program.options];
    for (const [i, word] of words.entries()) {
      if (!word.startsWith('--')) continue;
      const option = options.find(each => each.long === word);
      expect(option, `${word} in ${line}`).toBeDefined();
      const value = words[i + 1] ?? '';
      if (option?.required && !value.includes('$'))
        expect(() => option.parseArg?.(value, undefined), line).not.toThrow();
    }
  }
});

test('the action takes no value of the event into the text of its script', () => {
  const { runs } = parse(read('action.yml')) as { runs: { using: string; steps: { run: string }[] } };
  expect(runs.using).toBe('composite');
  for (const { run } of runs.steps) expect(run).not.toContain('${{');
});
