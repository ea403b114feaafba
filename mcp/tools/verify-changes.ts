import { z } from 'zod';
import type { Finding, Snapshot } from '../../core/index.js';
import { comparedWith } from '../answer/comparison.js';
import { type Page, pageOf } from '../answer/cursor.js';
import { fits } from '../answer/fit.js';
import { statusOf, worthTelling } from '../answer/introduced.js';
import { notCheckedWords } from '../answer/not-checked.js';
import { common, findingSchema } from '../answer/schemas.js';
import { shortFinding } from '../answer/short-finding.js';
import { Refusal } from '../refusal.js';
import { type Answer, defineTool } from '../tool.js';

const usualLimit = 10;

export const verifyChanges = defineTool({
  name: 'verify_changes',
  description:
    'After writing: findings introduced since base, uncommitted and new files included. Repeat until status is ok.',
  set: 'default',
  needsContracts: true,
  input: z.strictObject({
    base: z.string().min(1).max(300).optional().describe('git ref; default: merge base with the default branch'),
    paths: z.array(z.string().max(4096)).max(100).optional(),
    limit: z.number().int().min(1).max(25).optional(),
    cursor: z.string().max(200).optional(),
  }),
  output: z.strictObject({
    ...common,
    base: z.string().optional(),
    counts: z.record(z.string(), z.number()).optional(),
    findings: z.array(findingSchema).optional(),
    fixed: z.number().optional(),
    next_cursor: z.string().optional(),
    coverage: z.array(z.string()).optional(),
  }),
  lists: ['coverage', 'findings'],
  async run({ base: asked, paths: inputs, limit = usualLimit, cursor }, { snapshot, workspace, paths }) {
    const within = inputs?.map((input, i) => paths.existing(input, `paths[${i}]`));
    const page = pageOf(cursor, snapshot.revision, { asked, within });
    const ref = asked ?? workspace.defaultBase();
    const compared = await comparedWith(workspace, snapshot, ref, asked !== undefined);
    const named = (finding: Finding) =>
      !within || within.some(path => path === '' || finding.path === path || finding.path.startsWith(`${path}/`));
    const introduced = worthTelling(compared.introduced.filter(named), [], snapshot.policy.path);
    const coverage = notCheckedWords(compared.head.run().coverage.notChecked);
    const status = statusOf(introduced);
    const answer: Answer = {
      status: status === 'ok' && compared.left !== undefined ? 'not_checked' : status,
      ...(compared.left !== undefined && { reason: compared.left }),
      base: compared.name,
      ...(introduced.length > 0 && { counts: countsOf(introduced) }),
      ...(compared.fixed > 0 && { fixed: compared.fixed }),
      ...(coverage.length > 0 && { coverage }),
    };
    return onPage(answer, introduced, page, limit, compared.head);
  },
});

/** As many findings as the limit and the size of an answer permit, and the cursor of the rest. */
function onPage(answer: Answer, all: readonly Finding[], page: Page, limit: number, snapshot: Snapshot): Answer {
  if (page.offset > 0 && page.offset >= all.length) throw new Refusal('cursor lies behind the last finding.');
  const findings = all.slice(page.offset, page.offset + limit).map(finding => shortFinding(snapshot, finding));
  for (let count = findings.length; ; count--) {
    const next = page.offset + count;
    const whole = {
      ...answer,
      ...(count > 0 && { findings: findings.slice(0, count) }),
      ...(next < all.length && { next_cursor: page.cursorAt(next) }),
    };
    if (count <= 1 || fits(whole)) return whole;
  }
}

function countsOf(findings: readonly Finding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { severity } of findings) counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
}
