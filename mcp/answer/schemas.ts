import { z } from 'zod';

/** What every answer has. */
export const common = {
  status: z.enum(['ok', 'violations', 'not_checked']),
  rev: z.string().optional(),
  reason: z.string().optional(),
  omitted: z.record(z.string(), z.number()).optional(),
};

export const findingSchema = z.strictObject({
  id: z.string(),
  severity: z.enum(['error', 'warning', 'information', 'hint']),
  at: z.string(),
  rule: z.string(),
  message: z.string(),
  fix: z.string().optional(),
  edits: z.array(z.strictObject({ old: z.string(), new: z.string() })).optional(),
});

export type ShortFinding = z.output<typeof findingSchema>;

export const reuseSchema = z.strictObject({
  symbol: z.string(),
  why: z.string(),
  import: z.string().optional(),
  replaces: z.string().optional(),
});
