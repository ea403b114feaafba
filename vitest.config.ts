import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/closing-line.js';

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from a default export.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/packages/install.ts'],
    setupFiles: ['test/setup.ts'],
    reporters: ['default', new ClosingLine()],
    // On two cores the default is one; most tests wait for processes that they started.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
