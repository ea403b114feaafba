import { z } from 'zod';
import { because, date, kinds, section, severity } from './words.js';

const selector = z
  .string()
  .min(1)
  .describe('A module id (nested modules included), `tag:dimension:value`, or a glob of files.');

export const rule = section('A named rule about two selections of code.', {
  id: z.string().min(1).describe('The name of the rule, unique, shown in its findings.'),
  type: z
    .enum(['forbidden', 'required', 'transitive'])
    .describe(
      '`forbidden`: no dependency from here to there (or no such calls), over every permission. `required`: each module of `from` must have one. `transitive`: not even through others.',
    ),
  from: selector,
  exceptFrom: z.array(selector).optional().describe('Modules or files of `from` that the rule leaves alone.'),
  to: z
    .string()
    .min(1)
    .optional()
    .describe('As `from`, or `module::interface`, or `external:` and a package or group.'),
  calls: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Only with `forbidden`: calls that may not stand there, such as `Date.now`, `new Date`, `fetch`.'),
  kinds: kinds.optional(),
  because: because.optional(),
  severity: severity.optional(),
});

export const cycle = section('Cycles of one scope.', {
  scope: z.enum(['file', 'module', 'package']).describe('What must not depend on itself through others.'),
  kinds: kinds.optional(),
  severity: severity.default('error'),
});

export const exception = section('One approved dependency that the policy forbids.', {
  id: z.string().min(1).describe('The name of the exception, unique.'),
  rule: z.string().min(1).describe('The id of the rule it silences.'),
  from: z.string().min(1).describe('The importer: a file, a glob or a module id.'),
  to: z.string().min(1).describe('The target: a file, a glob, a module id or `external:package`.'),
  symbols: z.array(z.string().min(1)).min(1).optional().describe('Only these names.'),
  kinds: kinds.optional(),
  reason: z.string().min(1).describe('Why it is needed for now.'),
  issue: z.string().min(1).optional().describe('Where its end is tracked.'),
  requestedBy: z.string().min(1).optional().describe('Who asked for it.'),
  acknowledgedBy: z
    .string()
    .min(1)
    .optional()
    .describe("The person who said yes at an agent's prompt: lets the write land, approves nothing."),
  approvedBy: z.string().min(1).optional().describe('The owner of the target who approved it.'),
  approvedOn: date.optional().describe('The day of the approval.'),
  expires: date.optional().describe('The last day it holds.'),
});

export const baseline = section('Findings that were there before and are tolerated.', {
  file: z.string().min(1).describe('The baseline file, relative to the root.'),
  ratchet: z
    .enum(['shrinkOnly', 'off'])
    .default('shrinkOnly')
    .describe('`shrinkOnly`: it may not grow, and entries that no longer occur must go.'),
  strict: z.array(z.string().min(1)).optional().describe('Modules for which the baseline does not count.'),
});
