import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver';
import { fixture } from '../e2e/fixture.js';
import { type Editor, startEditor } from './client.js';

const finding = `export async function findUser(id: string): Promise<string | null> {
  try {
    const response = await fetch(\`/users/\${id}\`, { signal: AbortSignal.timeout(2000) });
    return response.status === 404 ? null : response.text();
  } catch {
    return null;
  }
}
`;
const path = 'src/users.ts';
/** As many lines above the finding as the number says, and an import that tells which text a publication is about. */
const numbered = (i: number): string => `import './nowhere-${i}';\n${'// moved\n'.repeat(i)}${finding}`;

const isFailure = ({ code }: Diagnostic): boolean => String(code).startsWith('failure/');
const isImport = ({ code }: Diagnostic): boolean => code === 'arch/unresolved-import';
const hasFailure = ({ diagnostics }: PublishDiagnosticsParams): boolean => diagnostics.some(isFailure);

let editor: Editor;
let version = 1;
const ofFile = (): readonly PublishDiagnosticsParams[] =>
  editor.published.filter(({ uri }) => uri === editor.uri(path));

/** Types a text, and waits for a publication about it. */
async function type(text: string, isMeant: (params: PublishDiagnosticsParams) => boolean): Promise<void> {
  const own = ++version;
  editor.change(path, text, own);
  await editor.diagnostics(path, params => params.version === own && isMeant(params));
}

/** Where the finding stands in `numbered(i)`: the line of the `catch`, or of what leads to it. */
let lineAtZero = 0;

beforeAll(async () => {
  const { root, cache } = fixture({ 'package.json': '{ "name": "waves" }', [path]: numbered(0) });
  editor = await startEditor({ root, cache });
  editor.open(path, numbered(0));
  await editor.diagnostics(path, hasFailure);
});

describe('two waves', () => {
  test('what imports break is shown first, and failures in one more publication of the same version', async () => {
    const all = ofFile();
    expect(all.map(({ version: of }) => of)).toEqual([1, 1]);
    expect(all[0]!.diagnostics.map(({ code }) => code)).toEqual(['arch/unresolved-import']);
    expect(all[1]!.diagnostics.some(isImport)).toBe(true);
    lineAtZero = all[1]!.diagnostics.find(isFailure)!.range.start.line;
  });

  describe('once both were shown', () => {
    beforeEach(async () => {
      await type(numbered(0), params => hasFailure(params) && params.diagnostics.some(isImport));
      editor.published.length = 0;
    });

    test('a finding about failures stays, moved along, while somebody types above it', async () => {
      for (const i of [1, 2, 3, 4]) await type(numbered(i), ({ diagnostics }) => diagnostics.some(isImport));
      for (const { diagnostics } of ofFile()) {
        const lines = Number(/nowhere-(\d+)/.exec(String(diagnostics.find(isImport)?.message))?.[1]);
        expect(diagnostics.filter(isFailure).map(({ range }) => range.start.line)).toEqual([lineAtZero + lines]);
      }
      expect(ofFile().length).toBeGreaterThanOrEqual(4);
    });

    test('an edit of what it is about takes it away at once, and the second wave brings what holds now', async () => {
      const handled = numbered(1).replace('return null;\n  }', "throw new Error('no answer');\n  }");
      await type(handled, params => !hasFailure(params));
      await type(numbered(2), hasFailure);
      expect(ofFile().at(-1)!.diagnostics.filter(isFailure)).toHaveLength(1);
    });

    test('of texts that follow at once each publication is about the text whose version it names', async () => {
      const from = version;
      for (let i = 1; i <= 30; i++) editor.change(path, numbered(i % 7), ++version);
      const last = version;
      await editor.diagnostics(path, params => params.version === last && hasFailure(params));
      const versions = ofFile().map(each => each.version!);
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
      for (const { version: of, diagnostics } of ofFile()) {
        const i = (of! - from) % 7;
        expect(String(diagnostics.find(isImport)?.message)).toContain(`nowhere-${i}"`);
        for (const { range } of diagnostics.filter(isFailure)) expect(range.start.line).toBe(lineAtZero + i);
      }
    });

    test('a text that comes while the second wave of another is on its way ends that wave', async () => {
      // The first wave of each is waited for: the second is then under way, or about to be.
      for (let i = 1; i <= 12; i++) await type(numbered(i), ({ diagnostics }) => diagnostics.some(isImport));
      const last = version;
      await editor.rpc.sendRequest('textDocument/hover', {
        textDocument: { uri: editor.uri(path) },
        position: { line: 0, character: 10 },
      });
      const shown = ofFile();
      const versions = shown.map(each => each.version!);
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
      expect(versions.at(-1)).toBe(last);
      for (const { diagnostics } of shown) expect(diagnostics.filter(isFailure)).toHaveLength(1);
    });
  });
});
