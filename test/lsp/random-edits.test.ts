import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Range as LspRange } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fixture } from '../e2e/fixture.js';
import { openFiles } from '../harness/check-files.js';
import { type Editor, plainCapabilities, startEditor } from './client.js';

/** Of edits, in each encoding; 500 in `npm run test:long`. */
const sequences = Number(process.env.LINTEL_SEQUENCES ?? 30);

const policy = (dependsOn: string) => `{
  "version": 1,
  "modules": [
    { "id": "a", "path": "src/a", "dependsOn": [${dependsOn}] }, // 😀
    { "id": "b", "path": "src/b", "entryPoints": ["index.ts"], "dependsOn": ["a"] }
  ],
  "cycles": [{ "scope": "file", "kinds": ["eager"], "severity": "error" }]
}`;
const base: Readonly<Record<string, string>> = {
  'architecture.jsonc': policy('"b"'),
  'src/a/index.ts': `import { one } from '../b';\r\nexport const a = one; // 😀\r\n`,
  'src/a/other.ts': `/* 😀é */ import { one } from '../b/one'; export const other = one;\n`,
  'src/b/index.ts': `export { one } from './one';\r\n`,
  'src/b/one.ts': `export const one = '😀😀';\r`,
};
const paths = Object.keys(base);
const sources = paths.filter(path => path.endsWith('.ts'));

/** How functions fail, in pieces: calls of the other module, handlers that hide, throws. */
const failures = [
  `export async function load(id: string) { /* 😀 */\r\n  try { return await fetch(id); } catch (e) { return null; }\r\n}\n`,
  `class Gone extends Error {}\n/** Finds 😀. */\r\nexport function find(id: string) { if (id === '') throw new Gone('é'); return id; }\n`,
  `import { find } from '../b/one';\r\nexport const use = (id: string) => { try { return find(id); } catch {} };\n`,
  `export const read = (t: string) => JSON.parse(t);\n`,
  `  try { /* 😀 */`,
  `} catch (e) { return []; }`,
  `throw new Error('😀');`,
];
const pieces = [
  ...failures,
  `/* 😀é */ import { one } from '../b/one';\r\n`,
  `import { a } from '../a';\n`,
  `import '../a/other';\r`,
  `export { one } from './one';\n`,
  `// lintel-ignore-next-line arch/deep-import: 😀 agreed\r\n`,
  `export const one = 1;\r\n`,
  '😀',
  'é',
  '\n',
  '\r\n',
  "'",
  '',
];

const change = fc.record({ at: fc.nat(), length: fc.nat(30), piece: fc.constantFrom(...pieces) });
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      file: fc.constantFrom(...sources),
      changes: fc.array(change, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('close' as const, 'save' as const, 'delete' as const),
      file: fc.constantFrom(...sources),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('policy' as const), dependsOn: fc.constantFrom('', '"b"', '"nowhere"') }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

type Encoding = 'utf-8' | 'utf-16';

/** Columns as the client counts them, by another way than the server's: the bytes, or the code units, of what is left of it. */
function columns(line: string, encoding: Encoding): number {
  return encoding === 'utf-8' ? Buffer.byteLength(line) : line.length;
}

function lspRange(document: TextDocument, start: number, end: number, encoding: Encoding): LspRange {
  const place = (offset: number) => {
    const { line } = document.positionAt(offset);
    const lineStart = document.offsetAt({ line, character: 0 });
    return { line, character: columns(document.getText().slice(lineStart, offset), encoding) };
  };
  return { start: place(start), end: place(end) };
}

/** An offset of a text that splits neither a character nor a line end. */
function whole(text: string, at: number): number {
  const offset = at % (text.length + 1);
  const splits = /[\uDC00-\uDFFF]/.test(text[offset] ?? '') || (text[offset] === '\n' && text[offset - 1] === '\r');
  return splits ? offset + 1 : offset;
}

/** The editor's side: what is open, what lies on the disk, and how either is told. */
class Desk {
  readonly #editor: Editor;
  readonly #root: string;
  readonly #encoding: Encoding;
  readonly #disk = new Map<string, string>(Object.entries(base));
  readonly #open = new Map<string, TextDocument>();
  #version = 0;

  constructor(editor: Editor, root: string, encoding: Encoding) {
    this.#editor = editor;
    this.#root = root;
    this.#encoding = encoding;
  }

