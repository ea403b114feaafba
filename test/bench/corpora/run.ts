// Runs Lintel over the published suites that the recipes name:
//   npm run build && node dist/test/bench/corpora/run.js MIRRORS [--suite NAME] [--show VERDICT] [--write]
// MIRRORS holds git directories as `owner+name`. `--show` prints the cases of a verdict, `--write` takes new verdicts into the recipes: each
// that parts from the suite then needs a reason by hand.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { mirrorAt } from './extract/mirror.js';
import { type Figures, figuresOf, printFigures, recallByRule } from './figures.js';
import { judged } from './judge.js';
import { outcomesOf } from './outcomes.js';
import { readRecipes, recipeText } from './recipe.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { suite: { type: 'string' }, show: { type: 'string' }, write: { type: 'boolean', default: false } },
});
const [mirrors] = positionals;
if (mirrors === undefined) throw new Error('Name the folder that holds the git directories.');
const folder = resolve('test/bench/corpora/recipes');
const mirror = mirrorAt(resolve(mirrors));
const figures: Figures[] = [];
for (const recipe of readRecipes(folder)) {
  if (values.suite !== undefined && !recipe.header.suite.includes(values.suite)) continue;
  const known = new Map(recipe.cases.map(each => [each.case, each]));
  const outcomes = await outcomesOf(recipe.header, mirror);
  const cases = outcomes.map(outcome => judged(known.get(outcome.case), outcome));
  for (const outcome of outcomes) {
    const now = cases.find(each => each.case === outcome.case)!;
    const old = known.get(outcome.case);
    if (old !== now)
      process.stdout.write(`${recipe.header.suite} ${outcome.case}: ${old?.verdict ?? 'new'} → ${now.verdict}\n`);
    if (values.show === now.verdict || (values.show === 'open' && now.why === '?'))
      process.stdout.write(
        `── ${outcome.case} (${outcome.told}; expected lines ${outcome.lines.join(', ')})\n${outcome.code}\n`,
      );
  }
  figures.push(figuresOf(recipe.header.suite, cases));
  if (values.write) writeFileSync(join(folder, recipe.file), recipeText({ header: recipe.header, cases }));
}
process.stdout.write(printFigures(figures));
for (const [rule, { found, missed }] of recallByRule(readRecipes(folder)))
  if (found + missed > 0) process.stdout.write(`${rule}: ${found} of ${found + missed}\n`);
