import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Editor, isRequired } from './editors.js';
import { openSession, type Session } from './session.js';
import { files, script } from './workspace.js';

/**
 * One test in one editor: `drive` starts it and returns what it saw. Where the editor is missing the test says so by
 * name, or fails when this run has to have it.
 */
export function inEditor(editor: Editor, drive: (session: Session, program: string) => Promise<string>): void {
  const { name, program, install } = editor;
  if (program === undefined) {
    const what = `${name} is not on this machine (${install})`;
    if (isRequired(editor)) test(name, () => expect.fail(what));
    else {
      process.stderr.write(`not tested: ${what}\n`);
      test.skip(`${what}: not tested`, () => {});
    }
    return;
  }
  test(name, { timeout: 120_000 }, async () => {
    const session = openSession(name);
    const seen = await drive(session, program);
    await expect(seen).toMatchFileSnapshot('golden.txt');
    // Nothing was saved: all of it happened in the text of the editor.
    for (const path of [script.SOURCE, script.POLICY]) {
      expect(readFileSync(`${session.root}/${path}`, 'utf8')).toBe(files[path]);
    }
    await expect.poll(session.servers, { timeout: 5_000, message: 'the server outlives its editor' }).toEqual([]);
  });
}
