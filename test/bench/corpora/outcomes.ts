import { linesOfFailingCalls } from './compare/calls.js';
import { compareContracts } from './compare/contracts.js';
import { linesOfFindings } from './compare/findings.js';
import { fixturesOf } from './extract/fixtures.js';
import type { Mirror } from './extract/mirror.js';
import { casesOf, type SuiteCase } from './extract/rule-tester.js';
import { hashOf, type RecipeCase, type RecipeHeader } from './recipe.js';

/** What Lintel makes of a case today. */
export interface Outcome {
  readonly case: string;
  readonly hash: string;
  readonly lines: readonly number[];
  readonly verdict: RecipeCase['verdict'];
  /** One-based lines of Lintel's findings. */
  readonly found: readonly number[];
  /** For people who look into a difference. */
  readonly told: string;
  readonly code: string;
}

/** Extracts the cases of a suite from a mirror and runs Lintel over them. */
export function outcomesOf(header: RecipeHeader, mirror: Mirror): Promise<readonly Outcome[]> {
  if (header.cut === 'fixtures') return fixtureOutcomes(header, mirror);
  const cases = casesOf(mirror.text(header.repository, header.commit, header.path), header.path);
  return header.asks === 'contracts' ? contractOutcomes(header, cases) : findingOutcomes(header, cases);
}

const nameOf = ({ expect, index }: SuiteCase): string => `${expect} ${index}`;

async function contractOutcomes({ file }: RecipeHeader, cases: readonly SuiteCase[]): Promise<readonly Outcome[]> {
  const found: Outcome[] = [];
  for (const each of cases) {
    if (each.expect === 'valid' || each.output === undefined) continue;
    const { verdict, told } = await compareContracts(file, each.code, each.output);
    const hash = hashOf(`${each.code}\0${each.output}`);
    found.push({ case: nameOf(each), hash, lines: [], found: [], verdict, told, code: each.output });
  }
  return found;
}

async function findingOutcomes(header: RecipeHeader, cases: readonly SuiteCase[]): Promise<readonly Outcome[]> {
  const paths = cases.map((each, i) => `case${i}/${fileName(header.file, each.filename)}`);
  const files = Object.fromEntries(cases.map(({ code }, i) => [paths[i]!, code]));
  const lines = await linesOfFindings(files, header.rules);
  return cases.map((each, i) => {
    const found = lines.get(paths[i]!) ?? [];
    const isMet = each.lines.length === 0 || found.some(line => each.lines.includes(line));
    const verdict =
      each.expect === 'valid'
        ? found.length > 0
          ? 'reported'
          : 'quiet'
        : found.length > 0 && isMet
          ? 'found'
          : 'missed';
    const told = `lines ${found.join(', ') || 'none'}${each.options === undefined ? '' : `; options ${JSON.stringify(each.options)}`}`;
    return {
      case: nameOf(each),
      hash: hashOf(`${each.code}\0${JSON.stringify(each.options ?? null)}`),
      lines: [...new Set(each.lines)],
      verdict,
      found: [...new Set(found)],
      told,
      code: each.code,
    };
  });
}

/** The name of a case's file: its own extension where the suite gives one. */
function fileName(file: string, given: string | undefined): string {
  const extension = given === undefined ? undefined : /\.[cm]?[jt]sx?$/.exec(given)?.[0];
  return extension === undefined ? file : file.replace(/\.[cm]?[jt]sx?$/, extension);
}

async function fixtureOutcomes(header: RecipeHeader, mirror: Mirror): Promise<readonly Outcome[]> {
  const { cases, files: theirs } = fixturesOf(mirror, header.repository, header.commit, header.path);
  // Their folder is named `tests`; what is in it stands for production code.
  const files = { ...theirs, 'architecture.jsonc': '{ "version": 1, "sources": { "tests": ["none/**"] } }' };
  const found: Outcome[] = [];
  const findings = header.asks === 'rules' ? await linesOfFindings(files, header.rules) : undefined;
  for (const { path, text, lines } of cases) {
    const ours = findings
      ? (findings.get(path) ?? [])
      : await linesOfFailingCalls(files, path, header.suite.endsWith('no-unhandled') ? 'module' : 'anywhere');
    const known = lines.filter(line => line > 0);
    const isEqual = ours.length === lines.length && known.every(line => ours.includes(line));
    const isWider = ours.length > lines.length && known.every(line => ours.includes(line));
    found.push({
      case: path,
      hash: hashOf(text),
      lines: known,
      found: ours,
      verdict: isEqual ? 'equal' : isWider ? 'wider' : 'differs',
      told: `expected ${lines.join(', ') || 'none'}; ours ${ours.join(', ') || 'none'}`,
      code: text,
    });
  }
  return found;
}
