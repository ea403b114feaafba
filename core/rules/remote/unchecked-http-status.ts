import { printExpr } from '../../failures/print.js';
import { isFollowedByDeclarator } from '../../failures/shapes/declarators.js';
import { isTestFile } from '../../failures/shapes/failure-assertions.js';
import { type UncheckedRead, uncheckedReads } from '../../failures/shapes/responses.js';
import { functionsOf } from '../../failures/shapes/scope.js';
import type { FileView } from '../../failures/view.js';
import { draftAt, relatedAt, replacing } from '../draft.js';
import type { Fix } from '../finding.js';
import { defineRule } from '../rule.js';

export const uncheckedHttpStatus = defineRule({
  id: 'remote/unchecked-http-status',
  summary: 'The body of an HTTP answer is used without a look at its status.',
  severity: 'error',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, failures, isTest, report }) {
    if (isTest || isTestFile(file)) return;
    for (const { fn, index } of functionsOf(file)) {
      for (const read of uncheckedReads(file, index, fn.body, failures)) {
        const answer = read.guard?.name ?? holderOf(read);
        report(
          draftAt(
            file,
            read.fn,
            read.read,
            `${printExpr(read.read)} reads the body although nobody looked at the status: fetch resolves for 404 and 500 too, and their bodies are taken for data. Check ${answer === undefined ? 'ok' : `${answer}.ok`} first.`,
            { related: [relatedAt(file, read.call, 'The request is made here.')], fixes: fixOf(file, read) },
          ),
        );
      }
    }
  },
});

/** `(res) => res.json()`: the name of the answer where the body is read. */
function holderOf({ read }: UncheckedRead): string | undefined {
  const holder = read.kind === 'call' && read.callee.kind === 'member' ? read.callee.object : undefined;
  return holder?.kind === 'name' ? holder.name : undefined;
}

function fixOf(file: FileView, { guard }: UncheckedRead): readonly Fix[] {
  if (guard === undefined) return [];
  const { name, block, stmt } = guard;
  if (isFollowedByDeclarator(block, stmt)) return [];
  const text = `if (!${name}.ok) throw new Error(\`HTTP \${${name}.status}\`);`;
  return [replacing(file, stmt, `Throw unless ${name}.ok`, text, 'statement-behind')];
}
