import type { FailureMode } from '../../failures/contract.js';
import { isCovered, throwsTags } from '../../failures/throws-tags.js';
import type { DocIr } from '../../syntax/ir/nodes.js';
import { originsOf } from '../failure/wording.js';
import type { Fix } from '../finding.js';
import { defineRule } from '../rule.js';
import { listOf } from '../wording.js';

export const undeclaredFailure = defineRule({
  id: 'contract/undeclared-failure',
  summary: 'An exported function fails in a way that its documentation does not declare.',
  severity: 'hint',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report, path }) {
    if (isTest) return;
    for (const [fn, ir] of file.ir.functions.entries()) {
      // Documented functions promise something; where nothing is documented, nothing is promised falsely.
      if (!ir.doc || !ir.hasBody || !file.isExported(fn) || ir.form === 'setter') continue;
      if (
        ir.doc.tags.some(tag => /^(internal|private|override|inheritdoc)$/i.test(tag.name)) ||
        /\{@inheritdoc/i.test(ir.doc.text)
      )
        continue;
      const { modes, declared } = file.contract(fn);
      const missing = modes.filter(mode => isNamed(mode) && !declared.some(each => isCovered(mode, each)));
      if (missing.length === 0) continue;
      const names = [...new Set(missing.map(mode => mode.type))].sort();
      report({
        path,
        span: { start: ir.nameStart, end: Math.max(ir.nameEnd, ir.nameStart + 1) },
        message: `${ir.name} can fail with ${listOf(names)}, and its documentation does not say so: callers learn of it in production. Declare it with @throws.`,
        symbol: file.symbolOf(fn),
        site: names.join(' '),
        related: originsOf(missing),
        data: { missing: names },
        fixes: [fixFor(path, ir.doc, missing)],
      });
    }
  },
});

/** The project's own errors: what libraries throw is declared where it matters to somebody. */
function isNamed(mode: FailureMode): boolean {
  return mode.typeSymbol !== undefined && mode.class !== 'bug' && mode.channel !== 'return';
}

function fixFor(path: string, doc: DocIr, missing: readonly FailureMode[]): Fix {
  const at = { start: doc.start, end: doc.end };
  return { title: 'Write @throws', safe: true, path, at, intent: { kind: 'throws-tags', tags: throwsTags(missing) } };
}
