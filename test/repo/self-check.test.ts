import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('Lintel has nothing to say about Lintel', () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['dist/clients/cli/main.js', 'check', '--no-cache', '--min-severity', 'hint', '--format', 'json'],
    { cwd: root, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const report = JSON.parse(stdout);
  expect(report.findings).toEqual([]);
  expect(report.coverage).toMatchObject({ complete: true, unassignedFiles: 0, unresolvedImports: 0 });
  expect([report.status, status]).toEqual(['ok', 0]);
});
