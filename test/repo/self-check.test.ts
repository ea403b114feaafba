import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('Lintel has nothing to say about Lintel', () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['dist/clients/cli/main.js', 'check', '--no-cache', '--format', 'json'],
    { cwd: root, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const report = JSON.parse(stdout);
  expect(report.findings).toEqual([]);
  expect(report.coverage).toMatchObject({ parseErrors: 0, unassignedFiles: 0, unresolvedImports: 0 });
  // The client library of the VS Code extension is installed when that is packaged. Whether imports of `dist` count depends on
  // what earlier builds left there.
  expect(report.coverage.notChecked.filter(({ why }: { why: string }) => why !== 'generated')).toEqual([
    { what: 'names imported from packages', count: 2, why: 'not-installed' },
  ]);
  expect([report.status, status]).toEqual(['ok', 0]);
});
