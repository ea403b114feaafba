import { z } from 'zod';
import { globs, moduleSelector, section, severity } from './words.js';

/** The words of failure classes, as policies and model packs write them. */
export const failureClassWords = [
  'absent',
  'invalid',
  'conflict',
  'denied',
  'upstream',
  'timeout',
  'cancelled',
  'exhausted',
  'bug',
  'unknown',
] as const;

/** The words of effects of calls. */
export const callEffectWords = ['pure', 'read', 'write-idempotent', 'write-non-idempotent', 'report'] as const;

const failureClass = z.enum(failureClassWords).describe('What kind of failure it is.');
const effect = z.enum(callEffectWords).describe('What a call does to the world when it succeeds.');
const forbidden = z
  .enum(['conflation', 'swallow', ...failureClassWords.map(each => `swallow:${each}` as const)])
  .describe(
    '`conflation`: failures of different classes that leave as one value. `swallow`, `swallow:upstream`: failures (of a class) that are caught and go no further.',
  );
const names = z.array(z.string().min(1)).min(1);
const selectors = z
  .array(z.string().min(1))
  .describe('Files (`src/cache/**`), modules (`orders/core`, `tag:kind:cache`) or exports (`src/cache.ts#warm*`).');

const match = section('Which functions it is about; all conditions must hold.', {
  calls: names
    .optional()
    .describe('Functions handed to these calls, as they are written: `app.get`, `router.*`. `*` stands for any text.'),
  argument: z
    .union([z.enum(['first', 'last']), z.number().int().min(0)])
    .optional()
    .describe('Which argument of the call is the function, counted from 0. Missing: every argument that is one.'),
  files: globs.optional(),
  modules: z.array(moduleSelector).min(1).optional().describe('Modules, with what is nested in them.'),
  exports: names.optional().describe('Exported names, `default` included; `*` stands for any text.'),
});

const boundary = section('A place where failures leave what we control.', {
  id: z.string().min(1).describe('The name of the boundary, unique.'),
  match,
  allow: z
    .array(failureClass)
    .optional()
    .describe('Classes that may escape here; `[]`: none may. Missing: escapes are not judged.'),
  mustDistinguish: z
    .array(z.tuple([failureClass, failureClass]))
    .optional()
    .describe('Pairs of classes that callers must be able to tell apart.'),
  requireDeclared: z
    .boolean()
    .optional()
    .describe('Every failure of an export must be declared, `@throws {Error}` is too broad.'),
  forbid: z.array(forbidden).optional().describe('What may not happen to failures in this code.'),
  unwrapped: severity.optional().describe('An error of a package that crosses the boundary as it is.'),
  mayDefault: z.array(failureClass).optional().describe('Classes that may become a default value here.'),
});

export const failures = section('Failure classes, boundaries and guards of the failure rules.', {
  classes: z
    .record(z.string().min(1), failureClass)
    .optional()
    .describe('Class of an error type, with discriminants in brackets: `PrismaError[code=P2025]`.'),
  boundaries: z.array(boundary).optional().describe('Places where failures leave what we control.'),
  effects: z
    .record(z.string().min(1), effect)
    .optional()
    .describe('Effects of calls as they are written (`stripe.charges.create`, `*.publish`), over what models say.'),
  models: globs.optional().describe('Model packs besides the built-in one, in its format; they win over it.'),
  bestEffort: selectors
    .optional()
    .describe('Code whose failures may be dropped or replaced: caches, telemetry. Files, modules or exports.'),
  critical: z
    .array(
      section('Code where a wrong default costs most.', {
        files: globs.optional(),
        modules: z.array(moduleSelector).min(1).optional().describe('Modules, with what is nested in them.'),
        exports: names.optional().describe('`path#name`, both with `*`.'),
        why: z.enum(['money', 'security', 'limit']).describe('What is at stake.'),
      }),
    )
    .optional()
    .describe('Code that decides about money, security or limits.'),
  singleFlow: selectors
    .optional()
    .describe('Code that never runs concurrently with itself. Files, modules or exports.'),
  errorHandlers: z
    .array(
      section('A handler that a framework calls.', {
        calls: names.describe('Calls that install it, as they are written: `app.setErrorHandler`.'),
        handles: z.array(failureClass).min(1).describe('Classes it turns into answers.'),
      }),
    )
    .optional()
    .describe('Central error handlers: what they handle may escape the functions that the framework calls.'),
  integrationTests: z
    .array(
      section('Tests that cover more than their unit.', {
        files: globs,
        covers: globs,
      }),
    )
    .optional()
    .describe('Integration tests and what they cover.'),
  vocabulary: z
    .record(z.string().min(1), names)
    .optional()
    .describe('By boundary: packages whose error types it may show.'),
  delegated: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe(
      'Rules that linters have too: `auto` runs them where the configuration of the linter does not enable its own, `on` always, `off` never.',
    ),
  openWorld: severity.optional().describe('A failure that is not known well enough to be declared. Missing: `off`.'),
  crashOnly: z
    .array(failureClass)
    .optional()
    .describe('Classes that may end the process at any boundary. Missing: `["bug"]`.'),
});
