import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * What is kept of a published suite: where it stands, how its cases are cut out, and for each case the hash of its text, the lines that
 * the suite expects and what Lintel makes of it. None of its code.
 */
const headerSchema = z.strictObject({
  suite: z.string(),
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  path: z.string(),
  licence: z.enum(['MIT', 'ISC', 'BSD-3-Clause']),
  /** `rule-tester`: tables of valid and invalid cases; `fixtures`: files beside a table of expected lines. */
  cut: z.enum(['rule-tester', 'fixtures']),
  /** What is compared: contracts with declared tags, calls that may throw by line, or findings of rules. */
  asks: z.enum(['contracts', 'calls', 'rules']),
  /** The rules of Lintel that the suite is mapped to. */
  rules: z.array(z.string()),
  /** The name that each case's text is given. */
  file: z.string(),
  /** Sentences that cases refer to by key. */
  reasons: z.record(z.string(), z.string().min(20)),
});

const caseSchema = z.strictObject({
  case: z.string().regex(/^(valid|invalid) \d+$|^[\w./-]+$/),
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  /** One-based lines that the suite expects. */
  lines: z.array(z.number().int().positive()).optional(),
  /**
   * `quiet`, `found`: as the suite has it. `reported`: Lintel speaks where the suite is quiet. `missed`: Lintel should speak and does not.
   * `not ours`: the suite's rule is about something else here. `equal`, `wider`, `differs`: of contracts.
   */
  verdict: z.enum(['quiet', 'found', 'reported', 'missed', 'not ours', 'equal', 'wider', 'differs']),
  /** One-based lines of Lintel's findings where they are right and not the suite's. */
  at: z.array(z.number().int().positive()).optional(),
  /** Key of a reason, wherever Lintel and the suite part. */
  why: z.string().optional(),
});

export type RecipeHeader = z.infer<typeof headerSchema>;
export type RecipeCase = z.infer<typeof caseSchema>;

export interface Recipe {
  readonly file: string;
  readonly header: RecipeHeader;
  readonly cases: readonly RecipeCase[];
}

/** All recipes of a folder, by file name. Throws on the first line that is not well-formed, naming file and line. */
export function readRecipes(folder: string): readonly Recipe[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.jsonl'))
    .sort()
    .map(name => readRecipe(name, readFileSync(join(folder, name), 'utf8')));
}

function readRecipe(file: string, text: string): Recipe {
  const [first = '', ...rest] = text.trimEnd().split('\n');
  const parse = <T>(schema: z.ZodType<T>, line: string, number: number): T => {
    try {
      return schema.parse(JSON.parse(line));
    } catch (error) {
      throw new Error(`${file}:${number}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const header = parse(headerSchema, first, 1);
  return { file, header, cases: rest.map((line, i) => parse(caseSchema, line, i + 2)) };
}

export function recipeText({ header, cases }: Pick<Recipe, 'header' | 'cases'>): string {
  return `${[header, ...cases].map(each => JSON.stringify(each)).join('\n')}\n`;
}

/** Identifies a case's text: 64 bits of SHA-256. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Verdicts that need a reason. */
export const parted: ReadonlySet<RecipeCase['verdict']> = new Set([
  'reported',
  'missed',
  'not ours',
  'wider',
  'differs',
]);
