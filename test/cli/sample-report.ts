import { palette } from '../../clients/cli/color.js';
import type { Finding, Report } from '../../clients/cli/engine.js';
import type { FormatContext } from '../../clients/cli/format/context.js';
import { lineStartsOf, rangeOf } from '../../core/text/lines.js';

export const sources: Readonly<Record<string, string>> = {
  'src/orders/http.ts': [
    "import { clean } from './clean.js';",
    "\timport { PgOrderRepo /* 📦 */ } from '../infra/pg.js';",
    '',
    'export const repo = new PgOrderRepo();',
    '',
  ].join('\n'),
  'src/odd, name:1 | <b>`x`.ts': `const a = \`日本\` + require(\`./\${x}\`);\r\n// end\r\n`,
  'src/infra/pg.ts': 'export class PgOrderRepo {}\n',
};

/** A finding at the first place where `text` stands in a sample file. */
export function findingAt(path: string, text: string, rest: Partial<Finding> = {}): Finding {
  const source = sources[path] ?? '';
  const start = source.indexOf(text);
  const span = { start, end: start + text.length };
  return {
    id: 'f-0123456789',
    rule: 'arch/deep-import',
    severity: 'error',
    path,
    span,
    range: rangeOf(lineStartsOf(source), span),
    message: 'orders may not import PgOrderRepo from infra.',
    symbol: '',
    site: text,
    related: [],
    fixes: [],
    ...rest,
  };
}

const pg = { path: 'src/infra/pg.ts', span: { start: 13, end: 24 } };

/** Two findings, one of them in a file whose name and text hold what the formats have to escape. */
export const report: Report = {
  status: 'violations',
  coverage: {
    complete: false,
    files: 812,
    parseErrors: 0,
    unresolvedImports: 0,
    unknownTargets: 2,
    unassignedFiles: 0,
    rulesEvaluated: 61,
    vacuousRules: 0,
    typed: 'off',
    notChecked: [{ what: 'types of pg', count: 14, why: 'not-installed' }],
    expected: [],
  },
  counts: { error: 1, warning: 1, information: 0, hint: 0, baselined: 12, suppressed: 3 },
  findings: [
    findingAt('src/orders/http.ts', "'../infra/pg.js'", {
      module: 'orders',
      message:
        'orders may not import PgOrderRepo from infra: 100% of it is private to @acme/infra. Import OrderRepository from "../infra" instead.',
      related: [{ ...pg, range: rangeOf([0, 28], pg.span), message: 'PgOrderRepo is declared here' }],
      fixes: [
        {
          title: 'Import from "../infra"',
          safe: true,
          path: 'src/orders/http.ts',
          at: { start: 0, end: 0 },
          intent: { kind: 'change-specifier', specifier: '../infra' },
        },
      ],
      data: { clauses: ['deep-import'] },
    }),
    findingAt('src/odd, name:1 | <b>`x`.ts', `require(\`./\${x}\`)`, {
      id: 'f-abcdefghjk',
      rule: 'arch/unknown-target',
      severity: 'warning',
      symbol: 'load<T>',
      message: 'a | b <img src=x onerror="1"> `code` *bold* & #12\r\n::error::second line \u001b[31m😀\u0000 end',
    }),
  ],
};

export const context: FormatContext = {
  version: '1.2.3',
  text: path => sources[path],
  rule: id => ({ summary: `Summary of ${id}.`, severity: 'error', page: `# ${id}\n\nPage.\n` }),
  edits: () => undefined,
  failOn: 'error',
  prefix: '',
  palette: palette(false),
  hasPolicy: true,
};

/** The same report after a clean run. */
export const clean: Report = {
  status: 'ok',
  coverage: { ...report.coverage, complete: true, unknownTargets: 0, notChecked: [] },
  counts: { error: 0, warning: 0, information: 0, hint: 0, baselined: 0, suppressed: 0 },
  findings: [],
};

export const notChecked: Report = { ...clean, status: 'not_checked', reason: 'architecture.jsonc:3 has no "modules"' };

export const edits = [
  {
    path: 'src/orders/http.ts',
    range: { start: { line: 2, column: 40 }, end: { line: 2, column: 56 } },
    text: "'../infra'",
  },
];
