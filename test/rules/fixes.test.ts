import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { editsFor } from '../../core/fixes/edits-for.js';
import { rules } from '../../core/rules/index.js';
import { applyEdits } from '../../core/text/edit.js';
import { checkFiles } from '../harness/check-files.js';
import { parseMarkers } from '../harness/markers.js';
import { parseRulePage } from '../harness/rule-page.js';
import { typeErrors } from '../harness/type-errors.js';

const folder = fileURLToPath(new URL('../../core/rules/', import.meta.url));
const withFixes = rules.filter(({ scope }) => scope === 'failure').map(({ id }) => id);

/** Every fix that is offered for an example, applied alone, takes its finding away and brings no type error. */
describe.each(withFixes)('fixes of %s', id => {
  const { cases } = parseRulePage(readFileSync(`${folder}${id}.md`, 'utf8'));
  const reported = cases.filter(({ expects }) => expects === 'findings');
  test.each(reported.map(each => [each.name, each] as const))('%s', async (_, { files }) => {
    const texts = Object.fromEntries([...files].map(([path, source]) => [path, parseMarkers(source).text]));
    const { findings } = await checkFiles(texts);
    const own = findings.filter(each => each.rule === id);
    const before = new Set(typeErrors(texts).map(withoutLine));
    for (const finding of own)
      for (const fix of finding.fixes) {
        const edits = await editsFor(fix, texts[fix.path]!);
        expect(edits, fix.title).toBeDefined();
        const mended = { ...texts, [fix.path]: applyEdits(texts[fix.path]!, edits!) };
        const news = typeErrors(mended).filter(each => !before.has(withoutLine(each)) && !isForPackages(each));
        expect(news, `${fix.title}\n${mended[fix.path]}`).toEqual([]);
        const left = (await checkFiles(mended)).findings.filter(each => each.rule === id);
        expect(left.length, `${fix.title}\n${mended[fix.path]}`).toBeLessThan(own.length);
      }
  });
});

function withoutLine(error: string): string {
  return error.replace(/:\d+:/, ':');
}

/** The packages of the examples are not there, so nothing gives the parameters of their callbacks a type. */
function isForPackages(error: string): boolean {
  return error.includes("implicitly has an 'any' type");
}
