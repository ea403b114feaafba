import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

/** Runs the script of the action with a command in place of Lintel that tells how it was called. */
function runAction(command: string, statusOf: Readonly<Record<string, number>>) {
  const [step] = (parse(read('action.yml')) as { runs: { steps: { run: string }[] } }).runs.steps;
  const at = mkdtempSync(join(tmpdir(), 'lintel-action-'));
  const cases = Object.entries(statusOf).map(([format, status]) => `*"--format ${format}"*) exit ${status};;`);
  writeFileSync(join(at, 'npx'), `#!/bin/sh\necho "$*"\ncase "$*" in ${cases.join(' ')} esac\n`, { mode: 0o755 });
  const summary = join(at, 'summary');
  writeFileSync(summary, '');
  const { status, stdout } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', step?.run ?? ''], {
    encoding: 'utf8',
    env: {
      PATH: `${at}:${process.env.PATH}`,
      GITHUB_STEP_SUMMARY: summary,
      LINTEL_COMMAND: command,
      LINTEL_BASE: 'origin/main',
      LINTEL_ROOT: '.',
      LINTEL_VERSION: 'local',
      LINTEL_FAIL_ON: 'error',
    },
  });
  return { status, log: stdout, summary: readFileSync(summary, 'utf8') };
}

test('the action annotates what check and review find, sums the review up, and ends as the worst of them', () => {
  const review = '--no-install lintel review origin/main --root . --fail-on error --format';
  const both = runAction('both', { github: 0, markdown: 1 });
  expect(both.log.split('\n').filter(Boolean)).toEqual([
    '--no-install lintel check --root . --since origin/main --fail-on error --format github',
    `${review} github`,
  ]);
  expect(both).toMatchObject({ status: 1, summary: `${review} markdown\n` });
  expect(runAction('check', { github: 2 })).toMatchObject({ status: 2, summary: '' });
  expect(runAction('review', { github: 1, markdown: 1 })).toMatchObject({ status: 1, log: `${review} github\n` });
});