  /** Everything as at the start, nothing open. */
  reset(): void {
    for (const path of this.#open.keys()) this.#editor.close(path);
    this.#open.clear();
    for (const path of paths) this.#write(path, base[path] ?? '');
  }

  do(step: Step): void {
    if (step.kind === 'policy') {
      this.#write('architecture.jsonc', policy(step.dependsOn));
      return;
    }
    const { file } = step;
    const document = this.#open.get(file);
    if (step.kind === 'delete') {
      if (document) return;
      this.#disk.delete(file);
      rmSync(join(this.#root, file), { force: true });
      this.#tell(file, 3);
    } else if (step.kind === 'close') {
      if (document) this.#editor.close(file);
      this.#open.delete(file);
    } else if (step.kind === 'save') {
      if (document) this.#write(file, document.getText());
    } else if (step.kind === 'type') this.#type(file, step.changes);
  }

  #type(file: string, changes: readonly { at: number; length: number; piece: string }[]): void {
    let document = this.#open.get(file);
    if (!document) {
      document = TextDocument.create(file, 'typescript', ++this.#version, this.#disk.get(file) ?? '');
      this.#editor.open(file, document.getText(), document.version);
    }
    const contentChanges: { range: LspRange; text: string }[] = [];
    this.#version++;
    for (const { at, length, piece } of changes) {
      const text = document.getText();
      const start = whole(text, at);
      const end = whole(text, Math.min(start + length, text.length));
      contentChanges.push({ range: lspRange(document, start, end, this.#encoding), text: piece });
      const range = { start: document.positionAt(start), end: document.positionAt(end) };
      document = TextDocument.update(document, [{ range, text: piece }], this.#version);
    }
    this.#open.set(file, document);
    void this.#editor.rpc.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.#editor.uri(file), version: this.#version },
      contentChanges,
    });
  }

  #write(path: string, text: string): void {
    this.#disk.set(path, text);
    writeFileSync(join(this.#root, path), text);
    this.#tell(path, 2);
  }

  #tell(path: string, type: number): void {
    const changes = [{ uri: this.#editor.uri(path), type }];
    void this.#editor.rpc.sendNotification('workspace/didChangeWatchedFiles', { changes });
  }

  texts(): Record<string, string> {
    const texts = Object.fromEntries(this.#disk);
    for (const [path, document] of this.#open) texts[path] = document.getText();
    return texts;
  }

  /** What the client has on its screen when everything sent has been answered. */
  async shown(): Promise<Record<string, readonly string[]>> {
    await this.#editor.hover('architecture.jsonc', 0, 0);
    const latest = new Map(this.#editor.published.map(({ uri, diagnostics }) => [uri, diagnostics]));
    const shown: Record<string, readonly string[]> = {};
    for (const path of paths) {
      const found = latest.get(this.#editor.uri(path)) ?? [];
      if (found.length > 0)
        shown[path] = found.map(({ code, range, message }) => `${code} ${JSON.stringify(range)} ${message}`);
    }
    return shown;
  }
}

/** What a fresh check of the same texts finds, in the client's columns. */
async function expected(texts: Record<string, string>, encoding: Encoding): Promise<Record<string, readonly string[]>> {
  const { snapshot } = await openFiles(texts);
  const found: Record<string, string[]> = {};
  for (const { path, rule, span, message } of snapshot.findings) {
    const document = TextDocument.create(path, '', 0, texts[path] ?? '');
    const range = lspRange(document, span.start, span.end, encoding);
    found[path] = [...(found[path] ?? []), `${rule} ${JSON.stringify(range)} ${message}`];
  }
  return found;
}

test.each(['utf-8', 'utf-16'] as const)(
  `${sequences} sequences of random edits through the protocol end as a fresh check does, in %s`,
  async encoding => {
    const { root, cache } = fixture(base);
    const capabilities = {
      ...plainCapabilities,
      general: { positionEncodings: [encoding] },
      workspace: { ...plainCapabilities.workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
    };
    const editor = await startEditor({
      root,
      cache,
      initialize: { capabilities, initializationOptions: { diagnostics: { scope: 'workspace' } } },
      answers: { 'client/registerCapability': () => null },
    });
    const desk = new Desk(editor, root, encoding);
    const families = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async steps => {
        desk.reset();
        for (const each of steps) desk.do(each);
        const fresh = await expected(desk.texts(), encoding);
        for (const each of Object.values(fresh).flat()) families.add(each.slice(0, each.indexOf('/')));
        // What needs contracts follows in a second wave, which a busy machine may still be making when the hover is answered.
        await expect.poll(() => desk.shown(), { timeout: 20_000, interval: 20 }).toEqual(fresh);
      }),
      { numRuns: sequences },
    );
    // Something was compared: dependencies, failures, and what is wrong with the policy.
    expect([...families]).toEqual(expect.arrayContaining(['arch', 'failure', 'lintel']));
  },
  600_000,
);
