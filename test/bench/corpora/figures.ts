import type { Recipe, RecipeCase } from './recipe.js';

/** Counts of one suite. */
export interface Figures {
  readonly suite: string;
  readonly cases: number;
  readonly counts: Readonly<Partial<Record<RecipeCase['verdict'], number>>>;
}

export function figuresOf(suite: string, cases: readonly RecipeCase[]): Figures {
  const counts: Partial<Record<RecipeCase['verdict'], number>> = {};
  for (const { verdict } of cases) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return { suite, cases: cases.length, counts };
}

/** Of the invalid cases that are ours, the share that is found; `undefined` where there are none. */
export function recallOf({ counts }: Figures): number | undefined {
  const { found = 0, missed = 0 } = counts;
  return found + missed === 0 ? undefined : found / (found + missed);
}

/** Found and missed cases of all suites that a rule is the first of. */
export function recallByRule(
  recipes: readonly Recipe[],
): ReadonlyMap<string, { readonly found: number; readonly missed: number }> {
  const all = new Map<string, { found: number; missed: number }>();
  for (const { header, cases } of recipes) {
    const [rule] = header.rules;
    if (rule === undefined) continue;
    const sums = all.get(rule) ?? { found: 0, missed: 0 };
    for (const { verdict } of cases) {
      if (verdict === 'found' || (header.cut === 'fixtures' && verdict === 'equal')) sums.found++;
      if (verdict === 'missed') sums.missed++;
    }
    all.set(rule, sums);
  }
  return all;
}

/** Of compared contracts and calls, the share that holds at least, and exactly, what is expected. */
export function agreementOf({ cases, counts }: Figures): { readonly atLeast: number; readonly exact: number } {
  const { equal = 0, wider = 0 } = counts;
  return { atLeast: (equal + wider) / cases, exact: equal / cases };
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

export function printFigures(figures: readonly Figures[]): string {
  const rows = figures.map(each => {
    const { equal = 0, wider = 0, differs = 0, quiet = 0, reported = 0, found = 0, missed = 0 } = each.counts;
    const recall = recallOf(each);
    const agreement = agreementOf(each);
    return equal + wider + differs > 0
      ? `| ${each.suite} | ${each.cases} | at least ${percent(agreement.atLeast)}, equal ${percent(agreement.exact)} | |`
      : `| ${each.suite} | ${each.cases} | quiet ${quiet} of ${quiet + reported} | ${recall === undefined ? '' : `${found} of ${found + missed} (${percent(recall)}), ${each.counts['not ours'] ?? 0} not ours`} |`;
  });
  return `| suite | cases | contracts, or valid cases | recall on invalid cases |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}
