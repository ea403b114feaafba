import type { FailureMode } from '../../failures/contract.js';
import { eachStmt } from '../../failures/walk.js';
import type { Expr } from '../../syntax/ir/nodes.js';
import { handlersOf } from '../failure/handlers.js';
import { originsOf } from '../failure/wording.js';
import { defineRule } from '../rule.js';
import { listOf } from '../wording.js';

export const deadCatchBranch = defineRule({
  id: 'error-value/dead-catch-branch',
  summary: 'A handler tests for an error that cannot arrive.',
  severity: 'warning',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report, path }) {
    if (isTest) return;
    for (const { fn, handler, param, caught } of handlersOf(file)) {
      if (param === undefined || caught.open || caught.modes.length === 0) continue;
      eachStmt(handler.body, stmt => {
        if (stmt.kind !== 'if') return;
        const tested = testedClass(stmt.test, param);
        if (tested === undefined || tested === 'Error' || /Abort/.test(tested)) return;
        // Only what the project declares is known well enough to say that it never comes.
        const type = classOf(tested);
        if (!type || caught.modes.some(mode => mayBe(mode, tested))) return;
        const names = [...new Set(caught.modes.map(mode => mode.type).filter(each => each !== ''))].sort();
        report({
          path,
          span: { start: stmt.test.start, end: stmt.test.end },
          message: `No ${tested} can arrive here: what is tried fails with ${listOf(names)} alone. The branch never runs, and the failure that it was meant for goes another way. Test for what does arrive.`,
          symbol: file.symbolOf(fn),
          site: `instanceof ${tested}`,
          related: originsOf(caught.modes),
        });
      });

      function classOf(name: string): boolean {
        const binding = file.binding(fn, name);
        return binding?.kind === 'class' || binding?.kind === 'import';
      }
      function mayBe(mode: FailureMode, name: string): boolean {
        if (mode.type === name || mode.type === '' || mode.type === 'Error') return true;
        // A subclass of what is tested for arrives too; without its declaration at hand it might be one.
        if (mode.typeSymbol === undefined)
          return mode.confidence === 'modelled' ? false : !/^(Type|Range|Syntax)Error$/.test(mode.type);
        return file.isInstance(fn, mode, name) !== false;
      }
    }
  },
});

/** `err instanceof X` as the whole condition. */
function testedClass(test: Expr, param: string): string | undefined {
  if (test.kind !== 'binary' || test.op !== 'instanceof' || test.left.kind !== 'name' || test.left.name !== param)
    return undefined;
  return test.right.kind === 'name' ? test.right.name : undefined;
}
