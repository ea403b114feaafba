import type { FilePath } from '../files/paths.js';
import { reasonPlaceholder } from '../policy/suppressions.js';
import type { Dialect } from '../syntax/facts.js';
import { dialectOf } from '../syntax/parser.js';
import { typescriptParser } from '../syntax/typescript-parser.js';
import type { Snapshot } from './snapshot.js';

/**
 * The suppression of a rule to be put above a line (1-based) of a source file, its reason left to a person: in the form that
 * is a comment there, which between the children of JSX and in markup `//` is not. `undefined`: no form is, as in the middle of a template.
 */
export function suppressionComment(snapshot: Snapshot, path: FilePath, line: number, rule: string): string | undefined {
  const text = snapshot.text(path);
  const dialect = dialectOf(path);
  const problems = snapshot.graph.facts(path)?.problemCount;
  const at = snapshot.lineStarts(path)[line - 1];
  if (text === undefined || dialect === undefined || problems === undefined || at === undefined) return undefined;
  const words = `lintel-ignore-next-line ${rule}: ${reasonPlaceholder}`;
  const [plain, ...others] = formsOf(dialect).map(([open, close]) => `${open} ${words}${close}`);
  // Without JSX and templates every line of TypeScript takes a comment: nothing needs to be parsed.
  if ((dialect === 'ts' || dialect === 'dts') && !text.includes('`')) return plain;
  return [plain, ...others].find(comment => {
    const { facts } = typescriptParser().extract(`${text.slice(0, at)}${comment}\n${text.slice(at)}`, dialect);
    const isRead = facts.suppressions.some(
      ({ rule: read, span }) => read === rule && at <= span.start && span.start <= at + 1,
    );
    return isRead && facts.problemCount <= problems;
  });
}

function formsOf(dialect: Dialect): readonly (readonly [open: string, close: string])[] {
  const isMarkup = dialect === 'vue' || dialect === 'svelte' || dialect === 'astro';
  return [['//', ''], ['{/*', ' */}'], ...(isMarkup ? ([['<!--', ' -->']] as const) : [])];
}
