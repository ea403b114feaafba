import { defineRule } from '../rule.js';
import { counted, message, sentence } from '../wording.js';

export const syntaxError = defineRule({
  id: 'lintel/syntax-error',
  summary: 'A file does not parse, so what it imports and exports is only partly known.',
  severity: 'error',
  zeroConfig: true,
  scope: 'file',
  reads: ['file'],
  check({ path, facts, report }) {
    const [first, ...more] = facts.problems;
    if (first === undefined) return;
    const others = facts.problemCount - 1;
    report({
      path,
      span: first.span,
      message: message(
        `${path} does not parse: ${sentence(first.message)}`,
        others > 0 ? `${counted(others, 'more problem')} may follow from it.` : undefined,
        'What the file imports and exports is only partly known until it is mended.',
      ),
      symbol: '',
      site: '',
      related: more.map(problem => ({ path, span: problem.span, message: sentence(problem.message) })),
      data: { problems: facts.problemCount },
    });
  },
});
