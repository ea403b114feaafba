import { basename, type FilePath } from '../../files/paths.js';
import type { Verdict } from '../../policy/judge.js';
import { defineRule } from '../rule.js';
import { exportWords } from '../wording.js';
import { edgeKey, namesOf, siteOf } from './dependency-violation.js';

export const testInProduction = defineRule({
  id: 'arch/test-in-production',
  summary: 'Production code imports a test file, or an interface that is for tests only.',
  severity: 'error',
  zeroConfig: true,
  scope: 'file',
  reads: ['imports', 'policy', 'projects'],
  check({ path, facts, edges, isTest, layout, policy, report, verdict }) {
    if (isTest || isTestSupport(path)) return;
    const chosen = layout.projectOf(path)?.exactAliases;
    let reported = -1;
    for (const [index, edge] of edges.entries()) {
      if (edge.import === reported || edge.target.kind !== 'file' || edge.context !== 'production') continue;
      const target = edge.target.path;
      const reason = policy.isTest(target) ? 'a test file' : testOnly(verdict(index));
      const fact = facts.imports[edge.import];
      if (reason === undefined || fact === undefined) continue;
      // A file that `paths` of the tsconfig names is a part of the project by choice, wherever it lies.
      if (fact.specifier !== undefined && chosen?.has(fact.specifier)) continue;
      reported = edge.import;
      const names = namesOf(edge);
      report({
        path,
        span: fact.span,
        message: `${path} is production code and imports ${names.length === 0 ? target : `${exportWords(names)} from ${target}`}, which is ${reason}. Move what both need to a file of its own outside the tests.`,
        symbol: fact.symbol,
        site: siteOf(fact, edge),
        dependency: { ...edgeKey(edge), clauses: ['arch/test-in-production'] },
        data: { target, kind: edge.kind, symbols: names },
      });
    }
  },
});

function testOnly({ clauses }: Verdict): string | undefined {
  const clause = clauses.find(({ data }) => data?.testOnly === true);
  return clause && `published for tests alone (${clause.data?.target})`;
}

/** Files that exist for the tests without being one: configurations of test tools, their set-up, stories. */
function isTestSupport(path: FilePath): boolean {
  return testConfig.test(basename(path)) || supportFolder.test(path) || /\.stories\.[cm]?[jt]sx?$/.test(path);
}

const testConfig =
  /^(?:(?:vitest|vite|jest|playwright|cypress|karma|wdio|ava|web-test-runner|stryker|codecept)[\w.-]*\.(?:config|conf|workspace|setup|preset)\b|(?:jest|vitest)[.-]|setup-?tests?\b|test-?setup\b|\.mocharc\b|playwright\b)/i;
const supportFolder =
  /(?:^|\/)(?:__mocks__|__fixtures__|__testfixtures__|test-?(?:utils?|helpers?|support|setup|fixtures?|lib|kit)|testing|scripts|tools|\.storybook)(?:\/|\.[cm]?[jt]sx?$)/i;
