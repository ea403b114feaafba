import { describe, expect, test } from 'vitest';
import type { FilePath } from '../../../core/files/paths.js';
import { openFiles } from '../../harness/check-files.js';

const store = `
export class Gone extends Error {}
export async function load(id: string): Promise<string> {
  const res = await fetch('/rows/' + id);
  if (res.status === 404) throw new Gone(id);
  if (!res.ok) throw new Error('HTTP ' + res.status);
  return await res.text();
}
`;
const callers = `
import { load } from './store.js';
export async function find(id: string): Promise<string | null> {
  try {
    return await load(id);
  } catch (err) {
    console.error(err);
    return null;
  }
}
`;

const edits: Readonly<Record<string, (text: string) => string>> = {
  'a comment before what fails': text => text.replace('  const res', '  // one row\n  const res'),
  'longer arguments of what fails': text =>
    text.replace("'/rows/' + id", "'/tables/of/rows/' + encodeURIComponent(id)"),
  'another name within': text => text.replaceAll('res', 'response'),
  'another failure before': text => text.replace('  const res', '  JSON.parse(id);\n  const res'),
  'failures that change places': text =>
    text.replace(/( {2}if \(res.status.*\n)( {2}if \(!res.ok.*\n)/, (_, a: string, b: string) => b + a),
  'a failure less': text => text.replace(/ {2}if \(res.status.*\n/, ''),
  'the function itself': text => text.replace('export async', '/** Loads. */\nexport async'),
};

describe('where failures start is told as it is now, whatever moved within the function', () => {
  test.each(Object.entries(edits))('%s', async (_, edit) => {
    const path = 'src/store.ts' as FilePath;
    const files = { [path]: store, 'src/callers.ts': callers };
    const workspace = await openFiles(files);
    expect(workspace.snapshot.findings.length).toBeGreaterThan(0);
    const edited = edit(store);
    expect(edited).not.toBe(store);
    const once = await workspace.snapshot.with([{ path, text: edited }]);
    const fresh = await openFiles({ ...files, [path]: edited });
    expect(once.findings).toEqual(fresh.snapshot.findings);
    const back = await once.with([{ path, text: store }]);
    expect(back.findings).toEqual(workspace.snapshot.findings);
    const again = await once.with([{ path, text: `\n${edited.replace('await res.text', 'await  res.text')}` }]);
    const other = await openFiles({ ...files, [path]: `\n${edited.replace('await res.text', 'await  res.text')}` });
    expect(again.findings).toEqual(other.snapshot.findings);
  });
});
