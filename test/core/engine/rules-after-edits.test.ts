import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '../../../core/rules/index.js';
import { openFiles } from '../../harness/check-files.js';
import { parseMarkers } from '../../harness/markers.js';
import { parseRulePage } from '../../harness/rule-page.js';

const folder = fileURLToPath(new URL('../../../core/rules/', import.meta.url));

/** What happens to one file while others read it. */
const edits: Readonly<Record<string, (text: string) => string>> = {
  'something moves in every body': text => text.replaceAll(/\{$/gm, '{ // moved\n'),
  'nothing is thrown any more': text => text.replaceAll(/\bthrow /g, 'void '),
  'nothing is awaited any more': text => text.replaceAll(/\bawait /g, ''),
};

/** Cases in which findings may rest on more than one file. */
const cases = rules
  .filter(rule => rule.scope === 'failure')
  .flatMap(({ id }) => parseRulePage(readFileSync(join(folder, `${id}.md`), 'utf8')).cases.map(page => ({ id, page })))
  .filter(({ page }) => page.base.size === 0 && [...page.files.keys()].filter(isCode).length > 1);

function isCode(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

describe('a rule that reads other files says after an edit of one what it says of the same files at once', () => {
  test.each(cases.map(({ id, page }) => [`${id}: ${page.name}`, page] as const))('%s', async (_, page) => {
    const files = Object.fromEntries([...page.files].map(([path, text]) => [path, parseMarkers(text).text]));
    const workspace = await openFiles(files);
    const before = workspace.snapshot.findings;
    for (const path of Object.keys(files).filter(isCode))
      for (const [name, edit] of Object.entries(edits)) {
        const text = edit(files[path]!);
        if (text === files[path]) continue;
        const edited = await workspace.apply([{ path, text }]);
        const fresh = await openFiles({ ...files, [path]: text });
        expect(edited.findings, `${path}: ${name}`).toEqual(fresh.snapshot.findings);
        const back = await workspace.apply([{ path, text: files[path]! }]);
        expect(back.findings, `${path}: ${name}, taken back`).toEqual(before);
      }
  });
});
