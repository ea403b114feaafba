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
  // The client library of the VS Code extension is installed when that is packaged; tests of the server load what is built.
  expect(report.coverage.notChecked).toEqual([
    { what: 'names imported from packages', count: 2, why: 'not-installed' },
    { what: 'imports of files that a tool writes', count: 1, why: 'generated' },
  ]);
  expect([report.status, status]).toEqual(['ok', 0]);
});
