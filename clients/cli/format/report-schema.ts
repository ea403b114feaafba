import { z } from 'zod';

const count = z.number().int().nonnegative();
const position = z
  .strictObject({
    line: z.number().int().positive().describe('1-based'),
    column: z.number().int().positive().describe('1-based, in UTF-16 code units'),
  })
  .meta({ id: 'Position' });
const range = z.strictObject({ start: position, end: position.describe('exclusive') }).meta({ id: 'Range' });
const path = z.string().describe('relative to the root, "/" between segments');
const severity = z.enum(['error', 'warning', 'information', 'hint']).meta({ id: 'Severity' });

const edit = z.strictObject({ path, range, text: z.string() }).meta({ id: 'Edit' });
const fix = z
  .strictObject({
    title: z.string(),
    safe: z.boolean().describe('keeps behaviour and may be applied in bulk'),
    edits: z.array(edit).optional().describe('only with --fixes'),
  })
  .meta({ id: 'Fix' });

const finding = z
  .strictObject({
    id: z
      .string()
      .regex(/^f-[0-9a-z]{10}$/)
      .describe('stays the same when the code around it moves'),
    rule: z.string(),
    severity,
    path,
    range,
    message: z.string().describe('what is wrong, why, what to do'),
    module: z.string().optional().describe('absent for files of no module'),
    symbol: z.string().optional().describe('the enclosing declaration; absent at the top level'),
    related: z.array(z.strictObject({ path, range, message: z.string() })),
    fixes: z.array(fix),
    data: z.record(z.string(), z.unknown()).describe("the rule's own facts, described on its page"),
  })
  .meta({ id: 'Finding' });

/** The shape of `--format json`. The only source of `report.schema.json` and of the types below. */
export const reportSchema = z
  .strictObject({
    version: z.literal(1),
    status: z.enum(['ok', 'violations', 'not_checked']),
    reason: z.string().optional().describe('only with not_checked'),
    root: z.literal('.'),
    coverage: z.strictObject({
      complete: z.boolean().describe('false whenever notChecked is not empty'),
      files: count,
      parseErrors: count,
      unresolvedImports: count,
      unknownTargets: count.describe('imports whose specifier is not statically known'),
      unassignedFiles: count,
      rulesEvaluated: count,
      vacuousRules: count,
      typed: z.enum(['full', 'partial', 'off']),
      notChecked: z.array(z.strictObject({ what: z.string(), count, why: z.string() })),
      expected: z
        .array(
          z.strictObject({
            rule: z.string(),
            path,
            line: z.int().min(1),
            symbol: z.string().optional().describe('the enclosing declaration; absent at the top level'),
            class: z.string(),
            reason: z.string(),
          }),
        )
        .describe('findings that a reason marker silences: `// expected absent: written on first use`'),
    }),
    counts: z.strictObject({
      error: count,
      warning: count,
      information: count,
      hint: count,
      baselined: count,
      suppressed: count,
    }),
    findings: z.array(finding),
  })
  .meta({ title: 'Lintel report', description: 'What `lintel check --format json` prints.' });

export type ReportJson = z.infer<typeof reportSchema>;
export type FindingJson = ReportJson['findings'][number];
export type RangeJson = FindingJson['range'];

/** The text of `report.schema.json` (JSON Schema draft 2020-12). */
export function reportSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(reportSchema), undefined, 2)}\n`;
}
