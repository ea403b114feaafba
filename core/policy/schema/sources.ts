import { z } from 'zod';
import { glob, section } from './words.js';

/** What is a test where `sources.tests` says nothing: the conventions of the common runners and of Storybook. */
export const defaultTestGlobs: readonly string[] = [
  '**/*.{test,spec,clienttest,servertest,unittest,inttest,test-d,spec-d,bench,e2e,cy,stories}.*',
  '**/__tests__/**',
  '**/__mocks__/**',
  '**/__fixtures__/**',
  '**/test/**',
  '**/tests/**',
  '**/e2e/**',
  '**/cypress/**',
  '**/playwright/**',
  '**/.storybook/**',
  '**/{vitest,jest,playwright,cypress,karma,ava}.*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}',
  '**/*.setup.{js,cjs,mjs,ts,cts,mts,tsx}',
];

/**
 * What is the input of a test where `sources.fixtures` says nothing: the folders of the common runners, and the pairs of
 * files that tests of codemods compare. Elsewhere `*.input.ts` is a usual name for production code.
 */
export const defaultFixtureGlobs: readonly string[] = [
  '**/{fixtures,__fixtures__,__testfixtures__,testdata,test-data}/**',
  '**/{codemod,codemods,transforms}/**/*.{input,output}.*',
];

export const sources = section('Which files are analysed. Missing: everything that git does not ignore.', {
  include: z
    .array(glob)
    .optional()
    .describe('Files to analyse. Missing: all source files. A glob that matches no file is `arch/vacuous-rule`.'),
  exclude: z
    .array(glob)
    .optional()
    .describe('Files to leave out, over `include`. May match nothing: build output is often absent.'),
  tests: z
    .array(glob)
    .optional()
    .describe(
      'Test files: their imports get the context `test`. Missing: the usual conventions (`*.test.*`, `*.spec.*`, `__tests__`, `__mocks__`, `test/`, `tests/`, `e2e/`, `*.stories.*`, configuration of test runners).',
    ),
  fixtures: z
    .array(glob)
    .optional()
    .describe(
      'Inputs of tests: they need neither parse nor import what exists, so rules about that are silent in them. Missing: `fixtures/`, `__fixtures__/`, `__testfixtures__/`, `testdata/`, `test-data/`, and `*.input.*`, `*.output.*` below `codemod/`, `codemods/` or `transforms/`. `[]`: no file.',
    ),
  generated: z
    .array(glob)
    .optional()
    .describe(
      'Files that a tool writes and that may be absent: imports of them keep their edge and are not unresolved.',
    ),
});

export const resolution = section('How specifiers resolve.', {
  tsconfig: z
    .string()
    .min(1)
    .default('nearest')
    .describe("`nearest` (each file's own `tsconfig.json`, references followed) or the path of one for all files."),
  conditionSets: z
    .record(z.string().min(1), z.array(z.string().min(1)))
    .optional()
    .describe('Named lists of `exports` conditions.'),
  primary: z
    .string()
    .min(1)
    .optional()
    .describe('The condition set that edges are made with. Missing: the conditions TypeScript uses.'),
});

export const environments = section('Where a file runs, where inference from its manifest and imports is wrong.', {
  server: z.array(glob).optional().describe('Files that run on a server.'),
  browser: z.array(glob).optional().describe('Files that run in a browser.'),
  cli: z.array(glob).optional().describe('Files that run as a command.'),
  worker: z.array(glob).optional().describe('Files that run in a worker.'),
});
