import { z } from 'zod';
import { section, severity } from './words.js';

const failureClass = z
  .enum(['absent', 'invalid', 'conflict', 'denied', 'upstream', 'timeout', 'cancelled', 'exhausted', 'bug', 'unknown'])
  .describe('What kind of failure it is.');
const oneOrMore = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const selectors = z.array(z.string().min(1)).describe('Files, modules or exports (`path#name`).');

const match = section('Which functions it is about; all conditions must hold.', {
  calls: z.array(z.string().min(1)).optional().describe('Functions handed to these calls: `app.get`, `router.*`.'),
  argument: z
    .union([z.enum(['first', 'last']), z.number().int().min(0)])
    .optional()
    .describe('Which argument of the call is the function.'),
  files: oneOrMore.optional().describe('Globs of files.'),
  modules: z.array(z.string().min(1)).optional().describe('Module ids.'),
  exports: z.array(z.string().min(1)).optional().describe('Exported names, `default` included.'),
});

const boundary = section('A place where failures leave what we control.', {
  id: z.string().min(1).describe('The name of the boundary, unique.'),
  match,
  allow: z.array(failureClass).optional().describe('Classes that may escape here.'),
  mustDistinguish: z
    .array(z.tuple([failureClass, failureClass]))
    .optional()
    .describe('Pairs of classes that callers must be able to tell apart.'),
  requireDeclared: z.boolean().optional().describe('Every failure of an export must be declared.'),
  forbid: z.array(z.string().min(1)).optional().describe('`conflation`, `swallow:upstream` and the like.'),
  unwrapped: severity.optional().describe('A foreign error that crosses unwrapped.'),
  mayDefault: z.array(failureClass).optional().describe('Classes that may become a default value here.'),
});

export const failures = section('Failure classes, boundaries and guards of the failure rules.', {
  classes: z
    .record(z.string().min(1), failureClass)
    .optional()
    .describe('Class of an error type, with discriminants in brackets: `PrismaError[code=P2025]`.'),
  boundaries: z.array(boundary).optional().describe('Places where failures leave what we control.'),
  effects: z.record(z.string().min(1), z.string().min(1)).optional().describe('Effects of calls.'),
  models: z.array(z.string().min(1)).optional().describe('Globs of model packs besides the built-in one.'),
  bestEffort: selectors.optional().describe('Code whose failures may be dropped: caches, telemetry.'),
  critical: z
    .array(
      section('Code where a wrong default costs most.', {
        files: oneOrMore.optional().describe('Globs of files.'),
        modules: z.array(z.string().min(1)).optional().describe('Module ids.'),
        exports: z.array(z.string().min(1)).optional().describe('`path#name`, both with `*`.'),
        why: z.enum(['money', 'security', 'limit']).describe('What is at stake.'),
      }),
    )
    .optional()
    .describe('Code that decides about money, security or limits.'),
  singleFlow: selectors.optional().describe('Code that never runs concurrently with itself.'),
  errorHandlers: z
    .array(
      section('A handler that a framework calls.', {
        calls: z.array(z.string().min(1)).min(1).describe('Calls that install it.'),
        handles: z.array(failureClass).min(1).describe('Classes it turns into answers.'),
      }),
    )
    .optional()
    .describe('Central error handlers.'),
  integrationTests: z
    .array(
      section('Tests that cover more than their unit.', {
        files: oneOrMore.describe('Globs of the tests.'),
        covers: oneOrMore.describe('Globs of what they cover.'),
      }),
    )
    .optional()
    .describe('Integration tests and what they cover.'),
  vocabulary: z
    .record(z.string().min(1), z.array(z.string().min(1)))
    .optional()
    .describe('By boundary: packages whose error types it may show.'),
  delegated: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe('Rules that linters have too: `auto` runs them where no linter does.'),
  openWorld: severity.optional().describe('Functions whose failures are not fully known.'),
  crashOnly: z.array(failureClass).optional().describe('Classes that may end the process.'),
});
