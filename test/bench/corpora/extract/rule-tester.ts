import { createContext, runInContext } from 'node:vm';
import ts from 'typescript6';
import { dedented } from './dedent.js';
import { anything } from './stand-in.js';

/** One case of a suite as its authors wrote it. */
export interface SuiteCase {
  readonly expect: 'valid' | 'invalid';
  /** Position among the valid or invalid cases of the file, counted over all its suites. */
  readonly index: number;
  readonly code: string;
  readonly filename?: string;
  /** One-based lines of the expected reports, as far as the suite tells them. */
  readonly lines: readonly number[];
  readonly output?: string;
  readonly options?: unknown;
}

/**
 * The cases of a rule's test file. The file runs in a context of its own, in which each import is a stand-in: what is left of it is
 * the tables it hands to its tester.
 */
export function casesOf(source: string, path: string): readonly SuiteCase[] {
  const { outputText } = ts.transpileModule(source, {
    fileName: path,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  });
  const suites: Suite[] = [];
  const exports: Record<string, unknown> = {};
  const context = createContext(globalsFor(suites, exports, path), { codeGeneration: { strings: false, wasm: false } });
  runInContext(outputText.replaceAll('import.meta', '({})'), context, { filename: path, timeout: 10_000 });
  if (isSuite(exports.default)) suites.push(exports.default);
  return numbered(suites);
}

interface Suite {
  readonly valid?: readonly unknown[];
  readonly invalid?: readonly unknown[];
}

const isSuite = (value: unknown): value is Suite =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray((value as Suite).valid) || Array.isArray((value as Suite).invalid));

function globalsFor(suites: Suite[], exports: Record<string, unknown>, path: string): object {
  class RuleTester {
    static setDefaultConfig(): void {}
    run(...args: readonly unknown[]): void {
      suites.push(...args.filter(isSuite));
    }
  }
  const test = (...args: readonly unknown[]): void => {
    suites.push(...args.filter(isSuite));
  };
  const tester = Object.assign(test, { snapshot: test, typescript: test, babel: test, vue: test, testerOptions: {} });
  const known: Record<string, unknown> = {
    RuleTester,
    FlatCompatRuleTester: RuleTester,
    createRuleTesterWithTypes: () => new RuleTester(),
    ruleTester: new RuleTester(),
    getTester: () => ({ test: tester }),
    noFormat: String.raw,
    avoidTestTitleConflict: (cases: unknown) => cases,
    normalizeIndent: dedented,
    getFixturesRootDir: () => '',
  };
  const modules = (name: string): unknown => {
    if (/(^|\/)(dedent|outdent|common-tags)$/.test(name))
      return Object.assign(dedented, { default: dedented, stripIndent: dedented });
    if (/rule-tester(\.js)?$/.test(name) && !name.startsWith('@')) return Object.assign(RuleTester, { RuleTester });
    return new Proxy(known, { get: (target, key) => target[key as string] ?? anything() });
  };
  return {
    require: modules,
    exports,
    module: { exports },
    console: { log: () => {}, warn: () => {}, error: () => {} },
    process: { cwd: () => '/', env: {}, platform: 'linux', version: 'v20.0.0', versions: { node: '20.0.0' } },
    __dirname: '/',
    __filename: `/${path}`,
    describe: (_: string, body: () => void) => body(),
    it: () => {},
  };
}

function numbered(suites: readonly Suite[]): readonly SuiteCase[] {
  const found: SuiteCase[] = [];
  for (const expect of ['valid', 'invalid'] as const) {
    const all = suites.flatMap(suite => [...(suite[expect] ?? [])]);
    for (const [index, each] of all.entries()) {
      const { code, filename, errors, output, options } = (typeof each === 'string' ? { code: each } : each) as {
        readonly code?: unknown;
        readonly filename?: unknown;
        readonly errors?: unknown;
        readonly output?: unknown;
        readonly options?: unknown;
      };
      if (typeof code !== 'string') continue;
      const lines = Array.isArray(errors) ? errors.map(error => Number(error?.line)).filter(line => line > 0) : [];
      const last = Array.isArray(output) ? output.at(-1) : output;
      found.push({
        expect,
        index,
        code,
        lines,
        ...(typeof filename === 'string' && filename !== '' && { filename }),
        ...(typeof last === 'string' && { output: last }),
        ...(options !== undefined && { options }),
      });
    }
  }
  return found;
}
