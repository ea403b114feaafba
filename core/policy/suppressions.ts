import { closest, distance } from 'fastest-levenshtein';
import type { FilePath } from '../files/paths.js';
import type { SuppressionFact } from '../syntax/facts.js';
import type { Span } from '../text/span.js';

/** A finding as far as an inline suppression cares: the rule and where it starts. */
export interface Suppressible {
  readonly rule: string;
  readonly span: Span;
}

/** A suppression that is wrong or does nothing; `site` is its text without the comment marks, for the finding's identity. */
export interface SuppressionProblem {
  readonly rule: 'lintel/invalid-suppression' | 'lintel/unused-suppression';
  readonly path: FilePath;
  readonly span: Span;
  readonly message: string;
  readonly symbol: '';
  readonly site: string;
}

export interface SuppressionSettings {
  /** `governance.inlineIgnores`. */
  readonly inlineIgnores: 'allowed' | 'forbidden';
  /** All rule ids, for names that are misspelt. */
  readonly rules: readonly string[];
  /** The 1-based line of an offset of the file. */
  lineOf(offset: number): number;
}

export interface SuppressionOutcome<F> {
  readonly kept: readonly F[];
  readonly suppressed: readonly { readonly finding: F; readonly suppression: SuppressionFact }[];
  readonly problems: readonly SuppressionProblem[];
}

/**
 * Applies the `// lintel-ignore-next-line RULE: reason` comments of one file. Each takes away one finding of its rule: the
 * first on its line that no other comment took. Two findings need two comments. Run it on the findings that no exception
 * covers, before the baseline, so that a comment is not counted as used for what was accepted anyway.
 */
export function applySuppressions<F extends Suppressible>(
  path: FilePath,
  findings: readonly F[],
  suppressions: readonly SuppressionFact[],
  settings: SuppressionSettings,
): SuppressionOutcome<F> {
  if (suppressions.length === 0) return { kept: findings, suppressed: [], problems: [] };
  const inOrder = [...findings].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const byLine = new Map<number, F[]>();
  for (const finding of inOrder) {
    const line = settings.lineOf(finding.span.start);
    byLine.set(line, [...(byLine.get(line) ?? []), finding]);
  }
  const suppressed = new Map<F, SuppressionFact>();
  const problems: SuppressionProblem[] = [];
  for (const suppression of suppressions) {
    const site = `${suppression.rule}: ${suppression.reason}`;
    const problem = (rule: SuppressionProblem['rule'], message: string) =>
      problems.push({ rule, path, span: suppression.span, message, symbol: '', site });
    const mistake = mistakeIn(suppression, settings);
    if (mistake !== undefined) {
      problem('lintel/invalid-suppression', mistake);
      continue;
    }
    const onLine = byLine.get(suppression.line) ?? [];
    const finding = onLine.find(candidate => candidate.rule === suppression.rule && !suppressed.has(candidate));
    if (finding) suppressed.set(finding, suppression);
    else problem('lintel/unused-suppression', unusedMessage(suppression, onLine, suppressed));
  }
  return {
    kept: findings.filter(finding => !suppressed.has(finding)),
    suppressed: inOrder.flatMap(finding => {
      const suppression = suppressed.get(finding);
      return suppression ? [{ finding, suppression }] : [];
    }),
    problems,
  };
}

/** What editors put where the reason belongs: until a person has written over it, there is no reason. */
export const reasonPlaceholder = 'say here why this is right';

const form = '`// lintel-ignore-next-line RULE: reason`';

function mistakeIn({ rule, reason }: SuppressionFact, settings: SuppressionSettings): string | undefined {
  if (settings.inlineIgnores === 'forbidden') {
    return 'The policy forbids inline suppressions, so this one suppresses nothing. Fix the finding, or propose an exception in the policy.';
  }
  if (rule === '') return `This suppression names no rule, so it suppresses nothing. Write ${form}.`;
  if (!canBeSuppressed(rule)) {
    return `${rule} cannot be suppressed in the code: it is about the policy or about suppressions themselves. Fix what it names.`;
  }
  if (!settings.rules.includes(rule)) {
    const near = settings.rules.length > 0 ? closest(rule, settings.rules) : '';
    const hint = near !== '' && distance(rule, near) <= Math.max(3, rule.length / 4) ? ` Is ${near} meant?` : '';
    return `There is no rule ${rule}, so this suppresses nothing.${hint}`;
  }
  if (!/[\p{L}\p{N}]/u.test(reason) || reason === reasonPlaceholder) {
    return `This suppression of ${rule} gives no reason, so it suppresses nothing. Say after the colon why the code is right: ${form}.`;
  }
  return undefined;
}

/** Findings about the policy, and those about suppressions, are never suppressed by a comment. */
export function canBeSuppressed(rule: string): boolean {
  return !rule.startsWith('lintel/') && !rule.startsWith('config/') && !rule.startsWith('policy/');
}

function unusedMessage<F extends Suppressible>(
  { rule, line }: SuppressionFact,
  onLine: readonly F[],
  suppressed: ReadonlyMap<F, SuppressionFact>,
): string {
  if (onLine.some(finding => finding.rule === rule && suppressed.has(finding))) {
    return `Another comment already suppresses the only ${rule} on line ${line}. Remove this one.`;
  }
  const others = [...new Set(onLine.map(finding => finding.rule))];
  const instead = others.length > 0 ? ` What is reported there: ${others.join(', ')}.` : '';
  return `No ${rule} is reported on line ${line}.${instead} Remove this comment.`;
}
