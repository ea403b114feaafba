import { z } from 'zod';

/** Separates the valid keys in the message of an unknown-key issue: `load.ts` turns them into a suggestion. */
export const keySeparator = '\u0000';

/**
 * A strict object whose unknown keys are an error that knows the keys valid there. The description becomes the hover of
 * the generated JSON Schema.
 */
export function section<S extends z.ZodRawShape>(description: string, shape: S): z.ZodObject<S, z.core.$strict> {
  const validKeys = Object.keys(shape).join(keySeparator);
  return z
    .strictObject(shape, { error: issue => (issue.code === 'unrecognized_keys' ? validKeys : undefined) })
    .describe(description);
}

export const severity = z
  .enum(['error', 'warning', 'information', 'hint', 'off'])
  .describe('How loud a finding is, in the words of the Language Server Protocol. `off` silences it.');

export const because = z.string().min(1).describe('The reason, shown in every finding of this clause.');

export const kinds = z
  .array(z.enum(['value', 'eager', 'deferred', 'type', 'resource']))
  .min(1)
  .describe(
    'Kinds of dependency: `eager` (evaluated with the importer), `deferred` (import() and late require), `type` (erased), `resource` (JSON, URL, worker file); `value` is eager and deferred. Missing: every kind.',
  );

export const context = z
  .enum(['production', 'test', 'mock'])
  .describe('Where an import stands: production code, a test file (`sources.tests`), or a mock of its target.');

/** A glob relative to the workspace root (or to the module, where said so). */
export const glob = z
  .string()
  .min(1)
  .regex(/^(?!!)(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\\]*$/, {
    error:
      'a glob is relative, uses `/`, and has neither `..` segments nor a leading `/` or `!`: name what to leave out under `exclude`',
  })
  .describe(
    'A path relative to the workspace root with `*`, `?`, `**` and `{a,b}`. Brackets and parentheses stand for themselves. A folder stands for everything below it.',
  );

export const globs = z.union([glob, z.array(glob).min(1)]).describe('One glob or several.');

export const moduleSelector = z
  .string()
  .min(1)
  .describe('A module id (`*` stands for any text in it) or `tag:dimension:value`.');

export const packagePattern = z
  .string()
  .min(1)
  .describe(
    'A package name (with all its subpaths), `@scope/*`, `package/*` (only its subpaths), `node:*` for Node built-ins, or the name of a group such as `vendor:http`.',
  );

export const date = z.iso.date({ error: 'a date is written `YYYY-MM-DD`' }).describe('A day as `YYYY-MM-DD`.');
