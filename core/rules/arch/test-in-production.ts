import { basename, type FilePath } from '../../files/paths.js';
import type { SourceGraph } from '../../graph/source-graph.js';
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
  reads: ['imports', 'graph', 'policy', 'projects'],
  check({ path, facts, edges, graph, isTest, layout, policy, report, verdict }) {
    if (isTest || isTestSupport(path)) return;
    const chosen = layout.projectOf(path)?.exactAliases;
    let reported = -1;
    for (const [index, edge] of edges.entries()) {
      if (edge.import === reported || edge.target.kind !== 'file' || edge.context !== 'production') continue;
      const target = edge.target.path;
      const isTestFile = policy.isTest(target) && (policy.declared || isSurelyTest(graph, target));
      const reason = isTestFile ? 'a test file' : testOnly(verdict(index));
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
        // Without a policy nobody has said what the tests are.
        ...(policy.declared ? {} : { severity: 'warning' as const }),
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

/**
 * Without a policy a folder called `test` is not enough: it may hold what a product calls so, or an application to try
 * things out. The file's name has to say that it is a test, or what it imports.
 */
function isSurelyTest(graph: SourceGraph, target: FilePath): boolean {
  if (surelyTest.test(target)) return true;
  return (
    graph.facts(target)?.imports.some(({ specifier }) => specifier !== undefined && runner.test(specifier)) ?? false
  );
}

const surelyTest = /(?:^|\/)__(?:tests|mocks)__\/|\.(?:test|spec|test-d|spec-d|bench|e2e|cy|stories)\.[^/]+$/;
const runner =
  /^(?:node:test|bun:test|vitest|jest|@jest\/.*|@vitest\/.*|mocha|chai|sinon|ava|tap|tape|jasmine|uvu|supertest|nock|cypress|(?:@playwright|@testing-library|@storybook)\/.*)(?:\/|$)/;

/** Files that exist for the tests without being one: configurations of test tools, their set-up, stories. */
function isTestSupport(path: FilePath): boolean {
  return testConfig.test(basename(path)) || supportFolder.test(path) || /\.stories\.[cm]?[jt]sx?$/.test(path);
}

const testConfig =
  /^(?:(?:vitest|vite|jest|playwright|cypress|karma|wdio|ava|web-test-runner|stryker|codecept)[\w.-]*\.(?:config|conf|workspace|setup|preset)\b|(?:jest|vitest)[.-]|setup-?tests?\b|test-?setup\b|\.mocharc\b|playwright\b)/i;
const supportFolder =
  /(?:^|\/)(?:__mocks__|__fixtures__|__testfixtures__|test-?(?:utils?|helpers?|support|setup|fixtures?|lib|kit)|testing|bench(?:marks?)?|scripts|tools|\.storybook)(?:\/|\.[cm]?[jt]sx?$)/i;
