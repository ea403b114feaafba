import { defineRule } from '../rule.js';

export const staleThrowsTag = defineRule({
  id: 'contract/stale-throws-tag',
  summary: 'The documentation declares a failure that the function does not have.',
  severity: 'information',
  zeroConfig: true,
  scope: 'failure',
  reads: ['file', 'contracts'],
  check({ file, isTest, report, path }) {
    if (isTest) return;
    for (const [fn, ir] of file.ir.functions.entries()) {
      const { doc } = ir;
      const owner = ir.owner >= 0 ? file.ir.classes[ir.owner] : undefined;
      // What may be overridden declares for its overriders too.
      if (!doc || !ir.hasBody || owner?.isAbstract || (owner && owner.implements.length > 0) || owner?.extends)
        continue;
      const { modes, bugs, declared, closed } = file.contract(fn);
      if (!closed) continue;
      for (const each of declared) {
        if (
          each.type === '' ||
          each.type === 'Error' ||
          /\b(reserved|may in future|future versions)\b/i.test(each.when ?? '')
        )
          continue;
        const isInferred = [...modes, ...bugs].some(
          mode =>
            mode.type === each.type ||
            (mode.typeSymbol !== undefined && mode.typeSymbol === each.typeSymbol) ||
            (mode.class === each.class && each.class !== 'unknown'),
        );
        if (isInferred) continue;
        report({
          path,
          span: { start: ir.nameStart, end: Math.max(ir.nameEnd, ir.nameStart + 1) },
          message: `${ir.name} declares @throws {${each.type}}, and nothing in it fails that way: callers handle what never happens. Delete the tag, or throw what it promises.`,
          symbol: file.symbolOf(fn),
          site: `@throws ${each.type}`,
          related: [{ path, span: { start: doc.start, end: doc.end }, message: 'Declared here.' }],
        });
      }
    }
  },
});
